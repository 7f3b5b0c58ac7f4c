"""What a plan does to promises: late orders go to the call desk, and orders that are in time again leave it."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from sqlalchemy import select

from dispatch_console.application.planning.day_problem import DayProblem
from dispatch_console.application.promises import promising
from dispatch_console.domain.planning.problem import Plan
from dispatch_console.store.entities import Order, PlanEdit
from dispatch_console.store.transaction import Transaction


def settle(tx: Transaction, prepared: DayProblem, plan: Plan, vehicles: Collection[str], edit: PlanEdit | None) -> None:
    """Update the promises on some departures after a plan was written, and record the changes in its edit."""
    if edit is None:
        return
    stops = [stop for route in plan.routes if route.vehicle in vehicles for stop in route.stops if stop.window]
    late = {stop.visit for stop in stops if stop.window and stop.start_s > stop.window[1]}
    edit.broke = ring(tx, _orders(prepared, late))
    edit.kept = hold(tx, prepared.day, _orders(prepared, {stop.visit for stop in stops} - late))


def _orders(prepared: DayProblem, visits: Iterable[str]) -> list[int]:
    return sorted(order_id for visit in visits for order_id in prepared.orders[visit])


def ring(tx: Transaction, order_ids: Sequence[int]) -> list[int]:
    """Put orders with a promise on the call desk. Returns those that had one."""
    return [order_id for order_id in _that_are(tx, "confirmed", order_ids) if promising.must_be_rung(tx, order_id)]


def hold(tx: Transaction, day: date, order_ids: Sequence[int]) -> list[int]:
    """Give back the promises that a change of the day's plan broke, unless the customer was spoken to since.

    Returns the orders that have theirs again.
    """
    restored = []
    for order_id in _that_are(tx, "moved", order_ids):
        broken = select(PlanEdit.at).where(PlanEdit.day == day, PlanEdit.broke.contains([order_id]))
        since = tx.session.scalar(broken.order_by(PlanEdit.id.desc()).limit(1))
        if since is not None and promising.promise_holds(tx, order_id, since):
            restored.append(order_id)
    return restored


def _that_are(tx: Transaction, appointment: str, order_ids: Sequence[int]) -> Sequence[int]:
    query = select(Order.id).where(Order.id.in_(order_ids), Order.appointment == appointment).order_by(Order.id)
    return tx.session.scalars(query).all()
