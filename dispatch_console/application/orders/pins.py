"""The PIN of an order: shown to its customer, tried at the door, kept nowhere."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.orders.holding import locked
from dispatch_console.application.orders.proof_rules import is_asked
from dispatch_console.domain.orders import pins, proof_levels
from dispatch_console.domain.orders.lifecycle import DISPATCH
from dispatch_console.store.entities import Order, PinTry, SiteKey
from dispatch_console.store.transaction import Transaction

KEY = "pins"


@dataclass(frozen=True, slots=True)
class Tried:
    """`result`: right, wrong or locked; `left`: how many tries there still are."""

    result: str
    left: int


def pin_for(session: Session, order: Order) -> str:
    """Return what the customer is to say at the door; empty where nobody asks for it, or not any more."""
    if order.outcome in ("delivered", "picked_up") or order.closure == "cancelled":
        return ""
    if not is_asked(session, order, proof_levels.PIN):
        return ""
    return pins.pin_of(_key(session), order.id)


def was_right(session: Session, order_id: int) -> bool:
    row = session.get(PinTry, order_id)
    return row is not None and row.right_at is not None


@operation("try_pin", DISPATCH.roles["finish"])
def try_pin(tx: Transaction, order_id: int, pin: str) -> Tried:
    """Compare what somebody at the door said. After five wrong ones nothing is compared any more; once it was right it
    stays so.
    """
    order = locked(tx, order_id)
    row = tx.session.get(PinTry, order_id)
    if row is None:
        row = PinTry(order_id=order_id, wrong=0)
        tx.session.add(row)
    if row.right_at is not None:
        return Tried(pins.RIGHT, pins.TRIES - row.wrong)
    if row.wrong >= pins.TRIES:
        return Tried(pins.LOCKED, 0)
    if pin == pins.pin_of(_key(tx.session), order.id):
        row.right_at = tx.now
        return Tried(pins.RIGHT, pins.TRIES - row.wrong)
    row.wrong += 1
    return Tried(pins.WRONG if row.wrong < pins.TRIES else pins.LOCKED, pins.TRIES - row.wrong)


def _key(session: Session) -> str:
    return session.scalars(select(SiteKey.value).where(SiteKey.name == KEY)).one()
