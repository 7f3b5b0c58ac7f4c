"""A real Tryton on a Postgres: installed, filled as its office would, killed and started again."""

import base64
import json
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import httpx

from tests.mail_server import free_port

FOLDER = Path(__file__).resolve().parents[2] / "build" / "peers" / "tryton"
BIN = FOLDER / "venv" / "bin"
MODULES = ("sale", "stock_package_shipping", "sale_shipment_cost")
STARTS_S = 120
SEEDED = "SEEDED "


class TrytonSite:
    """One server process on a free port. `server`: address of a Postgres, `database`: an empty database there."""

    def __init__(self, folder: Path, server: str, database: str) -> None:
        self._folder, self._database = folder, database
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}/{database}"
        self._config, self._log = folder / "trytond.conf", folder / "trytond.log"
        self._config.write_text(
            f"[web]\nlisten = 127.0.0.1:{self.port}\nroot = {folder}\n"
            f"[database]\nuri = {server}\npath = {folder}\n"
            "[session]\ntimeout = 5\n[queue]\nworker = False\n[email]\nuri = smtp://127.0.0.1:1\nfrom = t@example.com\n"
        )
        self._process: subprocess.Popen[bytes] | None = None
        self.key, self.company = "", ""

    def install(self) -> None:
        """Make the tables of its modules, and the account of its administrator."""
        password = self._folder / "password"
        password.write_text("admin-Passw0rd")
        quiet = {**os.environ, "TRYTONPASSFILE": str(password)}
        admin = [str(BIN / "trytond-admin"), "-c", str(self._config), "-d", self._database]
        for arguments in (["--all", "--email", "a@example.com"], ["--activate-dependencies", "-u", *MODULES]):
            done = subprocess.run([*admin, *arguments], env=quiet, capture_output=True, text=True)
            assert done.returncode == 0, done.stderr[-2000:]

    def sell(self, *wanted: dict[str, Any]) -> list[str]:
        """Enter sales at its office, and return their ids; the first time also company and goods."""
        seed = Path(__file__).parent / "tryton" / "seed.py"
        command = [str(BIN / "python"), str(seed), str(self._config), self._database, json.dumps(wanted)]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-3000:]
        seeded = json.loads(next(line for line in done.stdout.splitlines() if line.startswith(SEEDED))[len(SEEDED) :])
        self.key, self.company = seeded["key"] or self.key, str(seeded["company"])
        return [str(number) for number in seeded["sales"]]

    def start(self) -> None:
        """Start it and wait until it answers."""
        with self._log.open("ab") as log:
            command = [str(BIN / "trytond"), "-c", str(self._config)]
            self._process = subprocess.Popen(
                command, stdout=log, stderr=log, env={**os.environ, "TRYTOND_DATABASE_NAMES": self._database}
            )
        until = time.monotonic() + STARTS_S
        while time.monotonic() < until:
            if self._process.poll() is not None:
                raise AssertionError(self._log.read_text()[-2000:])
            try:
                httpx.get(f"http://127.0.0.1:{self.port}/", timeout=2)
            except httpx.HTTPError:
                time.sleep(0.2)
                continue
            return
        raise AssertionError("Tryton did not start")

    def kill(self) -> None:
        """End it at once, whatever it does."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(timeout=30)

    def ask(self, method: str, path: str, **given: Any) -> Any:
        """Return what its interface answers to its office."""
        context = json.dumps({"company": int(self.company), "_skip_warnings": True})
        headers = {
            "authorization": f"bearer {self.key}",
            "x-tryton-context": base64.urlsafe_b64encode(context.encode()).decode(),
        }
        answer = httpx.request(method, f"{self.address}/rest/{path}", headers=headers, timeout=30, **given)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None
