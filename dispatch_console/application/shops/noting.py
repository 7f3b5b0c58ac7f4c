"""Note an event for the order's system, in the transaction that causes it."""

from typing import Any

from dispatch_console.application.shops.known import system_of
from dispatch_console.domain.orders.write_back import WriteBack
from dispatch_console.store import bulk
from dispatch_console.store.entities import Order, WriteBackEntry
from dispatch_console.store.transaction import Transaction


def note_event(tx: Transaction, order: Order, event: WriteBack) -> None:
    """Let the order's system know of an event, once per attempt. Orders of files and of nobody's system are passed
    over.
    """
    # an order that brings the rest of another one is that one for its shop
    told = tx.session.get_one(Order, order.parent_id) if order.parent_id is not None else order
    source = system_of(tx.session, told.source)
    if source is None:
        return
    row: dict[str, Any] = {
        "order_id": order.id,
        "source_id": source,
        "attempt": order.attempt,
        "event": event.value,
        "at": tx.now,
        "tracking": order.parcels[0].code.spaced if order.parcels else order.number,
        "state": "waiting",
        "due_at": tx.now,
        "tries": 0,
        "reason": "",
        "facts": {},
    }
    bulk.add_missing(tx.session, WriteBackEntry, [row])


def give_up(tx: Transaction, entry: WriteBackEntry, why: str) -> None:
    """Let the system not know of an event, with the reason."""
    entry.state, entry.done_at, entry.reason, entry.facts = "done", tx.now, "given_up", {"why": why}
