"""Backup and restore of all that the database holds. Settings, regions and printed papers are files of their own."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, func, make_url, select
from sqlalchemy.orm import Session

from dispatch_console.application import messages
from dispatch_console.domain.errors import Refused
from dispatch_console.program import open_database
from dispatch_console.settings import Settings
from dispatch_console.store import backup, migrate
from dispatch_console.store.engine import connect
from dispatch_console.store.entities.orders import Order
from dispatch_console.store.failures import translated


@dataclass(frozen=True, slots=True)
class Backup:
    """`size` in bytes; `schema` is the revision. `waiting`: messages that are still to be sent.

    Of a restore `kept` is the backup of what was there before; None where nothing was.
    """

    path: Path
    size: int
    orders: int
    schema: str
    waiting: int
    kept: Path | None = None


def back_up(settings: Settings, at: datetime, file: Path | None = None) -> Backup:
    """Into the file, or one in the folder of backups that is named by the moment. Others may work meanwhile.

    Errors: Unavailable, Refused `backup.folder`, `backup.nothing`.
    """
    path = file or _named(settings, "dispatch", at)
    with open_database(settings) as address:
        url = make_url(address.url)
        found = _contents(url)
        if found is None:
            raise Refused("backup.nothing")
        backup.dump(url, path)
    return Backup(path, path.stat().st_size, *found)


def restore(settings: Settings, file: Path, at: datetime) -> Backup:
    """The database becomes what the file holds. What was there goes into a backup of its own first.

    Errors: BadInput `restore.file`, `file.missing`; Refused `restore.in_use`, `restore.rights`, `schema.newer`;
    Unavailable.
    """
    backup.check(file)
    with open_database(settings) as address, translated():
        url = make_url(address.url)
        administration = make_url(address.administration) if address.administration else None
        with backup.restored(url, file, administration) as beside:
            found = _contents(beside)
            assert found is not None, "a restored database has a schema"
            kept = None
            if _contents(url) is not None:
                kept = _named(settings, "before-restore", at)
                backup.dump(url, kept)
    return Backup(file, file.stat().st_size, *found, kept)


def _named(settings: Settings, what: str, at: datetime) -> Path:
    return settings.backups_dir / f"{what}-{at:%Y%m%d-%H%M%S}.dump"


def _contents(url: URL) -> tuple[int, str, int] | None:
    """Orders, revision, messages to be sent; None of a database that is still empty."""
    engine = connect(url.render_as_string(hide_password=False))
    try:
        with translated(), engine.connect() as connection:
            revision = migrate.current(connection)
            if revision is None:
                return None
            with Session(connection) as session:
                orders = session.scalar(select(func.count()).select_from(Order)) or 0
                return orders, revision, messages.waiting(session)
    finally:
        engine.dispose()
