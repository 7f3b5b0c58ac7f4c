"""Telephone numbers that belong to somebody else: no order keeps them, and no import brings them back."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch_console.application.messages import links
from dispatch_console.domain.fleet_text import digits_of
from dispatch_console.store import bulk
from dispatch_console.store.entities import Customer, Order, PromiseEntry, WrongNumber
from dispatch_console.store.transaction import Transaction


def strike(tx: Transaction, phone: str) -> list[Order]:
    """Write down that a number is wrong, take it off every open order and customer, and return those orders."""
    digits = digits_of(phone)
    row = {"digits": digits, "by": tx.actor.name, "at": tx.now}
    bulk.add_missing(tx.session, WrongNumber, [row])
    same = func.right(func.regexp_replace(Order.phone, r"\D", "", "g"), len(digits)) == digits
    query = select(Order).where(Order.closure == "open", Order.phone != "", same).order_by(Order.id)
    orders = list(tx.session.scalars(query.with_for_update(of=Order)))
    for order in orders:
        order.phone = ""
    theirs = func.right(func.regexp_replace(Customer.phone, r"\D", "", "g"), len(digits)) == digits
    for customer in tx.session.scalars(select(Customer).where(Customer.phone != "", theirs).with_for_update()):
        customer.phone = ""
    # whoever has that telephone must not move somebody else's delivery
    links.revoke_of_number(tx, phone)
    return orders


def give_back(tx: Transaction, phone: str, orders: Iterable[Order]) -> None:
    """Let a number be right again that was struck by a slip."""
    row = tx.session.scalar(select(WrongNumber).where(WrongNumber.digits == digits_of(phone)).with_for_update())
    if row is not None:
        tx.session.delete(row)
    for order in orders:
        order.phone = order.phone or phone
        order.customer.phone = order.customer.phone or phone


def known_wrong(session: Session, phones: Iterable[str]) -> set[str]:
    """Return those of the numbers that are known to be somebody else's."""
    digits = {phone: digits_of(phone) for phone in phones if phone}
    query = select(WrongNumber.digits).where(bulk.among(WrongNumber.digits, set(digits.values())))
    wrong = set(session.scalars(query)) if digits else set()
    return {phone for phone, figures in digits.items() if figures in wrong}


def was_struck(session: Session, order_id: int) -> bool:
    """Return whether an order has no number because the one that it had is somebody else's."""
    known = PromiseEntry.what.in_(("wrong_number", "number_known_wrong"))
    query = select(PromiseEntry.id).where(PromiseEntry.order_id == order_id, known).limit(1)
    return session.scalar(query) is not None


def keep_struck(tx: Transaction, order: Order) -> None:
    """Take the number off an order again that its source brought back, and say so in the ledger."""
    if known_wrong(tx.session, [order.phone]):
        tx.session.add(PromiseEntry(**struck_again(tx, order.id, order.phone)))
        order.phone = ""


def struck_again(tx: Transaction, order_id: int, phone: str) -> dict[str, Any]:
    """Return the entry of the ledger for a number that a source said and that is known to be wrong."""
    return {
        "order_id": order_id, "at": tx.now, "what": "number_known_wrong", "start_at": None, "end_at": None,
        "by": tx.actor.name, "channel": "", "note": phone,
    }  # fmt: skip
