"""Tell customers that the van comes later than they were told: once for each slip."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.messages import writing
from dispatch_console.application.operations.rights import operation
from dispatch_console.application.routes import live_eta
from dispatch_console.domain import roles
from dispatch_console.domain.messages.due import ABOUT_THE_VAN, SLIP
from dispatch_console.store.entities import Message, Order, Route, Stop, StopOrder
from dispatch_console.store.transaction import Transaction

# a van that left longer ago is not under way
LONGEST_DAY = timedelta(hours=24)


@operation("note_delays", roles.EVERYBODY)
def note_delays(tx: Transaction) -> int:
    """Write a message to each customer whose van comes more than a slip later than he was told last. Returns how many.

    A slip that was told is told; the next one counts from there.
    """
    told = _told(tx.session)
    late = [
        (order_id, told[order_id]) for order_id, eta in _etas(tx.session, told, tx.now) if eta - told[order_id] > SLIP
    ]
    for order_id, told_eta in late:
        writing.plan_delay(tx, tx.session.get_one(Order, order_id), told_eta)
    return len(late)


def _told(session: Session) -> dict[int, datetime]:
    """Return the time that the customer of each order under way was told last."""
    query = (
        select(Message.order_id, Message.told_eta)
        .join(Order, Order.id == Message.order_id)
        .where(Message.kind_of.in_(ABOUT_THE_VAN), Message.state == "sent", Message.told_eta.is_not(None))
        .where(Order.dispatch == "out", Order.outcome == "none", Order.attempt == Message.attempt)
        .order_by(Message.id)
    )
    # a later one replaces an earlier one
    return {order_id: eta for order_id, eta in session.execute(query) if eta is not None}


def _etas(session: Session, orders: dict[int, datetime], now: datetime) -> Iterator[tuple[int, datetime]]:
    """Yield when the van is at each of these orders; a van's day is walked through once."""
    query = (
        select(StopOrder.order_id, StopOrder.stop_id)
        .join(Stop, Stop.id == StopOrder.stop_id)
        .join(Route, Route.id == Stop.route_id)
        .join(Order, Order.id == StopOrder.order_id)
        .where(Order.dispatch == "out", Order.outcome == "none")
        .where(Stop.left_at.is_(None), Route.departed_at > now - LONGEST_DAY)
    )
    at_stop = [(order_id, stop_id) for order_id, stop_id in session.execute(query) if order_id in orders]
    if not at_stop:
        return
    times: dict[int, datetime] = {}
    for routes in live_eta.bare_routes(session, Route.departed_at > now - LONGEST_DAY).values():
        for route, _, walked in live_eta.walk(routes, now):
            times |= {stop.id: at.eta for stop, at in zip(route.stops, walked, strict=True)}
    for order_id, stop_id in at_stop:
        yield order_id, times[stop_id]
