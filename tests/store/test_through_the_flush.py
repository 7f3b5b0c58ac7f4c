"""Changes go through the session's flush, where the journal and the feed see them."""

import ast
from pathlib import Path

import dispatch_console

PACKAGE = Path(dispatch_console.__file__).parent
# the one way around the flush, and what is below it: the chain itself, and what must leave no trace in it
NAMED = {"store/bulk.py", "store/journal.py", "store/emptying.py"}
WRITING = {"insert", "update", "delete"}
SQL = ("insert ", "update ", "delete ", "truncate ")


def statements(source: str) -> list[str]:
    """Names of SQLAlchemy's writing statements and beginnings of writing SQL in a module."""
    found = []
    tree = ast.parse(source)
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy"):
            found += [alias.name for alias in node.names if alias.name in WRITING]
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            words = node.value.strip().lower()
            found += [words for start in SQL if words.startswith(start) and " " in words[len(start) :]]
        if isinstance(node, ast.Attribute) and node.attr in ("bulk_insert_mappings", "bulk_save_objects"):
            found.append(node.attr)
    return found


def test_no_statement_writes_past_the_flush_but_in_named_places() -> None:
    writing = {}
    for folder in ("application", "store", "demo"):
        for file in sorted((PACKAGE / folder).rglob("*.py")):
            place = file.relative_to(PACKAGE).as_posix()
            if place not in NAMED and (found := statements(file.read_text(encoding="utf-8"))):
                writing[place] = found
    assert writing == {}


def test_the_check_sees_each_kind_of_statement() -> None:
    assert statements("from sqlalchemy import delete, select") == ["delete"]
    assert statements("from sqlalchemy.dialects.postgresql import insert") == ["insert"]
    assert statements("session.execute(text('update orders set stage = 1'))") == ["update orders set stage = 1"]
    assert statements("select(Order)") == []
    assert statements('def f():\n    """Update the orders."""') == []
