"""The order beside the queue: lines, address, requirements, checklist, and the verbs of verification."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from dispatch_console import texts
from dispatch_console.domain.values import Coordinate
from dispatch_console.language import tr
from dispatch_console.ui.map.scheme import TileReader
from dispatch_console.ui.map.state import MapPlace, MapState
from dispatch_console.ui.map.view import MapView
from dispatch_console.ui.widgets.basics import SEMIBOLD, Elided, button, label, paragraph, rule, shown_plain, surface
from dispatch_console.ui.widgets.layout import stacked
from dispatch_console.ui.words import STAGES

MAP_HEIGHT = 168
LEAST_REASON = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFacts:
    """What the panel shows; plain words, ready to be read."""

    id: int
    number: str
    stage: str
    customer: str
    phone: str
    axes: tuple[tuple[str, str], ...]
    where: str
    lines: tuple[tuple[int, str, str], ...]
    lines_summary: str
    address_id: int
    address: str
    quality: str
    pin: tuple[float, float] | None
    access: str
    requirements: tuple[str, ...]
    instructions: str
    checklist: tuple[tuple[str, str, bool, str], ...]
    history: tuple[tuple[str, str], ...]
    change: tuple[tuple[str, str, str], ...]
    can_verify: bool
    can_hold: bool
    can_reject: bool
    can_release: bool
    can_waive: bool


class OrderPanel(QWidget):
    """Emits what the person wants; knows no rule."""

    ticked = Signal(str, bool)
    verify_wanted = Signal()
    hold_wanted = Signal(str)
    reject_wanted = Signal(str)
    release_wanted = Signal()
    change_wanted = Signal()
    pin_wanted = Signal(str)
    waive_wanted = Signal(str, str)
    reason_ended = Signal()

    def __init__(self, tiles: TileReader, centre: Coordinate) -> None:
        super().__init__()
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = stacked(self)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(self._scroll, 1)
        self.map = MapView(tiles, centre)
        self.map.setFixedHeight(MAP_HEIGHT)
        self.map.hide()
        self.map.moved.connect(lambda _, lat, lon: self.pin_wanted.emit(f"{lat:.6f}, {lon:.6f}"))
        column.addWidget(rule())
        column.addWidget(self.map)
        column.addWidget(rule())
        column.addWidget(self._footer())
        self._facts: OrderFacts | None = None
        self.show_nothing()

    def _footer(self) -> QWidget:
        foot = surface("sunk")
        rows = QVBoxLayout(foot)
        rows.setContentsMargins(16, 12, 16, 12)
        self._reason = QLineEdit()
        self._reason.setPlaceholderText(tr("Reason, then Enter"))
        self._reason.setAccessibleName(tr("Reason"))
        self._reason.returnPressed.connect(self._give_reason)
        self._reason.hide()
        leave = QShortcut(QKeySequence("Esc"), self._reason)
        leave.setContext(Qt.ShortcutContext.WidgetShortcut)
        leave.activated.connect(self._drop_reason)
        self._reason_for = ""
        rows.addWidget(self._reason)
        row = QHBoxLayout()
        self.verify_button = button(tr("Verify and next"), "check", "V", "primary")
        self.hold_button = button(tr("Hold"), key="H")
        self.reject_button = button(tr("Reject"), key="R")
        self.release_button = button(tr("Release"), key="E")
        self.verify_button.clicked.connect(self.verify_wanted)
        self.hold_button.clicked.connect(lambda: self._ask_reason("hold"))
        self.reject_button.clicked.connect(lambda: self._ask_reason("reject"))
        self.release_button.clicked.connect(self.release_wanted)
        row.addWidget(self.verify_button)
        row.addStretch(1)
        for other in (self.release_button, self.hold_button, self.reject_button):
            row.addWidget(other)
        rows.addLayout(row)
        return foot

    def show_nothing(self) -> None:
        self._facts = None
        self.map.hide()
        body = surface("panel")
        column = QVBoxLayout(body)
        column.setContentsMargins(16, 24, 16, 16)
        hint = label(tr("Choose an order to see it here."), tone="faint")
        column.addWidget(hint)
        column.addStretch(1)
        self._scroll.setWidget(body)
        for act in (self.verify_button, self.hold_button, self.reject_button):
            act.setEnabled(False)
        self.release_button.hide()

    def show_order(self, facts: OrderFacts) -> None:
        same = self._facts is not None and self._facts.id == facts.id
        if not same:
            self._drop_reason()
        position = self._scroll.verticalScrollBar().value() if same else 0
        focused = self._focused_check() if same else ""
        typed = self._typed_pin() if same else None
        self._facts = facts
        body = surface("panel")
        column = QVBoxLayout(body)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(6)
        self._head(column, facts)
        self._lines(column, facts)
        self._address(column, facts)
        self._needs(column, facts)
        first_open = self._checklist(column, facts, focused)
        self._history(column, facts)
        column.addStretch(1)
        self._scroll.setWidget(body)
        self._scroll.verticalScrollBar().setValue(position)
        self._show_map(facts)
        open_items = [words for _, words, done, _ in facts.checklist if not done]
        self.verify_button.setEnabled(facts.can_verify and not open_items)
        tip = (
            tr("Open: {open_items}", open_items=", ".join(open_items))
            if open_items
            else tr("Verify and go to the next (V)")
        )
        self.verify_button.setToolTip(shown_plain(tip))
        self.hold_button.setEnabled(facts.can_hold)
        self.reject_button.setEnabled(facts.can_reject)
        self.release_button.setVisible(facts.can_release)
        if first_open is not None and focused:
            first_open.setFocus()
        elif focused:
            # the last tick was set: the next Space must not press a button
            self.reason_ended.emit()
        if typed is not None:
            self._type_on(typed)

    def _typed_pin(self) -> str | None:
        """Return what stands in the pin's field while somebody types there."""
        field = self.focusWidget()
        return field.text() if isinstance(field, QLineEdit) and field.objectName() == "pin" else None

    def _type_on(self, text: str) -> None:
        """Leave the field under the hand when news of another station come."""
        for field in self.findChildren(QLineEdit, "pin"):
            field.setText(text)
            field.setFocus()

    def end_pin(self) -> None:
        """Leave the pin's field: what is typed next is not a place."""
        for field in self.findChildren(QLineEdit, "pin"):
            field.clear()
            field.clearFocus()
        self.reason_ended.emit()

    def tick_next(self) -> None:
        """Tick the first item that is still open, as if it had been clicked."""
        boxes = [box for box in self.findChildren(QCheckBox) if not box.isChecked() and box.isEnabled()]
        if boxes:
            boxes[0].setFocus()
            boxes[0].click()

    def _show_map(self, facts: OrderFacts) -> None:
        """Show the pin, to be dragged; without one, a click on the map sets it."""
        self.map.show()
        pin = facts.pin
        place = (MapPlace("pin", "pin", *pin, f"{facts.customer}, {facts.address}", movable=True),) if pin else ()
        self.map.show_state(MapState(places=place, legend=False, placing=pin is None))
        self.map.fit()

    def _head(self, column: QVBoxLayout, facts: OrderFacts) -> None:
        row = QHBoxLayout()
        row.addWidget(label(facts.number, 15, SEMIBOLD))
        row.addWidget(label(facts.stage, tone="decide" if facts.stage == STAGES["needs_attention"] else "quiet"))
        row.addStretch(1)
        column.addLayout(row)
        row = QHBoxLayout()
        name = paragraph(facts.customer, 13, SEMIBOLD)
        row.addWidget(name, 1)
        row.addWidget(label(facts.phone, tone="quiet"))
        column.addLayout(row)
        if facts.where:
            column.addWidget(Elided(facts.where))
        for start in range(0, len(facts.axes), 2):
            row = QHBoxLayout()
            row.setSpacing(16)
            for axis, state in facts.axes[start : start + 2]:
                row.addWidget(Elided(f"{axis} {state}", tone="quiet"), 1)
            column.addLayout(row)
        if facts.change:
            for what, ours, theirs in facts.change:
                column.addWidget(
                    paragraph(
                        tr(
                            "Changed at the source: {what}  {ours} → {theirs}",
                            what=texts.field(what),
                            ours=texts.plain(ours),
                            theirs=texts.plain(theirs),
                        ),
                        tone="decide",
                    )
                )
            take = button(tr("Take it, verify again"), "git-compare", "T")
            take.clicked.connect(self.change_wanted)
            column.addWidget(take)

    def _lines(self, column: QVBoxLayout, facts: OrderFacts) -> None:
        self._section(column, tr("Lines"), facts.lines_summary)
        for quantity, name, sku in facts.lines:
            row = QHBoxLayout()
            number = label(str(quantity), 13, SEMIBOLD)
            number.setFixedWidth(28)
            number.setAlignment(Qt.AlignmentFlag.AlignRight)
            row.addWidget(number)
            text = paragraph(name)
            row.addWidget(text, 1)
            code = Elided(sku, "faint")
            code.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            code.setFixedWidth(128)
            row.addWidget(code)
            column.addLayout(row)

    def _address(self, column: QVBoxLayout, facts: OrderFacts) -> None:
        self._section(column, tr("Address"), facts.quality, "good" if facts.pin else "decide")
        text = paragraph(facts.address, 13)
        column.addWidget(text)
        if facts.access:
            column.addWidget(Elided(facts.access, tone="quiet"))
        pin = QLineEdit()
        how = tr("Drag the pin below") if facts.pin else tr("Click its place on the map below")
        pin.setPlaceholderText(tr("{how}, or type latitude, longitude", how=how))
        pin.setAccessibleName(tr("Pin as latitude, longitude"))
        pin.setObjectName("pin")
        pin.returnPressed.connect(lambda: self.pin_wanted.emit(pin.text()))
        column.addWidget(pin)

    def _needs(self, column: QVBoxLayout, facts: OrderFacts) -> None:
        if not facts.requirements and not facts.instructions:
            return
        self._section(column, tr("Requirements"))
        if facts.requirements:
            column.addWidget(paragraph(" · ".join(facts.requirements), tone="decide"))
        if facts.instructions:
            text = paragraph(f"“{facts.instructions}”", tone="quiet")
            column.addWidget(text)

    def _checklist(self, column: QVBoxLayout, facts: OrderFacts, focused: str) -> QCheckBox | None:
        done = sum(1 for *_, ticked, _ in facts.checklist if ticked)
        self._section(column, tr("Checklist"), tr("{done} of {checklist}", done=done, checklist=len(facts.checklist)))
        wanted: QCheckBox | None = None
        passed = False
        for key, words, ticked, by in facts.checklist:
            row = QHBoxLayout()
            box = QCheckBox(words)
            box.setObjectName(f"check-{key}")
            box.setChecked(ticked)
            box.setAccessibleName(words)
            box.toggled.connect(lambda on, key=key: self.ticked.emit(key, on))
            row.addWidget(box, 1)
            row.addWidget(label(by, tone="faint"))
            if not ticked and facts.can_waive:
                row.addWidget(self._waiver(key, words))
            column.addLayout(row)
            passed = passed or key == focused
            if wanted is None and not ticked and passed:
                wanted = box
        return wanted

    def _waiver(self, key: str, words: str) -> QPushButton:
        waive = QPushButton(tr("Waive"))
        waive.setProperty("kind", "filter")
        waive.setAccessibleName(tr("Waive: {words}", words=words))
        waive.setToolTip(tr("A supervisor lets this pass, with a reason"))
        waive.clicked.connect(lambda: self._ask_reason(tr("waive {key}", key=key)))
        return waive

    def _history(self, column: QVBoxLayout, facts: OrderFacts) -> None:
        self._section(column, tr("History"))
        for at, what in facts.history:
            column.addWidget(Elided(f"{at}  {what}", tone="quiet"))

    def _section(self, column: QVBoxLayout, title: str, extra: str = "", tone: str = "quiet") -> None:
        column.addSpacing(6)
        column.addWidget(rule())
        column.addSpacing(4)
        row = QHBoxLayout()
        row.addWidget(label(title, 13, SEMIBOLD))
        row.addWidget(label(extra, tone=tone))
        row.addStretch(1)
        column.addLayout(row)

    def _focused_check(self) -> str:
        focus = self.focusWidget()
        return focus.objectName().removeprefix("check-") if isinstance(focus, QCheckBox) else ""

    def _ask_reason(self, what: str) -> None:
        self._reason_for = what
        words = texts.plain(what.split(" ")[0])
        self._reason.setAccessibleName(tr("Reason to {words}", words=words))
        self._reason.setPlaceholderText(tr("Reason to {words}, then Enter; Esc leaves it", words=words))
        self._reason.show()
        self._reason.setFocus()

    def _drop_reason(self) -> None:
        asked = not self._reason.isHidden()
        self._reason.clear()
        self._reason.hide()
        if asked:
            self.reason_ended.emit()

    def end_reason(self) -> None:
        """Leave the reason's field: the keys mean the list again, not the button that stands next."""
        self._reason.clear()
        self._reason.hide()
        self.reason_ended.emit()

    def _give_reason(self) -> None:
        """Give the reason; the field keeps the keys until it holds one, or Esc."""
        text = self._reason.text().strip()
        if len(text) < LEAST_REASON:
            QApplication.beep()
            self._reason.setPlaceholderText(
                tr("A reason of at least {LEAST_REASON} letters, then Enter; Esc leaves it", LEAST_REASON=LEAST_REASON)
            )
            self._reason.setFocus()
            return
        what, _, key = self._reason_for.partition(" ")
        if what == "waive":
            self.waive_wanted.emit(key, text)
        else:
            (self.hold_wanted if what == "hold" else self.reject_wanted).emit(text)
