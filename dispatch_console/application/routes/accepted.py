"""Read what of an order was not accepted at the door, and how many pieces are with its customer."""

from collections.abc import Mapping

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from dispatch_console.domain.road.handed import KEPT_REFUND, Turned
from dispatch_console.store.entities import Handoff, Order, TurnedItem

# pieces and name
Goods = tuple[tuple[int, str], ...]


def turned_of(record: Handoff) -> tuple[Turned, ...]:
    """Return what was not accepted of a record."""
    return tuple(
        Turned(line_id=row.line_id, refused=row.refused, damaged=row.damaged, issue=row.issue, done=row.done)
        for row in record.turned
    )


def accepted_pieces(session: Session, order: Order) -> Mapping[int, int]:
    """Return how many pieces of each line the customer has, by the line's id."""
    # as `Turned.comes_back` has it
    back = TurnedItem.refused + case((TurnedItem.done == KEPT_REFUND, 0), else_=TurnedItem.damaged)
    query = (
        select(TurnedItem.line_id, func.sum(back))
        .join(Handoff, Handoff.id == TurnedItem.handoff_id)
        .where(Handoff.order_id == order.id, Handoff.attempt == order.attempt, Handoff.replaced_at.is_(None))
        .group_by(TurnedItem.line_id)
    )
    turned = {line_id: int(pieces) for line_id, pieces in session.execute(query)}
    return {line.id: max(0, line.quantity - turned.get(line.id, 0)) for line in order.delivery_lines}


def goods_at_door(session: Session, order: Order) -> tuple[Goods, Goods]:
    """Return the goods of an order that are with its customer, and those that came back, as pieces and name."""
    left = accepted_pieces(session, order)
    taken = tuple((left[line.id], line.name) for line in order.delivery_lines if left[line.id])
    turned = ((line.quantity - left[line.id], line.name) for line in order.delivery_lines)
    return taken, tuple((pieces, name) for pieces, name in turned if pieces)
