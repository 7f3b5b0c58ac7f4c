"""Read the windows of some days as appointments, for a calendar outside the program."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from dispatch_console.application.site.depot import zone_of
from dispatch_console.domain.local_day import LocalDay
from dispatch_console.domain.promises.appointments import Appointment
from dispatch_console.domain.values import TimeWindow
from dispatch_console.store.entities import Order, Site


def appointments(session: Session, first: date, days: int) -> tuple[Appointment, ...]:
    """Return every window of some days that an order has, promised or planned with, the earliest first."""
    zone = zone_of(session)
    begins, ends = LocalDay(first, zone).begins, LocalDay(first + timedelta(days=days), zone).begins
    query = (
        select(Order)
        .where(Order.closure != "cancelled", Order.handover == "delivery", Order.promise_end.is_not(None))
        .where(Order.promise_start >= begins, Order.promise_start < ends)
        .options(joinedload(Order.address), selectinload(Order.parcels), selectinload(Order.ledger))
        .order_by(Order.promise_start, Order.id)
    )
    site = session.scalar(select(Site.id))
    found = []
    for order in session.scalars(query):
        assert order.promise_start is not None and order.promise_end is not None
        last = order.ledger[-1].at if order.ledger else None
        found.append(
            Appointment(
                key=f"order-{order.id}@{site}",
                number=order.number,
                customer=order.customer_name,
                address=order.address.one_line,
                phone=order.phone,
                parcels=len(order.parcels),
                window=TimeWindow(order.promise_start, order.promise_end),
                is_confirmed=order.appointment == "confirmed",
                changes=len(order.ledger),
                agreed_at=last,
            )
        )
    return tuple(found)
