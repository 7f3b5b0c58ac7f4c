"""`solve FILE`: other people's problems in, their own answer shapes out."""

import json
import math
import os
import signal
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from dispatch_console.cli.main import run
from tests.conftest import DATA

INSTANCES = DATA / "instances"
# what plain PyVRP finds on these two in a second, and nobody should be worse
GOOD = {"W40.txt": 845.0, "C60.vrp": 34_300}


def solve(capsys: pytest.CaptureFixture[str], file: Path, *more: str, code: int = 0) -> dict[str, Any]:
    assert run(["solve", str(file), "--seconds", "1", "--json", *more]) == code
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def rows(file: Path) -> list[list[float]]:
    """Return number, x, y, ... of every place."""
    lines = [line.split() for line in file.read_text().splitlines()]
    return [[float(cell) for cell in line] for line in lines if line and line[0].isdigit() and len(line) in (3, 7)]


@pytest.mark.parametrize(("name", "unit"), [("W40.txt", 10), ("C60.vrp", 1)])
def test_the_cost_is_that_of_the_routes_and_good(capsys: pytest.CaptureFixture[str], name: str, unit: int) -> None:
    answer = solve(capsys, INSTANCES / name)
    places = [(row[1], row[2]) for row in rows(INSTANCES / name)]
    total = 0
    for route in answer["routes"]:
        for a, b in zip([0, *route], [*route, 0], strict=True):
            away = math.dist(places[a], places[b])
            total += int(10 * away) if unit == 10 else int(away + 0.5)
    assert answer["cost"] == pytest.approx(total / unit)
    assert sorted(stop for route in answer["routes"] for stop in route) == list(range(1, len(places)))
    assert answer["cost"] <= GOOD[name]
    assert answer["first"]["cost"] == answer["trace"][0][1] >= answer["trace"][-1][1] == answer["cost"]
    assert answer["first"]["seconds"] < answer["seconds"]


def vroom(tmp_path: Path, **problem: Any) -> Path:
    file = tmp_path / "problem.json"
    file.write_text(json.dumps(problem))
    return file


MATRIX = {"car": {"durations": [[0, 600, 900, 1200], [600, 0, 400, 700], [900, 400, 0, 300], [1200, 700, 300, 0]]}}
FULL = {
    "vehicles": [
        {"id": 7, "start_index": 0, "end_index": 0, "capacity": [4], "skills": [1, 14], "time_window": [28800, 43200],
         "breaks": [{"id": 1, "service": 300, "time_windows": [[32400, 34200]]}], "description": "big"},
        {"id": 8, "start_index": 0, "capacity": [1], "time_window": [28800, 32400]},
    ],
    "jobs": [
        {"id": 1, "location_index": 1, "service": 300, "setup": 60, "delivery": [1], "skills": [14], "priority": 5,
         "time_windows": [[32400, 36000], [39600, 41000]]},
        {"id": 2, "location_index": 3, "service": 300, "pickup": [1], "description": "return"},
        {"id": 9, "location_index": 2, "delivery": [9]},
    ],
    "shipments": [
        {"amount": [2], "skills": [1], "pickup": {"id": 4, "location_index": 2, "service": 120},
         "delivery": {"id": 5, "location_index": 1, "service": 60, "time_windows": [[28800, 43000]]}},
    ],
    "matrices": MATRIX,
}  # fmt: skip


