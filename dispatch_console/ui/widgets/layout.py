"""How screens are put together: columns without gaps, panes side by side, J and K along a list."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QSplitter, QStackedWidget, QVBoxLayout, QWidget


def stacked(inside: QWidget) -> QVBoxLayout:
    """Return a column whose parts touch each other and the edge."""
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column


def panes(left: QWidget, middle: QWidget, right: QWidget, sizes: Sequence[int]) -> QSplitter:
    """Return three panes; the middle one takes what room there is."""
    splitter = QSplitter(Qt.Orientation.Horizontal)
    splitter.setHandleWidth(1)
    splitter.setChildrenCollapsible(False)
    for part in (left, middle, right):
        splitter.addWidget(part)
    splitter.setSizes(list(sizes))
    splitter.setStretchFactor(1, 1)
    return splitter


def walk_keys(screen: QWidget, step: Callable[[int], None]) -> None:
    """Let J go to the next, K to the one before."""
    for key, by in (("J", 1), ("K", -1)):
        QShortcut(QKeySequence(key), screen).activated.connect(lambda by=by: step(by))


def scrolled(widget: QWidget) -> QScrollArea:
    """Return the widget as large as there is room; where there is less than it needs, it scrolls."""
    area = _area()
    area.setWidget(widget)
    return area


def put_scrolled(pages: QStackedWidget, page: QWidget, place: int = -1) -> None:
    """Add a page that scrolls, at a place or as the last one.

    Qt styles a widget and its children anew each time its parent changes. The empty area goes in first, so that the
    page changes its parent only once.
    """
    area = _area()
    pages.insertWidget(place, area)
    area.setWidget(page)


def _area() -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def empty(layout: QLayout) -> None:
    """Take everything out of a layout. What was in it is hidden at once: it is deleted only later."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
