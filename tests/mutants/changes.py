"""The changes: a comparison turned, a constant moved, a condition negated, a `raise` taken out.

Cosmic Ray changes the source; it lies beside the environment and not in it, so it is imported when it is needed.
"""

import importlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

# of Cosmic Ray; replacing `|` or a decorator would fail at the import, which says nothing about the tests
OPERATORS = (
    "core/NumberReplacer",
    "core/AddNot",
    "core/ReplaceAndWithOr",
    "core/ReplaceOrWithAnd",
    "core/ReplaceTrueWithFalse",
    "core/ReplaceFalseWithTrue",
    "core/ReplaceUnaryOperator_Delete_Not",
    "core/ReplaceBreakWithContinue",
    "core/ReplaceContinueWithBreak",
    "core/ZeroIterationForLoop",
)
# what a comparison turns into: its opposite, or its border moved
TURNED = {
    "Eq": ("NotEq",),
    "NotEq": ("Eq",),
    "Lt": ("LtE", "GtE"),
    "LtE": ("Lt", "Gt"),
    "Gt": ("GtE", "LtE"),
    "GtE": ("Gt", "Lt"),
    "Is": ("IsNot",),
    "IsNot": ("Is",),
}
RAISE = "a raise taken out"


@dataclass(frozen=True, slots=True)
class Change:
    """The how-many-th place in a file at which an operator may change something, and its line."""

    file: str
    operator: str
    occurrence: int
    line: int


def all_changes(root: Path, folders: Sequence[str]) -> list[Change]:
    """Return every change that may be made in the Python files of these folders."""
    files = sorted(file for folder in folders for file in (root / folder).rglob("*.py"))
    return [change for file in files for change in _of_file(root, file)]


def sample(changes: Sequence[Change], count: int, seed: int) -> list[Change]:
    """Return so many of them; the same for the same seed. Places count once, however many changes there are."""
    places: dict[tuple[str, int, str], list[Change]] = {}
    for change in changes:
        places.setdefault((change.file, change.line, change.operator.split("_")[0]), []).append(change)
    dice = random.Random(seed)
    chosen = dice.sample(sorted(places), min(count, len(places)))
    return [dice.choice(places[place]) for place in chosen]


def changed(source: str, change: Change) -> str:
    """Return the source with the change made. Errors: ValueError where there is no such place."""
    mutating = importlib.import_module("cosmic_ray.mutating")
    code = mutating.mutate_code(source, _operator(change.operator), change.occurrence)
    if code is None:
        raise ValueError(f"{change.file} has no place {change.occurrence} for {change.operator}")
    return str(code)


def _of_file(root: Path, file: Path) -> Iterator[Change]:
    """Whether a class is frozen or has slots is no rule: its decorator is left alone."""
    source = file.read_text(encoding="utf-8")
    tree, lines = importlib.import_module("cosmic_ray.ast").get_ast(source), source.splitlines()
    for name in _names():
        operator, occurrence = _operator(name), 0
        for node in _walk(tree):
            for (line, _), _ in operator.mutation_positions(node):
                if not lines[line - 1].startswith("@dataclass"):
                    yield Change(file.relative_to(root).as_posix(), name, occurrence, line)
                occurrence += 1


def _names() -> tuple[str, ...]:
    turned = (f"core/ReplaceComparisonOperator_{one}_{other}" for one in TURNED for other in TURNED[one])
    return (*OPERATORS, *turned, RAISE)


def _walk(node: Any) -> Iterator[Any]:
    """In the order in which Cosmic Ray walks when it makes a change."""
    yield node
    for child in getattr(node, "children", ()):
        yield from _walk(child)


@cache
def _operator(name: str) -> Any:
    if name == RAISE:
        return _RaiseRemover()
    return importlib.import_module("cosmic_ray.plugins").get_operator(name)()


class _RaiseRemover:
    """`raise …` becomes `pass`."""

    def mutation_positions(self, node: Any) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
        if node.type == "raise_stmt":
            yield node.start_pos, node.end_pos

    def mutate(self, node: Any, _index: int) -> Any:
        keyword = node.children[0]
        tree = importlib.import_module("parso.python.tree")
        return tree.Keyword("pass", keyword.start_pos, prefix=keyword.prefix)
