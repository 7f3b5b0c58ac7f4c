"""Composition: opens the database a station is set up for, brings its schema up to date, hands out the desk."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from dispatch_console.application.desk import Desk
from dispatch_console.settings import Settings
from dispatch_console.store import migrate
from dispatch_console.store.engine import connect, translated
from dispatch_console.store.local_server import LocalServer
from dispatch_console.store.transaction import Actor, Clock, system_clock

log = logging.getLogger(__name__)


@contextmanager
def open_desk(settings: Settings, clock: Clock = system_clock) -> Iterator[Desk]:
    """The desk on the shared server where one is set, else on the local one, which is started and let go again.

    Errors: Unavailable, Refused `schema.newer`, BadInput `database.url`.
    """
    server = None if settings.database_url else LocalServer(settings.data_dir)
    url = server.open() if server else settings.database_url
    try:
        engine = connect(url)
        with translated():
            migrate.upgrade(engine)
        desk = Desk(engine, Actor(settings.operator, settings.role, settings.station), clock)
        try:
            yield desk
        finally:
            desk.close()
    finally:
        if server:
            server.close()
