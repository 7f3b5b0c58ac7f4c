"""Orders as a source tells them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.desk import Desk
from dispatch_console.application.orders import verifying
from dispatch_console.domain.orders import gates
from dispatch_console.domain.orders.incoming import IncomingAddress, IncomingLine, IncomingOrder, Problem, Reading
from dispatch_console.domain.values import TimeWindow
from dispatch_console.store.entities import CheckMark, Order

PLACED = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


def incoming(number: int, quantity: int = 1) -> IncomingOrder:
    return IncomingOrder(
        number=f"SO-{number}",
        source_ref=str(number),
        row=number + 1,
        customer_name=f"Customer {number}",
        address=IncomingAddress(
            line1="Bulevardi 1", line2="", postcode="00120", city="Helsinki", region="", country="FI"
        ),
        lines=(IncomingLine("MUG", "Mug", quantity, 1200),),
        email=f"c{number}@example.com",
        placed_at=PLACED,
        currency="EUR",
        total=1200,
    )


def wished(number: int, start: datetime) -> IncomingOrder:
    """Return an order whose customer asks for two hours from an instant."""
    return replace(incoming(number), windows=(TimeWindow(start, start + timedelta(hours=2)),))


def reading(*orders: IncomingOrder, problems: tuple[Problem, ...] = ()) -> Reading:
    return Reading("test", orders, problems, len(orders))


def first(session: Session) -> Order:
    return session.scalars(select(Order).order_by(Order.id)).first() or pytest.fail("no order")


def verify_first(desk: Desk) -> int:
    order = desk.ask_now(first)
    desk.do_now(_tick_all, order.id)
    desk.do_now(verifying.verify, order.id)
    return order.id


def _tick_all(tx: object, order_id: int) -> None:
    from dispatch_console.store.transaction import Transaction

    assert isinstance(tx, Transaction)
    for item in gates.items_for("verify", tx.session.get_one(Order, order_id).needs):
        mark = CheckMark(order_id=order_id, gate="verify", key=item.key, at=tx.now, by="A", station="1", waived=False)
        tx.session.add(mark)
