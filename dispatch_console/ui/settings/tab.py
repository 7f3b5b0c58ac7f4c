"""Widgets of the Settings tab: the pages by topic on the left, the chosen one beside them."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QWidget

from dispatch_console.language import tr
from dispatch_console.ui import icons
from dispatch_console.ui.theme import tokens
from dispatch_console.ui.widgets.basics import SEMIBOLD, header, label, rule, surface
from dispatch_console.ui.widgets.layout import put_scrolled, stacked


class SettingsTab(QWidget):
    """`add_page` brings a page in; `page_shown` gives its name."""

    page_shown = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        column = stacked(self)
        bar, row = header(tr("Settings"))
        self._site = label(tone="quiet")
        row.addWidget(self._site)
        row.addStretch(1)
        column.addWidget(bar)
        column.addWidget(rule())
        below = QHBoxLayout()
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        self._list = surface("sunk")
        self._list.setFixedWidth(228)
        self._names = stacked(self._list)
        self._names.setContentsMargins(8, 12, 8, 12)
        self._names.setSpacing(2)
        self._names.addStretch(1)
        self._pages = QStackedWidget()
        below.addWidget(self._list)
        below.addWidget(rule("v"))
        below.addWidget(self._pages, 1)
        column.addLayout(below, 1)
        self._group = QButtonGroup(self)
        self._keys: list[str] = []
        self.buttons: dict[str, QPushButton] = {}

    def add_group(self, words: str) -> None:
        title = label(words, 13, SEMIBOLD, "quiet")
        title.setContentsMargins(8, 8, 0, 4)
        self._names.insertWidget(self._names.count() - 1, title)

    def add_page(self, key: str, words: str, icon_name: str, page: QWidget) -> None:
        page_button = QPushButton(words)
        page_button.setProperty("kind", "filter")
        page_button.setCheckable(True)
        page_button.setAccessibleName(words)
        page_button.setIcon(icons.icon(icon_name, tokens().tx2))
        page_button.setIconSize(QSize(18, 18))
        page_button.clicked.connect(lambda: self.show_page(key))
        self._group.addButton(page_button)
        self._names.insertWidget(self._names.count() - 1, page_button)
        put_scrolled(self._pages, page)
        self._keys.append(key)
        self.buttons[key] = page_button
        if len(self._keys) == 1:
            page_button.setChecked(True)

    def show_page(self, key: str) -> None:
        self.buttons[key].setChecked(True)
        self._pages.setCurrentIndex(self._keys.index(key))
        self.page_shown.emit(key)

    def show_site(self, words: str) -> None:
        self._site.setText(words)
