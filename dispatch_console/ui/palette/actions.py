"""What can be pressed on a screen, read from the screen itself: palette and key list can never say anything else."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QWidget

from dispatch_console.ui.widgets.basics import Figure


@dataclass(frozen=True, slots=True)
class Action:
    """`key` is empty for a button without a shortcut."""

    words: str
    key: str
    enabled: bool
    trigger: Callable[[], None]


def actions_of(screen: QWidget) -> tuple[Action, ...]:
    """Return every visible button of a screen that says what it does, those with a key first; and keys that no button
    has, by the name that their shortcut was given.
    """
    actions: dict[str, Action] = {}
    for widget in screen.findChildren(QAbstractButton):
        words = widget.accessibleName()
        if not words or not widget.isVisibleTo(screen) or isinstance(widget, Figure | QCheckBox):
            continue
        key = widget.shortcut().toString()
        if widget.property("kind") in ("rail", "filter", "figure") and not key:
            continue
        actions.setdefault(words, Action(words, key, widget.isEnabled(), widget.click))
    for shortcut in screen.findChildren(QShortcut):
        owner, words = shortcut.parent(), shortcut.objectName()
        if words and isinstance(owner, QWidget) and owner.isVisibleTo(screen):
            key = shortcut.key().toString()
            actions.setdefault(words, Action(words, key, owner.isEnabled(), shortcut.activated.emit))
    return tuple(sorted(actions.values(), key=lambda action: (not action.key, action.words)))
