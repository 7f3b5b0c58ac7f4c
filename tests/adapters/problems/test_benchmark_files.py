"""Benchmark files are read exactly as they are written, or refused by the place that is not understood."""

import random
from pathlib import Path

import pytest

from dispatch_console.adapters.problems import benchmark_files
from dispatch_console.adapters.problems.instance import Benchmark
from dispatch_console.adapters.solvers.portfolio_solver import PortfolioSolver
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.planning.plan_check import check

HEAD = "NAME : small\nTYPE : CVRP\n"
DEMANDS = "DEMAND_SECTION\n1 0\n2 1\n3 1\n4 1\nDEPOT_SECTION\n1\n-1\nEOF\n"
FULL = [[0, 3, 7, 9], [3, 0, 4, 8], [7, 4, 0, 5], [9, 8, 5, 0]]
TRIANGLES = {
    "FULL_MATRIX": [number for row in FULL for number in row],
    "UPPER_ROW": [3, 7, 9, 4, 8, 5],
    "UPPER_DIAG_ROW": [0, 3, 7, 9, 0, 4, 8, 0, 5, 0],
    "LOWER_ROW": [3, 7, 4, 9, 8, 5],
    "LOWER_DIAG_ROW": [0, 3, 0, 7, 4, 0, 9, 8, 5, 0],
    "UPPER_COL": [3, 7, 4, 9, 8, 5],
    "UPPER_DIAG_COL": [0, 3, 0, 7, 4, 0, 9, 8, 5, 0],
    "LOWER_COL": [3, 7, 9, 4, 8, 5],
    "LOWER_DIAG_COL": [0, 3, 7, 9, 0, 4, 8, 0, 5, 0],
}


def read(tmp_path: Path, text: str, kind: str = "vrplib") -> Benchmark:
    file = tmp_path / "small.vrp"
    file.write_text(text)
    return benchmark_files.read(file, kind)


def refused(tmp_path: Path, text: str, kind: str = "vrplib") -> str:
    with pytest.raises(BadInput, match=r"solve\.file") as caught:
        read(tmp_path, text, kind)
    return str(caught.value.facts["detail"])


def explicit(form: str, numbers: list[str], capacity: str = "2") -> str:
    head = f"{HEAD}DIMENSION : 4\nCAPACITY : {capacity}\nEDGE_WEIGHT_TYPE : EXPLICIT\nEDGE_WEIGHT_FORMAT : {form}\n"
    return head + "EDGE_WEIGHT_SECTION\n" + "\n".join(numbers) + "\n" + DEMANDS


def placed(kind: str, places: str, more: str = "") -> str:
    count = len(places.splitlines())
    demands = "".join(f"{number} {int(number > 1)}\n" for number in range(1, count + 1))
    head = f"{HEAD}DIMENSION : {count}\nCAPACITY : 9\nEDGE_WEIGHT_TYPE : {kind}\n{more}"
    return f"{head}NODE_COORD_SECTION\n{places}DEMAND_SECTION\n{demands}EOF\n"


def table(found: Benchmark) -> list[list[int]]:
    return [list(row) for row in found.problem.matrix.durations]


@pytest.mark.parametrize("form", TRIANGLES)
def test_a_table_is_read_in_every_form_however_it_is_wrapped(tmp_path: Path, form: str) -> None:
    numbers = [str(number) for number in TRIANGLES[form]]
    assert table(read(tmp_path, explicit(form, [" ".join(numbers)]))) == FULL
    assert table(read(tmp_path, explicit(form, numbers))) == FULL
    dice = random.Random(3)
    lines, at = [], 0
    while at < len(numbers):
        width = dice.randint(1, 4)
        lines.append(" ".join(numbers[at : at + width]))
        at += width
    assert table(read(tmp_path, explicit(form, lines))) == FULL
    short = refused(tmp_path, explicit(form, numbers[:-1]))
    assert f"EDGE_WEIGHT_SECTION has {len(numbers) - 1} numbers; {form} of 4 places has {len(numbers)}" in short


def test_a_full_table_may_be_longer_one_way(tmp_path: Path) -> None:
    numbers = ["0 1 2 3", "4 0 5 6", "7 8 0 9", "1 2 3 0"]
    assert table(read(tmp_path, explicit("FULL_MATRIX", numbers)))[1] == [4, 0, 5, 6]


