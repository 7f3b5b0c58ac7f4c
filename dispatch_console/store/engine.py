"""The engine, and how its failures become sentences."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from dispatch_console.domain.errors import BadInput, Conflict, Unavailable

if TYPE_CHECKING:
    import psycopg


def connect(url: str) -> Engine:
    """An engine on a Postgres URL. Errors: BadInput `database.url`."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise BadInput("database.url", url=url) from error
    if parsed.get_backend_name() != "postgresql":
        raise BadInput("database.url", url=parsed.render_as_string(hide_password=True))
    engine = create_engine(
        parsed.set(drivername="postgresql+psycopg"),
        pool_size=4,
        max_overflow=4,
        pool_pre_ping=True,
        connect_args={"connect_timeout": 5, "application_name": "dispatch-console"},
    )
    event.listen(engine, "connect", _read_utc)
    return engine


def _read_utc(connection: "psycopg.Connection[Any]", _record: object) -> None:
    """Instants come in UTC, whatever zone the server is set to: differences of local times go by their clocks."""
    connection.execute("set time zone 'UTC'")
    connection.commit()


@contextmanager
def translated() -> Iterator[None]:
    """Turn the driver's failures into ours. Errors: Unavailable `database.away`, Conflict `row.changed`."""
    try:
        yield
    except StaleDataError as error:
        raise Conflict("row.changed") from error
    except (OperationalError, InterfaceError) as error:
        raise Unavailable("database.away", detail=str(error.orig)) from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise Unavailable("database.away", detail=str(error.orig)) from error
        raise
