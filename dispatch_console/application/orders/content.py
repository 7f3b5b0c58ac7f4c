"""Convert an order's content between our tables, a source's version, and JSON."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import func, select

from dispatch_console.application.site import departures
from dispatch_console.domain import moments
from dispatch_console.domain.orders import search_text
from dispatch_console.domain.orders.admission import ENDINGS, Handover, LeftOut
from dispatch_console.domain.orders.customer_language import language_of
from dispatch_console.domain.orders.incoming import IncomingAddress, IncomingLine, IncomingOrder
from dispatch_console.domain.orders.source_difference import goods_key
from dispatch_console.domain.values import TimeWindow
from dispatch_console.store import bulk
from dispatch_console.store.entities import Customer, Order, OrderLine
from dispatch_console.store.transaction import Transaction

_SAME = (
    "number", "source_ref", "customer_name", "phone", "email", "currency", "total", "due_on_delivery", "instructions",
    "wish", "financial_status", "handover", "payment",
)  # fmt: skip


def fill(order: Order, incoming: IncomingOrder, calendar: departures.Calendar) -> None:
    """Set every field of an order from its source, but customer, address and lines. A promise that stands is kept, and
    with it when it leaves.
    """
    for name, value in order_columns(incoming, calendar).items():
        if name != "leaves_at" or order.promise_start is None:
            setattr(order, name, value)


def order_columns(incoming: IncomingOrder, calendar: departures.Calendar) -> dict[str, Any]:
    """Return the columns of an order that its source says, but customer, address and state."""
    rides = incoming.windows and incoming.handover != Handover.COLLECTION
    return {
        **{name: getattr(incoming, name) for name in _SAME},
        "source_fingerprint": incoming.fingerprint,
        "source_ended": _ended(incoming),
        "placed_at": incoming.placed_at,
        "remarks": [str(remark) for remark in incoming.remarks],
        "requirements": [str(requirement) for requirement in incoming.requirements],
        "attributes": dict(incoming.attributes),
        "wish_windows": [[window.start.isoformat(), window.end.isoformat()] for window in incoming.windows],
        "goods_key": goods_key((line.sku or line.name, line.quantity) for line in incoming.lines),
        "pieces": sum(line.quantity for line in incoming.lines if line.needs_delivery),
        "leaves_at": calendar.leaves_at(incoming.windows[0].start, incoming.windows[0].end) if rides else None,
        "search_text": words_of(incoming),
    }


def words_of(incoming: IncomingOrder) -> str:
    """Return the text in which an order is searched for."""
    address = incoming.address
    return search_text.of(
        (
            incoming.number,
            incoming.customer_name,
            incoming.phone,
            incoming.email,
            address.line1,
            address.line2,
            address.company,
            address.postcode,
            address.city,
            *(line.sku for line in incoming.lines),
        ),
        incoming.phone,
    )


def _ended(incoming: IncomingOrder) -> str:
    return str(incoming.left_out) if incoming.left_out in ENDINGS else ""


def lines(incoming: IncomingOrder) -> list[OrderLine]:
    return [OrderLine(**line) for line in line_columns(incoming)]


def line_columns(incoming: IncomingOrder) -> list[dict[str, Any]]:
    """Return the columns of an order's lines, but whose they are."""
    return [
        {
            "position": position,
            "sku": line.sku,
            "name": line.name,
            "quantity": line.quantity,
            "packed": 0,
            "unit_price": line.unit_price,
            "needs_delivery": line.needs_delivery,
            "barcode": line.barcode,
            "weight_g": line.weight_g,
            "ref": line.ref,
        }
        for position, line in enumerate(incoming.lines, 1)
    ]


def as_incoming(order: Order) -> IncomingOrder:
    """Return our content of an order as if its source had sent it: the reverse of `fill`, `lines` and the address."""
    place = order.address
    return IncomingOrder(
        **{name: getattr(order, name) for name in _SAME},
        left_out=order.source_ended or None,
        remarks=tuple(order.remarks),
        row=0,
        placed_at=order.placed_at,
        requirements=tuple(order.requirements),
        windows=windows_of(order),
        attributes=dict(order.attributes),
        address=IncomingAddress(
            **{entry.name: getattr(place, entry.name) for entry in fields(IncomingAddress)},
        ),
        lines=tuple(
            IncomingLine(**{entry.name: getattr(line, entry.name) for entry in fields(IncomingLine)})
            for line in order.lines
        ),
    )


