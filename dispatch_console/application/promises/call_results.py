"""How a call ended: no window came of it, or one did; each can be taken back."""

from datetime import datetime, timedelta

from sqlalchemy import select

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.orders import verifying
from dispatch_console.application.orders.holding import locked
from dispatch_console.application.promises import call_claims, promising, wrong_numbers
from dispatch_console.domain import fleet_text, roles
from dispatch_console.domain.errors import BadInput, Refused
from dispatch_console.domain.messages.inbox import ItemKind
from dispatch_console.domain.promises.calling import Result
from dispatch_console.language import tr
from dispatch_console.store.entities import InboxItem, Order, PromiseEntry
from dispatch_console.store.transaction import Transaction

# what the ledger says of a call that was noted by a slip
TAKEN_BACK = "taken_back"
CONFIRMED = "confirmed"
LONGEST_WAIT = timedelta(days=14)


@operation("note_call", roles.DESK)
def note_call(
    tx: Transaction, order_id: int, result: str, note: str = "", call_at: datetime | None = None
) -> tuple[str, ...]:
    """Record a call that brought no window. `call_at`: when the customer wants to be rung. A wrong number is taken off
    every open order that has it, a refused order is held for the office. Returns the numbers of other orders that
    have changed with it.

    Errors: Refused `call.result`, `call.claimed`; BadInput `call.past`, `call.no_number`.
    """
    if result not in set(Result):
        raise Refused("call.result", result=result)
    if call_at is not None and not tx.now < call_at <= tx.now + LONGEST_WAIT:
        raise BadInput("call.past")
    call_claims.require_mine_or_free(tx, order_id)
    order = locked(tx, order_id)
    if result == Result.WRONG_NUMBER:
        return _strike(tx, order)
    _enter(tx, order, result, note, call_at)
    if result == Result.TOLD:
        _told(tx, order)
    if result == Result.REFUSED and order.dispatch not in ("out", "at_door"):
        said = tr("The customer does not want it: said on the phone to {by}", by=tx.actor.name)
        verifying.hold(tx, order_id, " ".join(part for part in (said, note) if part))
    return ()


def _told(tx: Transaction, order: Order) -> None:
    """Close what waits because no message reached the customer: now he knows."""
    query = select(InboxItem).where(
        InboxItem.order_id == order.id, InboxItem.kind_of == ItemKind.FAILED.value, InboxItem.done_at.is_(None)
    )
    for item in tx.session.scalars(query.with_for_update()):
        item.done_at, item.done_by, item.answer = tx.now, tx.actor.name, tr("told on the phone")


def _strike(tx: Transaction, order: Order) -> tuple[str, ...]:
    if not order.phone:
        raise BadInput("call.no_number", number=order.number)
    return tuple(other.number for other in strike_number(tx, order.phone) if other.id != order.id)


def strike_number(tx: Transaction, phone: str) -> list[Order]:
    """Take a number that is somebody else's off everybody, and return the orders that had it."""
    struck = wrong_numbers.strike(tx, phone)
    for order in struck:
        _enter(tx, order, Result.WRONG_NUMBER, phone, None)
    return struck


@operation("take_back_call", roles.DESK)
def take_back_call(tx: Transaction, order_id: int) -> str:
    """Take back how the last call of an order ended, and return which result that was. The ledger keeps both. A window
    that was confirmed by a slip is given up, and the customer is rung again.

    Errors: Refused `call.nothing_noted` where the last entry of the order is none of a call, `order.on_its_way`.
    """
    order = locked(tx, order_id)
    last = order.ledger[-1] if order.ledger else None
    if last is not None and (last.what, last.channel) == (CONFIRMED, "call"):
        if order.dispatch not in ("unplanned", "planned", "on_manifest"):
            raise Refused("order.on_its_way", number=order.number)
        promising.ask_for_another_day(tx, [order_id])
        _enter(tx, order, TAKEN_BACK, "", None)
        return CONFIRMED
    if last is None or last.what not in set(Result):
        raise Refused("call.nothing_noted", number=order.number)
    if last.what == Result.WRONG_NUMBER:
        same = PromiseEntry.at == last.at, PromiseEntry.what == last.what, PromiseEntry.note == last.note
        struck = tx.session.scalars(select(Order).join(PromiseEntry).where(*same).order_by(Order.id)).all()
        wrong_numbers.give_back(tx, last.note, struck)
        for other in struck:
            if other.id != order.id:
                _enter(tx, other, TAKEN_BACK, "", None)
    if last.what == Result.REFUSED and order.verification == "on_hold":
        verifying.release(tx, order_id)
        order.take("verification", "verify", tx.now)
    _enter(tx, order, TAKEN_BACK, "", None)
    return last.what


@operation("give_number", roles.DESK)
def give_number(tx: Transaction, order_id: int, phone: str) -> None:
    """Write down another telephone number of a customer, as he or somebody else said it. Errors: BadInput
    `field.phone`, `call.known_wrong`.
    """
    order, number = locked(tx, order_id), fleet_text.phone(phone)
    if not number:
        raise BadInput("field.phone", value=phone)
    if wrong_numbers.known_wrong(tx.session, [number]):
        raise BadInput("call.known_wrong", number=number)
    order.phone = order.customer.phone = number
    _enter(tx, order, "number_given", number, None)


def _enter(tx: Transaction, order: Order, what: str, note: str, call_at: datetime | None) -> None:
    order.ledger.append(
        PromiseEntry(at=tx.now, what=what, start_at=call_at, by=tx.actor.name, channel="call", note=note)
    )
