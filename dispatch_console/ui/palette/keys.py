"""F1: the keys of the screen one is looking at, and those that work everywhere."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QWidget

from dispatch_console.language import mark, tr
from dispatch_console.ui.palette.actions import Action
from dispatch_console.ui.palette.overlay import Overlay
from dispatch_console.ui.theme import tokens
from dispatch_console.ui.widgets.basics import SEMIBOLD, label, paragraph, rule, surface

EVERYWHERE = (
    (mark("Find or do anything"), "Ctrl+K"),
    (mark("Go to a tab"), mark("Ctrl+1 to 7")),
    (mark("Settings"), "Ctrl+,"),
    (mark("This list"), "F1"),
    (mark("Find orders"), "Ctrl+F"),
    (mark("Walk a list, a van, the timeline"), mark("arrows, J, K")),
)


class KeyList(Overlay):
    """Read from the screen itself, so it says what is true now."""

    def __init__(self, window: QWidget, below: QWidget) -> None:
        super().__init__(window, below, 640)
        self._title = label(tr("Keys"), 15, SEMIBOLD)
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 12)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(label(tr("Esc close"), tone="quiet"))
        self.column.addLayout(head)
        self.column.addWidget(rule())
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self.column.addWidget(self._area, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def begin(self, title: str, actions: tuple[Action, ...], help_lines: tuple[str, ...]) -> None:
        self._title.setText(tr("Keys: {title}", title=title))
        t = tokens()
        body = surface("panel")
        grid = QGridLayout(body)
        grid.setContentsMargins(16, 12, 16, 16)
        grid.setVerticalSpacing(8)
        number = 0
        for text in help_lines:
            note = paragraph(text, tone="quiet")
            grid.addWidget(note, number, 0, 1, 2)
            number += 1
        keyed = [(action.words, action.key) for action in actions if action.key]
        for title_of, entries in (
            (tr("On this screen"), keyed),
            (tr("Everywhere"), [(tr(words), tr(key)) for words, key in EVERYWHERE]),
        ):
            grid.addWidget(label(title_of, 13, SEMIBOLD), number, 0)
            number += 1
            for words, key in entries:
                cap = label(key.replace("Return", "Enter"))
                cap.setStyleSheet(f"border: 1px solid {t.line2}; border-radius: 3px; padding: 1px 6px;")
                grid.addWidget(label(words), number, 0)
                grid.addWidget(cap, number, 1, Qt.AlignmentFlag.AlignRight)
                number += 1
        grid.setRowStretch(number, 1)
        self._area.setWidget(body)
        self.setAccessibleName(
            (tr("Keys: {title}.", title=title) + " ") + ", ".join(f"{words} {key}" for words, key in keyed)
        )
        self.open()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk the list with the keys of any list; Esc closes it."""
        bar = self._area.verticalScrollBar()
        steps = {
            Qt.Key.Key_Down: bar.singleStep(),
            Qt.Key.Key_Up: -bar.singleStep(),
            Qt.Key.Key_PageDown: bar.pageStep(),
            Qt.Key.Key_PageUp: -bar.pageStep(),
            Qt.Key.Key_End: bar.maximum(),
            Qt.Key.Key_Home: -bar.maximum(),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            bar.setValue(bar.value() + step)
