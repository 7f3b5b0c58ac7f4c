"""Dump a database into one file with Postgres's own programs, and restore it: whole or not at all. A restored one takes
the place of what was there only once it is complete.
"""

import os
import re
import secrets
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from sqlalchemy import URL, Connection, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError

from dispatch_console.domain.errors import BadInput, Refused, Unavailable
from dispatch_console.store import grants, journal, migrate
from dispatch_console.store.local_server import binaries

# what a database may be signed in to from while another is renamed
ADMINISTRATION = "postgres"
INSUFFICIENT_RIGHTS, IN_USE = "42501", "55006"
# pg_restore sets transaction_timeout first, which servers know since this version
KNOWS_TRANSACTION_TIMEOUT = 170_000
# what a database is called while it is no whole one, and the end of the name of half a file
UNFINISHED, HALF = "Dispatch Console: not finished", ".part"
_HOST = re.sub(r"[^A-Za-z0-9_]", "_", socket.gethostname())
LETTING_GO_S = 2.0
_NEEDED = ("alembic_version", "operations", "orders")
# whoever restores owns what comes back
_PLAIN = ("--no-owner", "--no-privileges")


def dump(url: URL, file: Path) -> None:
    """Dump the database as it is at this moment into a file that no other program sees half written.

    Errors: Unavailable `postgres.missing`, `backup.failed`; Refused `backup.folder`.
    """
    half = file.with_name(f"{file.name}.{_HOST}-{os.getpid()}-{secrets.token_hex(4)}{HALF}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _clear_half_dumps(file.parent)
        # customers' names and addresses: for nobody else on the machine
        half.touch(mode=0o600)
        try:
            _run("pg_dump", url, "--format=custom", *_PLAIN, f"--file={half}")
            half.replace(file)
        finally:
            half.unlink(missing_ok=True)
    except OSError as error:
        raise Refused("backup.folder", folder=str(file.parent), detail=error.strerror or str(error)) from error


def _clear_half_dumps(folder: Path) -> None:
    """Delete the unfinished dumps that killed programs of this machine left."""
    for rest in folder.glob(f"*{HALF}"):
        match = re.search(r"\.([^.]*)-(\d+)-[0-9a-f]{8}" + re.escape(HALF) + "$", rest.name)
        if match and match[1] == _HOST and not psutil.pid_exists(int(match[2])):
            rest.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class BackupMark:
    """The mark in a backup: whose database it is, and the last operation of its journal; None where it has none. None:
    it does not say.
    """

    site: str | None
    head: journal.Head | None


def check(file: Path) -> BackupMark:
    """Read the mark of a backup, and refuse a file that is not whole.

    Errors: BadInput `restore.file` for what is no backup of ours, half of one, or one without its rows.
    """
    if not file.is_file():
        raise BadInput("file.missing", file=str(file))
    try:
        listed = _run("pg_restore", None, "--list", str(file))
    except Unavailable as error:
        raise BadInput("restore.file", file=str(file), detail=error.facts.get("detail", "")) from error
    if " TABLE public operations " not in listed:
        raise BadInput("restore.file", file=str(file), detail="it holds no orders of Dispatch Console")
    if missing := [table for table in _NEEDED if f" TABLE DATA public {table} " not in listed]:
        raise BadInput("restore.file", file=str(file), detail=f"the rows of {', '.join(missing)} are not in it")
    site = next((row["id"] for row in _rows(file, "site")), None) if " TABLE public site " in listed else None
    head = None
    for row in _rows(file, "operations"):
        place = int(row.get("place", "0"))
        if place and (head is None or place > head.place):
            head = journal.Head(place, row["hash"])
    return BackupMark(site, head)


def _rows(file: Path, table: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a table of a backup as COPY writes them; no server is needed."""
    command = [str(binaries.program(binaries.find(), "pg_restore")), "--data-only", f"--table={table}", "--file=-"]
    columns: list[str] = []
    with subprocess.Popen(
        [*command, str(file)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_surroundings(),
        encoding="utf-8", errors="replace",
    ) as process:  # fmt: skip
        assert process.stdout is not None
        for line in process.stdout:
            if not columns:
                match = re.fullmatch(rf"COPY public\.{table} \((.*)\) FROM stdin;\n", line)
                columns = [name.strip().strip('"') for name in match[1].split(",")] if match else []
            elif line == "\\.\n":
                columns = []
            else:
                yield dict(zip(columns, line.rstrip("\n").split("\t"), strict=False))


@contextmanager
def restored(url: URL, file: Path, administrator: URL | None = None) -> Iterator[URL]:
    """Restore a file beside the database of `url`, and bring it to our schema. On leaving without an error it takes
    that one's place in one step; else it is dropped.

    `url` is the account that owns the tables. Databases are made and renamed as `administrator`, or as that account.
    The file itself is played as the owner alone: whatever a hostile one holds, it has no more rights than that.

    Errors: BadInput `restore.file`; Refused `schema.newer`, `restore.in_use`, `restore.running`, `restore.rights`.
    """
    name = str(url.database)
    beside = f"{name}_{secrets.token_hex(4)}"
    administration = create_engine((administrator or url).set(database=ADMINISTRATION), isolation_level="AUTOCOMMIT")
    try:
        with _refusals(), administration.connect() as connection:
            if not connection.scalar(text("select pg_try_advisory_lock(hashtext(:what))"), {"what": f"restore {name}"}):
                raise Refused("restore.running")
            _not_in_use(connection, name)
            _drop_unfinished(connection, name)
            version = connection.scalar(text("select current_setting('server_version_num')::int")) or 0
            owner = _quoted(str(url.username))
            connection.execute(text(f"create database {_quoted(beside)} owner {owner} template template0"))
            connection.execute(text(f"comment on database {_quoted(beside)} is '{UNFINISHED}'"))
            try:
                _play(url.set(database=beside), file, version)
                _brought_up_to_date(url.set(database=beside), file)
                yield url.set(database=beside)
                _swap(administration, name, beside)
            finally:
                connection.execute(text(f"drop database if exists {_quoted(beside)}"))
    finally:
        administration.dispose()


def _drop_unfinished(connection: Connection, name: str) -> None:
    """Drop what a killed restore left beside our database."""
    query = text(
        "select datname from pg_database where shobj_description(oid, 'pg_database') = :mark "
        "and starts_with(datname, :name) and not exists (select from pg_stat_activity a where a.datid = oid)"
    )
    for rest in connection.scalars(query, {"mark": UNFINISHED, "name": f"{name}_"}).all():
        connection.execute(text(f"drop database if exists {_quoted(rest)}"))


def _play(url: URL, file: Path, version: int) -> None:
    """Run pg_restore on a file. Errors: BadInput `restore.file`."""
    strict = version >= KNOWS_TRANSACTION_TIMEOUT
    options = ("--exit-on-error", "--single-transaction") if strict else ()
    try:
        _run("pg_restore", url, *options, *_PLAIN, str(file))
    except Unavailable as error:
        if strict or not _is_harmless(str(error.facts.get("said", ""))):
            raise BadInput("restore.file", file=str(file), detail=error.facts.get("detail", "")) from error


def _is_harmless(said: str) -> bool:
    """Return whether pg_restore failed only on the option that it sets first and that servers before 17 do not know."""
    commands = [line for line in said.splitlines() if line.startswith("Command was: ")]
    total = re.search(r"errors ignored on restore: (\d+)", said)
    return bool(commands) and all(line == "Command was: SET transaction_timeout = 0;" for line in commands) and (
        total is not None and int(total[1]) == len(commands)
    )  # fmt: skip


def _swap(administration: Engine, name: str, beside: str) -> None:
    """Rename both databases in one transaction, so that each has the other's name."""
    aside = f"{name}_{secrets.token_hex(4)}"
    with _refusals(), administration.execution_options(isolation_level="READ COMMITTED").begin() as connection:
        _not_in_use(connection, name)
        for old, new in ((name, aside), (beside, name), (aside, beside)):
            connection.execute(text(f"alter database {_quoted(old)} rename to {_quoted(new)}"))
        # what has the other's name now is dropped, or cleared away by the next restore
        connection.execute(text(f"comment on database {_quoted(name)} is null"))
        connection.execute(text(f"comment on database {_quoted(beside)} is '{UNFINISHED}'"))


def _brought_up_to_date(url: URL, file: Path) -> None:
    """Upgrade a restored database to our schema.

    Errors: BadInput `restore.file` for tables without rows; Refused `schema.newer`.
    """
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            if migrate.current(connection) is None:
                raise BadInput("restore.file", file=str(file), detail="it holds tables without rows")
        migrate.upgrade(engine)
        with engine.begin() as connection:
            grants.give(connection)
    finally:
        engine.dispose()


def _not_in_use(connection: Connection, name: str) -> None:
    query = text(
        "select count(*) from pg_stat_activity where datname = :name and pid <> pg_backend_pid() "
        "and backend_type = 'client backend'"
    )
    deadline = time.monotonic() + LETTING_GO_S
    # a line that was closed a moment ago is still counted
    while others := connection.scalar(query, {"name": name}):
        if time.monotonic() > deadline:
            raise Refused("restore.in_use", count=others)
        time.sleep(0.1)


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        state = getattr(error.orig, "sqlstate", "")
        if state == INSUFFICIENT_RIGHTS:
            raise Refused("restore.rights") from error
        if state == IN_USE:
            raise Refused("restore.in_use", count=1) from error
        raise


def _run(name: str, url: URL | None, *options: str) -> str:
    """Run a program of Postgres and return its output; the password goes by the environment, where no list of processes
    shows it. The password goes by its environment, so that no list of processes shows it.

    Errors: Unavailable `postgres.missing`, `backup.failed` with what the program said last.
    """
    clean = _surroundings()
    command = [str(binaries.program(binaries.find(), name)), *options]
    if url is not None:
        plain = URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query)
        command += [f"--dbname={plain.render_as_string()}", "--no-password"]
        clean["PGPASSWORD"] = str(url.password or "")
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False, env=clean)
    if done.returncode != 0:
        complaints = [line for line in done.stderr.strip().splitlines() if "errors ignored on restore" not in line]
        raise Unavailable("backup.failed", detail=(complaints or ["it gave no reason"])[-1], said=done.stderr)
    return done.stdout


def _surroundings() -> dict[str, str]:
    """Return an environment for Postgres's programs without the user's PG… variables and with English messages."""
    return {key: value for key, value in os.environ.items() if not key.startswith("PG")} | {"LC_ALL": "C"}


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