def renew_refs(order: Order, incoming: IncomingOrder) -> None:
    """Note how the source calls its lines now, where nothing else of them changed."""
    for line, told in zip(order.lines, incoming.lines, strict=False):
        line.ref = told.ref


def windows_of(order: Order) -> tuple[TimeWindow, ...]:
    """Return the windows that the customer asked for."""
    return tuple(TimeWindow(moments.from_text(start), moments.from_text(end)) for start, end in order.wish_windows)


def renew_lines(order: Order, incoming: IncomingOrder) -> None:
    """Replace the lines with the source's. Pieces in boxes stay counted, line after line of their SKU."""
    packed: dict[str, int] = {}
    for line in order.lines:
        packed[line.sku] = packed.get(line.sku, 0) + line.packed
    order.lines = lines(incoming)
    for line in order.lines:
        line.packed = min(line.quantity, packed.get(line.sku, 0))
        packed[line.sku] = packed.get(line.sku, 0) - line.packed


def customer_key(incoming: IncomingOrder) -> str:
    return (incoming.email or incoming.phone or f"{incoming.customer_name}|{incoming.address.line1}").lower()


def customers(tx: Transaction, incoming: Iterable[IncomingOrder]) -> dict[str, int]:
    """Return customer ids by key; unknown customers are added."""
    wanted = {customer_key(order): order for order in incoming}
    rows = [
        {"match_key": key, "name": order.customer_name, "phone": order.phone, "email": order.email, "opted_out": False}
        for key, order in sorted(wanted.items())
    ]
    bulk.add_missing(tx.session, Customer, rows)
    _learn_languages(tx, wanted)
    # who was merged into another customer orders as that one
    person = func.coalesce(Customer.merged_into, Customer.id)
    query = select(Customer.match_key, person).where(bulk.among(Customer.match_key, wanted))
    return dict(tx.session.execute(query).all())


def _learn_languages(tx: Transaction, orders: Mapping[str, IncomingOrder]) -> None:
    """Write down what customers read, where that was not known."""
    told = {key: tag for key, order in orders.items() if (tag := language_of(order.attributes))}
    if told:
        query = select(Customer).where(bulk.among(Customer.match_key, told), Customer.language == "")
        for customer in tx.session.scalars(query.with_for_update()):
            customer.language = told[customer.match_key]


def as_json(incoming: IncomingOrder) -> dict[str, Any]:
    return {
        **{name: getattr(incoming, name) for name in _SAME},
        "left_out": incoming.left_out,
        "remarks": list(incoming.remarks),
        "placed_at": incoming.placed_at.isoformat() if incoming.placed_at else None,
        "requirements": list(incoming.requirements),
        "windows": [[window.start.isoformat(), window.end.isoformat()] for window in incoming.windows],
        "attributes": dict(incoming.attributes),
        "address": asdict(incoming.address),
        "lines": [asdict(line) for line in incoming.lines],
    }


def from_json(values: Mapping[str, Any]) -> IncomingOrder:
    return IncomingOrder(
        **{name: values[name] for name in _SAME if name in values},
        row=0,
        # of an older program, which knew only that an order was cancelled
        left_out=values.get("left_out") or (LeftOut.CANCELLED if values.get("cancelled") else None),
        remarks=tuple(values.get("remarks", ())),
        placed_at=moments.from_text(values["placed_at"]) if values["placed_at"] else None,
        requirements=tuple(values["requirements"]),
        windows=tuple(TimeWindow(moments.from_text(start), moments.from_text(end)) for start, end in values["windows"]),
        attributes=dict(values["attributes"]),
        address=IncomingAddress(**values["address"]),
        lines=tuple(IncomingLine(**line) for line in values["lines"]),
    )
