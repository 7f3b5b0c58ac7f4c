"""The process of a real order system: started, waited for, killed and stopped."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import httpx

STARTS_S = 120


class PeerProcess:
    """`alive_at`: an address that answers once it is up; `log`: what it says."""

    def __init__(self, command: Sequence[str], alive_at: str, log: Path, variables: Mapping[str, str]) -> None:
        self._command, self._alive_at, self._log = list(command), alive_at, log
        self._variables = {**os.environ, **variables}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(self._command, stdout=log, stderr=log, env=self._variables)
        until = time.monotonic() + STARTS_S
        while time.monotonic() < until:
            if self._process.poll() is not None:
                raise AssertionError(self._log.read_text()[-2000:])
            try:
                httpx.get(self._alive_at, timeout=2)
            except httpx.HTTPError:
                time.sleep(0.3)
                continue
            return
        raise AssertionError(f"{self._command[0]} did not start")

    def kill(self) -> None:
        """End it at once, whatever it does."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(timeout=30)
