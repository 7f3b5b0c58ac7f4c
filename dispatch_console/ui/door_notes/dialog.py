"""A form for what a driver must know at a door, and where a parcel may be left."""

from dataclasses import fields

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from dispatch_console import texts
from dispatch_console.application.desk import Desk
from dispatch_console.application.orders.door_notes import DoorNotes, door_notes, note_door
from dispatch_console.domain.errors import DispatchError
from dispatch_console.language import tr
from dispatch_console.ui.tasks import Tasks
from dispatch_console.ui.widgets.basics import button, label
from dispatch_console.ui.widgets.fields import field, label_of
from dispatch_console.ui.widgets.page_dialog import PageDialog

WIDTH = 560


class DoorNotesDialog(PageDialog):
    """Ctrl+Enter keeps, Esc leaves it as it was. What is wrong is said, and stays typed."""

    def __init__(self, parent: QWidget, desk: Desk, tasks: Tasks) -> None:
        self.keep = button(tr("Keep"), "check", "Ctrl+Return", "primary")
        super().__init__(parent, tr("At the door"), self.keep)
        self._desk = desk
        self._order: int | None = None
        self._seen: DoorNotes | None = None
        self._name = label("", tone="quiet")
        self._name.setContentsMargins(16, 12, 16, 0)
        self.column.addWidget(self._name)
        grid = QGridLayout()
        grid.setContentsMargins(16, 12, 16, 16)
        grid.setVerticalSpacing(8)
        names = {
            "gate_code": (tr("Door code"), ""),
            "entrance": (tr("Entrance, stairs, floor"), ""),
            "access_note": (tr("Note for the driver"), ""),
            "safe_place": (tr("Safe place that is allowed"), tr("behind the shed")),
            "neighbour": (tr("Neighbour who may take it"), tr("Aila, flat 3")),
            "said_by": (tr("Who allowed it"), tr("Anna Virtanen, on the phone")),
            "until": (tr("Allowed until"), tr("2026-12-24; empty: until it is taken back")),
            "most": (tr("Worth at most"), tr("150; empty: whatever it is worth")),
        }
        self.inputs: dict[str, QLineEdit] = {}
        for row, (name, (words, hint)) in enumerate(names.items()):
            made = field(words, 280)
            made.setPlaceholderText(hint)
            grid.addWidget(label_of(made, words), row, 0)
            grid.addWidget(made, row, 1)
            self.inputs[name] = made
        self.column.addLayout(grid)
        self.setMinimumWidth(WIDTH)
        self.keep.clicked.connect(lambda: tasks.start(self._keep()))

    async def open_for(self, order_id: int, name: str) -> None:
        """Show what is noted at the door of an order."""
        self._order = order_id
        self._seen = await self._desk.ask(door_notes, order_id)
        for entry in fields(DoorNotes):
            self.inputs[entry.name].setText(getattr(self._seen, entry.name))
        self._name.setText(name)
        self._title.setText(tr("At the door"))
        self.said.hide()
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.show()
        self.inputs["gate_code"].setFocus()

    async def _keep(self) -> None:
        if self._order is None:
            return
        notes = DoorNotes(**{name: made.text() for name, made in self.inputs.items()})
        try:
            await self._desk.do(note_door, self._order, notes, self._seen)
        except DispatchError as error:
            self.said.say(texts.explain(error))
            return
        self.accept()
