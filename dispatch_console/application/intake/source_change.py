"""Handle orders that their source changed after work on them began: the difference waits until a person takes it."""

from collections.abc import Collection
from dataclasses import replace

from dispatch_console.application.intake.comparing import order_differences
from dispatch_console.application.operations.rights import operation
from dispatch_console.application.orders import addresses, checklist, content, rests
from dispatch_console.application.orders.checklist import open_again
from dispatch_console.application.orders.holding import locked
from dispatch_console.application.orders.site_checklist import items_of
from dispatch_console.application.papers.renewing import renew_papers
from dispatch_console.application.planning.off_route import take_off_route
from dispatch_console.application.promises import wrong_numbers
from dispatch_console.application.routes.day_plan import current_stop
from dispatch_console.application.site import departures
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.orders import gates as order_gates
from dispatch_console.domain.orders.admission import Handover
from dispatch_console.domain.orders.incoming import IncomingOrder
from dispatch_console.domain.orders.lifecycle import VERIFICATION
from dispatch_console.domain.orders.source_difference import goods
from dispatch_console.domain.orders.source_parts import Part, merged, part_differences
from dispatch_console.store.entities import Address, Order
from dispatch_console.store.transaction import Transaction

# once packed goods differ these gates are passed anew
PACKING_GATES = ("papers", "pack")


def worked_on(order: Order) -> bool:
    """Return whether somebody checked, packed or routed the order: then a change of its source waits."""
    begun = order.packing != "waiting" or order.dispatch != "unplanned" or order.outcome != "none"
    return begun or order.verification in ("verified", "changed")


def follow(tx: Transaction, order: Order, incoming: IncomingOrder, calendar: departures.Calendar) -> None:
    """Take the source's version of an order that nobody has worked on; ticks of the old version are taken back."""
    _take(tx, order, incoming, calendar)
    open_again(tx, order, ("verify",))


def note_change(tx: Transaction, order: Order, incoming: IncomingOrder) -> None:
    """Keep the source's version beside the order, and open Verify again. A change that the source took back is
    forgotten.
    """
    order.source_fingerprint = incoming.fingerprint
    incoming = rests.without_rest(tx.session, order, incoming)
    differences = order_differences(order, incoming, departures.calendar(tx.session).zone)
    if not differences:
        order.source_change = None
        return
    order.source_change = {
        "fingerprint": incoming.fingerprint,
        "seen_at": tx.now.isoformat(),
        "differences": [list(difference) for difference in differences],
        "order": content.as_json(incoming),
    }
    if order.verification == "verified":
        order.take("verification", "source_changed", tx.now)


@operation("take_change", VERIFICATION.roles["verify"])
def take_change(tx: Transaction, order_id: int, taken: Collection[str] = tuple(Part), reason: str = "") -> None:
    """Replace the order's content with the source's version, and open Verify again, and packing where goods differ.

    `taken`: the parts that are replaced; where one that differs is not among them ours stays, with the reason.
    An order that now goes elsewhere, or was cancelled, leaves its route. Errors: Refused `change.none`,
    `change.partial`, `change.nothing_taken`, `reason.missing`, `change.on_its_way` once it has left, `change.loaded`
    while its parcels are in a van.
    """
    order = locked(tx, order_id)
    if not order.source_change:
        raise Refused("change.none", number=order.number)
    fingerprint = order.source_change["fingerprint"]
    incoming, kept = _chosen(tx, order, taken)
    if kept and not order_gates.is_reason(reason):
        raise Refused("reason.missing")
    place = addresses.remembered(tx, [incoming.address])[addresses.match_key(incoming.address)]
    repack = goods(content.as_incoming(order)) != goods(incoming)
    require_reachable(order)
    stop = current_stop(tx.session, order_id) if order.dispatch in ("planned", "on_manifest") else None
    leaves = place != order.address_id or incoming.cancelled or incoming.handover != Handover.DELIVERY
    if stop is not None and leaves:
        take_off_route(tx, stop.route, order, "order_changed")
    elif stop is not None:
        renew_papers(tx, stop.route, "order_changed")
    _take(tx, order, incoming, departures.calendar(tx.session))
    # what was read back from JSON is the same order in other words
    order.source_fingerprint = fingerprint
    if incoming.windows and order.appointment in ("unset", "proposed", "lapsed"):
        order.take("appointment", "propose", tx.now)
    gates = ["verify"]
    if repack:
        gates += _unpack(tx, order)
    order.source_change = None
    open_again(tx, order, gates)
    if kept:
        checklist.mark(tx, order, "verify", checklist.KEPT_OURS, evidence=reason.strip())


