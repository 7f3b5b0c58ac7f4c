"""Let a key that was held go on its way: into the field that has the focus, to its shortcut, or to the scan field."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

_TYPED_INTO = (QLineEdit, QTextEdit, QPlainTextEdit, QAbstractSpinBox)


def replay(window: QWidget, event: QKeyEvent, scan_field: QLineEdit | None) -> None:
    """Do what the key would have done. `scan_field`: where signs go on a screen for scans that has no other use for
    them.
    """
    focus = QApplication.focusWidget()
    if focus is None and QApplication.activeWindow() is window:
        # the field that had the cursor is hidden: keys are still meant for this window
        focus = window
    if focus is None or focus.window() is not window:
        return
    typed_into = isinstance(focus, _TYPED_INTO) or (isinstance(focus, QComboBox) and focus.isEditable())
    if not typed_into and _act(window, focus, QKeySequence(event.keyCombination())):
        return
    if not typed_into and scan_field is not None and scan_field.isEnabled() and event.text().isprintable():
        scan_field.setFocus()
        scan_field.insert(event.text())
        return
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(focus, QKeyEvent(kind, event.key(), event.modifiers(), event.text()))


def _act(window: QWidget, focus: QWidget, keys: QKeySequence) -> bool:
    """Press the button or start the act that has these keys here; return whether there is one."""
    for button in window.findChildren(QAbstractButton):
        if button.shortcut() == keys and button.isVisible() and button.isEnabled():
            button.animateClick()
            return True
    for shortcut in window.findChildren(QShortcut):
        if shortcut.key() == keys and shortcut.isEnabled() and _in_reach(shortcut, focus):
            shortcut.activated.emit()
            return True
    return False


def _in_reach(shortcut: QShortcut, focus: QWidget) -> bool:
    owner = shortcut.parent()
    if not isinstance(owner, QWidget) or not owner.isVisible() or not owner.isEnabled():
        return False
    match shortcut.context():
        case Qt.ShortcutContext.WidgetShortcut:
            return focus is owner
        case Qt.ShortcutContext.WidgetWithChildrenShortcut:
            return owner is focus or owner.isAncestorOf(focus)
    return True
