"""Set, waive and take back marks of an order's gates, through the journal."""

from collections.abc import Collection

from dispatch_console.store.entities import CheckMark, Order
from dispatch_console.store.transaction import Transaction

# the mark that holds why our version was kept although the source says something else
KEPT_OURS = "kept_ours"


def mark(tx: Transaction, order: Order, gate: str, key: str, *, evidence: str = "", waiver: str = "") -> None:
    """Tick an item of a gate, or waive it with a reason. An item that is ticked or waived stays as it is."""
    if find(order, gate, key) is None:
        order.marks.append(
            CheckMark(
                gate=gate,
                key=key,
                at=tx.now,
                by=tx.actor.name,
                station=tx.actor.station,
                evidence=evidence,
                waived=bool(waiver),
                reason=waiver,
            )
        )


def find(order: Order, gate: str, key: str) -> CheckMark | None:
    """Return the mark of an item, or None."""
    return next((entry for entry in order.marks if entry.gate == gate and entry.key == key), None)


def ticked(order: Order, gate: str) -> tuple[str, ...]:
    """Return the keys of a gate's items that somebody ticked."""
    return tuple(entry.key for entry in order.marks if entry.gate == gate and not entry.waived)


def waived(order: Order, gate: str) -> tuple[str, ...]:
    """Return the keys of a gate's items that a supervisor waived."""
    return tuple(entry.key for entry in order.marks if entry.gate == gate and entry.waived)


def open_again(tx: Transaction, order: Order, gates: Collection[str], keys: Collection[str] | None = None) -> None:
    """Take back all ticks and waivers of these gates, or only those of some items; the journal keeps what they were."""
    for entry in [entry for entry in order.marks if entry.gate in gates and (keys is None or entry.key in keys)]:
        order.marks.remove(entry)
        tx.session.delete(entry)
    tx.session.flush()
