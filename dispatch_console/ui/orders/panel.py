"""The order beside the queue: lines, address, requirements, checklist, and the verbs of verification."""

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from dispatch_console.domain.values import Coordinate
from dispatch_console.language import tr
from dispatch_console.ui.map.scheme import TileReader
from dispatch_console.ui.map.state import MapPlace, MapState
from dispatch_console.ui.map.view import MapView
from dispatch_console.ui.orders import sections
from dispatch_console.ui.orders.address_form import AddressForm
from dispatch_console.ui.orders.facts import CheckLine, OrderFacts
from dispatch_console.ui.widgets.basics import button, label, paragraph, rule, shown_plain, surface
from dispatch_console.ui.widgets.layout import stacked
from dispatch_console.ui.widgets.reason import ReasonField

MAP_HEIGHT = 168


class OrderPanel(QWidget):
    """Emits what the person wants; knows no rule."""

    # the item, whether it is ticked, and what was said where it is settled by a call
    ticked = Signal(str, bool, str)
    tick_sure_wanted = Signal()
    verify_wanted = Signal()
    hold_wanted = Signal(str)
    reject_wanted = Signal(str)
    release_wanted = Signal()
    change_wanted = Signal()
    keep_wanted = Signal(str)
    compare_wanted = Signal()
    address_wanted = Signal(object)
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
        # a click on an empty map would pin an order to nowhere
        self.has_streets: Callable[[], bool] = lambda: True
        self._facts: OrderFacts | None = None
        self._several = False
        self.show_nothing()

    def _footer(self) -> QWidget:
        foot = surface("sunk")
        rows = QVBoxLayout(foot)
        rows.setContentsMargins(16, 12, 16, 12)
        self.reason = ReasonField()
        self.reason.ended.connect(self.reason_ended)
        rows.addWidget(self.reason)
        self.address = AddressForm()
        self.address.saved.connect(self.address_wanted)
        self.address.ended.connect(self.reason_ended)
        rows.addWidget(self.address)
        row = QHBoxLayout()
        self.verify_button = button(tr("Verify and next"), "check", "V", "primary")
        self.hold_button = button(tr("Hold"), key="H")
        self.reject_button = button(tr("Reject"), key="R")
        self.release_button = button(tr("Release"), key="E")
        self.verify_button.clicked.connect(self.verify_wanted)
        self.hold_button.clicked.connect(lambda: self._ask(tr("Reason to hold"), self.hold_wanted.emit))
        self.reject_button.clicked.connect(lambda: self._ask(tr("Reason to reject"), self.reject_wanted.emit))
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
            # what was asked of the choice is dropped with the choice: a panel that is read late must not take the keys
            if not self.reason.of_choice:
                self.reason.drop()
            self.address.leave()
        position = self._scroll.verticalScrollBar().value() if same else 0
        focused = self._focused_check() if same else ""
        typed = self._typed_pin() if same else None
        self._facts = facts
        body = surface("panel")
        column = QVBoxLayout(body)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(6)
        sections.head(column, facts, self.change_wanted.emit, self._ask_to_keep, self.compare_wanted.emit)
        sections.lines(column, facts)
        sections.address(
            column,
            facts,
            self.pin_wanted.emit,
            lambda: self.address.ask(facts.address_text),
            has_streets=self.has_streets(),
        )
        sections.needs(column, facts)
        first_open = self._checklist(column, facts, focused)
        sections.others(column, facts)
        sections.history(column, facts)
        column.addStretch(1)
        self._scroll.setWidget(body)
        self._scroll.verticalScrollBar().setValue(position)
        self._show_map(facts)
        open_items = [line.words for line in facts.checklist if not line.ticked]
        tip = (
            tr("Open: {open_items}", open_items=", ".join(open_items))
            if open_items
            else tr("Verify and go to the next (V)")
        )
        self.verify_button.setToolTip(shown_plain(tip))
        self._show_verbs(facts)
        if first_open is not None and focused:
            first_open.setFocus()
        elif focused:
            # the last tick was set: the next Space must not press a button
            self.reason_ended.emit()
        if typed is not None:
            self._type_on(typed)

    def _ask(self, question: str, give: Callable[[str], None]) -> None:
        self.reason.ask(question, give, of_choice=True)

    def show_several(self, count: int) -> None:
        """Let the verbs mean several orders: each refuses for itself, so none is closed beforehand."""
        self._several = count > 1
        if self._facts is not None:
            self._show_verbs(self._facts)

    def _show_verbs(self, facts: OrderFacts) -> None:
        # with open items it says which: a key that does nothing leaves one guessing
        self.verify_button.setEnabled(facts.can_verify or self._several)
        self.hold_button.setEnabled(facts.can_hold or self._several)
        self.reject_button.setEnabled(facts.can_reject or self._several)
        self.release_button.setVisible(facts.can_release or self._several)

    def _ask_to_keep(self) -> None:
        self.reason.ask(tr("Why ours stays"), self.keep_wanted.emit)

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
        self.map.show_state(MapState(places=place, legend=False, placing=pin is None and self.has_streets()))
        self.map.fit()

    def _checklist(self, column: QVBoxLayout, facts: OrderFacts, focused: str) -> QCheckBox | None:
        done = sum(1 for line in facts.checklist if line.ticked)
        sections.section(
            column, tr("Checklist"), tr("{done} of {checklist}", done=done, checklist=len(facts.checklist))
        )
        wanted: QCheckBox | None = None
        passed = False
        for line in facts.checklist:
            row = QHBoxLayout()
            box = QCheckBox(line.words)
            box.setObjectName(f"check-{line.key}")
            box.setChecked(line.ticked)
            box.setAccessibleName(line.words)
            box.toggled.connect(lambda on, line=line, box=box: self._tick(line, box, on))
            row.addWidget(box, 1)
            needed = tr("needs a call") if line.is_call and not line.ticked else ""
            by = label(line.by or needed, tone="faint")
            by.setToolTip(shown_plain(line.said))
            row.addWidget(by)
            if not line.ticked and facts.can_waive:
                row.addWidget(self._waiver(line.key, line.words))
            column.addLayout(row)
            if line.said:
                column.addWidget(paragraph(f"“{line.said}”", tone="faint"))
            passed = passed or line.key == focused
            if wanted is None and not line.ticked and passed:
                wanted = box
        return wanted

    def _tick(self, line: CheckLine, box: QCheckBox, on: bool) -> None:
        """Tell of a tick. The next Space is for the next item, also before the answer comes.

        What is settled by a call is ticked once it is written down with whom and what was said.
        """
        if on and line.is_call:
            with QSignalBlocker(box):
                box.setChecked(False)
            self.reason.ask(tr("With whom, and what was said"), lambda said: self._tick_call(line.key, said))
            return
        self.ticked.emit(line.key, on, "")
        following = [box for box in self.findChildren(QCheckBox) if not box.isChecked() and box.isEnabled()]
        if on and following and self.focusWidget() is not None:
            following[0].setFocus()

    def _tick_call(self, key: str, said: str) -> None:
        self.ticked.emit(key, True, said)
        self.reason.leave()

    def _waiver(self, key: str, words: str) -> QPushButton:
        waive = QPushButton(tr("Waive"))
        waive.setProperty("kind", "filter")
        waive.setAccessibleName(tr("Waive: {words}", words=words))
        waive.setToolTip(tr("A supervisor lets this pass, with a reason"))
        waive.clicked.connect(
            lambda: self.reason.ask(tr("Reason to waive"), lambda why: self.waive_wanted.emit(key, why))
        )
        return waive

    def _focused_check(self) -> str:
        focus = self.focusWidget()
        return focus.objectName().removeprefix("check-") if isinstance(focus, QCheckBox) else ""
