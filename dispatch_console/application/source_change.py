"""An order that its source changed after it was verified: what differs stands beside it until a person takes it."""

from sqlalchemy import delete

from dispatch_console.application import addresses, departures, order_content
from dispatch_console.application.import_check import differences
from dispatch_console.application.off_route import renew_papers, take_off_route
from dispatch_console.application.planning import current_stop
from dispatch_console.application.verifying import locked
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.incoming import IncomingOrder
from dispatch_console.store.entities import CheckMark, Order
from dispatch_console.store.transaction import Transaction

# once packed goods differ these gates are passed anew
PACKING_GATES = ("papers", "pack")


def note_change(tx: Transaction, order: Order, told: IncomingOrder) -> None:
    """Keep what the source says now; Verify is open again."""
    order.source_change = {
        "fingerprint": told.fingerprint,
        "seen_at": tx.now.isoformat(),
        "differences": differences(order, told),
        "order": order_content.as_json(told),
    }
    order.source_fingerprint = told.fingerprint
    if order.verification == "verified":
        order.take("verification", "source_changed", tx.now)


def take_change(tx: Transaction, order_id: int) -> None:
    """Accept all that the source now says; Verify opens again, and packing where goods differ.

    An order that now goes elsewhere leaves its route. Errors: Refused `change.none`, `change.on_its_way` once it has
    left, `change.loaded` while its parcels are in a van.
    """
    order = locked(tx, order_id)
    if not order.source_change:
        raise Refused("change.none", number=order.number)
    told = order_content.from_json(order.source_change["order"])
    place = addresses.remembered(tx, [told.address])[addresses.match_key(told.address)]
    goods = {line.sku: line.quantity for line in order.lines} != {line.sku: line.quantity for line in told.lines}
    _require_reachable(order)
    stop = current_stop(tx.session, order_id) if order.dispatch in ("planned", "on_manifest") else None
    if stop is not None and place != order.address_id:
        take_off_route(tx, stop.route, order, "order_changed")
    elif stop is not None:
        renew_papers(tx, stop.route, "order_changed")
    order.customer_id = order_content.customers(tx, [told])[order_content.customer_key(told)]
    order.address_id = place
    order_content.fill(order, told, departures.calendar(tx.session))
    if told.windows and order.appointment in ("unset", "proposed", "lapsed"):
        order.take("appointment", "propose", tx.now)
    gates = ["verify"]
    if goods:
        order.lines = order_content.lines(told)
        gates += _unpack(tx, order)
    order.source_change = None
    tx.session.execute(delete(CheckMark).where(CheckMark.order_id == order_id, CheckMark.gate.in_(gates)))
    tx.session.expire(order, ["marks", "address"])


def _require_reachable(order: Order) -> None:
    if order.dispatch in ("out", "at_door", "done"):
        raise Refused("change.on_its_way", number=order.number)
    if any(parcel.loaded_at is not None for parcel in order.parcels):
        raise Refused("change.loaded", number=order.number)


def _unpack(tx: Transaction, order: Order) -> tuple[str, ...]:
    """Every box is packed anew and gets a new label. Returns the gates that are open again."""
    for parcel in order.parcels:
        tx.session.delete(parcel)
    tx.session.flush()
    tx.session.expire(order, ["parcels"])
    order.weighed_g = None
    if order.packing in ("packed", "in_progress"):
        order.take("packing", "reopen", tx.now)
    return PACKING_GATES
