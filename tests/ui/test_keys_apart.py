"""One key does one thing on every page: where two buttons have one key, Qt presses neither."""

from collections import defaultdict
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QAbstractButton, QStackedWidget, QWidget

from dispatch_console.application.desk import Desk
from dispatch_console.console.console import Console


def keys_on(window: QWidget) -> Iterator[tuple[str, str]]:
    """Yield each key that does something on what is shown, with what it does. A key of one field only is its own."""
    for button in window.findChildren(QAbstractButton):
        if button.isVisible() and not button.shortcut().isEmpty():
            yield button.shortcut().toString(), button.accessibleName() or button.text()
    own = (Qt.ShortcutContext.WidgetShortcut, Qt.ShortcutContext.WidgetWithChildrenShortcut)
    for shortcut in window.findChildren(QShortcut):
        owner = shortcut.parent()
        if isinstance(owner, QWidget) and owner.isVisible() and shortcut.context() not in own:
            yield shortcut.key().toString(), shortcut.objectName() or owner.objectName() or type(owner).__name__


def pages_of(tab: QWidget) -> Iterator[str]:
    """Show every page of every stack of a tab, one after the other."""
    yield "as it opens"
    for stack in tab.findChildren(QStackedWidget):
        shown = stack.currentIndex()
        for number in range(stack.count()):
            stack.setCurrentIndex(number)
            if stack.isVisible():
                yield type(stack.widget(number)).__name__
        stack.setCurrentIndex(shown)


@pytest.mark.parametrize("name", ["orders", "packing", "schedule", "routes", "tracking", "customers", "settings"])
def test_no_key_has_two_meanings_at_once(desk: Desk, open_console: Callable[[Desk], Console], name: str) -> None:
    window = open_console(desk).window
    window.show_tab(name)
    twice = []
    for page in pages_of(window):
        meanings = defaultdict(list)
        for key, words in keys_on(window):
            meanings[key].append(words)
        twice += [f"{page}: {key} is {words}" for key, words in meanings.items() if len(words) > 1]
    assert twice == []
