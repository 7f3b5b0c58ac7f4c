"""Papers of routes that are out there and no longer true."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.store.entities import Sheet, Shift


@dataclass(frozen=True, slots=True)
class StalePaper:
    """What it is, of which departure (the van's letter and `HH:MM`), who printed it where, and why it is stale."""

    kind: str
    letter: str
    leaves: str
    revision: int
    printed_by: str
    station: str
    reason: str


def stale_papers(session: Session, day: date) -> tuple[StalePaper, ...]:
    """The newest stale paper of each kind and departure of a day that has no successor yet; in the order of vans."""
    of_day = Sheet.departure.startswith(f"{day}/")
    query = select(Sheet).where(of_day, Sheet.stale_since.is_not(None), Sheet.stale_reason != "printed_again")
    newest = {(sheet.kind_of, sheet.departure): sheet for sheet in session.scalars(query.order_by(Sheet.id))}
    replaced = select(Sheet.kind_of, Sheet.departure).where(of_day, Sheet.stale_since.is_(None))
    for kind, departure in session.execute(replaced):
        newest.pop((kind, departure), None)
    return tuple(
        sorted((_stale(session, sheet) for sheet in newest.values()), key=lambda one: (one.letter, one.leaves))
    )


def _stale(session: Session, sheet: Sheet) -> StalePaper:
    shift_id, departure = sheet.departure.partition("/")[2].split(":")
    shift = session.get_one(Shift, int(shift_id))
    times = shift.departures
    leaves = times[int(departure)][0] if int(departure) < len(times) else ""
    return StalePaper(
        sheet.kind_of,
        shift.driver.letter,
        leaves,
        sheet.revision,
        sheet.printed_by,
        sheet.station,
        sheet.stale_reason,
    )
