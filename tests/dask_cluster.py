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

Cluster = tuple[str, list["subprocess.Popen[bytes]"]]


@contextmanager
def started(folder: Path, workers: int) -> Iterator[Cluster]:
    """The scheduler's address and the processes of its workers, one core each."""
    file = folder / "scheduler.json"
    here = ("--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(file))
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
        with distributed.Client(address, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=60)
        yield address, helpers
    finally:
        for process in (*helpers, scheduler):
            process.kill()
            process.wait()


def _start(folder: Path, *arguments: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-W", "ignore", "-m", "dask", *arguments]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder)
