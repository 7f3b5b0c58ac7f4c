"""An act of a person is one operation: a screen that commits twice leaves half of it when the second is refused."""

import ast
from pathlib import Path

import dispatch_console

PACKAGE = Path(dispatch_console.__file__).parent
SCREENS = [
    *(PACKAGE / "ui").rglob("*.py"),
    *(PACKAGE / "console").glob("*.py"),
    PACKAGE / "station/intake.py",
    *(PACKAGE / "cli").glob("*.py"),
]


def commits(function: ast.AST) -> list[ast.Call]:
    return [
        node
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("do", "do_now")
    ]


def chained(source: str) -> list[str]:
    """Functions that commit in a loop, or twice on one way through."""
    found = []
    for function in ast.walk(ast.parse(source)):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.For | ast.AsyncFor | ast.While) and commits(node):
                found.append(f"{function.name}: loop")
            if isinstance(node, ast.ListComp | ast.GeneratorExp | ast.SetComp) and commits(node):
                found.append(f"{function.name}: loop")
        if _most(function.body) > 1:
            found.append(f"{function.name}: twice")
    return found


def _most(body: list[ast.stmt]) -> int:
    """Return the most commits on one way through these statements."""
    count = 0
    for statement in body:
        if isinstance(statement, ast.If):
            ways = [statement.body, statement.orelse]
            ends = [bool(way) and isinstance(way[-1], ast.Return | ast.Raise) for way in ways]
            staying = [_most(way) for way, over in zip(ways, ends, strict=True) if not over]
            leaving = [count + _most(way) for way, over in zip(ways, ends, strict=True) if over]
            count = max([count + max(staying, default=0), *(one for one in leaving if one > 1)])
        elif isinstance(statement, ast.Match):
            count += max(_most(case.body) for case in statement.cases)
        elif isinstance(statement, ast.Try):
            count += max(
                _most(statement.body) + _most(statement.orelse), *(_most(h.body) for h in statement.handlers), 0
            )
            count += _most(statement.finalbody)
        elif isinstance(statement, ast.With | ast.AsyncWith):
            count += _most(statement.body)
        elif not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            count += len(commits(statement)) if not _choosing(statement) else 1
    return count


def _choosing(statement: ast.stmt) -> bool:
    """Return a table of acts of which one is taken."""
    return any(isinstance(node, ast.Dict) and len(commits(node)) > 1 for node in ast.walk(statement))


def test_no_screen_commits_twice_for_one_act() -> None:
    found = {}
    for file in SCREENS:
        if told := chained(file.read_text(encoding="utf-8")):
            found[file.relative_to(PACKAGE).as_posix()] = told
    assert found == {}


def test_the_check_sees_what_it_is_for() -> None:
    assert chained("async def f(d):\n for x in y:\n  await d.do(x)") == ["f: loop"]
    assert chained("async def f(d):\n await d.do(a)\n await d.do(b)") == ["f: twice"]
    assert chained("async def f(d):\n if a:\n  await d.do(a)\n  return\n await d.do(b)") == []
    assert chained("async def f(d):\n if a:\n  await d.do(a)\n else:\n  await d.do(b)") == []
    match = "async def f(d):\n match a:\n  case 1:\n   await d.do(a)\n  case _:\n   await d.do(b)"
    assert chained(match) == []
    assert chained(match + "\n await d.do(c)") == ["f: twice"]
