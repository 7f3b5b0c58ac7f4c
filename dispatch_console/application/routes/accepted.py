"""Read how many pieces of an order are with its customer."""

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch_console.store.entities import Handoff, Order, TurnedItem

# pieces and name
Goods = tuple[tuple[int, str], ...]


def accepted_pieces(session: Session, order: Order) -> Mapping[int, int]:
    """Return the pieces of each line, by the line's id, without those that were turned down at the door."""
    query = (
        select(TurnedItem.line_id, func.sum(TurnedItem.refused + TurnedItem.damaged))
        .join(Handoff, Handoff.id == TurnedItem.handoff_id)
        .where(Handoff.order_id == order.id, Handoff.attempt == order.attempt, Handoff.replaced_at.is_(None))
        .group_by(TurnedItem.line_id)
    )
    turned = {line_id: int(pieces) for line_id, pieces in session.execute(query)}
    return {line.id: max(0, line.quantity - turned.get(line.id, 0)) for line in order.delivery_lines}


def goods_at_door(session: Session, order: Order) -> tuple[Goods, Goods]:
    """Return the goods of an order that are with its customer, and those that were turned down, as pieces and name."""
    left = accepted_pieces(session, order)
    taken = tuple((left[line.id], line.name) for line in order.delivery_lines if left[line.id])
    turned = ((line.quantity - left[line.id], line.name) for line in order.delivery_lines)
    return taken, tuple((pieces, name) for pieces, name in turned if pieces)
