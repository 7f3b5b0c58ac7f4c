"""Translate failures of the database into known errors: one table by class of error."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DataError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from dispatch_console.domain.errors import BadInput, Conflict, DispatchError, Refused, Unavailable

# what another try may do: the other one is through by then, and the operation sees what it left
WORTH_ANOTHER_TRY = frozenset({"row.changed", "row.twice"})
# who holds it is asked for by the desk, on another line
HELD = "database.held"


@contextmanager
def translated() -> Iterator[None]:
    """Turn the driver's failures into ours, each class into its own.

    Errors: Unavailable `database.away`, `database.full`, `database.slow`, `database.held`, `database.stood_still`,
    `database.crowded`; Conflict `row.changed`, `row.twice`; BadInput `database.value`; Refused `database.rights`.
    What is none of these is a bug.
    """
    try:
        yield
    except UnicodeEncodeError as error:
        # half a character: not even the line can carry it
        raise BadInput("database.value", detail="half a character") from error
    except StaleDataError as error:
        raise Conflict("row.changed") from error
    except DBAPIError as error:
        known = _known(error)
        if known is None:
            raise
        raise known from error


def is_lost(error: DBAPIError) -> bool:
    """Return whether the connection broke, so that nobody knows what the server did last."""
    state = _state(error)
    return error.connection_invalidated or state.startswith(("08", "57P0")) or (
        not state and isinstance(error, OperationalError | InterfaceError)
    )  # fmt: skip


def _state(error: DBAPIError) -> str:
    return str(getattr(error.orig, "sqlstate", None) or "")


def _known(error: DBAPIError) -> DispatchError | None:
    """Return the known error of an SQLSTATE; a failure without one is the connection's."""
    state, detail = _state(error), " ".join(str(error.orig).split())
    for begins, make in _BY_STATE:
        if state.startswith(begins):
            return make(detail)
    if is_lost(error):
        return Unavailable("database.away", detail=detail)
    if isinstance(error, DataError):
        return BadInput("database.value", detail=detail)
    return None


# https://www.postgresql.org/docs/current/errcodes-appendix.html; the first that fits
_BY_STATE: tuple[tuple[str, Callable[[str], DispatchError]], ...] = (
    # serialisation and deadlock
    ("40", lambda _: Conflict("row.changed")),
    ("23505", lambda _: Conflict("row.twice")),
    # what it points to is gone meanwhile
    ("23503", lambda _: Conflict("row.changed")),
    ("22", lambda detail: BadInput("database.value", detail=detail)),
    ("54", lambda detail: BadInput("database.value", detail=detail)),
    ("53100", lambda detail: Unavailable("database.full", detail=detail)),
    ("53300", lambda detail: Unavailable("database.crowded", detail=detail)),
    ("57014", lambda _: Unavailable("database.slow")),
    ("55P03", lambda _: Unavailable(HELD)),
    ("25P0", lambda _: Unavailable("database.stood_still")),
    ("42501", lambda detail: Refused("database.rights", detail=detail)),
    ("08", lambda detail: Unavailable("database.away", detail=detail)),
    ("28", lambda detail: Unavailable("database.away", detail=detail)),
    ("3D", lambda detail: Unavailable("database.away", detail=detail)),
    ("53", lambda detail: Unavailable("database.away", detail=detail)),
    ("57", lambda detail: Unavailable("database.away", detail=detail)),
    ("58", lambda detail: Unavailable("database.away", detail=detail)),
)
