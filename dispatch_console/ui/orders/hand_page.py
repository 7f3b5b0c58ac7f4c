"""An order by hand: what a customer says on the telephone, typed into one page."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from dispatch_console.language import mark, tr
from dispatch_console.ui.widgets.banner import Banner
from dispatch_console.ui.widgets.basics import SEMIBOLD, Elided, button, label, rule, surface
from dispatch_console.ui.widgets.layout import stacked

# field of an order, its name, what is typed there
FIELDS = (
    ("name", mark("Customer"), ""),
    ("phone", mark("Phone"), ""),
    ("email", mark("E-mail"), ""),
    ("line1", mark("Street and number"), ""),
    ("line2", mark("Flat, floor, c/o"), ""),
    ("postcode", mark("Post code"), ""),
    ("city", mark("City"), ""),
    ("country", mark("Country"), mark("empty: the station's own")),
    ("delivery_day", mark("Delivery day"), mark("as 24.12.2026")),
    ("window", mark("Hours"), mark("as 10-12")),
    ("instructions", mark("Instructions"), ""),
    ("requirements", mark("Requirements"), mark("as fragile, two persons, lift")),
    ("number", mark("Order number"), mark("empty: one is made")),
)
LINE_FIELDS = (
    ("quantity", mark("Quantity"), 80),
    ("sku", mark("SKU"), 160),
    ("item", mark("Product"), 0),
    ("unit_price", mark("Price of one"), 110),
)
PAYMENTS = (
    ("", mark("not said")),
    ("paid", mark("paid already")),
    ("cash", mark("cash at the door")),
    ("account", mark("on account, later")),
)
FIELD_WIDTH, FIELD_HEIGHT = 380, 32


class HandPage(QWidget):
    """Ctrl+Enter saves, Esc leaves; `saved` gives fields, and a row of fields per line that holds something."""

    saved = Signal(object, object)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = stacked(self)
        bar = surface("panel")
        bar.setFixedHeight(52)
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 0, 16, 0)
        row.addWidget(label(tr("New order"), 15, SEMIBOLD))
        row.addWidget(Elided(tr("It opens at Verify, like every other order"), tone="quiet"), 1)
        self.leave = button(tr("Cancel"), key="Esc")
        self.leave.clicked.connect(self._leave)
        self.save = button(tr("Save the order"), "check", "Ctrl+Return", "primary")
        self.save.clicked.connect(self._save)
        row.addWidget(self.leave)
        row.addWidget(self.save)
        column.addWidget(bar)
        column.addWidget(rule())
        self.said = Banner()
        column.addWidget(self.said)
        body = surface("panel")
        parts = QHBoxLayout(body)
        parts.setContentsMargins(16, 16, 16, 16)
        parts.setSpacing(32)
        parts.addLayout(self._form())
        parts.addLayout(self._lines(), 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(body)
        column.addWidget(scroll, 1)
        self._asked_to_leave = False

    def _form(self) -> QVBoxLayout:
        column = QVBoxLayout()
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        self.fields: dict[str, QLineEdit] = {}
        for place, (name, words, hint) in enumerate(FIELDS):
            field = QLineEdit()
            field.setAccessibleName(tr(words))
            field.setPlaceholderText(tr(hint) if hint else "")
            field.setFixedWidth(FIELD_WIDTH)
            self._add(grid, place, tr(words), field)
            self.fields[name] = field
        self.payment = QComboBox()
        self.payment.setAccessibleName(tr("Payment"))
        for key, words in PAYMENTS:
            self.payment.addItem(tr(words), key)
        self._add(grid, len(FIELDS), tr("Payment"), self.payment)
        money = QHBoxLayout()
        self.due, self.currency = QLineEdit(), QLineEdit("EUR")
        self.due.setAccessibleName(tr("To collect at the door"))
        self.due.setPlaceholderText(tr("to collect at the door"))
        self.currency.setAccessibleName(tr("Currency"))
        self.currency.setFixedWidth(64)
        money.addWidget(self.due, 1)
        money.addWidget(self.currency)
        grid.addLayout(money, len(FIELDS) + 1, 1)
        self.payment.currentIndexChanged.connect(lambda _: self._show_due())
        self._show_due()
        column.addLayout(grid)
        column.addStretch(1)
        return column

    def _add(self, grid: QGridLayout, place: int, words: str, field: QWidget) -> None:
        name = label(words, tone="quiet")
        name.setBuddy(field)
        # a row is as high as its field: sixteen of them stand on a screen of 1000 pixels
        field.setFixedHeight(FIELD_HEIGHT)
        name.setFixedHeight(FIELD_HEIGHT)
        grid.addWidget(name, place, 0)
        grid.addWidget(field, place, 1)

    def _lines(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.addWidget(label(tr("What is delivered"), 13, SEMIBOLD))
        self.lines = QTableWidget(1, len(LINE_FIELDS))
        self.lines.setAccessibleName(tr("Lines of the order"))
        self.lines.setHorizontalHeaderLabels([tr(words) for _, words, _ in LINE_FIELDS])
        self.lines.verticalHeader().hide()
        head = self.lines.horizontalHeader()
        for place, (_, _, width) in enumerate(LINE_FIELDS):
            if width:
                self.lines.setColumnWidth(place, width)
            else:
                head.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        self.lines.itemChanged.connect(self._grow)
        column.addWidget(self.lines, 1)
        return column

    def open(self) -> None:
        """Begin an empty order."""
        for field in (*self.fields.values(), self.due):
            field.clear()
        self.payment.setCurrentIndex(0)
        self.lines.clearContents()
        self.lines.setRowCount(1)
        self.said.say("")
        self._asked_to_leave = False
        self.fields["name"].setFocus()

    def show_wrong(self, problems: Sequence[tuple[str, str]]) -> None:
        """Say what is wrong, by field, and go to the first; what was typed stays."""
        names = {name: tr(words) for name, words, _ in (*FIELDS, *LINE_FIELDS)}
        self.said.say(" ".join(f"{names.get(field, field)}: {sentence}" for field, sentence in problems))
        for field, _ in problems:
            if field in self.fields:
                self.fields[field].setFocus()
                return
        self.lines.setFocus()

    def _show_due(self) -> None:
        self.due.setEnabled(self.payment.currentData() == "cash")

    def _grow(self, changed: QTableWidgetItem) -> None:
        """Keep an empty line below the last."""
        if changed.text() and changed.row() == self.lines.rowCount() - 1:
            self.lines.insertRow(self.lines.rowCount())

    def _typed_lines(self) -> list[dict[str, str]]:
        rows = []
        for number in range(self.lines.rowCount()):
            cells = [self.lines.item(number, place) for place in range(len(LINE_FIELDS))]
            row = {
                name: cell.text().strip()
                for (name, _, _), cell in zip(LINE_FIELDS, cells, strict=True)
                if cell is not None and cell.text().strip()
            }
            rows += [row] if row else []
        return rows

    def _typed(self) -> dict[str, str]:
        typed = {name: text for name, field in self.fields.items() if (text := field.text().strip())}
        match self.payment.currentData():
            case "paid":
                typed["payment_state"] = "paid"
            case "cash":
                typed |= {"due_on_delivery": self.due.text().strip(), "payment_method": "cod"}
            case "account":
                typed["terms"] = "invoice"
        return typed | {"currency": self.currency.text().strip().upper()}

    def _save(self) -> None:
        # a cell that is still edited is not in the table yet
        self.lines.setCurrentCell(-1, -1)
        self.saved.emit(self._typed(), self._typed_lines())

    def _leave(self) -> None:
        typed = any(field.text().strip() for field in self.fields.values()) or self._typed_lines()
        if typed and not self._asked_to_leave:
            self._asked_to_leave = True
            self.said.say(tr("Esc once more: what you typed is dropped"), wrong=False)
            return
        self.closed.emit()
