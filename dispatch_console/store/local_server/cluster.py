"""Create a database cluster under a temporary name, and rename it when it is whole."""

import os
import secrets
import shutil
import subprocess
from pathlib import Path

from dispatch_console.domain.errors import Unavailable
from dispatch_console.store.local_server.account import Account
from dispatch_console.store.local_server.binaries import program

SUPERUSER = "console"

_CONF = """
# written by Dispatch Console
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 60
shared_buffers = '128MB'
password_encryption = 'scram-sha-256'
log_destination = 'stderr'
logging_collector = off
timezone = 'UTC'
log_timezone = 'UTC'
"""


def exists(folder: Path) -> bool:
    return (folder / "PG_VERSION").exists()


def create(folder: Path, password: str, account: Account, installation: Path) -> None:
    """Initialise a cluster at `folder`, whose parent exists. Errors: Unavailable `postgres.initdb`."""
    for rest in folder.parent.glob(f"{folder.name}.new-*"):
        shutil.rmtree(rest, ignore_errors=True)
    half = folder.with_name(f"{folder.name}.new-{secrets.token_hex(4)}")
    half.mkdir(mode=0o700)
    account.own(half)
    password_file = folder.with_name(f"{half.name}.pw")
    _write_private(password_file, password, account)
    try:
        command = [
            str(program(installation, "initdb")),
            f"--pgdata={half}",
            f"--username={SUPERUSER}",
            f"--pwfile={password_file}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--no-instructions",
        ]
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            cwd=folder.parent,
            env=_environment(),
            **account.options(),
        )
        if done.returncode != 0:
            shutil.rmtree(half, ignore_errors=True)
            raise Unavailable("postgres.initdb", detail=(done.stderr or done.stdout).strip())
        with (half / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(_CONF)
        half.rename(folder)
    finally:
        password_file.unlink(missing_ok=True)


def _write_private(file: Path, text: str, account: Account) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as handle:
        handle.write(text + "\n")
    account.own(file)


def _environment() -> dict[str, str]:
    """Return an environment for the server without the user's PG… variables."""
    return {key: value for key, value in os.environ.items() if not key.startswith("PG")} | {"LC_ALL": "C"}
