"""A day on real roads: vans of unlike size, hours that close a street, and a door that no road reaches."""

from datetime import date
from pathlib import Path

import pytest

from dispatch_console.adapters.travel.roads import Roads
from dispatch_console.application.desk import Desk
from dispatch_console.application.fleet import records, setting_up
from dispatch_console.application.orders import addresses
from dispatch_console.application.planning import day_board, day_problem, keeping, solving
from dispatch_console.application.planning.day_problem import DayProblem
from dispatch_console.domain.errors import BadInput, Refused
from dispatch_console.domain.planning.outing import LARGE_VAN, Outing, VanSize
from dispatch_console.domain.planning.pricing import moved, resequenced
from dispatch_console.domain.planning.problem import UNREACHABLE
from dispatch_console.domain.planning.unplanned import explain_one
from dispatch_console.domain.values import Coordinate
from tests.builders.days import quick_solver, ready_orders
from tests.builders.fleet import DAY, second_van
from tests.builders.road_towns import Tags, place, roads_of, town
from tests.builders.sample_orders import get
from tests.conftest import NOW

STREET = {"highway": "residential"}
DEPOT, NEAR, BEHIND, ISLAND = place(0, 0), place(2.1, 0), place(7.5, 0), place(1.5, 4.8)


def streets(folder: Path, dead_end: Tags) -> Roads:
    """Return a town with a dead end in the east, and an island in the north that no ferry goes to."""
    ways = [
        (300, [3, 93], {**STREET, **dead_end}),
        (301, [90, 91], STREET),
        (302, [91, 92, 90], STREET),
        (303, [94, 95], {"natural": "coastline"}),
    ]
    spots = {90: (1.0, 5.0), 91: (2.0, 5.0), 92: (1.5, 5.5), 93: (8.0, 0.0), 94: (-1.0, 4.0), 95: (5.0, 4.0)}
    return roads_of(folder, town(folder / "t.osm.pbf", ways, spots=spots))


@pytest.fixture
def day(desk: Desk) -> Desk:
    """Return a desk with three orders: on a street, in the dead end, on the island; one van is a lorry."""
    ready_orders(desk, ("1002", "1004", "1006"))
    desk.do_now(second_van)
    desk.do_now(
        setting_up.set_up_depot, name="Hakaniemi", address="", lat=DEPOT.lat, lon=DEPOT.lon, zone="Europe/Helsinki",
        departures=["13:00"], slots=["12:00-14:00", "14:00-16:00"],
    )  # fmt: skip
    for number, spot in (("1002", NEAR), ("1004", BEHIND), ("1006", ISLAND)):
        pin(desk, number, spot)
    enter(desk, "Van 6", height="3.4", width="2.5", length="9", mass="12000")
    return desk


def pin(desk: Desk, number: str, spot: Coordinate) -> None:
    desk.do_now(addresses.set_pin, get(desk, number).address_id, spot)


def enter(desk: Desk, van: str, **measures: str) -> None:
    record = next(record for record in desk.ask_now(records.vans) if record.title == van)
    desk.do_now(records.keep_van, record.id, {**record.fields, **measures}, record.fields)


def prepared(desk: Desk, travel: Roads) -> DayProblem:
    return desk.ask_now(day_problem.day_problem, DAY, travel)


def visit_of(problem: DayProblem, desk: Desk, number: str) -> str:
    return problem.visits_of([[get(desk, number).id]])[0]


def test_each_van_has_the_roads_of_its_own_size(day: Desk, tmp_path: Path) -> None:
    problem = prepared(day, streets(tmp_path, {"maxheight": "3"}))
    vans = problem.problem.vehicle
    behind = problem.problem.visit[visit_of(problem, day, "1004")].location
    assert problem.problem.driven(vans["E1"]).durations[0][behind] < 600
    assert problem.problem.driven(vans["F1"]).durations[0][behind] == UNREACHABLE
    assert problem.outings["F1"].size == VanSize(height_cm=340, width_cm=250, length_cm=900, mass_kg=12_000)
    assert problem.outings["E1"] == Outing(LARGE_VAN, DAY, (13, 14, 15, 16))
    plan, violations = solving.solve_day(problem, quick_solver(), 0.2)
    assert violations == ()
    assert visit_of(problem, day, "1004") in plan.sequences["E1"]