def test_fractional_distances_are_kept(tmp_path: Path) -> None:
    found = read(tmp_path, explicit("UPPER_ROW", ["0.25 7 9 4 8 5.5"]))
    assert found.scale == 100 and table(found)[0] == [0, 25, 700, 900] and table(found)[3][2] == 550


# from TSPLIB's own burma14 and att48; the others by hand
@pytest.mark.parametrize(
    ("kind", "places", "row"),
    [
        ("GEO", "1 16.47 96.10\n2 16.47 94.44\n3 20.09 92.54\n4 22.39 93.37\n", [0, 153, 510, 706]),
        ("ATT", "1 6734 1453\n2 2233 10\n3 5530 1424\n", [0, 1495, 381]),
        ("EUC_2D", "1 0 0\n2 1 1\n3 2 2\n", [0, 1, 3]),
        ("CEIL_2D", "1 0 0\n2 1 1\n3 0 3\n", [0, 2, 3]),
        ("FLOOR_2D", "1 0 0\n2 1 1\n3 2 2\n", [0, 1, 2]),
        ("MAN_2D", "1 0 0\n2 1.5 1.2\n3 -2 3\n", [0, 3, 5]),
        ("MAX_2D", "1 0 0\n2 1.5 1.2\n3 -2 3\n", [0, 2, 3]),
    ],
)
def test_distances_are_those_of_tsplib(tmp_path: Path, kind: str, places: str, row: list[int]) -> None:
    assert table(read(tmp_path, placed(kind, places)))[0] == row


PLACES = "1 0 0\n2 10 0\n3 20 0\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (placed("EUC_3D", PLACES), "EDGE_WEIGHT_TYPE EUC_3D is not known"),
        (placed("XRAY1", PLACES), "EDGE_WEIGHT_TYPE XRAY1 is not known"),
        (explicit("UPPER_TRIANGLE", ["1"]), "EDGE_WEIGHT_FORMAT UPPER_TRIANGLE is not known"),
        (explicit("UPPER_ROW", ["1 2 x 4 5 6"]), "EDGE_WEIGHT_SECTION, row 1: 'x' is not a number"),
        (explicit("UPPER_ROW", ["1 2 -3 4 5 6"]), "EDGE_WEIGHT_SECTION holds -3"),
        (placed("EUC_2D", PLACES).replace("TYPE : CVRP", "TYPE : VRPB"), "TYPE VRPB is not known"),
        (placed("EUC_2D", PLACES).replace("TYPE : CVRP", "TYPE : MDVRP"), "TYPE MDVRP is not known"),
        (placed("EUC_2D", PLACES, "DEPOTS : 2\n"), "DEPOTS is not known"),
        (placed("EUC_2D", PLACES, "CAPACITY : 3\n"), "CAPACITY stands twice"),
        (placed("EUC_2D", PLACES).replace("EOF", "BACKHAUL_SECTION\n2\n-1\nEOF"), "BACKHAUL is not known"),
        (placed("EUC_2D", PLACES).replace("EOF", "PICKUP_SECTION\n1 0\nEOF"), "PICKUP is not known"),
        (placed("EUC_2D", "2 0 0\n1 10 0\n3 20 0\n"), "NODE_COORD_SECTION, row 1: it is the row of 2, not of 1"),
        (placed("EUC_2D", "1 0 0\n2 10\n3 20 0\n"), "NODE_COORD_SECTION, row 2: 2 numbers, not 3"),
        (placed("EUC_2D", "1 0 0\n2 10 east\n3 20 0\n"), "NODE_COORD_SECTION, row 2: 'east' is not a number"),
        (placed("EUC_2D", PLACES).replace("\n2 1\n", "\n2 -1\n"), "the demand of place 2 is -1"),
        (placed("EUC_2D", PLACES).replace("\n2 1\n", "\n2 0.12345678\n"), "demand 0.12345678 has more than 6 decimals"),
        (placed("EUC_2D", PLACES).replace("CAPACITY : 9", "CAPACITY : 0"), "CAPACITY must be more than 0"),
        (placed("EUC_2D", PLACES).replace("CAPACITY : 9\n", ""), "CAPACITY is missing"),
        ("Name,Total\n#1001,24.00\n", "'Name,Total' is neither `KEY : VALUE` nor a row of a section"),
    ],
)
def test_what_is_not_understood_is_refused_by_its_place(tmp_path: Path, text: str, says: str) -> None:
    assert says in refused(tmp_path, text)


