"""Open one transaction with its actor and clock for an operation."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from dispatch_console.domain.errors import DispatchError
from dispatch_console.store import journal
from dispatch_console.store.engine import backend_of
from dispatch_console.store.failures import is_lost, translated
from dispatch_console.store.line import Backend
from dispatch_console.store.notices import CHANNEL, Notice

UTC_ZONE = ZoneInfo("UTC")

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, in which responsibility, at which station."""

    name: str
    role: str
    station: str


class Unsettled(DispatchError):
    """The answer to COMMIT was lost: nobody here knows whether the server wrote."""

    def __init__(self, name: str, backend: Backend | None) -> None:
        super().__init__("database.unsettled", name=name)
        self.backend = backend


@dataclass(frozen=True)
class Transaction:
    """`now` is one instant for the whole transaction, in UTC."""

    session: Session
    actor: Actor
    now: datetime

    @property
    def is_announced(self) -> bool:
        """Return whether something changed, so that stations are told."""
        return bool(journal.changes_of(self.session).kinds)


@contextmanager
def transaction(
    engine: Engine, actor: Actor, name: str, clock: Clock = system_clock, zone: ZoneInfo = UTC_ZONE, key: str = ""
) -> Iterator[Transaction]:
    """Open a transaction: all or nothing, journaled, announced on commit. `key` is the act's own: it is written once.

    Errors: those of the operation; Conflict and Unavailable from the database; Unsettled where the line was cut
    while the server wrote.
    """
    now = clock().astimezone(UTC)
    with translated(), Session(engine, expire_on_commit=False, info={"zone": zone, "now": now}) as session:
        changes = journal.watch(session)
        yield Transaction(session, actor, now)
        session.flush()
        if changes.kinds:
            notice = Notice(frozenset(changes.kinds), frozenset({key} - {""}))
            session.execute(text("select pg_notify(:channel, :notice)"), {"channel": CHANNEL, "notice": str(notice)})
        journal.write(session, changes, name=name, actor=actor.name, station=actor.station, at=now, key=key)
        backend = backend_of(session)
        try:
            session.commit()
        except DBAPIError as error:
            if is_lost(error):
                raise Unsettled(name, backend) from error
            raise


@contextmanager
def rehearsal(
    engine: Engine, actor: Actor, clock: Clock = system_clock, zone: ZoneInfo = UTC_ZONE
) -> Iterator[Transaction]:
    """Open a transaction that is always rolled back: nothing is written, journaled or announced.

    Errors: those of the operation; Conflict and Unavailable from the database.
    """
    now = clock().astimezone(UTC)
    with translated(), Session(engine, expire_on_commit=False, info={"zone": zone, "now": now}) as session:
        journal.watch(session)
        yield Transaction(session, actor, now)
        session.rollback()


@contextmanager
def reading(engine: Engine, zone: ZoneInfo = UTC_ZONE, clock: Clock = system_clock) -> Iterator[Session]:
    """Open a read-only session on one moment of the database, in which a plan is seen whole.

    Nothing can be changed. Errors: Unavailable.
    """
    with translated(), engine.connect() as connection:
        connection = connection.execution_options(postgresql_readonly=True, isolation_level="REPEATABLE READ")
        with Session(connection, autoflush=False, info={"zone": zone, "now": clock().astimezone(UTC)}) as session:
            yield session


def station_now(session: Session) -> datetime:
    """Return the moment at which the station began to ask, in UTC."""
    now: datetime = session.info["now"]
    return now


def station_zone(session: Session) -> ZoneInfo:
    """Return the time zone of the station that asks."""
    zone: ZoneInfo = session.info.get("zone", UTC_ZONE)
    return zone