def test_the_board_draws_the_way_of_the_same_van_at_the_same_hours(day: Desk, tmp_path: Path) -> None:
    problem = prepared(day, streets(tmp_path, {}))
    plan, _ = solving.solve_day(problem, quick_solver(), 0.2)
    day.do_now(keeping.keep_plan, problem, plan)
    board = day.ask_now(day_board.day_board, DAY, NOW)
    legs = {leg.name[0]: leg.outing for van in board.vans for leg in van.legs}
    assert legs
    assert all(outing == problem.outings[f"{letter}1"] for letter, outing in legs.items())


def test_a_street_that_is_closed_in_the_afternoon_takes_no_van_there(day: Desk, tmp_path: Path) -> None:
    school = {"motor_vehicle:conditional": "no @ (Mo-Fr 14:00-15:00)"}
    problem = prepared(day, streets(tmp_path, school))
    visit = visit_of(problem, day, "1004")
    plan, _ = solving.solve_day(problem, quick_solver(), 0.2)
    why = explain_one(problem.problem, plan, visit)
    assert why is not None and why.reason == "unreachable"


def test_what_no_road_reaches_is_left_out_with_its_reason_and_not_kept_on_a_route(day: Desk, tmp_path: Path) -> None:
    problem = prepared(day, streets(tmp_path, {}))
    island = visit_of(problem, day, "1006")
    plan, violations = solving.solve_day(problem, quick_solver(), 0.2)
    assert violations == () and plan.unplanned == (island,)
    why = explain_one(problem.problem, plan, island)
    assert why is not None and why.reason == "unreachable"
    forced = resequenced(problem.problem, plan, moved(plan, island, "E1", 0))
    with pytest.raises(Refused) as refusal:
        day.do_now(keeping.keep_plan, problem, forced)
    assert refusal.value.code == "plan.no_road"
    assert refusal.value.facts == {"orders": "#1006", "departure": "E1"}
    day.do_now(keeping.keep_plan, problem, plan)


def test_a_smaller_van_goes_where_all_were_too_large(day: Desk, tmp_path: Path) -> None:
    low = streets(tmp_path, {"maxheight": "2"})
    problem = prepared(day, low)
    plan, _ = solving.solve_day(problem, quick_solver(), 0.2)
    why = explain_one(problem.problem, plan, visit_of(problem, day, "1004"))
    assert why is not None and why.reason == "unreachable"
    enter(day, "Van 5", height="1.9")
    again = prepared(day, low)
    plan, _ = solving.solve_day(again, quick_solver(), 0.2)
    assert visit_of(again, day, "1004") in plan.sequences["E1"]


@pytest.mark.parametrize(
    ("field", "text"),
    [("height", "0.2"), ("height", "12"), ("width", "3"), ("length", "40"), ("mass", "5"), ("mass", "x")],
)
def test_a_size_that_cannot_be_is_refused_with_what_can(desk: Desk, field: str, text: str) -> None:
    van = {"name": "Van 9", "plate": "", "weight": "900", "volume": "6", "skills": "", field: text}
    with pytest.raises(BadInput) as refusal:
        desk.do_now(records.keep_van, None, van)
    assert refusal.value.code == "field.number"


def test_a_van_without_a_size_is_a_large_one(desk: Desk) -> None:
    van = {"name": "Van 9", "plate": "", "weight": "900", "volume": "6", "skills": ""}
    desk.do_now(records.keep_van, None, van)
    (record,) = desk.ask_now(records.vans)
    sizes = {key: record.fields[key] for key in ("height", "width", "length", "mass")}
    assert sizes == {"height": "2.7", "width": "2.05", "length": "6", "mass": "3500"}
    assert desk.ask_now(records.van_size, "Van 9") == LARGE_VAN
    with pytest.raises(BadInput):
        desk.ask_now(records.van_size, "Van 10")


def test_a_day_without_hours_is_none_of_an_outing() -> None:
    assert list(Outing(LARGE_VAN, date(2026, 11, 23)).moments) == []
