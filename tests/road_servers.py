"""Real OSRM and Valhalla servers on loopback, from the programs that the set-up lays into the environment."""

import hashlib
import json
import platform
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.mail_server import free_port

INSTALLED = Path(sys.prefix) / "road-servers"
# OSRM takes no path with a space in it, and a checkout may lie in one: it gets another way to the same place
FOLDER = INSTALLED
if " " in str(INSTALLED) and INSTALLED.is_dir():
    FOLDER = Path(tempfile.gettempdir()) / f"road-servers-{hashlib.sha256(str(INSTALLED).encode()).hexdigest()[:12]}"
    if FOLDER.resolve() != INSTALLED.resolve():
        FOLDER.unlink(missing_ok=True)
        FOLDER.symlink_to(INSTALLED, target_is_directory=True)
OSRM, VALHALLA = FOLDER / "osrm" / "bin", FOLDER / "valhalla" / "bin"


# there the set-up finds both; without them their tests fail instead of staying out
MADE_FOR_HERE = sys.platform == "linux" and platform.machine() == "x86_64"


def available() -> bool:
    return (OSRM / "osrm-routed").is_file() and (VALHALLA / "valhalla_service").is_file()


@contextmanager
def osrm(extract: Path, folder: Path) -> Iterator[str]:
    """Build the extract for cars and serve it; gives the address."""
    folder.mkdir(parents=True)
    data = folder / "town.osrm"
    profile = FOLDER / "osrm" / "share" / "profiles" / "car.lua"
    _run(OSRM / "osrm-extract", "-t", "1", "-p", profile, "-o", data, extract)
    _run(OSRM / "osrm-contract", "-t", "1", data)
    port = free_port()
    with _served([OSRM / "osrm-routed", "-i", "127.0.0.1", "-p", port, "-t", "1", "-a", "CH", data], port) as address:
        yield address


@contextmanager
def valhalla(extract: Path, folder: Path) -> Iterator[str]:
    """Build the extract and serve it; gives the address."""
    folder.mkdir(parents=True)
    port = free_port()
    written = _run(
        sys.executable, FOLDER / "valhalla" / "valhalla_build_config.py", "--mjolnir-tile-dir", folder / "tiles",
        "--mjolnir-concurrency", "1", "--httpd-service-listen", f"tcp://127.0.0.1:{port}",
    )  # fmt: skip
    settings = json.loads(written)
    for unwanted in ("tile_extract", "traffic_extract", "admin", "timezone", "landmarks", "default_speeds_config"):
        settings["mjolnir"].pop(unwanted, None)
    # as it comes it waits half a minute before it ends
    settings["httpd"]["service"] |= {"drain_seconds": 0, "shutdown_seconds": 0}
    # without the second pass some cells stay empty although a way leads there
    settings["thor"]["costmatrix"]["allow_second_pass"] = True
    file = folder / "valhalla.json"
    file.write_text(json.dumps(settings))
    _run(VALHALLA / "valhalla_build_tiles", "-c", file, "-j", "1", extract)
    with _served([VALHALLA / "valhalla_service", file, "1"], port) as address:
        yield address


def _run(*command: object) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:] + done.stdout[-2000:]
    return done.stdout


@contextmanager
def _served(command: list[object], port: int) -> Iterator[str]:
    silent = subprocess.DEVNULL
    process = subprocess.Popen([str(part) for part in command], stdout=silent, stderr=silent)
    try:
        until = time.monotonic() + 30
        while True:
            assert process.poll() is None and time.monotonic() < until, f"{command[0]} did not start"
            with socket.socket() as probe:
                probe.settimeout(1)
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()
