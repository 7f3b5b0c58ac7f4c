"""`orders`: everything about orders, as a page."""

import argparse
from collections.abc import Generator
from typing import Any
from zoneinfo import ZoneInfo

from dispatch_console.application.orders import detail, queue
from dispatch_console.application.orders.queue import OrderFilter
from dispatch_console.application.site import depot
from dispatch_console.cli.answer import Answer, Rows, spelled
from dispatch_console.domain import moments
from dispatch_console.domain.orders.stages import next_action
from dispatch_console.language import tr
from dispatch_console.settings import Settings
from dispatch_console.station.program import open_desk
from dispatch_console.store.engine import let_think
from dispatch_console.store.entities import Order
from dispatch_console.store.transaction import reading


def run(settings: Settings, chosen: argparse.Namespace) -> Answer:
    documents = _documents(settings, chosen)
    total = next(documents)["total"]
    return Answer({"total": total}, (tr("{total} orders", total=total),), rows=Rows("orders", documents, _line))


def _documents(settings: Settings, chosen: argparse.Namespace) -> Generator[dict[str, Any], None, None]:
    """Yield how many there are, then each order that is wanted, all as they are at one moment."""
    with open_desk(settings) as desk, reading(desk.engine, desk.zone) as session:
        # whoever reads a page of it in peace keeps it open
        let_think(session)
        zone = depot.zone_of(session)
        wanted = OrderFilter(
            number=chosen.number or "",
            stage=chosen.stage or "",
            source=chosen.source or "",
            day=chosen.day,
            zone=zone.key,
        )
        yield {"total": queue.total(session, wanted)}
        for order in detail.each(session, wanted, chosen.limit, chosen.offset):
            yield describe(order, zone)


def _line(entry: dict[str, Any]) -> str:
    return f"  {entry['number']:<12} {entry['stage']:<16} {entry['customer']['name']}, {entry['address']['line1']}"


def describe(order: Order, zone: ZoneInfo) -> dict[str, Any]:
    """Return one order in the shape of the contract; what is unknown is null."""
    address = order.address
    windows = [tuple(moments.from_text(text) for text in wish) for wish in order.wish_windows]
    if order.promise_start and order.promise_end:
        windows = [(order.promise_start, order.promise_end)]
    return {
        "id": order.id,
        "number": order.number,
        "source": order.source,
        "source_ref": order.source_ref,
        "placed_at": spelled(order.placed_at, zone),
        "stage": order.stage,
        "next_action": next_action(order.axes, order.handover),
        "axes": {
            "verification": order.verification,
            "packing": order.packing,
            "appointment": order.appointment,
            "dispatch": order.dispatch,
            "outcome": order.outcome_code or order.outcome,
            "closure": order.closure,
        },
        "customer": {"name": order.customer_name, "phone": order.phone or None, "email": order.email or None},
        "address": {
            "line1": address.line1,
            "line2": address.line2 or None,
            "postcode": address.postcode or None,
            "city": address.city or None,
            "region": address.region or None,
            "country": address.country or None,
            "company": address.company or None,
            "lat": address.lat,
            "lon": address.lon,
            "quality": address.quality,
            "doubt": address.doubt or None,
        },
        "windows": [{"start": spelled(start, zone), "end": spelled(end, zone)} for start, end in windows],
        "wish": order.wish or None,
        "instructions": order.instructions or None,
        "requirements": list(order.requirements),
        "handover": order.handover,
        "payment": order.payment,
        "remarks": list(order.remarks),
        "attributes": dict(order.attributes),
        "currency": order.currency,
        "total": order.total,
        "due_on_delivery": order.due_on_delivery,
        "lines": [
            {
                "sku": line.sku or None,
                "name": line.name,
                "quantity": line.quantity,
                "unit_price": line.unit_price,
                "needs_delivery": line.needs_delivery,
                "barcode": line.barcode,
            }
            for line in order.lines
        ],
        "parcels": [{"code": str(parcel.code), "weight": parcel.weight_g} for parcel in order.parcels],
        "delivered_at": spelled(order.delivered_at, zone),
        "recipient": order.recipient,
    }
