"""The fields of a live order system: what it is called, how it is reached, how it rings."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from dispatch_console.language import tr
from dispatch_console.ui.settings.source_looks import KindLook, SourceForm
from dispatch_console.ui.widgets.basics import label, paragraph
from dispatch_console.ui.widgets.layout import empty, stacked

# in pixels
WORDS, FIELD = 210, 420


class SourceFields(QWidget):
    """`wanted`: Enter was pressed in a field."""

    wanted = Signal()
    # something was typed or chosen
    changed = Signal()

    def __init__(self, kinds: Sequence[KindLook]) -> None:
        super().__init__()
        self._kinds = {kind.key: kind for kind in kinds}
        self._bell_at = ""
        column = stacked(self)
        column.setSpacing(6)
        self._grids = tuple(QGridLayout() for _ in range(3))
        upper, self._asked, self._bell = self._grids
        for grid in self._grids:
            grid.setVerticalSpacing(6)
            grid.setColumnStretch(2, 1)
            grid.setColumnMinimumWidth(0, WORDS)
            column.addLayout(grid)
        self.kind = QComboBox()
        for key, kind in self._kinds.items():
            self.kind.addItem(kind.title, key)
        self.kind.currentIndexChanged.connect(lambda: self._ask({}))
        self.kind.currentIndexChanged.connect(self.changed)
        self.name = self._entry(upper, 0, tr("Name"), tr("orders are filed under it"))
        self._place(upper, 1, tr("Kind"), self.kind)
        self.address = self._entry(upper, 2, tr("Address"), tr("https://shop.example"))
        self.secret = self._entry(upper, 3, tr("Secret"), tr("goes into the computer's key store"))
        self.bell_secret = self._entry(self._bell, 0, tr("Secret of its bell"), "")
        for secret in (self.secret, self.bell_secret):
            secret.setEchoMode(QLineEdit.EchoMode.Password)
        self._bell_hint = paragraph("", tone="quiet")
        self._bell.addWidget(self._bell_hint, 1, 1, 1, 2)
        self.options: dict[str, QLineEdit] = {}
        self._ask({})

    def fill(self, form: SourceForm | None, bell_at: str = "", *, has_bell: bool = False) -> None:
        """Show how a system is reached; None for a new one. `bell_at`: where it rings; `has_bell`: its secret is
        kept.
        """
        self._bell_at = bell_at
        self.name.setText(form.name if form else "")
        if form is not None:
            self.kind.setCurrentIndex(max(0, self.kind.findData(form.kind)))
        self.address.setText(form.address if form else "")
        self.clear_secrets()
        self._ask(form.options if form else {})
        kept = tr("kept; type another to replace it")
        if form is not None:
            self.secret.setPlaceholderText(kept)
        self.bell_secret.setPlaceholderText(
            kept if has_bell else tr("empty: it is read every half minute, and no sooner")
        )

    def clear_secrets(self) -> None:
        self.secret.clear()
        self.bell_secret.clear()

    def form(self, own_fields: Mapping[str, str]) -> SourceForm:
        """Return what stands in the fields."""
        return SourceForm(
            name=self.name.text().strip(),
            kind=str(self.kind.currentData() or ""),
            address=self.address.text().strip(),
            secret=self.secret.text().strip(),
            bell_secret=self.bell_secret.text().strip(),
            options={key: entry.text().strip() for key, entry in self.options.items() if entry.text().strip()},
            own_fields=own_fields,
        )

    def _ask(self, options: Mapping[str, str]) -> None:
        """Show what the chosen kind asks for, and how it rings."""
        empty(self._asked)
        kind = self._kinds.get(str(self.kind.currentData() or ""))
        self.options = {}
        for row, (key, words, hint) in enumerate(kind.asks if kind else ()):
            entry = self.options[key] = self._entry(self._asked, row, words, hint)
            entry.setText(options.get(key, ""))
        if kind is not None:
            self.secret.setPlaceholderText(kind.secret_hint)
        # what was made last comes last by itself, behind the buttons below
        chain = [self.name, self.kind, self.address, self.secret, *self.options.values(), self.bell_secret]
        for one, following in pairwise(chain):
            QWidget.setTabOrder(one, following)
        rings = kind is not None and bool(kind.bell_hint)
        for place in range(self._bell.count()):
            item = self._bell.itemAt(place)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.setVisible(rings)
        if kind is not None and rings:
            at = self._bell_at
            where = tr("It rings at {address}.", address=at) if at else tr("Where it rings is shown once it is saved.")
            self._bell_hint.setText(f"{where} {kind.bell_hint}.")

    def _entry(self, grid: QGridLayout, row: int, words: str, hint: str) -> QLineEdit:
        entry = QLineEdit()
        entry.setPlaceholderText(hint)
        entry.returnPressed.connect(self.wanted)
        entry.textChanged.connect(self.changed)
        self._place(grid, row, words, entry)
        return entry

    def _place(self, grid: QGridLayout, row: int, words: str, control: QWidget) -> None:
        control.setAccessibleName(words)
        control.setFixedWidth(FIELD)
        said = label(words, tone="quiet")
        # a screen reader on Linux takes a combo's name from its label
        said.setBuddy(control)
        grid.addWidget(said, row, 0)
        grid.addWidget(control, row, 1)
