"""A console that the system asks to end closes its window and stops its database."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil

from dispatch_console.store.local_server import LocalServer

PATIENCE_S = 60


def is_connected(held: Path) -> bool:
    """Whether the program works on the server: one of the server's processes is there for its role."""
    server = psutil.Process(int(held.read_text().split()[0]))
    for child in server.children():
        # one of them may end while it is looked at
        with suppress(psutil.Error):
            if "dispatch_app" in " ".join(child.cmdline()):
                return True
    return False


def test_being_asked_to_end_stops_the_database_too(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    held = LocalServer(data)._place() / "postmaster.pid"
    program = [sys.executable, "-m", "dispatch_console", "--data-dir", str(data)]
    running = subprocess.Popen(program, env=os.environ | {"QT_QPA_PLATFORM": "offscreen"})
    try:
        begun = time.monotonic()
        while not held.exists():
            assert running.poll() is None and time.monotonic() - begun < PATIENCE_S
            time.sleep(0.2)
        while not is_connected(held):
            assert running.poll() is None and time.monotonic() - begun < PATIENCE_S
            time.sleep(0.2)
        running.send_signal(signal.SIGTERM)
        assert running.wait(PATIENCE_S) == 0
        assert not held.exists()
    finally:
        running.kill()
        running.wait()
