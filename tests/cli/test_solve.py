"""`solve FILE`: other people's problems in, their own answer shapes out."""

import json
import math
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
    """Number, x, y, ... of every place."""
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


@pytest.mark.parametrize(
    ("change", "code", "says"),
    [
        ({"vehicles": []}, "solve.file", "no vehicles"),
        ({"jobs": [{"id": 1}]}, "solve.file", "location of job-1"),
        ({"vehicles": [{"id": 1, "start_index": 0, "speed_factor": 2}]}, "solve.unknown", "speed_factor"),
        ({"matrices": {"car": {"durations": [[0, 1], [1]]}}}, "solve.file", "square"),
        ({"jobs": [{"id": 1, "location_index": 99}]}, "solve.file", "outside the matrix"),
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
