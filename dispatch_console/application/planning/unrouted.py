"""Read orders that are promised for a day and stand on no route."""

from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, selectinload

from dispatch_console.application.operations.views import reads
from dispatch_console.application.site.depot import zone_of
from dispatch_console.domain.local_day import LocalDay
from dispatch_console.store.entities import Order
from dispatch_console.store.kinds import Kind


def _conditions(session: Session, day: date) -> tuple[ColumnElement[bool], ...]:
    local = LocalDay(day, zone_of(session))
    return (
        Order.closure == "open",
        Order.verification.in_(("verified", "changed")),
        Order.dispatch == "unplanned",
        Order.outcome == "none",
        Order.promise_start >= local.begins,
        Order.promise_start < local.ends,
    )


def unrouted(session: Session, day: date) -> tuple[Order, ...]:
    """Return the orders with their addresses; those that changed at their source wait for a new check."""
    query = select(Order).options(selectinload(Order.address)).where(*_conditions(session, day))
    return tuple(session.scalars(query.order_by(Order.promise_start, Order.id)))


@reads(Kind.ORDERS, Kind.VERIFICATION, Kind.PROMISES, Kind.DISPATCH, Kind.OUTCOMES, Kind.CLOSURE, Kind.FLEET)
def count(session: Session, day: date) -> int:
    """Return how many `unrouted` gives."""
    query = select(func.count()).select_from(Order).where(*_conditions(session, day))
    return session.scalar(query) or 0
