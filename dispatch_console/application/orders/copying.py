"""Make an order like another one: it comes again, or goods of it are brought once more."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from dispatch_console.application.orders import content
from dispatch_console.application.site import departures
from dispatch_console.domain.orders.incoming import IncomingLine, IncomingOrder
from dispatch_console.domain.values import TimeWindow
from dispatch_console.store.entities import Order
from dispatch_console.store.transaction import Transaction


def copy_order(
    tx: Transaction,
    order: Order,
    *,
    number: str,
    source: str,
    ref: str,
    windows: tuple[TimeWindow, ...] = (),
    goods: Mapping[str, int] | None = None,
    payment: str | None = None,
    due: int | None = None,
) -> Order:
    """Return a new order of the same customer to the same door. `goods`: pieces by SKU, all where not given; `payment`
    and `due` as they are of this one, in minor units: what was paid for the first says nothing of the next.
    """
    incoming = replace(
        _copied(order, goods, tx.now),
        number=number,
        source_ref=ref,
        windows=windows,
        payment=payment,
        due_on_delivery=due,
    )
    new = Order(
        **content.order_columns(incoming, departures.calendar(tx.session)),
        source=source,
        imported_at=tx.now,
        step_since=tx.now,
        customer_id=order.customer_id,
        address_id=order.address_id,
        lines=content.lines(incoming),
    )
    tx.session.add(new)
    # its axes begin with their columns
    tx.session.flush()
    return new


def _copied(order: Order, goods: Mapping[str, int] | None, now: datetime) -> IncomingOrder:
    same = content.as_incoming(order)
    lines = same.lines if goods is None else _only(same.lines, goods)
    priced = all(line.unit_price is not None for line in lines)
    total = sum((line.unit_price or 0) * line.quantity for line in lines) if priced else None
    return replace(
        same,
        placed_at=now,
        wish="",
        lines=lines,
        total=same.total if goods is None else total,
        financial_status="",
        remarks=(),
        left_out=None,
    )


def _only(lines: tuple[IncomingLine, ...], goods: Mapping[str, int]) -> tuple[IncomingLine, ...]:
    """Return so many pieces of each product, of whichever lines have them."""
    left, found = dict(goods), []
    for line in lines:
        pieces = min(left.get(line.sku, 0), line.quantity) if line.needs_delivery else 0
        if pieces:
            left[line.sku] -= pieces
            found.append(replace(line, quantity=pieces))
    return tuple(found)
