"""Connect a station to the database, and bound how long it waits there."""

import re
import weakref
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session

from dispatch_console.domain.errors import BadInput
from dispatch_console.store import loaders
from dispatch_console.store.line import PATIENCE_S, SIGNS_OF_LIFE, Backend, Line, Lines

if TYPE_CHECKING:
    import psycopg

PROGRAM = "dispatch-console"
# what the server allows a station: longer waits are somebody else's fault, and are said. A station that falls asleep in
# the middle of an act lets go of what it holds.
ALLOWED = {
    # instants come in UTC, whatever zone the server is set to: differences of local times go by their clocks
    "timezone": "UTC",
    "lock_timeout": "10s",
    "statement_timeout": "60s",
    "idle_in_transaction_session_timeout": "15s",
}
# Postgres cuts longer names
LONGEST_NAME = 63
_LINES: "weakref.WeakKeyDictionary[Engine, Lines]" = weakref.WeakKeyDictionary()


def connect(url: str, station: str = "") -> Engine:
    """Return an engine for a Postgres URL; other stations see this one by its name.

    Errors: BadInput `database.url`.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise BadInput("database.url", url=masked(url)) from error
    if parsed.get_backend_name() != "postgresql":
        raise BadInput("database.url", url=masked(url))
    name = f"{PROGRAM} {station}".strip().encode()[:LONGEST_NAME].decode(errors="ignore")
    engine = create_engine(
        parsed.set(drivername="postgresql+psycopg"),
        pool_size=4,
        max_overflow=4,
        pool_pre_ping=True,
        connect_args={**SIGNS_OF_LIFE, "application_name": name},
    )
    lines = _LINES[engine] = Lines()
    event.listen(engine, "do_connect", lambda _dialect, _record, given, options: lines.open(*given, **options))
    event.listen(engine, "connect", _say_what_is_allowed)
    event.listen(engine, "checkin", _be_patient_again)
    return engine


def cut(engine: Engine) -> None:
    """End every wait on a connection of this engine: the server no longer answers."""
    if engine in _LINES:
        _LINES[engine].cut()


def take_time(connection: Connection) -> None:
    """Let this transaction last as long as it needs: a migration of a large database takes minutes."""
    connection.execute(text("set local statement_timeout = 0"))
    connection.execute(text("set local lock_timeout = 0"))
    connection.execute(text("set local idle_in_transaction_session_timeout = 0"))
    line = connection.connection.driver_connection
    if isinstance(line, Line):
        line.patience = None


def let_think(session: Session) -> None:
    """Let this query pause between its statements, for computing or for a slow reader; it holds no lock."""
    session.execute(text("set local idle_in_transaction_session_timeout = 0"))


def backend_of(session: Session) -> Backend | None:
    """Return the server's process behind a session's connection."""
    line = session.connection().connection.driver_connection
    return line.backend if isinstance(line, Line) else None


def masked(url: str) -> str:
    """Return an address without its password, also where it is mistyped."""
    try:
        return make_url(url).render_as_string(hide_password=True) if url else ""
    except ArgumentError:
        return re.sub(r"(?<=:)[^:/@]*(?=@)", "***", url)


def password_of(url: str) -> str:
    """Return the password in an address; empty where there is none."""
    try:
        return str(make_url(url).password or "")
    except ArgumentError:
        return ""


def with_password(url: str, password: str) -> str:
    """Return an address with a password, where it has none."""
    try:
        return make_url(url).set(password=password).render_as_string(hide_password=False)
    except ArgumentError:
        return url


def _be_patient_again(line: object, _record: object) -> None:
    if isinstance(line, Line):
        line.patience = PATIENCE_S


def _say_what_is_allowed(connection: "psycopg.Connection[Any]", _record: object) -> None:
    loaders.register(connection)
    calls = ", ".join("set_config(%s, %s, false)" for _ in ALLOWED)
    values = [part for pair in ALLOWED.items() for part in pair]
    answer = connection.execute(
        f"select a.pid, a.backend_start, {calls} from pg_stat_get_activity(pg_backend_pid()) a".encode(), values
    ).fetchone()
    connection.commit()
    if isinstance(connection, Line) and answer is not None:
        connection.backend = Backend(answer[0], answer[1])
