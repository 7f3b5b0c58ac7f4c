"""Two hundred generated rich problems, solved by us and by VROOM: our answers keep every rule and leave out no more."""

import json
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dispatch_console.adapters.problems import vroom_answer, vroom_json
from dispatch_console.adapters.solvers.portfolio_solver import PortfolioSolver
from dispatch_console.adapters.travel.great_circle import GreatCircle
from tests.builders.rich_problems import rich_problem
from tests.builders.vroom_checking import faults, left_out

PROBLEMS, AT_ONCE = 200, 25
# the longer ones are for a machine that has other work
SECONDS, LONGER = 0.1, (3.0, 12.0)
# VROOM's own interpreter: its package brings no types and loads pandas
VROOM = """
import json, sys, vroom
for name in sys.argv[1:]:
    answer = vroom.Input.from_json(name).solve(exploration_level=5, nb_threads=1).to_dict()
    open(name + ".answer", "w").write(json.dumps(answer))
"""


def solved(file: Path, seconds: float) -> dict[str, Any]:
    given = vroom_json.read(file, GreatCircle().matrix)
    plan = PortfolioSolver(workers=1).solve(given.problem, seconds)
    return vroom_answer.answer(given, plan, 0)


@pytest.mark.skipif(
    (sys.platform, platform.machine()) != ("linux", "x86_64"), reason="VROOM is packaged for one platform"
)
@pytest.mark.parametrize("first", range(0, PROBLEMS, AT_ONCE))
def test_our_answers_keep_every_rule_and_leave_out_no_more_than_vroom(tmp_path: Path, first: int) -> None:
    problems = {tmp_path / f"{seed}.json": rich_problem(seed) for seed in range(first, first + AT_ONCE)}
    for file, problem in problems.items():
        file.write_text(json.dumps(problem))
    subprocess.run([sys.executable, "-c", VROOM, *map(str, problems)], check=True)
    for file, problem in problems.items():
        theirs = json.loads(Path(f"{file}.answer").read_text())
        ours = solved(file, SECONDS)
        for seconds in LONGER:
            if left_out(problem, ours) > left_out(problem, theirs):
                ours = solved(file, seconds)
        assert faults(problem, ours) == [], file.name
        assert left_out(problem, ours) <= left_out(problem, theirs), file.name
