"""A break that was planned is still there when the plan is kept: on the board and on the manifest."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from dispatch_console.adapters.travel.great_circle import GreatCircle
from dispatch_console.application.desk import Desk
from dispatch_console.application.papers import manifest_facts
from dispatch_console.application.planning import day_board, day_problem, keeping, publishing
from dispatch_console.domain.papers.facts import Sender
from dispatch_console.store.entities import Shift, Stop
from dispatch_console.store.transaction import Transaction
from tests.builders.days import ready_orders, route_id, solved
from tests.builders.fleet import DAY
from tests.conftest import NOW


def _kept(desk: Desk) -> list[Stop]:
    return desk.ask_now(lambda session: list(session.scalars(select(Stop).order_by(Stop.sequence))))


def test_a_planned_break_stands_on_the_board_and_on_the_manifest(desk: Desk) -> None:
    ready_orders(desk, ("1002", "1004", "1006"))

    def rest(tx: Transaction) -> None:
        shift = tx.session.scalars(select(Shift)).one()
        shift.break_start, shift.break_minutes = "14:00", 30

    desk.do_now(rest)
    prepared = desk.ask_now(day_problem.day_problem, DAY, GreatCircle())
    desk.do_now(keeping.keep_plan, prepared, solved(prepared))
    desk.do_now(publishing.publish, DAY)
    (leg,) = desk.ask_now(day_board.day_board, DAY, NOW).legs
    ((start, end),) = leg.breaks
    assert (end - start).total_seconds() == 1800
    assert start >= datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    assert [stop.times.arrive_at for stop in leg.stops] == [stop.arrive_at for stop in _kept(desk)]
    assert all(stop.times.leave_at <= start or end <= stop.times.start_at for stop in leg.stops)
    assert start < leg.stops[-1].times.start_at

    late = desk.ask_now(day_board.day_board, DAY, leg.start_at + timedelta(minutes=45)).legs[0]
    ((rests, rested),) = late.breaks
    assert rests - start == late.stops[0].times.leave_at - leg.stops[0].times.leave_at > timedelta(0)
    assert all(stop.times.leave_at <= rests or rested <= stop.times.start_at for stop in late.stops)

    (made,) = desk.ask_now(manifest_facts.manifest_facts, DAY, Sender("", "", ""), {route_id(desk): 1})
    assert sum("Break 14:" in stop.rest or "Break 15:" in stop.rest for stop in made.facts.stops) <= 1
    said = [stop.rest for stop in made.facts.stops if stop.rest]
    assert len(said) == 1 or start >= leg.stops[-1].times.leave_at
