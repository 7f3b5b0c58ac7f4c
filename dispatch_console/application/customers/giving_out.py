"""Everything that is kept of a person, for the person."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from dispatch_console.store.entities import (
    Base,
    Customer,
    Handoff,
    InboxItem,
    IncomingMessage,
    Message,
    Order,
    PromiseEntry,
    SurveyAnswer,
)

# how the work goes here, or nothing that a person reads
_INSIDE = frozenset({"search_text", "goods_key", "match_key", "source_fingerprint", "claim", "claimed_at", "version"})


def data_of(session: Session, customer_id: int) -> dict[str, Any]:
    """Return what is kept of a customer, as plain values by table. A signature is only said to be there."""
    customer = session.get_one(Customer, customer_id)
    orders = session.scalars(select(Order).where(Order.customer_id == customer_id).order_by(Order.id)).all()
    ids = [order.id for order in orders]

    def of_orders(table: type[Any]) -> Sequence[Any]:
        return session.scalars(select(table).where(table.order_id.in_(ids)).order_by(table.id)).all()

    theirs = IncomingMessage.customer_id == customer_id
    return {
        "customer": _plain(customer),
        "orders": [
            _plain(order) | {"address": _plain(order.address), "lines": [_plain(line) for line in order.lines]}
            for order in orders
        ],
        "promises": [_plain(row) for row in of_orders(PromiseEntry)],
        "messages": [_plain(row) for row in of_orders(Message)],
        "answers": [_plain(row) for row in session.scalars(select(IncomingMessage).where(theirs))],
        "queries": [
            _plain(row) for row in session.scalars(select(InboxItem).where(InboxItem.customer_id == customer_id))
        ],
        "handovers": [_plain(row) for row in of_orders(Handoff)],
        "ratings": [_plain(row) for row in of_orders(SurveyAnswer)],
    }


def _plain(row: Base) -> dict[str, Any]:
    columns = [column.key for column in inspect(type(row)).column_attrs]
    return {name: _value(getattr(row, name)) for name in columns if name not in _INSIDE}


def _value(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return "kept as a picture" if isinstance(value, bytes) else value
