"""A field that Esc leaves, and nothing else: on a bench Esc puts the whole order down."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit


def is_undo(event: QEvent) -> bool:
    """Return whether a key asks for undo."""
    return isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Undo)


class EscField(QLineEdit):
    """`left`: Esc was pressed; what was typed is gone."""

    left = Signal()

    def event(self, event: QEvent) -> bool:
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        if is_override and is_undo(event) and not self.isUndoAvailable():
            # nothing was typed that could be undone: the screen's own undo is meant
            event.ignore()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.left.emit()
            return
        super().keyPressEvent(event)
