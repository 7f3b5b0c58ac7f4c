"""Texts to customers by screen: the kinds, a text as it is written, and what it says of a real order."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal, SignalInstance
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from dispatch_console.application.messages import text_rules
from dispatch_console.language import tr
from dispatch_console.ui import icons
from dispatch_console.ui.settings.text_colours import TextColours
from dispatch_console.ui.theme import tokens
from dispatch_console.ui.widgets.banner import Banner
from dispatch_console.ui.widgets.basics import (
    SEMIBOLD,
    Elided,
    button,
    key_of,
    label,
    paragraph,
    rename,
    rule,
    set_tone,
    sign,
    surface,
)
from dispatch_console.ui.widgets.card_list import Card, CardList
from dispatch_console.ui.widgets.layout import panes, scrolled, stacked

# a person has stopped typing
PAUSE_MS = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a text says of a real order. `checks`: words and whether they hold. `wrong`: why the text cannot be kept."""

    order: str = ""
    place: str = ""
    subject: str = ""
    body: str = ""
    measured: str = ""
    straight: str = ""
    checks: Sequence[tuple[str, bool]] = ()
    wrong: str = ""


class TextsPage(QWidget):
    """Emits the kind, the way and the language that somebody chose, and what he types."""

    kind_chosen = Signal(str)
    way_chosen = Signal(str)
    language_chosen = Signal(str)
    version_chosen = Signal(str)
    typed = Signal()
    stepped = Signal(int)
    straightened = Signal()
    saved = Signal()

    def __init__(self, ways: Sequence[tuple[str, str]], languages: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = stacked(self)
        self.said = Banner()
        column.addWidget(self.said)
        self.kinds = CardList(tr("Kinds of messages"))
        self.kinds.chosen.connect(self.kind_chosen)
        self.ways, self._way_buttons = self._choices(ways, self.way_chosen)
        self.languages, self._language_buttons = self._choices(languages, self.language_chosen)
        column.addWidget(panes(self._left(), self._middle(), self._right(), [250, 640, 360]), 1)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.typed)
        self.source.textChanged.connect(self._pause.start)
        key_of(self, "Ctrl+S", tr("Save the text"), self.save.click)
        key_of(self, "Alt+Left", tr("Order before"), lambda: self.stepped.emit(-1))
        key_of(self, "Alt+Right", tr("Next order"), lambda: self.stepped.emit(1))

    @staticmethod
    def _choices(looks: Sequence[tuple[str, str]], chosen: SignalInstance) -> tuple[QWidget, dict[str, QPushButton]]:
        """Return buttons of which one is chosen."""
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        group, buttons = QButtonGroup(row), {}
        for code, words in looks:
            choice = QPushButton(words)
            choice.setProperty("kind", "filter")
            choice.setCheckable(True)
            choice.setAccessibleName(words)
            choice.clicked.connect(lambda _=False, code=code: chosen.emit(code))
            group.addButton(choice)
            layout.addWidget(choice)
            buttons[code] = choice
        return row, buttons

    def _left(self) -> QWidget:
        left = surface("sunk")
        left.setMinimumWidth(170)
        column = stacked(left)
        head = label(tr("Message kinds"), 15, SEMIBOLD)
        head.setContentsMargins(16, 12, 16, 12)
        column.addWidget(head)
        column.addWidget(rule())
        column.addWidget(self.kinds, 1)
        return left

    def _middle(self) -> QWidget:
        middle = QWidget()
        column = stacked(middle)
        head = QVBoxLayout()
        head.setContentsMargins(16, 8, 16, 8)
        head.setSpacing(6)
        self._title = label("", 15, SEMIBOLD)
        self._state = label("", tone="quiet")
        for parts in ((self._title, self._state), (self.ways, self.languages)):
            line = QHBoxLayout()
            line.setSpacing(12)
            for part in parts:
                line.addWidget(part)
            line.addStretch(1)
            head.addLayout(line)
        column.addLayout(head)
        column.addWidget(rule())
        inner = surface("panel")
        below = QVBoxLayout(inner)
        below.setContentsMargins(16, 12, 16, 12)
        below.setSpacing(8)
        self.source = QPlainTextEdit()
        self.source.setAccessibleName(tr("Text"))
        self.source.setTabChangesFocus(True)
        self.source.setMinimumHeight(190)
        self._colours = TextColours(self.source.document())
        below.addWidget(self.source, 1)
        self.wrong = paragraph("", tone="wrong")
        below.addWidget(self.wrong)
        below.addLayout(self._put_in())
        self.measured, self.straight = paragraph("", tone="quiet"), paragraph("", tone="decide")
        below.addWidget(self.measured)
        row = QHBoxLayout()
        row.addWidget(self.straight, 1)
        self.make_straight = button(tr("Make straight"), "wand-sparkles", "Alt+R")
        self.make_straight.clicked.connect(self.straightened)
        row.addWidget(self.make_straight)
        below.addLayout(row)
        below.addWidget(rule())
        held = QHBoxLayout()
        held.addWidget(label(tr("True when sent"), 13, SEMIBOLD))
        held.addWidget(Elided(tr("asked again in the second of sending"), "quiet"), 1)
        below.addLayout(held)
        self._checks = QVBoxLayout()
        self._checks.setSpacing(4)
        below.addLayout(self._checks)
        below.addWidget(
            paragraph(tr("If one does not hold, nothing is sent: it goes to a person with the reason."), tone="faint")
        )
        column.addWidget(scrolled(inner), 1)
        column.addWidget(rule())
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 8)
        self.save = button(tr("Save"), "check", "", "primary")
        self.save.setToolTip(tr("Save the text as a new version (Ctrl+S)"))
        self.save.clicked.connect(self.saved)
        foot.setSpacing(10)
        foot.addWidget(self.save)
        foot.addWidget(Elided(tr("from the next message on; Ctrl+S"), "faint"), 1)
        column.addLayout(foot)
        return middle

    def _put_in(self) -> QHBoxLayout:
        row = QHBoxLayout()
        name = label(tr("Put in"), tone="quiet")
        self.fields = QComboBox()
        self.fields.setAccessibleName(tr("Put in a field"))
        self.fields.activated.connect(self._put)
        name.setBuddy(self.fields)
        row.addWidget(name)
        row.addWidget(self.fields)
        row.addWidget(Elided(tr("conditions: {code}", code=text_rules.EXAMPLE), "faint"), 1)
        return row

    def _right(self) -> QWidget:
        right = surface("panel")
        right.setMinimumWidth(230)
        column = QVBoxLayout(right)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(label(tr("On a real order"), 15, SEMIBOLD))
        head.addStretch(1)
        before, following = sign(tr("Order before"), "chevron-left"), sign(tr("Next order"), "chevron-right")
        before.clicked.connect(lambda: self.stepped.emit(-1))
        following.clicked.connect(lambda: self.stepped.emit(1))
        self._place = label("", tone="quiet")
        for part in (before, self._place, following):
            head.addWidget(part)
        column.addLayout(head)
        self._order = paragraph("", weight=SEMIBOLD)
        column.addWidget(self._order)
        frame = surface("sunk")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(12, 10, 12, 10)
        self._subject, self._body = paragraph("", weight=SEMIBOLD), paragraph("")
        self._body.setTextFormat(Qt.TextFormat.PlainText)
        self._subject.setTextFormat(Qt.TextFormat.PlainText)
        inside.addWidget(self._subject)
        inside.addWidget(self._body)
        column.addWidget(frame)
        column.addWidget(rule())
        column.addWidget(label(tr("Versions"), 15, SEMIBOLD))
        self.versions = CardList(tr("Versions"))
        self.versions.chosen.connect(self.version_chosen)
        column.addWidget(self.versions, 1)
        column.addWidget(paragraph(tr("An older one is taken as a draft, and saved as a new version."), tone="faint"))
        return right

    def _put(self, row: int) -> None:
        if row > 0:
            self.source.insertPlainText(f"{{{{ {self.fields.itemData(row)} }}}}")
            self.fields.setCurrentIndex(0)
            self.source.setFocus()

    def show_kinds(self, cards: Sequence[Card], chosen: str) -> None:
        self.kinds.show_cards(cards, chosen)

    def show_text(self, title: str, way: str, language: str, fields: Sequence[tuple[str, str]], source: str) -> None:
        """Show another text to be written on."""
        self._title.setText(title)
        self._way_buttons[way].setChecked(True)
        self._language_buttons[language].setChecked(True)
        self.fields.clear()
        self.fields.addItem(tr("a field…"))
        for name, words in fields:
            self.fields.addItem(f"{words}   {{{{ {name} }}}}", name)
        self.write(source)

    def show_languages(self, has_text: Sequence[str]) -> None:
        """Mark in which languages there is a text: in the others the customer gets the English one."""
        for code, choice in self._language_buttons.items():
            missing = code not in has_text
            choice.setIcon(icons.icon("circle-dashed", tokens().tx3) if missing else icons.icon("check", tokens().tx2))
            choice.setToolTip(tr("no text yet: English is sent") if missing else "")

    def write(self, source: str) -> None:
        with QSignalBlocker(self.source):
            self.source.setPlainText(source)
        # a blocked document paints its colours late
        self._colours.rehighlight()
        self._pause.stop()

    def show_state(self, words: str, save_as: str, *, can_save: bool) -> None:
        self._state.setText(words)
        rename(self.save, save_as)
        self.save.setToolTip(tr("Save the text as a new version (Ctrl+S)"))
        self.save.setEnabled(can_save)

    def show_shown(self, shown: Shown) -> None:
        """Show what the text says of an order now."""
        self.wrong.setText(shown.wrong)
        self.wrong.setVisible(bool(shown.wrong))
        self.measured.setText(shown.measured)
        self.measured.setVisible(bool(shown.measured))
        set_tone(self.measured, "decide" if shown.straight else "quiet")
        self.straight.setText(shown.straight)
        self.straight.setVisible(bool(shown.straight))
        self.make_straight.setVisible(bool(shown.straight))
        self._order.setText(shown.order)
        self._place.setText(shown.place)
        self._subject.setText(shown.subject)
        self._subject.setVisible(bool(shown.subject))
        self._body.setText(shown.body)
        self._show_checks(shown.checks)

    def _show_checks(self, checks: Sequence[tuple[str, bool]]) -> None:
        while self._checks.count():
            item = self._checks.takeAt(0)
            old = item.widget() if item is not None else None
            if old is not None:
                old.deleteLater()
        for words, holds in checks:
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            picture = label()
            icon, colour = ("circle-check", tokens().grn) if holds else ("circle-x", tokens().red)
            picture.setPixmap(icons.pixmap(icon, colour, 16, 2.0))
            said = label(words, tone="" if holds else "wrong")
            said.setAccessibleName(words if holds else tr("{words}: not now", words=words))
            row.addWidget(picture)
            row.addWidget(said)
            row.addWidget(label("" if holds else tr("not now"), tone="wrong"))
            row.addStretch(1)
            self._checks.addWidget(line)

    def show_versions(self, cards: Sequence[Card]) -> None:
        self.versions.show_cards(cards)
