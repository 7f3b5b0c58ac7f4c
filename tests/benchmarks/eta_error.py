"""How wrong the times are that customers are told, over simulated days of the demo's plan, beside the plan's own times.

A day is driven with its own slowness (traffic of the day, and of each hour), each leg and each door with a noise of its
own, and now and then half an hour lost at a door. Whenever a van leaves a door, the arrivals at all doors before it are
foretold by the board's rule and by the plan, and both are compared with what then happens.
"""

import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.adapters.solvers.portfolio_solver import PortfolioSolver
from dispatch_console.adapters.travel.great_circle import GreatCircle
from dispatch_console.application.desk import Desk
from dispatch_console.application.planning import day_problem, keeping, solving
from dispatch_console.demo.day import DemoClock, prepare
from dispatch_console.domain.road.eta import PlannedTimes, live_times
from dispatch_console.settings import Settings
from dispatch_console.station.program import open_desk
from dispatch_console.store.entities import Route
from tests.benchmarks.results import DAY, Result

DAYS = 200
# traffic of the day, of the hour, of a leg, and of a door, as standard deviations of the logarithm
OF_DAY, OF_HOUR, OF_LEG, OF_DOOR = 0.12, 0.10, 0.15, 0.30
LOST, LOST_MIN = 0.03, (10, 30)


def eta_error(_: Desk) -> list[Result]:
    """Return the middle and the ninetieth of a hundred errors, in minutes, of the board's rule and of the plan."""
    with tempfile.TemporaryDirectory() as folder:
        clock = DemoClock(DAY)
        with open_desk(Settings(Path(folder)), clock) as desk:
            day = date(2026, 11, 23)
            prepare(desk, clock, day, Path(folder) / "demo", lambda _: None)
            prepared = desk.ask_now(day_problem.day_problem, day, GreatCircle())
            plan, _violations = solving.solve_day(prepared, PortfolioSolver(), 5.0)
            desk.do_now(keeping.keep_plan, prepared, plan)
            routes = desk.ask_now(_planned)
    dice = random.Random(27)
    live, naive, near_live, near_naive = [], [], [], []
    for _day in range(DAYS):
        slow = dice.lognormvariate(0, OF_DAY)
        hours = {hour: dice.lognormvariate(0, OF_HOUR) for hour in range(24)}
        for begins, stops in routes:
            for ahead, foretold, planned in _drive(dice, begins, stops, slow, hours):
                live.append(foretold)
                naive.append(planned)
                if ahead <= timedelta(hours=1):
                    near_live.append(foretold)
                    near_naive.append(planned)
    note = f"{DAYS} days, {sum(len(stops) for _, stops in routes)} stops a day, {len(live)} foretold arrivals"
    return [
        Result("eta_p50", round(median(live), 1), "min", f"the board's rule; {note}"),
        Result("eta_p50_naive", round(median(naive), 1), "min", "the plan's own times"),
        Result("eta_p90", _ninetieth(live), "min", "the board's rule"),
        Result("eta_p90_naive", _ninetieth(naive), "min", "the plan's own times"),
        Result("eta_hour_p50", round(median(near_live), 1), "min", "of doors within the next hour: the board's rule"),
        Result("eta_hour_p50_naive", round(median(near_naive), 1), "min", "of doors within the next hour: the plan"),
        Result("eta_hour_p90", _ninetieth(near_live), "min", "of doors within the next hour: the board's rule"),
        Result("eta_hour_p90_naive", _ninetieth(near_naive), "min", "of doors within the next hour: the plan"),
    ]


def _planned(session: Session) -> list[tuple[datetime, list[PlannedTimes]]]:
    """Return each departure of the plan: when it leaves, and its stops."""
    return [
        (
            route.start_at,
            [
                PlannedTimes(
                    arrive_at=stop.arrive_at, start_at=stop.start_at, leave_at=stop.leave_at,
                    driving=timedelta(seconds=stop.driving_s),
                    window=(stop.window_start, stop.window_end) if stop.window_start and stop.window_end else None,
                )
                for stop in route.stops
            ],
        )
        for route in session.scalars(select(Route).order_by(Route.id))
        if route.stops
    ]  # fmt: skip


def _drive(
    dice: random.Random, begins: datetime, stops: Sequence[PlannedTimes], slow: float, hours: dict[int, float]
) -> Iterator[tuple[timedelta, float, float]]:
    """Drive a departure; yield how far ahead each foretold arrival lay, and the errors of both rules in minutes."""
    known = list(stops)
    clock, foretold = begins, list[tuple[datetime, int, datetime]]()
    for number, stop in enumerate(stops):
        for place, times in list(enumerate(live_times(known, begins, begins, clock)))[number:]:
            foretold.append((clock, place, times.start_at))
        factor = slow * hours[clock.hour] * dice.lognormvariate(0, OF_LEG)
        arrived = clock + stop.driving * factor
        begun = max(arrived, stop.window[0]) if stop.window else arrived
        lost = timedelta(minutes=dice.uniform(*LOST_MIN)) if dice.random() < LOST else timedelta(0)
        clock = begun + (stop.leave_at - stop.start_at) * dice.lognormvariate(0, OF_DOOR) + lost
        known[number] = replace(stop, arrived_at=arrived, left_at=clock)
    true = [
        max(stop.arrived_at, stop.window[0]) if stop.window and stop.arrived_at else stop.arrived_at for stop in known
    ]
    for at, place, told in foretold:
        happened = true[place]
        if happened is not None:
            board, plan = (abs((one - happened).total_seconds()) / 60 for one in (told, stops[place].start_at))
            yield happened - at, board, plan


def _ninetieth(values: list[float]) -> float:
    return round(sorted(values)[len(values) * 9 // 10], 1)
