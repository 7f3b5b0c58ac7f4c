"""The vans' own drives teach the roads: noted, learnt, adopted, and driven by in the next plan."""

from datetime import timedelta
from pathlib import Path

import pytest

from dispatch_console.application.desk import Desk
from dispatch_console.application.planning import day_problem, speeds
from dispatch_console.application.road import doorstep
from dispatch_console.domain.planning.plan_check import check
from dispatch_console.domain.planning.speeds import Calibration, SpeedProfile
from dispatch_console.domain.road.proof import HandoffFacts
from dispatch_console.settings import Settings
from dispatch_console.station import regions
from dispatch_console.store.entities import Route
from dispatch_console.store.journal import broken_links
from tests.adapters.region.helsinki import helsinki_extract
from tests.builders.days import out_on_the_road, ready_orders, set_up_two_departures, solved
from tests.builders.fleet import DAY
from tests.builders.sample_orders import get
from tests.conftest import NOW, Clock

NUMBERS = ("1002", "1004", "1006")


@pytest.fixture
def region(desk: Desk, tmp_path: Path) -> Settings:
    """Return the streets around the three addresses of the small day."""
    settings = Settings(tmp_path / "station")
    regions.import_extract(desk, settings, helsinki_extract(tmp_path / "helsinki.osm.pbf"), "helsinki", NOW)
    return settings


def deliver_slowly(desk: Desk, clock: Clock, minutes_between: int) -> None:
    route = out_on_the_road(desk, NUMBERS)
    for number in desk.ask_now(lambda session: _numbers(session.get_one(Route, route))):
        clock.forward(timedelta(minutes=minutes_between))
        desk.do_now(doorstep.arrive, (get(desk, number).id,))
        clock.forward(timedelta(minutes=3))
        facts = HandoffFacts(outcome="failed_not_home")
        desk.do_now(doorstep.hand_over, get(desk, number).id, facts, through="phone", signature=None)


def _numbers(route: Route) -> list[str]:
    return [served.order.number for stop in route.stops for served in stop.served]


def test_drives_are_read_from_what_was_noted_and_teach_the_next_plan(
    desk: Desk, clock: Clock, region: Settings
) -> None:
    deliver_slowly(desk, clock, minutes_between=4)
    drives = desk.ask_now(speeds.noted_drives)
    assert [drive.took_s for drive in drives] == [240.0, 240.0]
    learnt = regions.calibrate(desk, region)
    assert (learnt.used, learnt.left_out) == (2, 0)
    assert learnt.error_after_s < learnt.error_before_s
    assert all(factor > 1 for factor in learnt.profile.factors.values())
    desk.do_now(speeds.adopt, learnt)
    assert desk.ask_now(speeds.profile).factors == learnt.profile.factors
    assert desk.ask_now(lambda session: list(broken_links(session))) == []
    assert desk.do_now(speeds.forget) == len(learnt.profile.factors)
    assert desk.ask_now(speeds.profile).factors == {}


def test_departures_of_slow_hours_are_planned_with_their_own_times(desk: Desk, region: Settings) -> None:
    ready_orders(desk, NUMBERS)
    desk.do_now(set_up_two_departures)
    slow = {("residential", hour): 2.5 for hour in range(24) if hour < 12}
    desk.do_now(speeds.adopt, Calibration(SpeedProfile(slow), 9, 0, 0.0, 0.0, {}))
    prepared = desk.ask_now(day_problem.day_problem, DAY, regions.travel_times(desk, region))
    problem = prepared.problem
    morning, afternoon = (problem.driven(van) for van in problem.vehicles[:2])
    assert problem.vehicles[0].times != problem.vehicles[1].times
    assert sum(map(sum, morning.durations)) > 1.3 * sum(map(sum, afternoon.durations))
    assert check(solved(prepared), problem) == ()
