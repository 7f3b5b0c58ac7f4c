"""Start, share and stop the local server.

Each program on the machine holds one connection as its reference; under the same file lock that guards starting, the
last one out stops the server. A program that was killed leaves the server running: the next one finds and uses it.
"""

import logging
import os
import secrets
import socket
import subprocess
import time
from pathlib import Path

import psutil
import psycopg
from filelock import FileLock

from dispatch_console.domain.errors import Unavailable
from dispatch_console.store.grants import APP, OWNER, READER
from dispatch_console.store.local_server import account as accounts
from dispatch_console.store.local_server import binaries, cluster, roles

HOLD = "dispatch-console hold"
START_TIMEOUT_S = 60.0

log = logging.getLogger(__name__)


class LocalServer:
    """The embedded Postgres of one data directory."""

    def __init__(self, data_dir: Path) -> None:
        # the server and pg_ctl run in another folder than we do
        self.data_dir = data_dir.expanduser().resolve()
        self._hold: psycopg.Connection[tuple[object, ...]] | None = None
        self._port = 0
        self._account = accounts.choose()
        self._installation = Path()
        self._cluster = Path()
        self._password = ""
        self.administration_url = self.owner_url = ""
        self.handed_over = False

    def open(self) -> str:
        """Start the server and hold it. Returns the SQLAlchemy URL of its `dispatch` database.

        It is for the role of the program. `owner_url` is then that of the role that owns the tables,
        `administration_url` the superuser's, who makes and renames databases; `handed_over` says that the database
        was somebody else's before.

        Errors: Unavailable `postgres.missing`, `postgres.initdb`, `postgres.start`.
        """
        self.data_dir.mkdir(parents=True, exist_ok=True)
        self._installation = accounts.reachable_installation(self._account, binaries.find())
        self._cluster = self._place()
        with self._lock():
            if not cluster.exists(self._cluster):
                self._password = self._read_password() or secrets.token_urlsafe(24)
                self._write_password()
                cluster.create(self._cluster, self._password, self._account, self._installation)
            self._password = self._read_password()
            if not self._password:
                raise Unavailable("postgres.password", file=str(self._password_file))
            port = self._port = self._running_port() or self._start(_free_port())
            self._hold = self._connect(port, "postgres", HOLD)
            passwords = {name: self._secret_of(name) for name in (OWNER, APP, READER)}
            self.handed_over = roles.set_up(
                self._hold, passwords, lambda: self._connect(port, roles.DATABASE, "set-up")
            )
        self.administration_url = _url(cluster.SUPERUSER, self._password, port, "postgres")
        self.owner_url = _url(OWNER, passwords[OWNER], port, roles.DATABASE)
        return _url(APP, passwords[APP], port, roles.DATABASE)

    def revive(self) -> None:
        """Start the server again on the port that its programs know, where it died under us; else do nothing.

        Errors: Unavailable `postgres.start`.
        """
        with self._lock():
            if self._running_port() != self._port:
                log.warning("the local server is gone; it is started again on port %s", self._port)
                self._start(self._port)
            if self._hold is not None and not _answers(self._hold):
                self._hold.close()
                self._hold = self._connect(self._port, "postgres", HOLD)

    def close(self) -> None:
        """Let go of the server; stop it when nobody else holds it."""
        if self._hold is None:
            return
        with self._lock():
            others: tuple[object, ...] | None = (1,)
            try:
                others = self._hold.execute(
                    "select count(*) from pg_stat_activity where application_name = %s and pid <> pg_backend_pid()",
                    (HOLD,),
                ).fetchone()
                self._hold.close()
            except psycopg.Error:
                log.info("the local server was gone before it was let go")
                others = (0,)
            self._hold = None
            if others == (0,):
                self._control("stop", "-m", "fast", "-w")

    def _place(self) -> Path:
        """Return the cluster's folder: inside the data directory wherever the server's account can reach that."""
        inside = self.data_dir / "postgres"
        self._account.may_pass(self.data_dir)
        if cluster.exists(inside) or self._account.reaches(self.data_dir):
            parent = self.data_dir
            if self._account.uid is not None:
                parent = self.data_dir / "server"
                parent.mkdir(exist_ok=True)
                parent.chmod(0o711)
                self._account.own(parent)
            return parent / "postgres"
        parent = accounts.place_apart(self.data_dir)
        accounts.SHARED_ROOT.mkdir(parents=True, exist_ok=True)
        accounts.SHARED_ROOT.chmod(0o755)
        parent.mkdir(exist_ok=True, mode=0o700)
        self._account.own(parent)
        return parent / "postgres"

    def _secret_of(self, role: str) -> str:
        """Return the password of a role, made when it is first asked for."""
        file = self.data_dir / f"{role}.secret"
        if not file.exists():
            self._write_secret(file, secrets.token_urlsafe(24))
        return file.read_text(encoding="utf-8").strip()

    @property
    def _password_file(self) -> Path:
        return self.data_dir / "postgres.secret"

    def _read_password(self) -> str:
        return self._password_file.read_text(encoding="utf-8").strip() if self._password_file.exists() else ""

    def _write_password(self) -> None:
        self._write_secret(self._password_file, self._password)

    def _write_secret(self, file: Path, secret: str) -> None:
        half = file.with_suffix(f".{os.getpid()}")
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as handle:
            handle.write(secret)
        half.replace(file)

    def _lock(self) -> FileLock:
        return FileLock(self.data_dir / "postgres.lock", timeout=START_TIMEOUT_S * 2)

    def _pid_file(self) -> list[str]:
        try:
            return (self._cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []

    def _running_port(self) -> int | None:
        """Return the port of the server that runs on our cluster, proven by signing in."""
        lines = self._pid_file()
        if len(lines) < 4:
            return None
        try:
            port = int(lines[3])
            self._connect(port, "postgres", "probe").close()
        except (ValueError, psycopg.Error):
            return None
        return port

    def _start(self, port: int) -> int:
        self._clear_stale_pid()
        logfile = self._cluster / "server.log"
        # what stands in it already tells of other starts
        before = logfile.stat().st_size if logfile.exists() else 0
        self._control("start", "-W", "-l", str(logfile), "-o", f"-p {port}")
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline:
            try:
                self._connect(port, "postgres", "probe").close()
            except psycopg.OperationalError:
                if not self._pid_file() and time.monotonic() > deadline - START_TIMEOUT_S + 5:
                    break
                time.sleep(0.05)
            else:
                return port
        raise Unavailable("postgres.start", detail=self._why_not(logfile, before))

    def _why_not(self, logfile: Path, before: int) -> str:
        """Return the end of the server's log since it had `before` bytes, or what can be seen from outside."""
        said = logfile.read_bytes()[before:].decode(errors="replace") if logfile.exists() else ""
        if said.strip():
            return "\n".join(said.splitlines()[-5:])
        uid = os.geteuid() if self._account.uid is None and os.name != "nt" else self._account.uid
        if uid is not None and self._cluster.stat().st_uid != uid:
            return f"the folder {self._cluster} belongs to another account than the server's. Give it back to it"
        return f"it gave no reason in {logfile}"

    def _clear_stale_pid(self) -> None:
        """Remove the pid file of a crash: its number may be a stranger's by now, and Postgres would refuse to start.

        The file goes only when its process is provably no server of this cluster: a stranger, or a dead child that
        nobody has reaped yet (Postgres takes that for alive). A free pid is Postgres's own to clear.
        """
        lines = self._pid_file()
        if not lines or not lines[0].isdigit():
            return
        try:
            process = psutil.Process(int(lines[0]))
            command = [] if process.status() == psutil.STATUS_ZOMBIE else process.cmdline()
        except psutil.ZombieProcess:
            command = []
        except psutil.Error:
            return
        ours = any("postgres" in part for part in command) and any(str(self._cluster) in part for part in command)
        if not ours:
            (self._cluster / "postmaster.pid").unlink(missing_ok=True)

    def _control(self, *arguments: str) -> None:
        command = [str(binaries.program(self._installation, "pg_ctl")), "-D", str(self._cluster), *arguments]
        clean = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        subprocess.run(
            command,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self._cluster.parent,
            env=clean,
            start_new_session=os.name != "nt",
            **self._account.options(),
        )

    def _connect(self, port: int, database: str, name: str) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host="127.0.0.1",
            port=port,
            dbname=database,
            user=cluster.SUPERUSER,
            password=self._password,
            application_name=name,
            connect_timeout=5,
            autocommit=True,
        )


def _url(role: str, password: str, port: int, database: str) -> str:
    return f"postgresql+psycopg://{role}:{password}@127.0.0.1:{port}/{database}"


def _answers(connection: psycopg.Connection[tuple[object, ...]]) -> bool:
    try:
        connection.execute("select 1")
    except psycopg.Error:
        return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
