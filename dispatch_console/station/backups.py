"""Back up and restore everything in the database; settings, regions and printed papers are files of their own."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, func, make_url, select, text
from sqlalchemy.orm import Session

from dispatch_console.application.messages import backlog
from dispatch_console.domain.errors import Refused
from dispatch_console.language import tr
from dispatch_console.settings import Settings
from dispatch_console.station import journal_heads
from dispatch_console.station.program import open_database
from dispatch_console.store import backup, journal, migrate
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
    """Write a backup into a file, or into the folder of backups under the present time; others may work meanwhile.
    Others may work meanwhile.

    Errors: Unavailable, Refused `backup.folder`, `backup.nothing`.
    """
    path = file or _named(settings, "dispatch", at)
    with open_database(settings) as address:
        url = make_url(address.owner)
        contents = _contents(url)
        if contents is None:
            raise Refused("backup.nothing")
        backup.dump(url, path)
        _keep_mark(settings, url, "backup")
    return Backup(path, path.stat().st_size, *contents)


def restore(settings: Settings, file: Path, at: datetime, *, other_site: bool = False) -> Backup:
    """Replace the database by a backup. What was there goes into a backup of its own first.

    Orders of a site give way to another site's, or to a file that says none, only with `other_site`.

    Errors: BadInput `restore.file`, `file.missing`; Refused `restore.other_site`, `restore.in_use`,
    `restore.running`, `restore.rights`, `schema.newer`; Unavailable.
    """
    mark = backup.check(file)
    with open_database(settings) as address, translated():
        url = make_url(address.owner)
        if not other_site:
            _require_same_site(url, mark, file)
        administration = make_url(address.administration) if address.administration else None
        with backup.restored(url, file, administration) as beside:
            contents = _contents(beside)
            assert contents is not None, "a restored database has a schema"
            kept = None
            if _contents(url) is not None:
                kept = _named(settings, "before-restore", at)
                backup.dump(url, kept)
        _keep_mark(settings, url, journal_heads.RESTORED)
    return Backup(file, file.stat().st_size, *contents, kept)


def _require_same_site(url: URL, mark: backup.BackupMark, file: Path) -> None:
    engine = connect(url.render_as_string(hide_password=False))
    try:
        with engine.connect() as connection:
            if migrate.current(connection) is None:
                return
            with Session(connection) as session:
                orders = session.scalar(select(func.count()).select_from(Order)) or 0
                known = connection.scalar(text("select to_regclass('site')")) is not None
                ours = journal_heads.site_of(session) if known else None
    finally:
        engine.dispose()
    if orders and (mark.site is None or mark.site != ours):
        since = "" if mark.site else tr(", or of an earlier version")
        raise Refused("restore.other_site", file=str(file), since=since, orders=orders)


def _keep_mark(settings: Settings, url: URL, occasion: str) -> None:
    """Keep the journal's mark outside the database; a backup of an earlier version has none. One of an earlier version
    has none yet.
    """
    engine = connect(url.render_as_string(hide_password=False))
    try:
        with engine.connect() as connection, Session(connection) as session:
            if migrate.current(connection) == migrate.head() and (head := journal.head(session)) is not None:
                journal_heads.keep(settings, occasion, journal_heads.site_of(session), head)
    finally:
        engine.dispose()


def _named(settings: Settings, what: str, at: datetime) -> Path:
    return settings.backups_dir / f"{what}-{at:%Y%m%d-%H%M%S}.dump"


def _contents(url: URL) -> tuple[int, str, int] | None:
    """Return the number of orders, the revision, and the messages to be sent; None for an empty database."""
    engine = connect(url.render_as_string(hide_password=False))
    try:
        with translated(), engine.connect() as connection:
            revision = migrate.current(connection)
            if revision is None:
                return None
            with Session(connection) as session:
                orders = session.scalar(select(func.count()).select_from(Order)) or 0
                return orders, revision, backlog.waiting(session)
    finally:
        engine.dispose()
