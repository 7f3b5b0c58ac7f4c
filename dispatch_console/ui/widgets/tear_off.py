"""A pane that can stand in a window of its own, on a second screen, and comes back when that window is closed."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QSplitter, QVBoxLayout, QWidget

from dispatch_console.language import tr
from dispatch_console.ui.widgets.basics import button, label, surface


class TearOff:
    """`pane` is one part of a splitter; `toggle` takes it out or brings it back."""

    def __init__(self, splitter: QSplitter, pane: QWidget, title: str) -> None:
        self._splitter, self._pane, self._title = splitter, pane, title
        self._place = splitter.indexOf(pane)
        self._sizes = splitter.sizes()
        self._window: _Window | None = None
        self._empty = surface("sunk")
        column = QVBoxLayout(self._empty)
        note = label(tr("{title} stands in a window of its own.", title=title), tone="quiet")
        note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        back = button(tr("Bring {title} back", title=title.lower()))
        back.clicked.connect(self.toggle)
        column.addStretch(1)
        column.addWidget(note)
        column.addWidget(back, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(1)
        self._empty.hide()

    @property
    def torn_off(self) -> bool:
        return self._window is not None

    def toggle(self) -> None:
        if self._window is not None:
            self._window.close()
            return
        self._sizes = self._splitter.sizes()
        self._window = _Window(self._title, self, self._splitter.window())
        self._splitter.replaceWidget(self._place, self._empty)
        self._empty.show()
        self._window.hold(self._pane)
        self._pane.show()
        self._window.show()
        self._splitter.setSizes([120, *self._sizes[1:]] if self._place == 0 else self._sizes)

    def bring_back(self) -> None:
        if self._window is None:
            return
        window, self._window = self._window, None
        self._splitter.replaceWidget(self._place, self._pane)
        self._empty.setParent(None)
        self._pane.show()
        self._splitter.setSizes(self._sizes)
        window.deleteLater()


class _Window(QWidget):
    """The keys of the `home` window work here too: a hand on the second screen does not go back for them."""

    def __init__(self, title: str, tear_off: TearOff, home: QWidget) -> None:
        super().__init__()
        self._tear_off, self._home = tear_off, home
        self.setWindowTitle(tr("Dispatch Console: {title}", title=title))
        self.resize(1200, 900)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def hold(self, pane: QWidget) -> None:
        self._column.addWidget(pane)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = QKeySequence(event.keyCombination())
        for pressed in self._home.findChildren(QAbstractButton):
            if pressed.shortcut() == keys and pressed.isVisible() and pressed.isEnabled():
                pressed.click()
                return
        for shortcut in self._home.findChildren(QShortcut):
            owner = shortcut.parent()
            if shortcut.key() == keys and shortcut.isEnabled() and isinstance(owner, QWidget) and owner.isVisible():
                shortcut.activated.emit()
                return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._tear_off.bring_back()
        super().closeEvent(event)
