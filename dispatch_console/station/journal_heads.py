"""Keep marks of the journal outside the database, where whoever rewrites the journal does not reach them.

A line for each: the moment, the occasion, the database's site, the mark with its whole hash.
"""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.desk import Desk
from dispatch_console.domain.errors import BadInput
from dispatch_console.settings import Settings
from dispatch_console.store import journal
from dispatch_console.store.entities import Site
from dispatch_console.store.journal import Head

FILE = "journal-marks.txt"
# the journal begins anew from a backup: marks from before may be missing in it
RESTORED = "restored"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Mark:
    """`site` is the database's own name, `head` its journal at that moment."""

    at: datetime
    occasion: str
    site: str
    head: Head


def note(desk: Desk, settings: Settings, occasion: str) -> Head | None:
    """Keep the journal's present mark. A station that cannot write its own file goes on working."""
    head, site = desk.ask_now(_now)
    if head is not None:
        keep(settings, occasion, site, head)
    return head


def keep(settings: Settings, occasion: str, site: str, head: Head) -> None:
    """Add a mark to the station's file."""
    line = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {occasion} {site} {head.place}-{head.hash}\n"
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        with (settings.data_dir / FILE).open("a", encoding="utf-8") as file:
            file.write(line)
    except OSError as error:
        log.warning("the mark of the journal could not be kept: %s", error)


def kept(settings: Settings, site: str) -> list[Mark]:
    """Return the marks of this database since it was last restored here, oldest first. Lines that are none are left
    out.
    """
    marks: list[Mark] = []
    file = settings.data_dir / FILE
    for line in file.read_text(encoding="utf-8", errors="replace").splitlines() if file.exists() else ():
        try:
            at, occasion, of_site, mark = line.split()
            fresh = Mark(datetime.fromisoformat(at), occasion, of_site, journal.parse_head(mark))
        except (ValueError, BadInput):
            continue
        if fresh.site == site:
            marks = [fresh] if occasion == RESTORED else [*marks, fresh]
    return marks


def site_of(session: Session) -> str:
    """Return the database's own name, which its backups carry."""
    return str(session.scalars(select(Site.id).order_by(Site.since).limit(1)).one())


def _now(session: Session) -> tuple[Head | None, str]:
    return journal.head(session), site_of(session)
