"""Read what went wrong on a day and was decided since, so that nobody asks for it again."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.views import reads
from dispatch_console.application.planning.day_board import MISSES
from dispatch_console.application.site.depot import zone_of
from dispatch_console.domain.local_day import LocalDay
from dispatch_console.store.entities import Handoff, Order
from dispatch_console.store.kinds import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A miss, or a delivery of a part. `became`: again, for_good, opened, corrected or part; `start` and `end`: the
    window of the next attempt, None for none yet; `agreed`: the customer said yes to it. `order_id` names its stop.
    """

    order_id: int
    customer: str
    outcome: str
    at: datetime
    became: str
    start: datetime | None
    end: datetime | None
    agreed: bool
    turned: int
    sent: int


@reads(Kind.OUTCOMES, Kind.ORDERS, Kind.CLOSURE, Kind.PROMISES)
def settled(session: Session, day: date) -> tuple[Settled, ...]:
    """Return the misses and part deliveries of a day about which nothing is to be decided any more, the last first."""
    local = LocalDay(day, zone_of(session))
    query = (
        select(Handoff, Order)
        .join(Order, Order.id == Handoff.order_id)
        .where(Handoff.acted_at >= local.begins, Handoff.acted_at < local.ends)
        .order_by(Handoff.acted_at.desc(), Handoff.id.desc())
    )
    found = []
    for record, order in session.execute(query):
        became = _became(record, order)
        if became:
            turned = record.items_refused + record.items_damaged
            again = became == "again"
            found.append(
                Settled(
                    order_id=order.id,
                    customer=order.customer_name,
                    outcome=record.outcome_code,
                    at=record.acted_at,
                    became=became,
                    start=order.promise_start if again else None,
                    end=order.promise_end if again else None,
                    agreed=again and order.appointment == "confirmed",
                    turned=turned,
                    sent=record.items_accepted + turned,
                )
            )
    return tuple(found)


def _became(record: Handoff, order: Order) -> str:
    """Return what became of a record; empty where it went well, or waits for a decision."""
    missed = not record.outcome_code.startswith(("delivered", "picked_up"))
    if record.replaced_at is not None:
        # a miss that was none; what replaced a delivery stands for itself
        if not missed or order.outcome in MISSES:
            return ""
        return "opened" if record.why == "opened_after_all" else "corrected"
    if record.outcome_code == "delivered_partial":
        return "part"
    if not missed:
        return ""
    if order.attempt > record.attempt:
        return "again"
    return "for_good" if order.closure == "cancelled" else ""
