"""A real Tryton on a Postgres: installed, filled as its office would, killed and started again."""

import base64
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import httpx

from tests.mail_server import free_port
from tests.peers.peer_process import PeerProcess

FOLDER = Path(__file__).resolve().parents[2] / "build" / "peers" / "tryton"
BIN = FOLDER / "venv" / "bin"
MODULES = ("sale", "stock_package_shipping", "sale_shipment_cost")
SEEDED = "SEEDED "


class TrytonSite(PeerProcess):
    """One server process on a free port. `server`: address of a Postgres, `database`: an empty database there."""

    def __init__(self, folder: Path, server: str, database: str) -> None:
        self._folder, self._database = folder, database
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}/{database}"
        self._config = folder / "trytond.conf"
        command = [str(BIN / "trytond"), "-c", str(self._config)]
        alive_at, names = f"http://127.0.0.1:{self.port}/", {"TRYTOND_DATABASE_NAMES": database}
        super().__init__(command, alive_at, folder / "trytond.log", names)
        self._config.write_text(
            f"[web]\nlisten = 127.0.0.1:{self.port}\nroot = {folder}\n"
            f"[database]\nuri = {server}\npath = {folder}\n"
            "[session]\ntimeout = 5\n[queue]\nworker = False\n[email]\nuri = smtp://127.0.0.1:1\nfrom = t@example.com\n"
        )
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
