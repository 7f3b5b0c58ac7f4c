"""What a source says of an order, written into ours and read back; and as JSON, while a person has not taken it."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import select

from dispatch_console.application.site import departures
from dispatch_console.domain import moments
from dispatch_console.domain.orders import search_text
from dispatch_console.domain.orders.incoming import IncomingAddress, IncomingLine, IncomingOrder
from dispatch_console.domain.orders.source_difference import goods_key
from dispatch_console.domain.values import TimeWindow
from dispatch_console.store import bulk
from dispatch_console.store.entities import Customer, Order, OrderLine
from dispatch_console.store.transaction import Transaction

_SAME = (
    "number", "source_ref", "customer_name", "phone", "email", "currency", "total", "due_on_delivery", "instructions",
    "wish", "financial_status", "cancelled",
)  # fmt: skip


def fill(order: Order, told: IncomingOrder, calendar: departures.Calendar) -> None:
    """Everything but customer, address and lines. A promise that stands is kept, and with it when it leaves."""
    order.number = told.number
    order.source_fingerprint = told.fingerprint
    order.placed_at = told.placed_at
    order.customer_name = told.customer_name
    order.phone, order.email = told.phone, told.email
    order.currency, order.total, order.due_on_delivery = told.currency, told.total, told.due_on_delivery
    order.financial_status, order.source_cancelled = told.financial_status, told.cancelled
    order.instructions = told.instructions
    order.requirements = [str(requirement) for requirement in told.requirements]
    order.attributes = dict(told.attributes)
    order.wish = told.wish
    order.wish_windows = [[window.start.isoformat(), window.end.isoformat()] for window in told.windows]
    order.goods_key = goods_key((line.sku, line.quantity) for line in told.lines)
    order.pieces = sum(line.quantity for line in told.lines if line.needs_delivery)
    if order.promise_start is None:
        order.leaves_at = calendar.leaves_at(told.windows[0].start, told.windows[0].end) if told.windows else None
    address = told.address
    order.search_text = search_text.of(
        (
            told.number,
            told.customer_name,
            told.phone,
            told.email,
            address.line1,
            address.line2,
            address.company,
            address.postcode,
            address.city,
            *(line.sku for line in told.lines),
        ),
        told.phone,
    )


def lines(told: IncomingOrder) -> list[OrderLine]:
    return [
        OrderLine(
            position=position,
            sku=line.sku,
            name=line.name,
            quantity=line.quantity,
            packed=0,
            unit_price=line.unit_price,
            needs_delivery=line.needs_delivery,
            barcode=line.barcode,
            weight_g=line.weight_g,
        )
        for position, line in enumerate(told.lines, 1)
    ]


def held(order: Order) -> IncomingOrder:
    """What we hold of an order, in the words of a source: the reverse of `fill`, `lines` and the address."""
    place = order.address
    return IncomingOrder(
        **{name: getattr(order, name) for name in _SAME if name != "cancelled"},
        cancelled=order.source_cancelled,
        row=0,
        placed_at=order.placed_at,
        requirements=tuple(order.requirements),
        windows=tuple(
            TimeWindow(moments.from_text(start), moments.from_text(end)) for start, end in order.wish_windows
        ),
        attributes=dict(order.attributes),
        address=IncomingAddress(
            **{entry.name: getattr(place, entry.name) for entry in fields(IncomingAddress)},
        ),
        lines=tuple(
            IncomingLine(**{entry.name: getattr(line, entry.name) for entry in fields(IncomingLine)})
            for line in order.lines
        ),
    )


def renew_lines(order: Order, told: IncomingOrder) -> None:
    """Lines as the source has them now. Pieces that lie in boxes stay counted, line after line of their SKU."""
    packed: dict[str, int] = {}
    for line in order.lines:
        packed[line.sku] = packed.get(line.sku, 0) + line.packed
    order.lines = lines(told)
    for line in order.lines:
        line.packed = min(line.quantity, packed.get(line.sku, 0))
        packed[line.sku] = packed.get(line.sku, 0) - line.packed


def customer_key(told: IncomingOrder) -> str:
    return (told.email or told.phone or f"{told.customer_name}|{told.address.line1}").lower()


def customers(tx: Transaction, incoming: Iterable[IncomingOrder]) -> dict[str, int]:
    """Ids by key; customers not seen before are added."""
    wanted = {customer_key(told): told for told in incoming}
    rows = [
        {"match_key": key, "name": told.customer_name, "phone": told.phone, "email": told.email, "opted_out": False}
        for key, told in sorted(wanted.items())
    ]
    bulk.add_missing(tx.session, Customer, rows)
    query = select(Customer.match_key, Customer.id).where(bulk.among(Customer.match_key, wanted))
    return dict(tx.session.execute(query).all())


def as_json(told: IncomingOrder) -> dict[str, Any]:
    return {
        **{name: getattr(told, name) for name in _SAME},
        "placed_at": told.placed_at.isoformat() if told.placed_at else None,
        "requirements": list(told.requirements),
        "windows": [[window.start.isoformat(), window.end.isoformat()] for window in told.windows],
        "attributes": dict(told.attributes),
        "address": asdict(told.address),
        "lines": [asdict(line) for line in told.lines],
    }


def from_json(told: Mapping[str, Any]) -> IncomingOrder:
    return IncomingOrder(
        **{name: told[name] for name in _SAME if name in told},
        row=0,
        placed_at=moments.from_text(told["placed_at"]) if told["placed_at"] else None,
        requirements=tuple(told["requirements"]),
        windows=tuple(TimeWindow(moments.from_text(start), moments.from_text(end)) for start, end in told["windows"]),
        attributes=dict(told["attributes"]),
        address=IncomingAddress(**told["address"]),
        lines=tuple(IncomingLine(**line) for line in told["lines"]),
    )