def test_fractional_demands_and_capacities_count_exactly(tmp_path: Path) -> None:
    """Three of 0.9 do not fit into 2.5, two do."""
    text = placed("EUC_2D", "1 0 0\n2 10 0\n3 20 0\n4 30 0\n").replace("CAPACITY : 9", "CAPACITY : 2.5")
    for number in (2, 3, 4):
        text = text.replace(f"\n{number} 1\n", f"\n{number} 0.9\n")
    found = read(tmp_path, text)
    assert found.problem.vehicles[0].capacity == (25,)
    assert [visit.delivery for visit in found.problem.visits] == [(9,)] * 3
    plan = PortfolioSolver(workers=1).solve(found.problem, 0.2)
    assert check(plan, found.problem) == () and plan.unplanned == ()
    assert len([route for route in plan.routes if route.stops]) == 2 and found.cost(plan) == 80


def test_times_in_hundredths_keep_distances_in_tenths(tmp_path: Path) -> None:
    windows = "TIME_WINDOW_SECTION\n1 0 99\n2 0 20.25\n3 0 90\nSERVICE_TIME_SECTION\n1 0\n2 0.05\n3 0\nEOF"
    text = placed("EUC_2D", "1 0 0\n2 1 1\n3 20 0\n").replace("TYPE : CVRP", "TYPE : VRPTW").replace("EOF", windows)
    found = read(tmp_path, text)
    assert found.scale == 100 and table(found)[0] == [0, 140, 2000]
    assert found.problem.visit["1"].windows == ((0, 2025),) and found.problem.visit["1"].service_s == 5


LI_LIM = """2 10 1
0 0 0 0 0 1000 0 0 0
1 10 0 4 0 900 10 0 2
2 20 0 -4 0 900 10 1 0
3 0 30 6.5 0 900 10 0 4
4 0 40 -6.5 0 900 10 3 0
"""


def test_goods_of_li_and_lim_are_fetched_before_they_are_brought(tmp_path: Path) -> None:
    found = read(tmp_path, LI_LIM, "solomon")
    visits = found.problem.visit
    assert (visits["2"].after, visits["1"].pickup, visits["2"].delivery) == ("1", (40,), (40,))
    assert (visits["3"].pickup, visits["4"].delivery, found.problem.vehicles[0].capacity) == ((65,), (65,), (100,))
    assert len(found.problem.vehicles) == 2
    plan = PortfolioSolver(workers=1).solve(found.problem, 0.2)
    assert check(plan, found.problem) == () and plan.unplanned == () and found.cost(plan) == 106
    served = [visit for held in plan.sequences.values() for visit in held]
    assert served.index("1") < served.index("2") and served.index("3") < served.index("4")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("2 10 1\n", "2 10 3\n"), "speed 3 is not known"),
        (("10 1 0\n3", "10 3 0\n3"), "task, row 3: it is no half of a pair"),
        (("20 0 -4", "20 0 -3"), "task, row 2: it is no half of a pair"),
        (("1 10 0 4 0 900 10 0 2", "1 10 0 4 0 900 10 2 2"), "task, row 2: it is no half of a pair"),
        (("2 20 0", "7 20 0"), "task, row 3: it is the row of 7, not of 2"),
    ],
)
def test_a_pair_that_is_none_is_refused(tmp_path: Path, change: tuple[str, str], says: str) -> None:
    assert says in refused(tmp_path, LI_LIM.replace(*change), "solomon")


def test_a_solomon_file_with_fractions_is_read_exactly(tmp_path: Path) -> None:
    columns = "CUST NO. XCOORD. YCOORD. DEMAND READY TIME DUE DATE SERVICE TIME"
    text = f"S\n\nVEHICLE\nNUMBER CAPACITY\n2 10.5\n\nCUSTOMER\n{columns}\n"
    text += "0 0 0 0 0 100 0\n1 3.5 0 5.25 0 50.5 1\n2 0 4 5.25 0 50 1\n"
    found = read(tmp_path, text, "solomon")
    assert found.problem.vehicles[0].capacity == (1050,) and found.problem.visit["1"].delivery == (525,)
    assert found.problem.visit["1"].windows == ((0, 505),) and table(found)[0] == [0, 35, 40]
    assert "line 3 of a Solomon file says NUMBER CAPACITY" in refused(tmp_path, text.replace("NUMBER", "NO"), "solomon")
    assert "CUSTOMER, row 2: 'x' is not a number" in refused(tmp_path, text.replace("3.5", "x"), "solomon")
