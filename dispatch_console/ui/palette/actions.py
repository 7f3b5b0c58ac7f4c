"""What can be pressed on a screen, read from the screen itself: palette and key list can never say anything else."""

from collections.abc import Callable
from dataclasses import dataclass

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
    """Every visible button of a screen that says what it does, those with a key first."""
    found: dict[str, Action] = {}
    for made in screen.findChildren(QAbstractButton):
        words = made.accessibleName()
        if not words or not made.isVisibleTo(screen) or isinstance(made, Figure | QCheckBox):
            continue
        key = made.shortcut().toString()
        if made.property("kind") in ("rail", "filter", "figure") and not key:
            continue
        found.setdefault(words, Action(words, key, made.isEnabled(), made.click))
    return tuple(sorted(found.values(), key=lambda action: (not action.key, action.words)))
