"""Count the cash that a driver or the counter hands in."""

from collections.abc import Mapping
from datetime import date

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.road import day_closings, day_end
from dispatch_console.domain import roles
from dispatch_console.domain.errors import Conflict, Refused
from dispatch_console.domain.road import cash
from dispatch_console.store.entities import CashCount
from dispatch_console.store.transaction import Transaction

LEAST_REASON = 10


@operation("count_cash", roles.DISPATCH)
def count_cash(
    tx: Transaction,
    day: date,
    shift_id: int | None,
    currency: str,
    pieces: Mapping[int, int],
    loose: int,
    reason: str = "",
    *,
    seen_due: int | None = None,
) -> int:
    """Keep a count: `pieces` by note or coin in minor units, `loose` for coins that were not sorted. `reason` explains
    a difference; `seen_due`: what was due on the screen. Returns what was counted.

    Errors: BadInput `cash.count`; Refused `close.reason`, `close.day_closed`; Conflict `cash.due_changed`.
    """
    total = cash.total(pieces, loose)
    if day_closings.standing(tx.session, day) is not None:
        raise Refused("close.day_closed")
    known = {(row.shift_id, row.currency): row for row in day_end.cash_of(tx.session, day)}
    row = known.get((shift_id, currency))
    due = row.due if row is not None else 0
    if seen_due is not None and seen_due != due:
        raise Conflict("cash.due_changed")
    if reason.strip() and len(reason.strip()) < LEAST_REASON:
        raise Refused("close.reason", least=LEAST_REASON)
    tx.session.add(
        CashCount(
            day=day,
            shift_id=shift_id,
            currency=currency,
            pieces={str(note): count for note, count in pieces.items() if count},
            loose=loose,
            total=total,
            due=due,
            reason=reason.strip() if total != due else "",
            counted_at=tx.now,
            counted_by=tx.actor.name,
        )
    )
    return total