def test_vroom_s_problem_gets_vroom_s_answer(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    answer = solve(capsys, vroom(tmp_path, **FULL))
    assert answer["code"] == 0
    assert answer["unassigned"] == [{"id": 9, "type": "job", "location_index": 2}]
    summary = answer["summary"]
    assert summary["unassigned"] == 1 and summary["routes"] == len(answer["routes"])
    assert summary["cost"] == summary["duration"] == sum(route["duration"] for route in answer["routes"])
    big = next(route for route in answer["routes"] if route["vehicle"] == 7)
    steps = big["steps"]
    assert steps[0]["type"] == "start" and steps[-1]["type"] == "end"
    kinds = [step["type"] for step in steps]
    assert kinds.index("pickup") < kinds.index("delivery") and "break" in kinds
    rest = steps[kinds.index("break")]
    assert 32400 <= rest["arrival"] + rest["waiting_time"] <= 34200
    job = next(step for step in steps if step["type"] == "job" and step["id"] == 1)
    assert job["job"] == 1 and 32400 <= job["arrival"] + job["waiting_time"] <= 36000
    assert job["setup"] in (0, 60) and job["service"] == 300
    for before, after in pairwise(steps):
        leaves = before["arrival"] + before["waiting_time"] + before["setup"] + before["service"]
        assert after["arrival"] - leaves == after["duration"] - before["duration"]
    assert big["waiting_time"] == sum(step["waiting_time"] for step in steps)
    assert max(step["load"][0] for step in steps) <= 4


def test_vroom_s_steps_are_a_beginning_and_epoch_seconds_come_back(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    noon = 1_795_000_000
    given = [{"type": "start"}, {"type": "job", "id": 2}, {"type": "job", "id": 1}, {"type": "end"}]
    depot = [9.52, 47.14]
    van = {"id": 1, "start": depot, "end": depot, "time_window": [noon, noon + 7200], "steps": given}
    jobs = [
        {"id": 1, "location": [9.53, 47.15]},
        {"id": 2, "location": [9.54, 47.16], "time_windows": [[noon, noon + 3600]]},
    ]
    problem = {"vehicles": [van], "jobs": jobs}
    answer = solve(capsys, vroom(tmp_path, **problem))
    arrivals = [step["arrival"] for step in answer["routes"][0]["steps"]]
    assert answer["unassigned"] == [] and arrivals[0] >= noon and arrivals == sorted(arrivals)
    assert answer["routes"][0]["steps"][1]["location"] in ([9.53, 47.15], [9.54, 47.16])


PLAIN: dict[str, Any] = {"id": 1, "location_index": 1}
VAN: dict[str, Any] = {"id": 1, "start_index": 0, "capacity": [4]}
SHIPMENT = {"pickup": PLAIN, "delivery": {"id": 1, "location_index": 2}}
ALONE: dict[str, Any] = {"jobs": [PLAIN], "shipments": []}


@pytest.mark.parametrize(
    ("change", "code", "says"),
    [
        ({"vehicles": []}, "solve.file", "no vehicles"),
        ({"jobs": [{"id": 1}]}, "solve.file", "jobs[0] has no location"),
        ({"vehicles": [{**VAN, "max_distance": 2}]}, "solve.file", "vehicles[0].max_distance needs it"),
        ({"vehicles": [{**VAN, "costs": {"per_km": 2}}]}, "solve.file", "vehicles[0].costs.per_km needs it"),
        ({"vehicles": [{**VAN, "costs": {"per_mile": 2}}]}, "solve.unknown", "vehicles[0].costs.per_mile"),
        ({"vehicles": [{**VAN, "steps": [{"type": "job", "id": 1, "service_at": 9}]}]}, "solve.unknown", "service_at"),
        ({"vehicles": [{**VAN, "breaks": [{"id": 1, "max_loads": [1]}]}]}, "solve.unknown", "breaks[0].max_loads"),
        ({"vehicles": [{**VAN, "breaks": [{"id": 1, "max_load": [1, 1]}]}]}, "solve.file", "max_load has 2 dimensions"),
        ({"vehicles": [{**VAN, "max_travel_time": -1}]}, "solve.file", "vehicles[0].max_travel_time is -1"),
        ({"jobs": [{**PLAIN, "colour": "red"}]}, "solve.unknown", "jobs[0].colour"),
        ({"jobs": [{**PLAIN, "service_per_type": {"big": 1.5}}]}, "solve.file", "jobs[0].service_per_type.big is 1.5"),
        ({"shipments": [{**SHIPMENT, "amounts": [1]}]}, "solve.unknown", "shipments[0].amounts"),
        ({"shipments": [{**SHIPMENT, "pickup": {**PLAIN, "amount": [1]}}]}, "solve.unknown", "[0].pickup.amount"),
        ({"matrices": {"car": {**MATRIX["car"], "costs": [[0]]}}}, "solve.unknown", "matrices.car.costs"),
        ({"objectives": []}, "solve.unknown", "objectives"),
        ({"vehicles": [{"id": 1, "start_index": 0, "speed_factor": 0}]}, "solve.file", "vehicles[0].speed_factor is 0"),
        ({"matrices": {"car": {"durations": [[0, 1], [1]]}}}, "solve.file", "square"),
        ({"jobs": [{"id": 1, "location_index": 99}]}, "solve.file", "outside the matrix"),
        ({"jobs": [PLAIN, PLAIN]}, "solve.file", "jobs: id 1 stands twice"),
        ({"vehicles": [VAN, VAN]}, "solve.file", "vehicles: id 1 stands twice"),
        ({"shipments": [SHIPMENT, SHIPMENT]}, "solve.file", "shipments.pickup: id 1 stands twice"),
        ({"jobs": [{**PLAIN, "service": -100}]}, "solve.file", "jobs[0].service is -100"),
        ({"jobs": [{**PLAIN, "service": 1.5}]}, "solve.file", "jobs[0].service is 1.5, not a whole number"),
        ({"jobs": [{**PLAIN, "delivery": [-1]}]}, "solve.file", "jobs[0].delivery is -1"),
        (
            {"jobs": [{**PLAIN, "delivery": [1]}, {"id": 2, "location_index": 1, "delivery": [1, 1]}]},
            "solve.file",
            "jobs[1].delivery has 2 dimensions, others have 1",
        ),
        ({"jobs": [{**PLAIN, "time_windows": [[9, 8]]}]}, "solve.file", "jobs[0].time_windows ends before it begins"),
        ({"vehicles": [{"id": 1, "start": [9.5, 47.1]}]}, "solve.file", "vehicles[0].start_index is missing"),
        (
            {"vehicles": [{**VAN, "steps": [{"type": "job", "id": 1}]}], "jobs": [{**PLAIN, "delivery": [5]}]},
            "solve.file",
            "vehicle 1 cannot be driven: overload",
        ),
        ({"vehicles": [{**VAN, "capacity": [1] * 5}], **ALONE}, "plan.too_many", "5 dimensions of load"),
        ({"vehicles": [{**VAN, "breaks": [{"id": i} for i in range(5)]}]}, "plan.too_many", "5 breaks"),
        ({"matrices": {"car": {"durations": [[0, -1], [1, 0]]}}}, "solve.file", "durations[0] holds -1"),
    ],
)
def test_what_cannot_be_read_says_where(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, change: dict[str, Any], code: str, says: str
) -> None:
    error = solve(capsys, vroom(tmp_path, **{**FULL, **change}), code=1)["error"]
    assert error["code"] == code and says in error["message"]


def test_a_file_that_is_no_problem_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "orders.vrp"
    file.write_text("Name,Total\n#1001,24.00\n")
    assert solve(capsys, file, code=1)["error"]["code"] == "solve.file"
    assert solve(capsys, tmp_path / "none.txt", code=1)["error"]["code"] == "solve.file"


def test_a_van_without_hours_leaves_in_time_for_the_first_window(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    van = {"id": 1, "start_index": 0}
    job = {"id": 1, "location_index": 1, "time_windows": [[32400, 32400]]}
    for shift in (0, 1_795_000_000):
        given = {**job, "time_windows": [[32400 + shift, 32400 + shift]]}
        answer = solve(capsys, vroom(tmp_path, vehicles=[van], jobs=[given], matrices=MATRIX))
        assert [step["arrival"] - shift for step in answer["routes"][0]["steps"]] == [31800, 32400]


def test_breaks_are_all_taken_and_the_steps_add_up(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The van is back before the second break; it is in the answer all the same."""
    rests = [
        {"id": "noon", "service": 300, "time_windows": [[650, 650]], "description": "lunch"},
        {"id": 2, "service": 100, "time_windows": [[1000, 1100]]},
        {"id": 3, "service": 60, "time_windows": [[9000, 9000]]},
    ]
    van = {"id": 1, "start_index": 0, "end_index": 0, "breaks": rests, "time_window": [0, 20000], "description": "big"}
    job = {"id": 1, "location_index": 1, "time_windows": [[1200, 2000]]}
    route = solve(capsys, vroom(tmp_path, vehicles=[van], jobs=[job], matrices=MATRIX))["routes"][0]
    steps = route["steps"]
    assert [step.get("id") for step in steps if step["type"] == "break"] == ["noon", 2, 3]
    assert route["description"] == "big" and steps[1]["description"] == "lunch"
    for before, after in pairwise(steps):
        leaves = before["arrival"] + before["waiting_time"] + before["setup"] + before["service"]
        assert after["arrival"] - leaves == after["duration"] - before["duration"]
    assert route["waiting_time"] == sum(step["waiting_time"] for step in steps)


def test_a_faster_van_takes_less_time_for_the_same_way(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    vans = [{"id": 1, "start_index": 0, "end_index": 0}, {"id": 2, "start_index": 0, "end_index": 0, "speed_factor": 2}]
    given = vroom(tmp_path, vehicles=vans, jobs=[{"id": 1, "location_index": 1}], matrices=MATRIX)
    route = solve(capsys, given)["routes"][0]
    assert (route["vehicle"], route["duration"], route["cost"]) == (2, 600, 600)
    places = [{"id": 1, "location": [9.53, 47.15]}]
    slow, fast = (
        solve(
            capsys, vroom(tmp_path, vehicles=[{"id": 1, "start": [9.52, 47.14], "speed_factor": factor}], jobs=places)
        )
        for factor in (1, 4)
    )
    slow, fast = slow["summary"], fast["summary"]
    assert fast["duration"] == pytest.approx(slow["duration"] / 4, abs=1) and fast["distance"] == slow["distance"]


def test_one_of_a_high_priority_counts_more_than_many_of_a_low_one(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    jobs = [{"id": number, "location_index": 1, "delivery": [1]} for number in (1, 2, 3)]
    jobs.append({"id": 4, "location_index": 3, "delivery": [3], "priority": 1})
    van = {**VAN, "capacity": [3]}
    answer = solve(capsys, vroom(tmp_path, vehicles=[van], jobs=jobs, matrices=MATRIX))
    assert [entry["id"] for entry in answer["unassigned"]] == [1, 2, 3]


def test_a_van_takes_as_many_stops_as_there_are(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    jobs = [{"id": number, "location_index": 1, "setup": 5} for number in range(1, 1101)]
    answer = solve(capsys, vroom(tmp_path, vehicles=[{"id": 1, "start_index": 0}], jobs=jobs, matrices=MATRIX))
    assert answer["unassigned"] == [] and answer["summary"]["cost"] == 600


SMALL = """NAME : small
TYPE : VRPTW
DIMENSION : 3
EDGE_WEIGHT_TYPE : EUC_2D
CAPACITY : 10
{more}NODE_COORD_SECTION
1 0 0
2 10.2 0
3 0 5
DEMAND_SECTION
1 0
2 4
3 4
TIME_WINDOW_SECTION
1 0 100.5
2 0 10.5
3 0 50
SERVICE_TIME_SECTION
1 0
2 0.5
3 1
DEPOT_SECTION
{depot}
-1
EOF
"""


def test_fractions_of_a_file_count(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "small.vrp"
    file.write_text(SMALL.format(more="", depot=1))
    answer = solve(capsys, file)
    assert answer["unplanned"] == [] and answer["cost"] == pytest.approx(10.2 + 11.3 + 5)


def test_what_has_no_place_is_no_distance(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "small.vrp"
    file.write_text(SMALL.format(more="VEHICLES : 1\n", depot=1).replace("3 4\n", "3 9\n"))
    answer = solve(capsys, file)
    assert len(answer["unplanned"]) == 1
    assert answer["first"]["cost"] < 100 and answer["trace"][-1][1] == answer["cost"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"more": "", "depot": 3}, "the depot must be the first place"),
        ({"more": "BACKHAUL_SECTION\n2\n-1\n", "depot": 1}, "BACKHAUL"),
        ({"more": "", "depot": "1\n2"}, "the only one, not 1, 2"),
    ],
)
def test_what_a_file_asks_for_is_honoured_or_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, change: dict[str, Any], says: str
) -> None:
    file = tmp_path / "small.vrp"
    file.write_text(SMALL.format(**change))
    assert says in solve(capsys, file, code=1)["error"]["message"]
    file.write_text(SMALL.format(more="", depot=1).replace("3 4\n", ""))
    assert "DEMAND has 2 rows, not 3" in solve(capsys, file, code=1)["error"]["message"]


@pytest.mark.skipif(sys.platform == "win32", reason="there Ctrl-C belongs to the console, not to a process")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_whoever_is_interrupted_answers_with_the_best_so_far(how: signal.Signals) -> None:
    command = [sys.executable, "-m", "dispatch_console", "solve", str(INSTANCES / "W40.txt"), "--seconds", "60"]
    with subprocess.Popen([*command, "--json"], stdout=subprocess.PIPE, start_new_session=True) as process:
        time.sleep(4)
        if how is signal.SIGINT:
            os.killpg(process.pid, how)  # as a terminal does: the children get it too
        else:
            process.send_signal(how)
        told, _ = process.communicate(timeout=20)
    assert process.returncode == 0
    assert 0 < json.loads(told)["seconds"] < 30
