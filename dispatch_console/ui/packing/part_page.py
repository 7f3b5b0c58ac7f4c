"""Pieces that are missing or damaged: what is wrong with each, and what becomes of it."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QMouseEvent, QPixmap, QShortcut
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from dispatch_console.language import plural, tr
from dispatch_console.ui import icons
from dispatch_console.ui.packing.facts import FoundFacts, LineFacts, PackFacts
from dispatch_console.ui.theme import font, tokens
from dispatch_console.ui.widgets.basics import SEMIBOLD, Elided, label, rule
from dispatch_console.ui.widgets.bench_sizes import BASE
from dispatch_console.ui.widgets.esc_field import EscField
from dispatch_console.ui.widgets.layout import empty, scrolled, stacked
from dispatch_console.ui.widgets.product_picture import pixmap_of

PICTURE = 150
DECISIONS = ("other", "ask", "rest", "wait")


class PartPage(QWidget):
    """`decided` gives the finding and what was decided; `changed` the finding, whether it is damaged, and the words."""

    decided = Signal(int, str)
    changed = Signal(int, bool, str)
    photo_wanted = Signal(int)
    there_after_all = Signal(int)
    # Enter: go on
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = stacked(self)
        body = QWidget()
        body.setProperty("surface", "panel")
        body.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inside = stacked(body)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        inside.addLayout(self._rows)
        self._done = label("", BASE)
        self._done.setWordWrap(True)
        self._done.setContentsMargins(24, 14, 24, 14)
        self._done.setStyleSheet(f"background: {tokens().grn_tint};")
        inside.addWidget(self._done)
        inside.addStretch(1)
        column.addWidget(scrolled(body), 1)
        self._found: tuple[FoundFacts, ...] = ()
        self._pictures: Mapping[str, bytes] = {}
        self._active = 0
        self.notes: dict[int, EscField] = {}
        for number, decision in enumerate(DECISIONS, 1):
            self._key(str(number), partial(self._decide, decision))
        self._key("Tab", lambda: self._move(1))
        self._key("Down", lambda: self._move(1))
        self._key("Up", lambda: self._move(-1))
        self._key("D", self._turn_damaged)
        self._key("P", self._ask_photo)
        self._key("W", self._to_words)
        self._key("Del", self._take_back)
        self._key("Return", self._enter)
        self._key("Enter", self._enter)

    def _key(self, keys: str, act: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    def show_found(self, facts: PackFacts) -> None:
        """Show every row; the first undecided one is the active one where the active one is gone. What somebody types
        into a row stays.
        """
        done = [line for line in facts.lines if line.packed >= line.ordered]
        self._done.setText("     ".join(_counted(line) for line in done))
        self._done.setVisible(bool(done))
        if self._found == facts.found and self._pictures == facts.pictures:
            return
        typed = {finding: note.text() for finding, note in self.notes.items() if note.hasFocus()}
        before = self._found[self._active].id if self._active < len(self._found) else 0
        self._found, self._pictures = facts.found, facts.pictures
        ids = [one.id for one in facts.found]
        undecided = next((row for row, one in enumerate(facts.found) if not one.decision), 0)
        self._active = ids.index(before) if before in ids else undecided
        self._draw()
        for finding, text in typed.items():
            if finding in self.notes:
                self.notes[finding].setText(text)
                self.notes[finding].setFocus()
                return
        if self.isVisible():
            self.setFocus()

    @property
    def active(self) -> FoundFacts | None:
        """Return the row that keys act on."""
        return self._found[self._active] if self._active < len(self._found) else None

    def _draw(self) -> None:
        empty(self._rows)
        self.notes.clear()
        for number, one in enumerate(self._found):
            self._rows.addWidget(_Row(self, number, one, active=number == self._active))
            self._rows.addWidget(rule())

    def _move(self, by: int) -> None:
        if self._found:
            self.choose_row((self._active + by) % len(self._found))

    def choose_row(self, number: int) -> None:
        self._active = number
        self._draw()

    def _decide(self, decision: str) -> None:
        if self.active is not None:
            self.decided.emit(self.active.id, decision)

    def _enter(self) -> None:
        """Go on once every row is decided; in a field Enter keeps what was typed."""
        if any(note.hasFocus() for note in self.notes.values()):
            focused = next(note for note in self.notes.values() if note.hasFocus())
            focused.returnPressed.emit()
        else:
            self.entered.emit()

    def _turn_damaged(self) -> None:
        if self.active is not None:
            self.changed.emit(self.active.id, not self.active.is_damaged, self.active.note)

    def _to_words(self) -> None:
        """Let whoever packs say in words what is wrong; Enter keeps them."""
        if self.active is not None and self.active.id in self.notes:
            self.notes[self.active.id].setFocus()

    def _ask_photo(self) -> None:
        if self.active is not None:
            self.photo_wanted.emit(self.active.id)

    def _take_back(self) -> None:
        if self.active is not None:
            self.there_after_all.emit(self.active.id)

    def picture(self, sku: str) -> QPixmap:
        return pixmap_of(sku, self._pictures, PICTURE)


class _Row(QFrame):
    def __init__(self, page: PartPage, number: int, one: FoundFacts, *, active: bool) -> None:
        super().__init__()
        t = tokens()
        self._page, self._number = page, number
        edge = f"border-left: 8px solid {t.acc};" if active else f"border-left: 8px solid {t.panel};"
        self.setStyleSheet(f"_Row {{ background: {t.acc_tint if active else t.panel}; {edge} }}")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 16, 24, 16)
        row.setSpacing(20)
        picture = QLabel()
        picture.setPixmap(page.picture(one.sku))
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addLayout(self._head(one))
        name = label(f"{one.item} {one.plate}".strip(), 26, SEMIBOLD)
        name.setWordWrap(True)
        column.addWidget(name)
        grid = QGridLayout()
        grid.setSpacing(8)
        for place, decision in enumerate(DECISIONS):
            grid.addWidget(_choice(page, one, decision, place + 1, active=active), place // 2, place % 2)
        column.addLayout(grid)
        if active:
            keys = tr("1 to 4 choose · Tab next · D damaged · W words · P photo · Del it is there after all")
            column.addWidget(label(keys, 15, tone="quiet"))
        row.addLayout(column, 1)

    def _head(self, one: FoundFacts) -> QHBoxLayout:
        t = tokens()
        head = QHBoxLayout()
        badge = label(tr("DAMAGED") if one.is_damaged else tr("MISSING"), BASE, SEMIBOLD)
        badge.setStyleSheet(f"background: {t.amb}; color: {t.panel}; padding: 4px 12px; border-radius: 3px;")
        head.addWidget(badge)
        note = EscField(one.note)
        note.setFont(font(BASE - 3))
        shelf = tr("Shelf {shelf} is empty", shelf=one.shelf) if one.shelf else tr("What is wrong?")
        note.setPlaceholderText(tr("What is wrong?") if one.is_damaged else shelf)
        note.setAccessibleName(tr("What is wrong with {item}", item=one.item))
        note.left.connect(self._page.setFocus)
        note.returnPressed.connect(lambda: self._say(one, note.text()))
        self._page.notes[one.id] = note
        head.addWidget(note, 1)
        if one.has_photo:
            camera = QLabel()
            camera.setPixmap(icons.pixmap("camera", t.tx2, 24, 1.5))
            camera.setAccessibleName(tr("There is a photo"))
            head.addWidget(camera)
        head.addWidget(label(str(one.packed), 40, SEMIBOLD))
        head.addWidget(label(tr("of {ordered}", ordered=one.ordered), 24, tone="quiet"))
        return head

    def _say(self, one: FoundFacts, words: str) -> None:
        self._page.setFocus()
        self._page.changed.emit(one.id, one.is_damaged, words)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._page.choose_row(self._number)


def _choice(page: PartPage, one: FoundFacts, decision: str, number: int, *, active: bool) -> QWidget:
    t = tokens()
    chosen = one.decision == decision
    card = QPushButton()
    card.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    border = f"2px solid {t.acc}" if chosen else f"1px solid {t.line3}"
    card.setStyleSheet(
        f"QPushButton {{ background: {t.panel}; border: {border}; border-radius: 3px; min-height: 62px; }}"
    )
    row = QHBoxLayout(card)
    row.setContentsMargins(12, 4, 12, 4)
    figure = label(str(number), BASE, SEMIBOLD)
    figure.setFixedSize(36, 36)
    figure.setAlignment(Qt.AlignmentFlag.AlignCenter)
    frame = f"border: 1px solid {t.line3};" if active and not chosen else ""
    ground = f"background: {t.acc}; color: {t.on_acc};" if chosen else ""
    figure.setStyleSheet(f"{ground}{frame} border-radius: 2px;")
    row.addWidget(figure)
    title, below = _words(one, decision)
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addWidget(Elided(title, "", BASE - 2, SEMIBOLD))
    column.addWidget(Elided(below, "quiet", BASE - 4))
    row.addLayout(column, 1)
    for child in card.findChildren(QLabel):
        child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    card.setAccessibleName(f"{title}, {below}")
    card.clicked.connect(lambda: page.decided.emit(one.id, decision))
    return card


def _words(one: FoundFacts, decision: str) -> tuple[str, str]:
    pieces = plural("{count} piece follows", "{count} pieces follow", one.pieces)
    where = tr("from {shelf}: its scan ends this", shelf=one.shelf) if one.shelf else tr("its scan ends this")
    return {
        "other": (tr("Take another"), where),
        "ask": (tr("Ask the customer"), tr("the others go now")),
        "rest": (tr("Send the others now"), pieces),
        "wait": (tr("Wait, send all later"), tr("the order is put aside")),
    }[decision]


def _counted(line: LineFacts) -> str:
    item = f"{line.name} {line.plate}".strip()
    return tr("✓ {item} {packed} of {ordered}", item=item, packed=line.packed, ordered=line.ordered)
