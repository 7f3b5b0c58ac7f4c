"""A card for what the driver says of his van where he drives on paper: kilometres, fuel, damage, papers."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from dispatch_console.language import tr
from dispatch_console.ui.widgets.asking_card import AskingCard
from dispatch_console.ui.widgets.basics import surface
from dispatch_console.ui.widgets.fields import choice, tick

WIDTH = 520
FUEL = ("", "1/4", "1/2", "3/4", "1/1")


@dataclass(frozen=True, slots=True)
class VanSaid:
    """What was written down of a van. `odometer` in kilometres."""

    odometer: int
    fuel: str
    damage: str
    papers: bool


class CheckCard(AskingCard):
    """Emits what the driver says of his van; without kilometres it keeps nothing."""

    checked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            parent, picture="clipboard-check", agree=(tr("Keep the check"), "check"), leave=tr("Not now"), width=WIDTH
        )
        self.agreed.connect(self._keep)

    def ask_of(self, van: str, before: int) -> None:
        """Ask for a van; `before`: where its odometer stood last, 0 where nobody knows."""
        body = surface("panel")
        form = QFormLayout(body)
        self.odometer = QLineEdit()
        self.odometer.setAccessibleName(tr("Odometer, km"))
        self.odometer.setValidator(QIntValidator(0, 3_000_000, self.odometer))
        self.odometer.setPlaceholderText(tr("{km} before", km=before) if before else "")
        self.odometer.textChanged.connect(lambda text: self.agree.setEnabled(bool(text)))
        self.fuel = choice(tr("Fuel"))
        for level in FUEL:
            self.fuel.addItem(level or tr("not said"), level)
        self.damage = QLineEdit()
        self.damage.setAccessibleName(tr("Damage; empty for none"))
        self.papers = tick(tr("Papers are in the van"))
        form.addRow(tr("Odometer, km"), self.odometer)
        form.addRow(tr("Fuel"), self.fuel)
        form.addRow(tr("Damage; empty for none"), self.damage)
        form.addRow("", self.papers)
        self.ask(tr("Check of {van}", van=van), "", body)
        self.agree.setEnabled(False)
        self.odometer.setFocus()

    def _keep(self) -> None:
        said = VanSaid(
            int(self.odometer.text()), str(self.fuel.currentData()), self.damage.text().strip(), self.papers.isChecked()
        )
        self.checked.emit(said)
