"""The engine, and how its failures become sentences."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from dispatch_console.domain.errors import BadInput, Conflict, DispatchError, Refused, Unavailable

if TYPE_CHECKING:
    import psycopg


def connect(url: str) -> Engine:
    """An engine on a Postgres URL. Errors: BadInput `database.url`."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise BadInput("database.url", url=masked(url)) from error
    if parsed.get_backend_name() != "postgresql":
        raise BadInput("database.url", url=masked(url))
    engine = create_engine(
        parsed.set(drivername="postgresql+psycopg"),
        pool_size=4,
        max_overflow=4,
        pool_pre_ping=True,
        connect_args={"connect_timeout": 5, "application_name": "dispatch-console"},
    )
    event.listen(engine, "connect", _read_utc)
    return engine


def masked(url: str) -> str:
    """An address as it may be shown: without its password, also where it is mistyped."""
    try:
        return make_url(url).render_as_string(hide_password=True) if url else ""
    except ArgumentError:
        return re.sub(r"(?<=:)[^:/@]*(?=@)", "***", url)


def _read_utc(connection: "psycopg.Connection[Any]", _record: object) -> None:
    """Instants come in UTC, whatever zone the server is set to: differences of local times go by their clocks."""
    connection.execute("set time zone 'UTC'")
    connection.commit()


@contextmanager
def translated() -> Iterator[None]:
    """Turn the driver's failures into ours, each class into its own.

    Errors: Unavailable `database.away`, `database.full`, `database.slow`; Conflict `row.changed`, `row.twice`; BadInput
    `database.value`; Refused `database.rights`. What is none of these is a bug.
    """
    try:
        yield
    except StaleDataError as error:
        raise Conflict("row.changed") from error
    except DBAPIError as error:
        known = _known(error)
        if known is None:
            raise
        raise known from error


def _known(error: DBAPIError) -> DispatchError | None:
    """By the code of the SQL standard; a failure without one is the line's."""
    state = str(getattr(error.orig, "sqlstate", None) or "")
    detail = " ".join(str(error.orig).split())
    for begins, make in _BY_STATE:
        if state.startswith(begins):
            return make(detail)
    if error.connection_invalidated or (not state and isinstance(error, OperationalError | InterfaceError)):
        return Unavailable("database.away", detail=detail)
    if isinstance(error, DataError):
        return BadInput("database.value", detail=detail)
    return None


# https://www.postgresql.org/docs/current/errcodes-appendix.html
_BY_STATE: tuple[tuple[str, Callable[[str], DispatchError]], ...] = (
    ("40", lambda _: Conflict("row.changed")),
    ("23505", lambda _: Conflict("row.twice")),
    ("22", lambda detail: BadInput("database.value", detail=detail)),
    ("54", lambda detail: BadInput("database.value", detail=detail)),
    ("53100", lambda detail: Unavailable("database.full", detail=detail)),
    ("57014", lambda _: Unavailable("database.slow")),
    ("55P03", lambda _: Unavailable("database.slow")),
    ("42501", lambda detail: Refused("database.rights", detail=detail)),
    ("08", lambda detail: Unavailable("database.away", detail=detail)),
    ("28", lambda detail: Unavailable("database.away", detail=detail)),
    ("3D", lambda detail: Unavailable("database.away", detail=detail)),
    ("53", lambda detail: Unavailable("database.away", detail=detail)),
    ("57", lambda detail: Unavailable("database.away", detail=detail)),
    ("58", lambda detail: Unavailable("database.away", detail=detail)),
)
