"""A break that was planned is still there when the plan is kept: on the board and on the manifest."""

from datetime import UTC, datetime

from sqlalchemy import select

from dispatch_console.adapters.travel.great_circle import GreatCircle
from dispatch_console.application import day_board, day_problem, manifests, plan_keeping, planning
from dispatch_console.application.desk import Desk
from dispatch_console.domain.papers import Sender
from dispatch_console.store.entities import Shift
from dispatch_console.store.transaction import Transaction
from tests.conftest import NOW
from tests.days import ready_orders, solved
from tests.journeys.test_one_order import DAY


def test_a_planned_break_stands_on_the_board_and_on_the_manifest(desk: Desk) -> None:
    ready_orders(desk, ("1002", "1004", "1006"))

    def rest(tx: Transaction) -> None:
        shift = tx.session.scalars(select(Shift)).one()
        shift.break_start, shift.break_minutes = "14:00", 30

    desk.do_now(rest)
    prepared = desk.ask_now(day_problem.day_problem, DAY, GreatCircle())
    desk.do_now(plan_keeping.keep_plan, prepared, solved(prepared))
    desk.do_now(planning.publish, DAY)
    (leg,) = desk.ask_now(day_board.day_board, DAY, NOW).legs
    ((start, end),) = leg.breaks
    assert (end - start).total_seconds() == 1800
    assert start >= datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    (made,) = desk.ask_now(manifests.manifest_facts, DAY, Sender("", "", ""), {})
    assert sum("Break 14:" in stop.rest or "Break 15:" in stop.rest for stop in made.facts.stops) <= 1
    said = [stop.rest for stop in made.facts.stops if stop.rest]
    assert len(said) == 1 or start >= leg.stops[-1].times.leave_at