@operation("keep_ours", VERIFICATION.roles["verify"])
def keep_ours(tx: Transaction, order_id: int, reason: str) -> None:
    """Keep the content that was verified although its source says something else; the same change is not told again.

    Errors: Refused `change.none`, `reason.missing`, and as `verify` where its checklist is open.
    """
    if not order_gates.is_reason(reason):
        raise Refused("reason.missing")
    order = locked(tx, order_id)
    if not order.source_change:
        raise Refused("change.none", number=order.number)
    items = items_of(tx.session, order, "verify")
    order_gates.require_passed("verify", items, checklist.ticked(order, "verify"), checklist.waived(order, "verify"))
    order.source_change = None
    if order.verification == "changed":
        order.take("verification", "verify", tx.now)
    checklist.open_again(tx, order, ("verify",), (checklist.KEPT_OURS,))
    checklist.mark(tx, order, "verify", checklist.KEPT_OURS, evidence=reason.strip())


def _take(tx: Transaction, order: Order, incoming: IncomingOrder, calendar: departures.Calendar) -> None:
    order.customer_id = content.customers(tx, [incoming])[content.customer_key(incoming)]
    order.address_id = addresses.remembered(tx, [incoming.address])[addresses.match_key(incoming.address)]
    addresses.renew(tx.session.get_one(Address, order.address_id, with_for_update=True), incoming.address)
    was_cancelled = bool(order.source_ended)
    content.fill(order, incoming, calendar)
    wrong_numbers.keep_struck(tx, order)
    content.renew_lines(order, incoming)
    if incoming.cancelled and order.closure == "open":
        order.take("closure", "cancel", tx.now)
        rests.cancel_open(tx, order)
    elif was_cancelled and not incoming.cancelled and order.closure == "cancelled":
        order.take("closure", "reopen", tx.now)
    order.settle_stage(tx.now)
    tx.session.flush()
    tx.session.expire(order, ["address", "customer"])


def _chosen(tx: Transaction, order: Order, taken: Collection[str]) -> tuple[IncomingOrder, bool]:
    """Return our version with the parts that are taken, and whether ours stays in a part that differs."""
    theirs = noted(order)
    ours = content.as_incoming(order)
    known = replace(theirs, address=addresses.as_known(ours.address, order.address.quality, theirs.address))
    differing = {one.part for one in part_differences(ours, known, departures.calendar(tx.session).zone)}
    if not differing & set(taken):
        raise Refused("change.nothing_taken", number=order.number)
    kept = differing - set(taken)
    return (merged(ours, theirs, taken), True) if kept else (theirs, False)


def noted(order: Order) -> IncomingOrder:
    """Return the source's version that waits beside an order. Errors: Refused `change.partial`."""
    change = order.source_change or {}
    try:
        return content.from_json(change["order"])
    except (KeyError, TypeError, ValueError) as error:
        raise Refused("change.partial", number=order.number) from error


def require_reachable(order: Order) -> None:
    """Require that an order is in the building and in no van. Errors: Refused `change.on_its_way`, `change.loaded`."""
    if order.dispatch in ("out", "at_door", "done"):
        raise Refused("change.on_its_way", number=order.number)
    if any(parcel.loaded_at is not None for parcel in order.parcels):
        raise Refused("change.loaded", number=order.number)


def _unpack(tx: Transaction, order: Order) -> tuple[str, ...]:
    """Remove every parcel of an order, so that it is packed anew with new labels. Returns the gates that are open
    again.
    """
    for parcel in order.parcels:
        tx.session.delete(parcel)
    for line in order.lines:
        line.packed = 0
    tx.session.flush()
    tx.session.expire(order, ["parcels"])
    order.weighed_g = None
    if order.packing in ("packed", "in_progress"):
        order.take("packing", "reopen", tx.now)
    return PACKING_GATES
