"""Whether a window may be promised to an order: asked before it is offered aloud, and again when it is confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from dispatch_console.application.operations.views import reads
from dispatch_console.application.promises import slot_rules
from dispatch_console.application.site.depot import zone_of
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.orders import gates
from dispatch_console.domain.orders.admission import Handover
from dispatch_console.domain.values import TimeWindow
from dispatch_console.language import weekday_month
from dispatch_console.store.entities import Order
from dispatch_console.store.kinds import Kind
from dispatch_console.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Barred:
    """Why a window may not be promised, as a code with its facts; `may_waive`: a supervisor may all the same."""

    code: str
    facts: dict[str, object]
    may_waive: bool


@reads(Kind.FLEET, Kind.ORDERS, Kind.PROMISES, Kind.DISPATCH, Kind.ADDRESSES, Kind.OUTCOMES, Kind.CLOSURE)
def refusals(session: Session, order_id: int, windows: Sequence[TimeWindow], now: datetime) -> dict[TimeWindow, Barred]:
    """Return which of these windows may not be promised, and why."""
    order = session.get_one(Order, order_id)
    found: dict[TimeWindow, Barred] = {}
    for window in windows:
        if (never := by_state(order, window, now)) is not None:
            found[window] = Barred(never.code, never.facts, may_waive=False)
        elif (ruled := by_rule(session, order, window, now)) is not None:
            found[window] = Barred(ruled.code, ruled.facts, may_waive=True)
    return found


def by_state(order: Order, window: TimeWindow, now: datetime) -> Refused | None:
    """Return why nobody may promise a window to an order as it stands: no van brings it, or one has it already."""
    if order.handover == Handover.COLLECTION:
        return Refused("promise.collected", number=order.number)
    if window.end <= now:
        return Refused("window.past", number=order.number)
    if order.outcome in ("delivered", "picked_up"):
        return Refused("promise.delivered", number=order.number)
    if order.closure == "cancelled":
        return Refused("promise.cancelled", number=order.number)
    if order.dispatch in ("loaded", "out", "at_door"):
        return Refused("order.on_its_way", number=order.number)
    return None


def by_rule(session: Session, order: Order, window: TimeWindow, now: datetime) -> Refused | None:
    """Return why the rules of slots and closed days keep a window from being promised."""
    why = slot_rules.why_not(session, order, window, now)
    if why is None:
        return None
    code, facts = why
    until = facts.get("until")
    if isinstance(until, datetime):
        local = until.astimezone(zone_of(session))
        facts = facts | {"until": f"{weekday_month(local)} {local:%H:%M}"}
    return Refused(code, number=order.number, **facts)


def require_promisable(tx: Transaction, order: Order, window: TimeWindow, waiver: str = "") -> None:
    """Require that a window may still be promised, unless a supervisor lets it, with a reason.

    Errors: Refused `slot.closed`, `slot.cut_off`, `slot.too_soon`, `slot.no_day`, and those of `require_waiver_right`.
    """
    refused = by_rule(tx.session, order, window, tx.now)
    if refused is None:
        return
    if not waiver:
        raise refused
    gates.require_waiver_right(tx.actor.role, waiver)
