"""Composition: opens the database a station is set up for, brings its schema up to date, hands out the desk."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from dispatch_console import secrets
from dispatch_console.application.desk import Desk
from dispatch_console.private_files import make_private
from dispatch_console.settings import Settings
from dispatch_console.store import backup, grants, migrate
from dispatch_console.store.engine import connect, password_of, with_password
from dispatch_console.store.failures import translated
from dispatch_console.store.local_server import LocalServer
from dispatch_console.store.transaction import Actor, Clock, system_clock

# name of the shared database's password in the system's key store
PASSWORD = "database_password"

log = logging.getLogger(__name__)


@contextmanager
def open_desk(settings: Settings, clock: Clock = system_clock) -> Iterator[Desk]:
    """Open a desk on the shared server where one is set, else on the local one, which runs until the desk is closed.

    A local database is backed up before its schema changes; a shared one is backed up by whoever runs it. Errors:
    Unavailable, Refused `schema.newer`, `schema.older`, `backup.folder`, BadInput `database.url`.
    """
    with open_database(settings) as address:
        with translated():
            _bring_up_to_date(settings, address)
        engine = connect(address.url, settings.station)
        actor = Actor(settings.operator, settings.role, settings.station)
        desk = Desk(engine, actor, clock, address.revive, ZoneInfo(settings.zone))
        try:
            yield desk
        finally:
            desk.close()


def _bring_up_to_date(settings: Settings, address: "DatabaseAddress") -> None:
    """Upgrade the tables as their owner. An account that may not change them needs them to be up to date already."""
    owner = connect(address.owner, settings.station)
    try:
        if not migrate.may_change_tables(owner):
            migrate.require_current(owner)
            return
        if not settings.database_url and migrate.outdated(owner):
            backup.dump(owner.url, settings.backups_dir / f"before-{migrate.head()}.dump")
        migrate.upgrade(owner)
        if address.handed_over:
            with owner.begin() as connection:
                grants.give(connection)
    finally:
        owner.dispose()


@dataclass(frozen=True, slots=True)
class DatabaseAddress:
    """Where the database is: for the program, for the owner of its tables, and for whoever makes and renames databases
    there. On a shared server that may all be one account; an empty one is the owner's.

    `revive` starts a local server again that died; `handed_over`: the tables got their owner just now.
    """

    url: str
    owner: str
    administration: str
    revive: Callable[[], None] | None = None
    handed_over: bool = False


def _with_kept_password(url: str) -> str:
    """Return the address with the password that is kept: lists of processes and settings files would show it."""
    if password_of(url) or not secrets.is_set(PASSWORD):
        return url
    return with_password(url, secrets.read(PASSWORD))


@contextmanager
def open_database(settings: Settings) -> Iterator[DatabaseAddress]:
    """Return the address of the database, which may still be empty. Errors: Unavailable."""
    make_private(settings.data_dir)
    server = None if settings.database_url else LocalServer(settings.data_dir)
    if server is None:
        url = _with_kept_password(settings.database_url)
        yield DatabaseAddress(url, settings.database_owner_url or url, "")
        return
    url = server.open()
    try:
        yield DatabaseAddress(url, server.owner_url, server.administration_url, server.revive, server.handed_over)
    finally:
        server.close()
