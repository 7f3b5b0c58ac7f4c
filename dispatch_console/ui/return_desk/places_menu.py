"""A menu of the places where goods may go that came back."""

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from dispatch_console import texts
from dispatch_console.domain.road.goods_back import Destination

PLACES = (Destination.REBOOK, Destination.STOCK, Destination.SUPPLIER, Destination.DAMAGE)


class PlacesMenu(QMenu):
    """1 to 4 choose; `chosen` is a code of `Destination`."""

    chosen = Signal(str)

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._now = ""
        self._marks = {}
        for number, place in enumerate(PLACES, 1):
            action = self.addAction(f"&{number}  {texts.plain(place.value).capitalize()}")
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, code=place.value: self.chosen.emit(code))
            self._marks[place.value] = action
        # a choice that was refused leaves its mark
        self.aboutToShow.connect(lambda: self.show_now(self._now))

    def show_now(self, code: str) -> None:
        """Mark where the goods go as things stand; none of the places for an empty code."""
        self._now = code
        for known, action in self._marks.items():
            action.setChecked(known == code)

    def open_at(self, point: QPoint) -> None:
        """Open it at a place on the screen."""
        self.popup(point)
