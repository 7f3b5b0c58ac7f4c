"""Let a field give up the keys of an old editor: a page has shortcuts on them, which are pressed far more often."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

# on X11 a field takes them for end of line, delete a sign, delete to the end of the line
GIVEN_UP = (Qt.Key.Key_E, Qt.Key.Key_D, Qt.Key.Key_K)


class FieldKeys(QObject):
    """Watches the keys of a window before they come to the field that has the focus. Where no shortcut has such a key,
    the field gets it after all.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._handle: QObject | None = None

    def watch(self) -> None:
        """Watch the window, once it is shown."""
        handle = self._window.windowHandle()
        if handle is not None and handle is not self._handle:
            self._handle = handle
            handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if event.key() in GIVEN_UP and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return True
        return False
