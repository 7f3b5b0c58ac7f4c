"""Verify, hold, reject and release orders (step 1 of the procedure)."""

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from dispatch_console.application.messages import writing
from dispatch_console.application.operations.rights import operation
from dispatch_console.application.orders import checklist
from dispatch_console.application.orders.holding import locked
from dispatch_console.application.orders.queue import OrderFilter, conditions
from dispatch_console.application.orders.site_checklist import items_of
from dispatch_console.application.shops.asking import ask_again
from dispatch_console.domain import fleet_text, roles
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.messages.due import MessageKind
from dispatch_console.domain.orders import doubts, gates
from dispatch_console.domain.orders.lifecycle import CLOSURE, VERIFICATION
from dispatch_console.store.entities import Order
from dispatch_console.store.transaction import Transaction


@operation("tick", VERIFICATION.roles["verify"])
def tick(tx: Transaction, order_id: int, gate: str, key: str, evidence: str = "") -> None:
    """Tick an item of a gate. Ticking twice changes nothing. `evidence`: with whom was spoken, and what was said.

    Errors: Refused `item.unknown`, `item.no_pin`, `item.no_call` where it is settled by a call and none is told.
    """
    order = locked(tx, order_id)
    wanted = _item(tx, order, gate, key).evidence
    if wanted == "pin" and order.address.lat is None:
        raise Refused("item.no_pin", number=order.number)
    if wanted == gates.CALL and not gates.is_reason(evidence) and checklist.find(order, gate, key) is None:
        raise Refused("item.no_call", number=order.number)
    checklist.mark(tx, order, gate, key, evidence=evidence.strip())


@operation("tick_sure", VERIFICATION.roles["verify"])
def tick_sure(tx: Transaction, order_id: int) -> None:
    """Tick the items of Verify that nothing speaks against, once a person has looked at all of them.

    Left open are a pin that is not exact, a customer who cannot be rung, a line without a product's name, a line that
    stands twice or asks for very many pieces,
    instructions, whatever the order itself asks for, as whether it is a duplicate, and what the site asks.
    """
    order = locked(tx, order_id)
    items = items_of(tx.session, order, "verify")
    doubtful = {item.key for item in items if item.only_with or item.words}
    if order.address.quality not in ("exact", "by_hand"):
        doubtful.add("address_exact")
    lines = order.delivery_lines
    same = doubts.repeated((line.sku, line.name, line.quantity, line.unit_price) for line in lines)
    if same is not None or any(doubts.is_many(line.quantity) for line in lines):
        doubtful.add("quantities_match")
    if not fleet_text.is_phone(order.phone) or doubts.is_short_phone(order.phone):
        doubtful.add("customer_known")
    if order.instructions:
        doubtful.add("instructions_read")
    if not all(line.name for line in lines):
        doubtful.add("products_match")
    for item in items:
        if item.key not in doubtful:
            checklist.mark(tx, order, "verify", item.key)


@operation("untick", VERIFICATION.roles["reopen"])
def untick(tx: Transaction, order_id: int, gate: str, key: str) -> None:
    """Take a tick back; an order that had passed the gate has to pass it again.

    Errors: Refused `gate.passed` once it is sealed behind the gate, or is leaving.
    """
    order = locked(tx, order_id)
    if checklist.find(order, gate, key) is None:
        return
    passage = gates.reopening(gate, order.axes, order.number)
    if passage is not None:
        order.take(passage.axis, passage.reopen, tx.now)
    checklist.open_again(tx, order, (gate,), (key,))


@operation("waive", roles.PACKING)
def waive(tx: Transaction, order_id: int, gate: str, key: str, reason: str) -> None:
    """Let an item of a gate pass, with a supervisor's reason. Errors: Refused `waiver.role`, `waiver.reason`,
    `item.unknown`.
    """
    gates.require_waiver_right(tx.actor.role, reason)
    order = locked(tx, order_id)
    _item(tx, order, gate, key)
    checklist.mark(tx, order, gate, key, waiver=reason.strip())


