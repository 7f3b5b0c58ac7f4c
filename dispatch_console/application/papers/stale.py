"""List papers that are no longer true."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.views import reads
from dispatch_console.application.papers.ledger import ORDER_PAPERS, departure_of
from dispatch_console.store.entities import Order, Sheet
from dispatch_console.store.kinds import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class StalePaper:
    """A paper with its kind, its departure (the van's letter and `HH:MM`) or order, who printed it where, and why it is
    stale. `day` of a departure on a later day than was asked for.
    """

    kind: str
    letter: str
    leaves: str
    revision: int
    printed_by: str
    station: str
    reason: str
    order: str = ""
    order_id: int | None = None
    day: date | None = None
    since: datetime | None = None

    @property
    def name(self) -> str:
        """Return the departure as routes are called: `D 13:00`."""
        return f"{self.letter} {self.leaves}"


@reads(Kind.PAPERS, Kind.FLEET, Kind.ORDERS, Kind.OUTCOMES, Kind.CLOSURE)
def stale_papers(session: Session, day: date) -> tuple[StalePaper, ...]:
    """Return the newest stale paper of each kind that has no successor: of the departures from a day on, then of open
    orders.
    """
    return (*of_routes(session, day), *_of_orders(session))


def of_routes(session: Session, day: date) -> list[StalePaper]:
    """Return the stale papers of departures, of this day and of later days."""
    of_day = func.left(Sheet.departure, len("2026-11-23")) >= f"{day}"
    query = select(Sheet).where(of_day, Sheet.stale_since.is_not(None), Sheet.stale_reason != "printed_again")
    newest = {(sheet.kind_of, sheet.departure): sheet for sheet in session.scalars(query.order_by(Sheet.id))}
    replaced = select(Sheet.kind_of, Sheet.departure).where(of_day, Sheet.stale_since.is_(None))
    for kind, departure in session.execute(replaced):
        newest.pop((kind, departure), None)
    papers = [_stale(session, sheet, day) for sheet in newest.values()]
    return sorted(papers, key=lambda one: (one.day or day, one.letter, one.leaves))


def _of_orders(session: Session) -> list[StalePaper]:
    query = (
        select(Sheet, Order.number)
        .join(Order, Order.id == Sheet.order_id)
        .where(Sheet.kind_of.in_(ORDER_PAPERS), Sheet.stale_since.is_not(None), Sheet.stale_reason != "printed_again")
        .where(Order.closure == "open", Order.outcome.in_(("none", "failed", "unattempted")))
    )
    newest = {(sheet.kind_of, number): sheet for sheet, number in session.execute(query.order_by(Sheet.id))}
    replaced = (
        select(Sheet.kind_of, Order.number)
        .join(Order, Order.id == Sheet.order_id)
        .where(Sheet.order_id.in_({sheet.order_id for sheet in newest.values()}), Sheet.stale_since.is_(None))
    )
    for kind, number in session.execute(replaced) if newest else ():
        newest.pop((kind, number), None)
    return [
        StalePaper(
            kind=kind,
            letter="",
            leaves="",
            revision=sheet.print_number,
            printed_by=sheet.printed_by,
            station=sheet.station,
            reason=sheet.stale_reason,
            order=number,
            order_id=sheet.order_id,
            since=sheet.stale_since,
        )
        for (kind, number), sheet in sorted(newest.items(), key=lambda item: item[1].id)
    ]


def _stale(session: Session, sheet: Sheet, day: date) -> StalePaper:
    shift, leaves = departure_of(session, sheet.departure)
    return StalePaper(
        kind=sheet.kind_of,
        letter=shift.driver.letter,
        leaves=leaves,
        revision=sheet.revision,
        printed_by=sheet.printed_by,
        station=sheet.station,
        reason=sheet.stale_reason,
        day=shift.day if shift.day != day else None,
        since=sheet.stale_since,
    )
