"""The window: rail, tabs, status line. It owns no verb."""

import json
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from dispatch_console.language import tr
from dispatch_console.paths import RESOURCES
from dispatch_console.ui import icons
from dispatch_console.ui.palette.actions import Action, actions_of
from dispatch_console.ui.palette.keys import KeyList
from dispatch_console.ui.palette.palette import Palette
from dispatch_console.ui.theme import font, tokens
from dispatch_console.ui.widgets.banner import SCAN_BAR, Banner
from dispatch_console.ui.widgets.basics import MEDIUM, button, label, rename, rule, shown_plain, surface
from dispatch_console.ui.widgets.field_keys import FieldKeys
from dispatch_console.ui.widgets.layout import put_scrolled, stacked
from dispatch_console.ui.widgets.scanner import Scanner


class RailButton(QPushButton):
    """One tab in the rail: icon, word, and a badge for what waits."""

    def __init__(self, name: str, icon_name: str) -> None:
        super().__init__()
        self.name, self._icon_name = name, icon_name
        self.setCheckable(True)
        self.setProperty("kind", "rail")
        self.setFixedSize(QSize(88, 64))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(2)
        self._picture, self._word, self._badge = QLabel(), label(name), QLabel(self)
        for part in (self._picture, self._word):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(part)
        self._badge.setFont(font(12, MEDIUM))
        self._badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._badge.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.toggled.connect(self._draw)
        self.show_badge(0)
        self._draw()

    def show_badge(self, count: int) -> None:
        self._badge.setText(str(count) if count < 1000 else "999+")
        self._badge.setVisible(count > 0)
        self._badge.adjustSize()
        self._badge.setGeometry(50, 5, max(20, self._badge.width() + 8), 18)
        self.setAccessibleName(tr("{name}, {count} waiting", name=self.name, count=count) if count else self.name)

    def _draw(self) -> None:
        t = tokens()
        colour = t.acc if self.isChecked() else t.tx2
        self._picture.setPixmap(icons.pixmap(self._icon_name, colour, 22, 2.0))
        self._badge.setStyleSheet(f"background: {t.acc_tint if self.isChecked() else t.line}; border-radius: 4px;")


# a small notebook; what a tab needs beyond is scrolled to
SMALLEST = (960, 600)
BEST = (1600, 1000)
# what a desktop draws around a window: borders and a title bar
FRAME = (8, 40)


class TabHead(NamedTuple):
    """A tab as the rail shows it. `key` is what the program calls it."""

    key: str
    title: str
    icon: str