def _item(tx: Transaction, order: Order, gate: str, key: str) -> gates.Item:
    match = next((item for item in items_of(tx.session, order, gate) if item.key == key), None)
    if match is None:
        raise Refused("item.unknown", gate=gate, item=key)
    return match


@operation("verify", VERIFICATION.roles["verify"])
def verify(tx: Transaction, order_id: int) -> None:
    """Close the verify gate.

    Errors: Refused `gate.open` with what is missing, `change.open` while the source says something else,
    `lifecycle.illegal`.
    """
    order = locked(tx, order_id)
    if order.source_change is not None:
        raise Refused("change.open", number=order.number)
    items = items_of(tx.session, order, "verify")
    gates.require_passed("verify", items, checklist.ticked(order, "verify"), checklist.waived(order, "verify"))
    order.take("verification", "verify", tx.now)
    ask_again(tx, order)


@operation("hold", VERIFICATION.roles["hold"])
def hold(tx: Transaction, order_id: int, reason: str) -> None:
    """Keep an order back, and tell the customer where the site does so.

    Errors: Refused `reason.missing`, `lifecycle.illegal`, `order.on_its_way` once it has left the building.
    """
    if locked(tx, order_id).dispatch in ("out", "at_door"):
        raise Refused("order.on_its_way", number=locked(tx, order_id).number)
    _with_reason(tx, order_id, "hold", reason)
    writing.plan_notice(tx, locked(tx, order_id), MessageKind.ON_HOLD)


@operation("reject", VERIFICATION.roles["reject"])
def reject(tx: Transaction, order_id: int, reason: str) -> None:
    """Refuse an order for good, and tell the customer where the site does so.

    Errors: Refused `reason.missing`, `lifecycle.illegal`.
    """
    _with_reason(tx, order_id, "reject", reason)
    writing.plan_notice(tx, locked(tx, order_id), MessageKind.REJECTED)


@operation("release", VERIFICATION.roles["release"])
def release(tx: Transaction, order_id: int) -> None:
    """Put a held or rejected order back to the start of verification."""
    order = locked(tx, order_id)
    order.take("verification", "release", tx.now)
    order.hold_reason = ""


@operation("cancel", CLOSURE.roles["cancel"])
def cancel(tx: Transaction, order_id: int) -> None:
    """Cancel an order that is still in the building and stands on no route.

    Errors: Refused `order.on_its_way` once it has left the building, `order.on_a_route` while a van is to take it.
    """
    order = locked(tx, order_id)
    if order.dispatch in ("loaded", "out", "at_door"):
        raise Refused("order.on_its_way", number=order.number)
    if order.dispatch in ("planned", "on_manifest"):
        raise Refused("order.on_a_route", number=order.number)
    order.take("closure", "cancel", tx.now)


def next_to_verify(session: Session, after: int, shown: OrderFilter) -> int | None:
    """Return the id of the next order of a list that waits for verification; behind the last one the first, None where
    the list has none. Orders outside the list that is shown are nobody's next.
    """
    leaves_at = session.scalar(select(Order.leaves_at).where(Order.id == after))
    query = select(Order.id).where(Order.stage == "verify", Order.id != after, *conditions(session, shown))
    query = query.order_by(Order.leaves_at.asc().nulls_last(), Order.id).limit(1)
    if leaves_at is None:
        later: ColumnElement[bool] = Order.leaves_at.is_(None) & (Order.id > after)
    else:
        same = (Order.leaves_at == leaves_at) & (Order.id > after)
        later = or_(Order.leaves_at.is_(None), Order.leaves_at > leaves_at, same)
    return session.scalar(query.where(later)) or session.scalar(query)


def _with_reason(tx: Transaction, order_id: int, action: str, reason: str) -> None:
    if not gates.is_reason(reason):
        raise Refused("reason.missing")
    order = locked(tx, order_id)
    order.take("verification", action, tx.now)
    order.hold_reason = reason.strip()
