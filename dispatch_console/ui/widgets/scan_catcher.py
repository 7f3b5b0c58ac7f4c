"""On a screen for scanners a scan is a scan wherever the cursor stands: what is typed goes into the scan field."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

_TYPED_INTO = (QLineEdit, QTextEdit, QPlainTextEdit, QAbstractSpinBox)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
# a modifier with which a key is an act, not a sign
_ACTS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class ScanCatcher(QObject):
    """Watches the keys of `screen`'s window while `screen` can be seen; `field` says where a scan belongs now."""

    def __init__(self, screen: QWidget, field: Callable[[], QLineEdit]) -> None:
        super().__init__(screen)
        self._screen, self._field = screen, field
        self._window: QObject | None = None
        screen.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._screen:
            if event.type() == QEvent.Type.Show:
                self._watch()
            return False
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._screen.isVisible():
            return self._caught(event)
        return False

    def _watch(self) -> None:
        """Watch keys at the window, before they come to the widget that has the focus."""
        handle = self._screen.window().windowHandle()
        if handle is not None and handle is not self._window:
            self._window = handle
            handle.installEventFilter(self)

    def _caught(self, event: QKeyEvent) -> bool:
        focus, field = QApplication.focusWidget(), self._field()
        if focus is field or not field.isEnabled():
            return False
        if isinstance(focus, _TYPED_INTO) or (isinstance(focus, QComboBox) and focus.isEditable()):
            return False
        if event.key() in _ENTER and field.text():
            field.returnPressed.emit()
            return True
        text = event.text()
        if event.modifiers() & _ACTS or not text.isprintable() or not text.strip():
            return False
        field.setFocus()
        field.insert(text)
        return True