class MainWindow(QWidget):
    """The rail stands from the first paint on; `fill_tab` brings a tab in. Ctrl+1… switch between them.

    The last tab stands at the foot of the rail and has the key that programs use for their settings.
    """

    closing = Signal()
    palette_wanted = Signal()
    find_wanted = Signal()
    tab_shown = Signal(str)
    retry_wanted = Signal()
    not_open = Signal()

    def __init__(self, heads: Sequence[TabHead]) -> None:
        super().__init__()
        self.heads = tuple(heads)
        self._numbers = {head.key: number for number, head in enumerate(self.heads)}
        self.setWindowTitle("Dispatch Console")
        self.setProperty("surface", "win")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumSize(*SMALLEST)
        self._fit(self.screen().availableSize())
        self.rail: dict[str, RailButton] = {}
        self._first: dict[str, QWidget] = {}
        # what can be done on every tab
        self.more_actions: tuple[Action, ...] = ()
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(lambda number: self.show_tab(self.heads[number].key))
        outer = stacked(self)
        below = QWidget()
        middle = QHBoxLayout(below)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        rail = surface("win")
        rail.setFixedWidth(88)
        self._rail_column = QVBoxLayout(rail)
        self._rail_column.setContentsMargins(0, 8, 0, 8)
        self._rail_column.setSpacing(0)
        self._rail_column.addStretch(1)
        self.tabs = QStackedWidget()
        work = QVBoxLayout()
        work.setSpacing(0)
        self.banner = Banner(above=SCAN_BAR)
        self._retry = button(tr("Try again"), "refresh-cw", "F5", "primary")
        self._retry.clicked.connect(self.retry_wanted)
        self._retry.hide()
        work.addWidget(self.banner)
        work.addWidget(self._retry, 0, Qt.AlignmentFlag.AlignLeft)
        work.addWidget(self.tabs, 1)
        middle.addWidget(rail)
        middle.addWidget(rule("v"))
        middle.addLayout(work, 1)
        outer.addWidget(below, 1)
        outer.addWidget(rule())
        self.status = StatusLine()
        outer.addWidget(self.status)
        self.palette_card, self.keys = Palette(self, below), KeyList(self, below)
        QShortcut(QKeySequence("Ctrl+K"), self).activated.connect(self.palette_wanted)
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self.find_wanted)
        QShortcut(QKeySequence("F1"), self).activated.connect(self.show_keys)
        for number, head in enumerate(self.heads):
            self._add_tab(number, head)
        self.scanner = Scanner.of(self)
        self._field_keys = FieldKeys(self)
        self.scanner.stray.connect(self._say_stray)

    def _fit(self, screen: QSize) -> None:
        """Make the window as large as is good to work in, and within the screen with its frame."""
        best = QSize(*BEST)
        fits = screen.width() >= best.width() and screen.height() >= best.height()
        self.resize(best if fits else best.boundedTo(screen - QSize(*FRAME)).expandedTo(self.minimumSize()))

    def fill_tab(self, key: str, tab: QWidget, first: QWidget) -> None:
        """Put a screen into its tab. `first` is where the hands go when the tab is shown."""
        self._first[key] = first
        number, shown = self._numbers[key], self.tabs.currentIndex()
        empty = self.tabs.widget(number)
        put_scrolled(self.tabs, tab, number)
        if empty is not None:
            self.tabs.removeWidget(empty)
            empty.deleteLater()
        self.tabs.setCurrentIndex(shown)
        if number == shown:
            first.setFocus()
        self._retry.hide()

    def show_not_open(self, sentence: str) -> None:
        """Show why the database could not be opened, and a way to try again."""
        self.banner.say(sentence)
        self._retry.show()
        self.status.show_database(tr("no database"), away=True)
        self.not_open.emit()

    def _add_tab(self, number: int, head: TabHead) -> None:
        self.tabs.addWidget(surface("panel"))
        rail_button = RailButton(tr(head.title), head.icon)
        rail_button.setToolTip(shown_plain(f"{tr(head.title)} ({self._key_of(number)})"))
        self.rail[head.key] = rail_button
        self._group.addButton(rail_button, number)
        # behind the stretch for what stands at the foot
        self._rail_column.insertWidget(number + 1 if self._is_last(number) else number, rail_button)
        shortcut = QShortcut(QKeySequence(self._key_of(number)), self)
        shortcut.activated.connect(lambda: self.show_tab(head.key))
        if number == 0:
            rail_button.setChecked(True)

    def keep_keys_inside(self, inside: bool) -> None:
        """Keep Tab and Space on a screen for scanners: rail and status line are reached by keys and by mouse."""
        policy = Qt.FocusPolicy.NoFocus if inside else Qt.FocusPolicy.StrongFocus
        for widget in (*self.rail.values(), self.status.who, self.status.stale, self.status.messages):
            widget.setFocusPolicy(policy)

    @property
    def shown(self) -> str:
        """Return the key of the tab that is shown."""
        return self.heads[self.tabs.currentIndex()].key

    def show_tab(self, key: str) -> None:
        number = self._numbers[key]
        self.rail[key].setChecked(True)
        if number != self.tabs.currentIndex() and self._retry.isHidden():
            self.banner.hide()
        self.tabs.setCurrentIndex(number)
        if key in self._first:
            self._first[key].setFocus()
        self.tab_shown.emit(key)

    def actions_here(self) -> tuple[Action, ...]:
        """Return what can be done on the tab that is shown, and the ways to the others."""
        ways = tuple(
            Action(
                tr("Go to {title}", title=tr(head.title)), self._key_of(number), True, partial(self.show_tab, head.key)
            )
            for number, head in enumerate(self.heads)
        )
        return (*self._actions_of_tab(), *ways, *self.more_actions)

    def _actions_of_tab(self) -> tuple[Action, ...]:
        shown = self.tabs.currentWidget()
        return actions_of(shown) if shown is not None else ()

    def show_keys(self) -> None:
        name = self.heads[self.tabs.currentIndex()].title
        help_texts = json.loads((RESOURCES / "help" / "tabs.json").read_text(encoding="utf-8"))
        self.keys.begin(tr(name), self._actions_of_tab(), tuple(map(tr, help_texts.get(name, ()))))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # only a window that was shown has keys to watch
        self._field_keys.watch()
        # a scan may hold such keys too: whoever watches last is asked first
        self.scanner.watch()

    def _say_stray(self, text: str) -> None:
        """Say where a scan went that no screen takes: nowhere, and that nothing was done."""
        said = tr(
            "Scanned {code}. This screen takes no scans, so nothing was done: Packing and load-out do.", code=text
        )
        self.banner.say(said)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)

    def _is_last(self, number: int) -> bool:
        return number == len(self.heads) - 1

    def _key_of(self, number: int) -> str:
        return "Ctrl+," if self._is_last(number) else f"Ctrl+{number + 1}"


