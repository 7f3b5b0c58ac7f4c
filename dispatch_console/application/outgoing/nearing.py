"""Write the messages that hour and road bring about: the evening before an early van, and when a van comes next."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, tuple_

from dispatch_console.application.messages import hours, writing
from dispatch_console.application.messages.hours import Hours
from dispatch_console.application.messages.reader_zone import zone_of_reader
from dispatch_console.application.operations.rights import operation
from dispatch_console.application.site.notices import told_kinds
from dispatch_console.domain import roles
from dispatch_console.domain.messages.due import EVENING_BEFORE, LATEST_BEFORE, MessageKind, night, reminder_due_at
from dispatch_console.store.entities import Message, Order, Route, Stop, StopOrder
from dispatch_console.store.transaction import Transaction

# an evening sees the vans of the night and of the morning after it
LOOKS_AHEAD = timedelta(hours=18)
# a route that left longer ago is not under way
LONGEST_ROUTE = timedelta(hours=24)


@operation("note_early_stops", roles.EVERYBODY)
def note_early_stops(tx: Transaction) -> int:
    """Write to each customer whose reminder would come in the night, in the evening before. Returns how many.

    Only what is on a published route is told: a plan that may still be another one is no news.
    """
    site = hours.hours(tx.session)
    query = (
        select(Order, Stop.arrive_at)
        .join(StopOrder, StopOrder.order_id == Order.id)
        .join(Stop, Stop.id == StopOrder.stop_id)
        .join(Route, Route.id == Stop.route_id)
        .where(Route.published_at.is_not(None), Route.departed_at.is_(None))
        .where(Stop.arrive_at.between(tx.now, tx.now + LOOKS_AHEAD))
        .where(Order.appointment == "confirmed", Order.outcome == "none")
        .where(Order.dispatch.in_(("on_manifest", "loaded")))
        .order_by(Order.id)
    )
    early = [
        order
        for order, arrive_at in tx.session.execute(query)
        if _is_told_now(arrive_at, zone_of_reader(tx.session, order, tx.now), site, tx.now)
    ]
    known = _written(tx, MessageKind.EVENING, early)
    new = [order for order in early if (order.id, writing.promise_of(order)) not in known]
    for order in new:
        writing.plan_evening(tx, order)
    return len(new)


def _is_told_now(arrive_at: datetime, zone: ZoneInfo, site: Hours, now: datetime) -> bool:
    """Return whether a van comes before its reminder could be sent, and the evening before it has come."""
    asleep = night(reminder_due_at(arrive_at, site.lead), zone, site.quiet)
    if asleep is None or asleep[1] <= arrive_at - LATEST_BEFORE:
        return False
    return asleep[0] - EVENING_BEFORE <= now < asleep[0]


@operation("note_on_the_way", roles.EVERYBODY)
def note_on_the_way(tx: Transaction) -> int:
    """Write to each customer to whom a van drives next, where the site tells of it. Returns how many."""
    if MessageKind.ON_THE_WAY not in told_kinds(tx.session):
        return 0
    first = (
        select(Stop.route_id, func.min(Stop.sequence))
        .join(Route, Route.id == Stop.route_id)
        .where(Route.departed_at > tx.now - LONGEST_ROUTE, Stop.left_at.is_(None))
        .group_by(Stop.route_id)
    )
    query = (
        select(Order)
        .join(StopOrder, StopOrder.order_id == Order.id)
        .join(Stop, Stop.id == StopOrder.stop_id)
        .where(tuple_(Stop.route_id, Stop.sequence).in_(first), Stop.arrived_at.is_(None))
        .where(Order.dispatch == "out", Order.outcome == "none")
        .order_by(Order.id)
    )
    next_ones = list(tx.session.scalars(query))
    known = _written(tx, MessageKind.ON_THE_WAY, next_ones)
    new = [order for order in next_ones if (order.id, "") not in known]
    for order in new:
        writing.plan_on_the_way(tx, order)
    return len(new)


def _written(tx: Transaction, kind: MessageKind, orders: list[Order]) -> set[tuple[int, str]]:
    """Return of which of these orders, and about what, this attempt's customers were written to."""
    query = (
        select(Message.order_id, Message.about)
        .join(Order, Order.id == Message.order_id)
        .where(Message.order_id.in_([order.id for order in orders]), Message.kind_of == kind.value)
        .where(Message.attempt == Order.attempt)
    )
    return {(order_id, about) for order_id, about in tx.session.execute(query)}
