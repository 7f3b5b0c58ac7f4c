"""What is promised for a day and stands on no route."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from dispatch_console.application.site.depot import zone_of
from dispatch_console.domain.local_day import LocalDay
from dispatch_console.store.entities import Order


def unrouted(session: Session, day: date) -> tuple[Order, ...]:
    """What is promised for that day and stands on no route; what changed at its source waits for a new check."""
    local = LocalDay(day, zone_of(session))
    query = (
        select(Order)
        .options(selectinload(Order.address))
        .where(
            Order.closure == "open",
            Order.verification.in_(("verified", "changed")),
            Order.dispatch == "unplanned",
            Order.outcome == "none",
            Order.promise_start >= local.begins,
            Order.promise_start < local.ends,
        )
        .order_by(Order.promise_start, Order.id)
    )
    return tuple(session.scalars(query))
