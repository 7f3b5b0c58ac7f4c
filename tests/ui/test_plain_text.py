"""Customers' text is shown, never interpreted: in tooltips too."""

import ast
from pathlib import Path

import pytest
from PySide6.QtGui import QTextDocument

import dispatch_console
from dispatch_console.ui.widgets.basics import Elided, shown_plain

UI = Path(dispatch_console.__file__).parent / "ui"


def asked(source: str) -> list[str]:
    """Tooltips that are neither ours nor made plain."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "setToolTip":
            names = {name.id for name in ast.walk(node.args[0]) if isinstance(name, ast.Name)}
            calls = [part.func for part in ast.walk(node.args[0]) if isinstance(part, ast.Call)]
            plain = any(isinstance(called, ast.Name) and called.id == "shown_plain" for called in calls)
            constant = all(_is_ours(part) for part in _results(node.args[0]))
            if not plain and not constant:
                found.append(f"{node.lineno}: {sorted(names)}")
    return found


def _is_ours(part: ast.expr) -> bool:
    """Return a constant, or a sentence of the catalogue without blanks."""
    if isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and part.func.id == "tr":
        return len(part.args) == 1 and not part.keywords and isinstance(part.args[0], ast.Constant)
    return isinstance(part, ast.Constant)


def _results(node: ast.expr) -> list[ast.expr]:
    return [*_results(node.body), *_results(node.orelse)] if isinstance(node, ast.IfExp) else [node]


def test_every_tooltip_is_plain() -> None:
    wrong = {file.relative_to(UI).as_posix(): told for file in UI.rglob("*.py") if (told := asked(file.read_text()))}
    assert wrong == {}
    for file in UI.rglob("*.py"):
        for number, line in enumerate(file.read_text().splitlines(), 1):
            # a role that hands the same text to display and tooltip would be interpreted in the second
            assert not ("ToolTipRole" in line and "DisplayRole" in line), f"{file}:{number}"


@pytest.mark.parametrize(
    "text", ("<b>Ann</b>", "<img src='file:///etc/passwd'>", "a < b", "Ann & Co", "plain", "a\n<i>b")
)
def test_what_qt_would_read_as_html_is_shown_as_it_is(qt_loop: object, text: str) -> None:
    document = QTextDocument()
    shown = shown_plain(text)
    if shown == text:
        assert "<" not in text
        return
    document.setHtml(shown)
    assert document.toPlainText().replace("\u2028", "\n") == text


def test_a_name_that_is_html_is_a_name(qt_loop: object) -> None:
    made = Elided("<h1>Robert</h1>")
    assert "&lt;h1&gt;" in made.toolTip() and made.accessibleName() == "<h1>Robert</h1>"
    made.deleteLater()
