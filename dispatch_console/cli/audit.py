"""`audit verify`: is the log of all changes as it was written?

It is compared with itself, with the marks that this station kept outside the database, and with those that are given:
of a manifest, or of a backup.
"""

import argparse
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from dispatch_console.cli.answer import Answer
from dispatch_console.domain.errors import BadInput
from dispatch_console.language import plural, tr
from dispatch_console.settings import Settings
from dispatch_console.station import journal_heads
from dispatch_console.station.program import open_desk
from dispatch_console.store import backup, journal
from dispatch_console.store.journal import Head


@dataclass(frozen=True, slots=True)
class Outside:
    """A mark that was kept outside the database: where, and when where that is known."""

    head: Head
    where: str
    at: datetime | None = None


def run(settings: Settings, chosen: argparse.Namespace) -> Answer:
    """Verify the journal; exit code 1 where it is not intact. Errors: BadInput `audit.head`, `restore.file`,
    `audit.no_mark`.
    """
    given = [Outside(journal.parse_head(mark), "given") for mark in chosen.head]
    for file in chosen.backup:
        head = backup.check(file).head
        if head is None:
            raise BadInput("audit.no_mark", file=str(file))
        given.append(Outside(head, str(file)))
    with open_desk(settings) as desk:
        entries = desk.ask_now(journal.count)
        first = desk.ask_now(lambda session: next(journal.broken_links(session), None))
        site = desk.ask_now(journal_heads.site_of)
        outside = given + [Outside(mark.head, mark.occasion, mark.at) for mark in journal_heads.kept(settings, site)]
        missing = desk.ask_now(_missing, outside)
        emptied = len(desk.ask_now(journal.emptied))
        now = desk.ask_now(journal.head)
        intact = first is None and not missing
        if intact and now is not None:
            journal_heads.keep(settings, "verified", site, now)
    document = {
        "intact": intact,
        "entries": entries,
        "first_broken": first,
        "emptied": emptied,
        "head": str(now) if now else None,
        "compared": len(outside),
        "missing": [{"head": str(one.head), "where": one.where, "at": one.at} for one in missing],
    }
    lines = (
        [tr("changed afterwards: the first that does not fit is operation {first}", first=first)]
        if first is not None
        else []
    )
    lines += [tr("removed or rewritten: {head} is not in it ({of})", head=one.head, of=_of(one)) for one in missing]
    if intact:
        others = (
            tr("{outside} marks outside the database agree", outside=len(outside))
            if outside
            else tr("no mark outside to compare with")
        )
        lines = [
            tr("intact: {entries} entries, {others}; it now ends at {now}", entries=entries, others=others, now=now)
        ]
    if emptied:
        lines.append(
            plural(
                "of {count} operation what named an erased person is gone; the rest of it is as it was written",
                "of {count} operations what named an erased person is gone; the rest of them is as it was written",
                emptied,
            )
        )
    return Answer(document, tuple(lines), 0 if intact else 1)


def _missing(session: Session, outside: list[Outside]) -> list[Outside]:
    return [one for one in outside if not journal.knows(session, one.head)]


def _of(one: Outside) -> str:
    return tr("{where}, {at} UTC", where=one.where, at=f"{one.at:%Y-%m-%d %H:%M}") if one.at else one.where
