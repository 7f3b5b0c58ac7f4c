"""Orders that bring the rest of another one, because not all of it could be packed."""

from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch_console.domain.orders.incoming import IncomingOrder
from dispatch_console.store.entities import Order, OrderLine
from dispatch_console.store.transaction import Transaction


def followed(session: Session, order_id: int) -> dict[str, int]:
    """Return the pieces of each product that follow with other orders."""
    query = select(OrderLine.sku, func.sum(OrderLine.quantity)).join(Order).where(Order.parent_id == order_id)
    return {sku: int(count) for sku, count in session.execute(query.group_by(OrderLine.sku))}


def coming(session: Session, rest_id: int) -> list[OrderLine]:
    """Return what an order brings that is the rest of another one; nothing once it was cancelled."""
    rest = session.get(Order, rest_id)
    return list(rest.delivery_lines) if rest is not None and rest.closure == "open" else []


def all_coming(session: Session, order_id: int) -> list[OrderLine]:
    """Return the lines of all orders that still bring a part of an order."""
    query = select(Order).where(Order.parent_id == order_id, Order.closure == "open", Order.outcome == "none")
    return [line for rest in session.scalars(query.order_by(Order.id)) for line in rest.delivery_lines]


def cancel_open(tx: Transaction, order: Order) -> None:
    """Cancel what was to follow of an order that its source cancelled, as far as no van is to take it."""
    query = select(Order).where(
        Order.parent_id == order.id, Order.closure == "open", Order.dispatch == "unplanned", Order.outcome == "none"
    )
    for rest in tx.session.scalars(query.order_by(Order.id).with_for_update()):
        rest.take("closure", "cancel", tx.now)


def without_rest(session: Session, order: Order, incoming: IncomingOrder) -> IncomingOrder:
    """Return what a source says of an order without the pieces that other orders bring: its source knows of one order.

    From its last line on, as they were taken off.
    """
    later = followed(session, order.id)
    if not later:
        return incoming
    lines = list(incoming.lines)
    for place in reversed(range(len(lines))):
        line = lines[place]
        pieces = min(later.get(line.sku, 0), line.quantity) if line.needs_delivery else 0
        if pieces:
            later[line.sku] -= pieces
            lines[place] = replace(line, quantity=line.quantity - pieces)
    return replace(incoming, lines=tuple(lines))
