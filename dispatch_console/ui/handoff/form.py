"""The form of the handoff: outcome, who took it, goods, cash, signature, time. Emits on every change; knows no rule."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
)

from dispatch_console.language import tr
from dispatch_console.ui.handoff.goods_table import Choices, GoodsLine, GoodsTable, TurnedLine
from dispatch_console.ui.handoff.handed_fields import HandedFields
from dispatch_console.ui.handoff.parcel_ticks import ParcelTicks
from dispatch_console.ui.handoff.relation import suit_relation
from dispatch_console.ui.handoff.signature_pad import SignaturePad
from dispatch_console.ui.widgets.basics import SEMIBOLD, button, label, rule, shown_plain, surface
from dispatch_console.ui.widgets.fields import choice, field, label_of, tick

PER_ROW = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered(HandedFields):
    """What stands in the form. `strokes` of the signature; `checked`: parcels that somebody looked at, and how."""

    strokes: tuple[tuple[tuple[float, float], ...], ...]
    note: str
    checked: tuple[tuple[int, str], ...] = ()

    def kept(self) -> dict[str, Any]:
        """Return it as a draft keeps it."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What may be chosen. Of the outcomes the first ones are buttons, the others stand in a list; `barred`: why an
    outcome cannot be.
    """

    outcomes: Choices
    more: Choices
    barred: Mapping[str, str]
    relations: Choices
    id_kinds: Choices
    means: Choices
    issues: Choices
    done: Choices


class HandoffForm(QScrollArea):
    """One form for the driver on the phone and for the counter."""

    changed = Signal()
    pin_typed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = surface("panel")
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(20, 4, 20, 20)
        self._column.setSpacing(0)
        self._outcomes = QGridLayout()
        self._outcomes.setSpacing(8)
        self._group = QButtonGroup(self)
        self._chosen = ""
        self._codes: list[str] = []
        self._buttons: list[QPushButton] = []
        self._more = QComboBox()
        self._more.setAccessibleName(tr("More outcomes"))
        self._more.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._more.setMinimumContentsLength(9)
        self._more.activated.connect(self._choose_more)
        self._section(tr("Outcome"), self._outcomes, self._more)
        self._section(tr("Who took it"), self._who())
        self._goods = QVBoxLayout()
        self.goods = GoodsTable((), ())
        self._goods.addWidget(self.goods)
        self._section(tr("Goods"), self._goods)
        self.parcels = ParcelTicks()
        self.parcels.changed.connect(self.changed)
        self._goods.insertWidget(0, self.parcels)
        money = self._money_row()
        self._section(tr("Money"), money, self.means)
        self._section(tr("Signature"), self._signature())
        self._section(tr("When"), self._times())
        self.note = field(tr("Note, in a few words"), 160)
        self.note.textChanged.connect(self.changed)
        line = QHBoxLayout()
        line.addWidget(self.note, 1)
        self._section(tr("Note"), line)
        self._column.addStretch(1)
        self.setWidget(body)
        for key in range(1, 9):
            shortcut = QShortcut(QKeySequence(str(key)), self)
            shortcut.activated.connect(lambda number=key - 1: self._press(number))

    def _section(self, title: str, content: QLayout, control: QComboBox | None = None) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 10, 0, 10)
        name = label(title, 13, SEMIBOLD)
        name.setFixedWidth(92)
        if control is not None:
            name.setBuddy(control)
        row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(content, 1)
        self._column.addLayout(row)
        self._column.addWidget(rule())

    def _who(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        first = QHBoxLayout()
        self.recipient = field(tr("Name of who took it"), 160)
        self.relation = choice(tr("Relation to the customer"))
        first.addWidget(label_of(self.recipient, tr("Name")))
        first.addWidget(self.recipient, 1)
        first.addWidget(label_of(self.relation, tr("Relation")))
        first.addWidget(self.relation)
        second = QHBoxLayout()
        second.setSpacing(16)
        self.said_name, self.said_number = tick(tr("Said the name")), tick(tr("Order number"))
        self.id_kind = choice(tr("Identity paper seen"))
        self.of_age = tick(tr("18 or over"))
        third = QHBoxLayout()
        third.setSpacing(16)
        for row, boxes in ((second, (self.said_name, self.said_number)), (third, (self.id_kind, self.of_age))):
            for box in boxes:
                row.addWidget(box)
            row.addStretch(1)
        self.pin = field(tr("PIN that the customer says"), 56)
        self.pin.setMaxLength(4)
        self.pin.setValidator(QIntValidator(0, 9999, self.pin))
        self._pin_name, self._pin_says = label_of(self.pin, tr("PIN")), label("", 13, SEMIBOLD)
        self.pin.textChanged.connect(self._pin_typed)
        for part in (self._pin_name, self.pin, self._pin_says):
            second.insertWidget(second.count() - 1, part)
        third.insertWidget(0, label_of(self.id_kind, tr("Identity paper seen")))
        column.addLayout(first)
        column.addLayout(second)
        column.addLayout(third)
        self.recipient.textChanged.connect(self.changed)
        for combo in (self.relation, self.id_kind):
            combo.currentIndexChanged.connect(self.changed)
        for box in (self.said_name, self.said_number, self.of_age):
            box.toggled.connect(self.changed)
        return column

    def _money_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self._due = label(tr("nothing to collect"), tone="quiet")
        self.means = choice(tr("How it was paid"))
        self.means.currentIndexChanged.connect(self.changed)
        self.cash = field(tr("Money taken"), 90)
        self.cash.setPlaceholderText("0.00")
        self.cash.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.cash.textChanged.connect(self.changed)
        self._back = label("", 13, SEMIBOLD)
        for part in (self._due, self.means, self.cash, self._back):
            row.addWidget(part)
        row.addStretch(1)
        return row

    def _signature(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        row = QHBoxLayout()
        self.paper = tick(tr("Signed on the manifest (paper)"))
        self.paper.toggled.connect(self._paper_toggled)
        self.clear = button(tr("Clear"), "rotate-ccw", "F7")
        row.addWidget(self.paper)
        row.addStretch(1)
        row.addWidget(self.clear)
        self._paper_says = label(tr("The record stays open until the sheet is seen at the return desk."), tone="decide")
        self._paper_says.setWordWrap(True)
        self._paper_says.hide()
        self.pad = SignaturePad()
        self.clear.clicked.connect(self.pad.clear)
        self.pad.changed.connect(self.changed)
        column.addLayout(row)
        column.addWidget(self._paper_says)
        column.addWidget(self.pad)
        return column

    def _times(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.arrived, self.acted = field(tr("At the door since"), 64), field(tr("Time of the act"), 64)
        self._times_say = label("", tone="quiet")
        for words, clock in ((tr("At the door since"), self.arrived), (tr("done at"), self.acted)):
            clock.setFixedWidth(64)
            clock.setAlignment(Qt.AlignmentFlag.AlignRight)
            clock.textChanged.connect(self.changed)
            row.addWidget(label_of(clock, words))
            row.addWidget(clock)
        row.addWidget(self._times_say)
        row.addStretch(1)
        return row

    def offer(self, offered: Offered) -> None:
        """Offer codes with their words."""
        for old in self._buttons:
            self._group.removeButton(old)
            old.hide()
            old.deleteLater()
        self._buttons = []
        for number, (code, words) in enumerate(offered.outcomes, 1):
            pressed = QPushButton(f"{number}  {words}")
            pressed.setProperty("kind", "figure")
            pressed.setCheckable(True)
            pressed.setAccessibleName(words)
            pressed.setEnabled(code not in offered.barred)
            pressed.setToolTip(shown_plain(offered.barred.get(code, "")))
            pressed.clicked.connect(lambda _=False, code=code: self._choose(code))
            self._group.addButton(pressed)
            self._outcomes.addWidget(pressed, (number - 1) // PER_ROW, (number - 1) % PER_ROW)
            self._buttons.append(pressed)
        self._codes = [code for code, _ in offered.outcomes]
        self._barred = dict(offered.barred)
        self._more.setVisible(bool(offered.more))
        place = len(offered.outcomes)
        self._outcomes.addWidget(self._more, place // PER_ROW, place % PER_ROW)
        more = [(code, words) for code, words in offered.more if code not in offered.barred]
        for combo, entries in (
            (self.relation, offered.relations),
            (self.id_kind, offered.id_kinds),
            (self.means, offered.means),
            (self._more, [("", tr("{key}  More codes", key=place + 1)), *more]),
        ):
            combo.blockSignals(True)
            combo.clear()
            for code, words in entries:
                combo.addItem(words, code)
            combo.blockSignals(False)
        self.goods.deleteLater()
        self.goods = GoodsTable(offered.issues, offered.done)
        self.goods.changed.connect(self.changed)
        self._goods.addWidget(self.goods)

    def fill(self, recipient: str, lines: Sequence[GoodsLine], arrived: str, acted: str) -> None:
        """Show a fresh form for an order; nothing is chosen yet."""
        self.blockSignals(True)
        for edit, text in (
            (self.recipient, recipient),
            (self.cash, ""),
            (self.note, ""),
            (self.pin, ""),
            (self.arrived, arrived),
            (self.acted, acted),
        ):
            edit.setText(text)
        for box in (self.said_name, self.said_number, self.of_age, self.paper):
            box.setChecked(False)
        for combo in (self.relation, self.id_kind, self.means, self._more):
            combo.setCurrentIndex(0)
        self.goods.show_lines(lines)
        self.pad.clear()
        self._choose(self._codes[0])
        self.blockSignals(False)
        self.changed.emit()

    def restore(self, kept: Mapping[str, Any], lines: Sequence[GoodsLine]) -> None:
        """Show what was begun and put down."""
        self.blockSignals(True)
        for edit, name in (
            (self.recipient, "recipient"),
            (self.cash, "cash"),
            (self.note, "note"),
            (self.arrived, "arrived"),
            (self.acted, "acted"),
        ):
            edit.setText(str(kept.get(name, "")))
        for box, name in (
            (self.said_name, "said_name"),
            (self.said_number, "said_number"),
            (self.of_age, "of_age"),
            (self.paper, "on_paper"),
        ):
            box.setChecked(bool(kept.get(name)))
        for combo, name in ((self.relation, "relation"), (self.id_kind, "id_kind"), (self.means, "means")):
            combo.setCurrentIndex(max(0, combo.findData(kept.get(name, ""))))
        turned = [
            TurnedLine(**{name: entry[name] for name in ("line_id", "refused", "damaged", "issue", "done")})
            for entry in kept.get("turned", ())
        ]
        self.goods.show_lines(lines, turned)
        self.parcels.restore({str(one): how for one, how in kept.get("checked", ())})
        self.pad.show_strokes(kept.get("strokes", ()))
        self._choose(str(kept.get("outcome", "")) or self._codes[0])
        self.blockSignals(False)
        self.changed.emit()

    def show_due(self, words: str, *, asks: bool) -> None:
        """Show what is to collect. `asks`: whether money may be entered at all."""
        self._due.setText(words)
        for part in (self.cash, self.means):
            part.setVisible(asks)

    def show_change(self, words: str, tone: str = "") -> None:
        """Show what of the money is too much, too little, or no amount."""
        self._back.setText(words)
        self._back.setProperty("tone", tone)
        self._back.style().polish(self._back)

    def show_times(self, words: str) -> None:
        self._times_say.setText(words)

    def show_sentence(self, sentence: str) -> None:
        """Show what is signed for. Another sentence than the one that was signed needs another signature."""
        self.pad.show_sentence(sentence)

    def entered(self) -> Entered:
        return Entered(
            outcome=self._chosen,
            recipient=self.recipient.text(),
            relation=str(self.relation.currentData() or ""),
            said_name=self.said_name.isChecked(),
            said_number=self.said_number.isChecked(),
            id_kind=str(self.id_kind.currentData() or ""),
            of_age=self.of_age.isChecked(),
            turned=self.goods.turned(),
            means=str(self.means.currentData() or ""),
            cash=self.cash.text(),
            on_paper=self.paper.isChecked(),
            strokes=self.pad.strokes,
            arrived=self.arrived.text(),
            acted=self.acted.text(),
            note=self.note.text(),
            checked=tuple(sorted(self.parcels.checked().items())),
        )

    def _pin_typed(self, text: str) -> None:
        if len(text) == self.pin.maxLength():
            self.pin_typed.emit(text)

    def show_pin(self, words: str, *, asked: bool, tone: str = "", known: bool = False) -> None:
        """Ask for a PIN, or not; `known`: it was right, and is asked no more."""
        for part in (self._pin_name, self.pin):
            part.setVisible(asked)
        self.pin.setEnabled(not known)
        self._pin_says.setVisible(asked)
        self._pin_says.setText(words)
        self._pin_says.setProperty("tone", tone)
        self._pin_says.style().polish(self._pin_says)

    def _choose(self, code: str) -> None:
        if code in self._barred:
            return
        self._chosen = code
        self._group.setExclusive(False)
        for pressed, pressed_code in zip(self._buttons, self._codes, strict=True):
            pressed.setChecked(pressed_code == code)
        self._group.setExclusive(True)
        self._more.setCurrentIndex(0 if code in self._codes else max(0, self._more.findData(code)))
        suit_relation(self.relation, code)
        self.changed.emit()

    def _choose_more(self) -> None:
        code = str(self._more.currentData() or "")
        self._choose(code or self._codes[0])

    def _press(self, number: int) -> None:
        if number < len(self._codes):
            self._choose(self._codes[number])
        elif number == len(self._codes) and self._more.isVisible():
            self._more.setFocus()
            self._more.showPopup()

    def _paper_toggled(self, on_paper: bool) -> None:
        self.pad.setVisible(not on_paper)
        self._paper_says.setVisible(on_paper)
        self.changed.emit()
