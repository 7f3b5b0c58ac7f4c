"""The engine, and how its failures become sentences."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from dispatch_console.domain.errors import BadInput, Conflict, Unavailable


def connect(url: str) -> Engine:
    """An engine on a Postgres URL. Errors: BadInput `database.url`."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise BadInput("database.url", url=url) from error
    if parsed.get_backend_name() != "postgresql":
        raise BadInput("database.url", url=parsed.render_as_string(hide_password=True))
    return create_engine(
        parsed.set(drivername="postgresql+psycopg"),
        pool_size=4,
        max_overflow=4,
        pool_pre_ping=True,
        connect_args={"connect_timeout": 5, "application_name": "dispatch-console"},
    )


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
