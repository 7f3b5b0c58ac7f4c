"""The parcels of a pick-up. A scan ticks a parcel; where its label cannot be read, a hand does."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from dispatch_console.domain.road.proof import SCANNED, SEEN
from dispatch_console.language import tr
from dispatch_console.ui.widgets.basics import label
from dispatch_console.ui.widgets.fields import tick
from dispatch_console.ui.widgets.layout import empty


class ParcelTicks(QWidget):
    """Knows of each parcel how it was checked. `typed`: a code that was typed into the field."""

    changed = Signal()
    typed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        first = QHBoxLayout()
        self.scan = QLineEdit()
        self.scan.setAccessibleName(tr("Scan each parcel that is handed out"))
        self.scan.setPlaceholderText(tr("Scan each parcel"))
        self.scan.setFixedWidth(170)
        self.scan.returnPressed.connect(self._entered)
        self._says = label("", tone="quiet")
        first.addWidget(self.scan)
        first.addWidget(self._says, 1)
        self._ticks = QVBoxLayout()
        self._ticks.setSpacing(2)
        column.addLayout(first)
        column.addLayout(self._ticks)
        self._boxes: dict[int, QCheckBox] = {}
        self._how: dict[int, str] = {}

    def show_parcels(self, parcels: Iterable[tuple[int, str]]) -> None:
        """Show the parcels of an order as id and words; none is checked."""
        empty(self._ticks)
        self._boxes, self._how = {}, {}
        for parcel_id, words in parcels:
            box = tick(words)
            box.toggled.connect(lambda on, one=parcel_id: self._toggled(one, on=on))
            self._ticks.addWidget(box)
            self._boxes[parcel_id] = box
        self.say("")

    def restore(self, checked: Mapping[str, str]) -> None:
        for text, how in checked.items():
            if text.isdecimal():
                self.check(int(text), how)

    def check(self, parcel_id: int, how: str = SCANNED) -> bool:
        """Tick a parcel; return whether it is one of these."""
        box = self._boxes.get(parcel_id)
        if box is None:
            return False
        self._how[parcel_id] = how
        box.setChecked(True)
        self.changed.emit()
        return True

    def checked(self) -> dict[int, str]:
        return dict(self._how)

    def say(self, text: str, tone: str = "quiet") -> None:
        self._says.setText(text)
        self._says.setProperty("tone", tone)
        self._says.style().polish(self._says)

    def _toggled(self, parcel_id: int, *, on: bool) -> None:
        if on:
            self._how.setdefault(parcel_id, SEEN)
        else:
            self._how.pop(parcel_id, None)
        self.changed.emit()

    def _entered(self) -> None:
        text = self.scan.text().strip()
        self.scan.clear()
        if text:
            self.typed.emit(text)