class StatusLine(QWidget):
    """Who, where, which database, what waits, what time it is."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(28)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(6)
        self._labels: dict[str, QLabel] = {}
        self.who = button("", "user", kind="status")
        self.who.setIconSize(QSize(14, 14))
        self.who.setToolTip(shown_plain(tr("Somebody else works here now: Settings, This station")))
        row.addWidget(self.who)
        row.addSpacing(12)
        for name, icon_name in (("station", "monitor"), ("database", "database")):
            self._add(row, name, icon_name)
            row.addSpacing(12)
        self.sources = button(tr("no sources"), "refresh-cw", kind="status")
        self.sources.setIconSize(QSize(14, 14))
        self.sources.hide()
        row.addWidget(self.sources)
        row.addStretch(1)
        self.calls = button(tr("no bench calls"), "life-buoy", kind="status")
        self.calls.setIconSize(QSize(14, 14))
        self.calls.setStyleSheet(f"color: {tokens().amb};")
        self.calls.hide()
        row.addWidget(self.calls)
        row.addSpacing(12)
        self.stale = button(tr("0 stale papers"), "file-warning", kind="status")
        self.stale.setIconSize(QSize(14, 14))
        row.addWidget(self.stale)
        row.addSpacing(12)
        self.messages = button(tr("0 messages waiting"), "send", kind="status")
        self.messages.setIconSize(QSize(14, 14))
        row.addWidget(self.messages)
        row.addSpacing(12)
        self._add(row, "time", "")

    def _add(self, row: QHBoxLayout, name: str, icon_name: str) -> None:
        if icon_name:
            picture = QLabel()
            picture.setPixmap(icons.pixmap(icon_name, tokens().tx2, 14, 2.0))
            row.addWidget(picture)
        self._labels[name] = label(tone="quiet")
        row.addWidget(self._labels[name])

    def show_who(self, text: str) -> None:
        """Show who works here; pressed it leads to where that is changed."""
        rename(self.who, text)

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        for name, text in facts:
            self._labels[name].setText(text)

    def show_sources(self, text: str, why: str) -> None:
        """Show when the live sources were read, empty where there are none; `why` some of them are away."""
        self.sources.setVisible(bool(text))
        if text:
            rename(self.sources, text)
            self.sources.setToolTip(shown_plain(why or tr("Settings, Sources")))
            self.sources.setStyleSheet(f"color: {tokens().amb};" if why else "")

    def show_call(self, text: str, about: str) -> None:
        """Show that a bench waits for a supervisor, empty for none; pressed it says that one comes."""
        self.calls.setVisible(bool(text))
        if text:
            rename(self.calls, text)
            self.calls.setToolTip(shown_plain(" ".join(part for part in (about, tr("Press: I come.")) if part)))

    def show_stale(self, count: int) -> None:
        """Show how many papers are stale; pressed it says which."""
        rename(self.stale, tr("{count} stale papers", count=count) if count != 1 else tr("1 stale paper"))
        self.stale.setToolTip(
            tr("Which papers are no longer true") if count else tr("Every paper that is out is still true")
        )
        self.stale.setEnabled(count > 0)

    def show_messages(self, waiting: int, unsent: int, *, blocked: bool, stopped: bool = False) -> None:
        """Show how many messages wait; pressed it says what was not sent today, and why. `stopped`: all sending is."""
        counted = tr("{waiting} messages waiting", waiting=waiting) if waiting != 1 else tr("1 message waiting")
        said = tr("{counted}, {unsent} not sent", counted=counted, unsent=unsent) if unsent else counted
        rename(self.messages, tr("{said}, all sending is stopped", said=said) if stopped else said)
        self.messages.setStyleSheet(f"color: {tokens().amb};" if stopped else "")
        self.messages.setToolTip(
            tr("What waits, what was not sent today, and why")
            if waiting or unsent or blocked
            else tr("All that was due is sent")
        )
        self.messages.setEnabled(waiting > 0 or unsent > 0 or blocked)

    def show_time(self, text: str, *, wrong: bool) -> None:
        self._labels["time"].setText(text)
        self._labels["time"].setStyleSheet(f"color: {tokens().amb};" if wrong else "")

    def show_database(self, text: str, *, away: bool) -> None:
        self._labels["database"].setText(text)
        self._labels["database"].setStyleSheet(f"color: {tokens().amb};" if away else "")
