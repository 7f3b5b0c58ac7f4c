"""Values that a type checker cannot tell apart are handed over by name."""

import ast
from pathlib import Path

import pytest

import dispatch_console

PACKAGE = Path(dispatch_console.__file__).parent
MOST = 7
# any number of values of one sort
ANY_NUMBER = {"reads", "kinds_of", "select", "or_", "and_", "panes", "stacked", "frozenset", "max", "min"}
# of a library, which takes them in this order alone
FOREIGN = {"add_depot", "add_client", "add_vehicle_type"}


def too_many(source: str) -> list[tuple[int, str]]:
    """Return line and name of calls with more values by place than anybody can keep apart."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and len(node.args) > MOST]
    names = [(call.lineno, getattr(call.func, "attr", getattr(call.func, "id", ""))) for call in calls]
    return [(line, name) for line, name in names if name not in ANY_NUMBER | FOREIGN]


@pytest.mark.parametrize(
    ("source", "wrong"),
    [
        ("f(1, 2, 3, 4, 5, 6, 7)", []),
        ("a.f(1, 2, 3, 4, 5, 6, 7, 8)", [(1, "f")]),
        ("f(1, *others, 3, 4, 5, 6, 7, 8)", [(1, "f")]),
        ("f(1, 2, 3, 4, 5, 6, 7, eighth=8)", []),
        ("select(1, 2, 3, 4, 5, 6, 7, 8)", []),
    ],
)
def test_eight_values_by_place_are_seen(source: str, wrong: list[tuple[int, str]]) -> None:
    assert too_many(source) == wrong


def test_no_call_hands_over_eight_values_by_place() -> None:
    files = sorted(PACKAGE.rglob("*.py"))
    assert [(file.name, *one) for file in files for one in too_many(file.read_text("utf-8"))] == []
