"""A database in one file, written by Postgres's own programs: whole or not at all. A restored one takes the place of
what was there only once it is complete."""

import os
import secrets
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError

from dispatch_console.domain.errors import BadInput, Refused, Unavailable
from dispatch_console.store import migrate
from dispatch_console.store.local_server import binaries

# what a database may be signed in to from while another is renamed
ADMINISTRATION = "postgres"
INSUFFICIENT_RIGHTS, IN_USE = "42501", "55006"
# whoever restores owns what comes back
_PLAIN = ("--no-owner", "--no-privileges")


def dump(url: URL, file: Path) -> None:
    """The database as it is at this moment into a file that no other program sees half.

    Errors: Unavailable `postgres.missing`, `backup.failed`; Refused `backup.folder`.
    """
    half = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        # customers' names and addresses: for nobody else on the machine
        half.touch(mode=0o600)
        try:
            _run("pg_dump", url, "--format=custom", *_PLAIN, f"--file={half}")
            half.replace(file)
        finally:
            half.unlink(missing_ok=True)
    except OSError as error:
        raise Refused("backup.folder", folder=str(file.parent), detail=error.strerror or str(error)) from error


def check(file: Path) -> None:
    """Errors: BadInput `restore.file` for what is no backup of ours, or half of one."""
    if not file.is_file():
        raise BadInput("file.missing", file=str(file))
    try:
        listed = _run("pg_restore", None, "--list", str(file))
    except Unavailable as error:
        raise BadInput("restore.file", file=str(file), detail=error.facts.get("detail", "")) from error
    if " TABLE public operations " not in listed:
        raise BadInput("restore.file", file=str(file), detail="it holds no orders of Dispatch Console")


@contextmanager
def restored(url: URL, file: Path, administrator: URL | None = None) -> Iterator[URL]:
    """The file's database beside the one of `url`, brought to our schema. On leaving without an error it takes that
    one's place in one step; else it is dropped.

    Databases are made and renamed as `administrator`, or as the account of `url`. The file itself is played as that
    account alone: whatever a hostile one holds, it has no more rights than the program.

    Errors: BadInput `restore.file`; Refused `schema.newer`, `restore.in_use`, `restore.rights`.
    """
    name = str(url.database)
    beside = f"{name}_{secrets.token_hex(4)}"
    administration = create_engine((administrator or url).set(database=ADMINISTRATION), isolation_level="AUTOCOMMIT")
    try:
        with _refusals(), administration.connect() as connection:
            _not_in_use(connection, name)
            owner = _quoted(str(url.username))
            connection.execute(text(f"create database {_quoted(beside)} owner {owner} template template0"))
        try:
            try:
                options = ("--exit-on-error", "--single-transaction", *_PLAIN)
                _run("pg_restore", url.set(database=beside), *options, str(file))
            except Unavailable as error:
                raise BadInput("restore.file", file=str(file), detail=error.facts.get("detail", "")) from error
            _brought_up_to_date(url.set(database=beside))
            yield url.set(database=beside)
            with _refusals():
                _swap(administration, name, beside)
        finally:
            with administration.connect() as connection:
                connection.execute(text(f"drop database if exists {_quoted(beside)}"))
    finally:
        administration.dispose()


def _swap(administration: Engine, name: str, beside: str) -> None:
    """Both renamed in one transaction; what was there has the other's name after it."""
    aside = f"{name}_{secrets.token_hex(4)}"
    with administration.execution_options(isolation_level="READ COMMITTED").begin() as connection:
        _not_in_use(connection, name)
        for old, new in ((name, aside), (beside, name), (aside, beside)):
            connection.execute(text(f"alter database {_quoted(old)} rename to {_quoted(new)}"))


def _brought_up_to_date(url: URL) -> None:
    engine = create_engine(url)
    try:
        migrate.upgrade(engine)
    finally:
        engine.dispose()


def _not_in_use(connection: Connection, name: str) -> None:
    others = connection.scalar(
        text("select count(*) from pg_stat_activity where datname = :name and pid <> pg_backend_pid()"), {"name": name}
    )
    if others:
        raise Refused("restore.in_use", count=others)


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
    """What the program says. The password goes by its environment, so that no list of processes shows it.

    Errors: Unavailable `postgres.missing`, `backup.failed` with what the program said last.
    """
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PG")} | {"LC_ALL": "C"}
    command = [str(binaries.program(binaries.find(), name)), *options]
    if url is not None:
        plain = URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query)
        command += [f"--dbname={plain.render_as_string()}", "--no-password"]
        clean["PGPASSWORD"] = str(url.password or "")
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False, env=clean)
    if done.returncode != 0:
        raise Unavailable("backup.failed", detail=(done.stderr.strip().splitlines() or ["it gave no reason"])[-1])
    return done.stdout


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
