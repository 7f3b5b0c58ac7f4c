"""A real Dask scheduler with workers, on free ports of this machine."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import trustme

Cluster = tuple[str, list["subprocess.Popen[bytes]"], Path]


def certificates(folder: Path) -> Path:
    """Return a folder with the authority of a site and a certificate that it signed."""
    made = folder / "certificates"
    made.mkdir()
    authority = trustme.CA()
    signed = authority.issue_cert("127.0.0.1", "localhost")
    authority.cert_pem.write_to_path(str(made / "ca.pem"))
    signed.cert_chain_pems[0].write_to_path(str(made / "cert.pem"))
    signed.private_key_pem.write_to_path(str(made / "key.pem"))
    return made


@contextmanager
def started(folder: Path, workers: int) -> Iterator[Cluster]:
    """Return the scheduler's address, the processes of its workers, one core each, and the certificates of all."""
    keys = certificates(folder)
    file = folder / "scheduler.json"
    safe = (
        "--tls-ca-file",
        str(keys / "ca.pem"),
        "--tls-cert",
        str(keys / "cert.pem"),
        "--tls-key",
        str(keys / "key.pem"),
    )
    here = ("--host", "tls://127.0.0.1", "--no-dashboard", "--scheduler-file", str(file), *safe)
    scheduler = _start(folder, "scheduler", "--port", "0", *here)
    helpers = [
        _start(folder, "worker", "--nthreads", "1", "--no-nanny", "--death-timeout", "60", *here)
        for _ in range(workers)
    ]
    try:
        until = time.monotonic() + 60
        while not (file.exists() and file.read_text().strip()) and time.monotonic() < until:
            time.sleep(0.1)
        address: str = json.loads(file.read_text())["address"]
        distributed: Any = import_module("distributed")
        security = distributed.Security(
            require_encryption=True,
            tls_ca_file=str(keys / "ca.pem"),
            tls_client_cert=str(keys / "cert.pem"),
            tls_client_key=str(keys / "key.pem"),
        )
        with distributed.Client(address, set_as_default=False, security=security) as client:
            client.wait_for_workers(workers, timeout=60)
        yield address, helpers, keys
    finally:
        for process in (*helpers, scheduler):
            process.kill()
            process.wait()


def _start(folder: Path, *arguments: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-W", "ignore", "-m", "dask", *arguments]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder)
