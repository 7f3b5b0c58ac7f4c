"""Composition: opens the database a station is set up for, brings its schema up to date, hands out the desk."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from dispatch_console.application.desk import Desk
from dispatch_console.private_files import make_private
from dispatch_console.settings import Settings
from dispatch_console.store import backup, migrate
from dispatch_console.store.engine import connect
from dispatch_console.store.failures import translated
from dispatch_console.store.local_server import LocalServer
from dispatch_console.store.transaction import Actor, Clock, system_clock

log = logging.getLogger(__name__)


@contextmanager
def open_desk(settings: Settings, clock: Clock = system_clock) -> Iterator[Desk]:
    """The desk on the shared server where one is set, else on the local one, which is started and let go again.

    A local database is backed up before its schema changes; of a shared one somebody takes care.
    Errors: Unavailable, Refused `schema.newer`, `backup.folder`, BadInput `database.url`.
    """
    with open_database(settings) as address:
        engine = connect(address.url, settings.station)
        with translated():
            if not settings.database_url and migrate.outdated(engine):
                backup.dump(engine.url, settings.backups_dir / f"before-{migrate.head()}.dump")
            migrate.upgrade(engine)
        actor = Actor(settings.operator, settings.role, settings.station)
        desk = Desk(engine, actor, clock, address.revive, ZoneInfo(settings.zone))
        try:
            yield desk
        finally:
            desk.close()


@dataclass(frozen=True, slots=True)
class DatabaseAddress:
    """Where the database is, and as whom databases are made and renamed there: on a shared server the same account.

    `revive` starts a local server again that died.
    """

    url: str
    administration: str
    revive: Callable[[], None] | None = None


@contextmanager
def open_database(settings: Settings) -> Iterator[DatabaseAddress]:
    """The address of the database, which may still be empty. Errors: Unavailable."""
    make_private(settings.data_dir)
    server = None if settings.database_url else LocalServer(settings.data_dir)
    if server is None:
        yield DatabaseAddress(settings.database_url, "")
        return
    url = server.open()
    try:
        yield DatabaseAddress(url, server.administration_url, server.revive)
    finally:
        server.close()
