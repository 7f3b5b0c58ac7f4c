"""A van's stops as its sheets tell them: a row is typed through with Enter, from the code to the cash."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLineEdit, QTableWidget, QTableWidgetItem

from dispatch_console.language import tr
from dispatch_console.ui.return_desk.signature_plate import signature_plate
from dispatch_console.ui.theme import tokens
from dispatch_console.ui.widgets.basics import shown_plain

STOP, CUSTOMER, CODE, OUTCOME, TIME, SIGNED_BY, SIGNATURE, DUE, CASH = range(9)
# what is typed, in this order
_TYPED = (CODE, TIME, SIGNED_BY, SIGNATURE, CASH)
_WIDTHS = {STOP: 44, CODE: 58, OUTCOME: 114, TIME: 66, SIGNED_BY: 132, SIGNATURE: 116, DUE: 68, CASH: 94}


_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """One order. `tone`: of its outcome, signature and cash: wrong, decide or none. `is_open`: its record is to be
    typed; `read`: what its scanned sheet says of the signature, `1`, `0` or nothing. `drawn`: the signature as PNG.
    """

    key: str
    stop: str
    customer: str
    code: str
    outcome: str
    time: str
    signed_by: str
    signature: str
    due: str
    cash: str
    outcome_tone: str = ""
    signature_tone: str = ""
    cash_tone: str = ""
    is_open: bool = False
    read: str = ""
    drawn: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What was typed of a row."""

    key: str
    code: str
    time: str
    signed_by: str
    signature: str
    cash: str


class ReturnGrid(QTableWidget):
    """Up and down walk the rows; Enter and Tab go from field to field, and after the last one Enter asks for the record
    and goes on to the next open row at once: what is typed while it is written belongs there.
    """

    row_chosen = Signal(str)
    typed = Signal(object)

    def __init__(self) -> None:
        super().__init__(0, len(_WIDTHS) + 1)
        self.setAccessibleName(tr("Stops of the van"))
        self.setHorizontalHeaderLabels(
            [
                tr("Stop"),
                tr("Customer"),
                tr("Code"),
                tr("Outcome"),
                tr("Time"),
                tr("Signed by"),
                tr("Signature"),
                tr("Due"),
                tr("Cash"),
            ]
        )
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setDefaultSectionSize(38)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        t = tokens()
        self.setStyleSheet(
            f"QTableWidget::item {{ border-bottom: 1px solid {t.line}; padding: 0 6px; }}"
            f"QTableWidget::item:selected {{ background: {t.acc_tint}; color: {t.tx}; }}"
        )
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        for column in (STOP, DUE, CASH):
            self.model().setHeaderData(column, Qt.Orientation.Horizontal, _RIGHT, Qt.ItemDataRole.TextAlignmentRole)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, width)
        header.setSectionResizeMode(CUSTOMER, QHeaderView.ResizeMode.Stretch)
        self._rows: tuple[GridRow, ...] = ()
        self._fields: dict[int, QLineEdit] = {}
        self._filling = -1
        # typed and not answered yet, by row: what could not be recorded comes back as it was typed
        self._asked: dict[str, Typed] = {}
        # typed, and left for another row before it was whole
        self._begun: dict[str, Typed] = {}
        # which fields of a row are to be typed, told by whoever knows the outcomes
        self.asks: Callable[[str, str, int], bool] = lambda key, code, column: True
        self.currentCellChanged.connect(lambda row, *_: self._row_changed(row))
        # whoever clicks on a row that is open means to type there
        self.cellClicked.connect(lambda row, column: self.begin(column) if self._is_open(row) else None)

    def show_rows(self, rows: Sequence[GridRow], chosen: str) -> None:
        """Show the rows. What is being typed stays, as long as its row is still open."""
        rows = tuple(rows)
        # another van may be looked at in between
        self._keep_begun()
        is_open = {row.key: row.is_open for row in rows}
        self._begun = {key: typed for key, typed in self._begun.items() if is_open.get(key, True)}
        typing = self._rows[self._filling].key if 0 <= self._filling < len(self._rows) else ""
        kept = self._entered() if typing else None
        # also while another program is in front
        cursor = self.window().focusWidget()
        had_focus = next((column for column, field in self._fields.items() if field is cursor), None)
        # what was offered whole is typed over, also after the row was drawn anew
        whole = had_focus is not None and self._fields[had_focus].selectedText() == self._fields[had_focus].text()
        self._rows = rows
        self._drop_fields()
        self.blockSignals(True)
        self.setRowCount(len(rows))
        for number, row in enumerate(rows):
            self._fill(number, row)
        place = next((number for number, row in enumerate(rows) if row.key == chosen), -1)
        self.setCurrentCell(place, STOP)
        self.blockSignals(False)
        if 0 <= place < len(rows) and rows[place].is_open:
            self._place_fields(place)
            if kept is not None and rows[place].key == typing:
                self._put(kept)
                if had_focus is not None:
                    self._fields[had_focus].setFocus()
                    (self._fields[had_focus].selectAll if whole else self._fields[had_focus].deselect)()

    def _fill(self, number: int, row: GridRow) -> None:
        t = tokens()
        tones = {"wrong": t.red, "decide": t.amb, "faint": t.tx3}
        texts = (
            row.stop,
            row.customer,
            row.code,
            row.outcome,
            row.time,
            row.signed_by,
            row.signature,
            row.due,
            row.cash,
        )
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setToolTip(shown_plain(text if column in (CUSTOMER, SIGNED_BY, OUTCOME) else ""))
            if column in (STOP, DUE, CASH):
                item.setTextAlignment(_RIGHT)
            tone = {OUTCOME: row.outcome_tone, SIGNATURE: row.signature_tone, CASH: row.cash_tone}.get(column, "")
            if tone in tones:
                item.setForeground(QColor(tones[tone]))
            if column == SIGNATURE and row.drawn is not None:
                _show_signature(item, row.drawn)
            self.setItem(number, column, item)

    def step(self, by: int) -> None:
        row = self.currentRow() + by
        if 0 <= row < self.rowCount():
            self.setCurrentCell(row, STOP)

    def begin(self, column: int = CODE) -> None:
        """Begin with a field of the chosen row, or of the next row that is open."""
        row = self.currentRow()
        if not (0 <= row < len(self._rows) and self._rows[row].is_open):
            row = self._open_after(row)
        if row < 0:
            self.setFocus()
            return
        self.setCurrentCell(row, STOP)
        field = self._fields.get(column) or self._fields.get(CODE)
        if field is not None:
            field.setFocus()
            field.selectAll()

    def _open_after(self, row: int) -> int:
        """Return the next row that is open and not being recorded, from the top after the last one; -1 for none."""
        places = [*range(row + 1, len(self._rows)), *range(max(0, row))]
        open_ones = (
            place for place in places if self._rows[place].is_open and self._rows[place].key not in self._asked
        )
        return next(open_ones, -1)

    def choose(self, key: str) -> None:
        """Go to a row, and into its first field where it is to be typed."""
        place = next((number for number, row in enumerate(self._rows) if row.key == key), -1)
        if place < 0:
            return
        self.setCurrentCell(place, STOP)
        self.setFocus()
        if self._rows[place].is_open:
            self.begin()

    def typed_of(self, key: str) -> Typed | None:
        """Return what was typed of a row that is not recorded yet; None where nothing was."""
        if self._is_open(self._filling) and self._rows[self._filling].key == key:
            return self._entered()
        return self._begun.get(key)

    def recorded(self, key: str) -> None:
        """Let go of what was typed of a row: it is recorded."""
        self._asked.pop(key, None)
        self._begun.pop(key, None)

    def give_back(self, key: str, column: int) -> None:
        """Show what was typed of a row again, at the field that was not understood."""
        typed = self._asked.pop(key, None)
        place = next((number for number, row in enumerate(self._rows) if row.key == key and row.is_open), -1)
        if typed is None or place < 0:
            return
        self.setCurrentCell(place, STOP)
        self._put(typed)
        self.begin(column)

    def _row_changed(self, row: int) -> None:
        if row == self._filling:
            return
        self._keep_begun()
        self._drop_fields()
        if 0 <= row < len(self._rows):
            if self._rows[row].is_open:
                self._place_fields(row)
            self.row_chosen.emit(self._rows[row].key)

    def _is_open(self, row: int) -> bool:
        return 0 <= row < len(self._rows) and self._rows[row].is_open

    def _keep_begun(self) -> None:
        """Keep what was typed of a row that is left before it is recorded."""
        typed = self._entered()
        if typed is None or not self._is_open(self._filling) or typed.key in self._asked:
            return
        if typed.code or typed.time or typed.signed_by:
            self._begun[typed.key] = typed
        else:
            self._begun.pop(typed.key, None)

    def _place_fields(self, row: int) -> None:
        names = {
            CODE: tr("Code on the sheet"),
            TIME: tr("Time on the sheet"),
            SIGNED_BY: tr("Name on the sheet"),
            SIGNATURE: tr("Signature: 1 signed, 0 empty"),
            CASH: tr("Cash on the sheet"),
        }
        self._filling = row
        for column in _TYPED:
            if column == CASH and not self._rows[row].due:
                continue
            field = _GridField(self)
            field.setAccessibleName(names[column])
            field.setPlaceholderText("1 / 0" if column == SIGNATURE else "")
            if column == SIGNATURE:
                field.setText(self._rows[row].read)
            field.returnPressed.connect(lambda column=column: self._entered_field(column))
            field.tabbed.connect(lambda by, column=column: self._tabbed(column, by))
            field.stepped.connect(self.step)
            self._fields[column] = field
            self.setCellWidget(row, column, field)
        if (begun := self._begun.get(self._rows[row].key)) is not None:
            self._put(begun)

    def _drop_fields(self) -> None:
        for column in self._fields:
            self.removeCellWidget(self._filling, column)
        self._fields, self._filling = {}, -1

    def _entered_field(self, column: int) -> None:
        key, code = self._rows[self._filling].key, self._fields[CODE].text().strip()
        after = [other for other in _TYPED[_TYPED.index(column) + 1 :] if other in self._fields]
        later = [other for other in after if self.asks(key, code, other)]
        if later:
            self._fields[later[0]].setFocus()
            self._fields[later[0]].selectAll()
            return
        entered = self._entered()
        if entered is None:
            return
        self._asked[key] = entered
        following = self._open_after(self._filling)
        if following >= 0:
            self.setCurrentCell(following, STOP)
            self.begin()
        else:
            # else Qt gives the keys to what stands next when the field goes: the place where a scan is typed
            self.setFocus()
        self.typed.emit(entered)

    def _tabbed(self, column: int, by: int) -> None:
        """Go to the next field of the row, or to the one before."""
        key, code = self._rows[self._filling].key, self._fields[CODE].text().strip()
        fields = [one for one in _TYPED if one in self._fields and (one == column or self.asks(key, code, one))]
        place = fields.index(column) + by
        if 0 <= place < len(fields):
            self._fields[fields[place]].setFocus()
            self._fields[fields[place]].selectAll()

    def _entered(self) -> Typed | None:
        if not self._fields:
            return None
        return Typed(
            key=self._rows[self._filling].key,
            code=self._fields[CODE].text().strip(),
            time=self._fields[TIME].text().strip(),
            signed_by=self._fields[SIGNED_BY].text().strip(),
            signature=self._fields[SIGNATURE].text().strip(),
            cash=self._fields[CASH].text().strip() if CASH in self._fields else "",
        )

    def _put(self, typed: Typed) -> None:
        """Show what was typed. A signature that was left out is what the sheet says, also one that was read since."""
        for column, text in (
            (CODE, typed.code),
            (TIME, typed.time),
            (SIGNED_BY, typed.signed_by),
            (SIGNATURE, typed.signature or self._rows[self._filling].read),
            (CASH, typed.cash),
        ):
            if column in self._fields:
                self._fields[column].setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.begin()
            return
        super().keyPressEvent(event)


def _show_signature(item: QTableWidgetItem, png: bytes) -> None:
    """Show a signature in place of its words."""
    drawn = signature_plate(png)
    if drawn is None:
        return
    item.setData(Qt.ItemDataRole.AccessibleTextRole, item.text())
    item.setToolTip(shown_plain(item.text()))
    item.setText("")
    item.setData(Qt.ItemDataRole.DecorationRole, drawn)


class _GridField(QLineEdit):
    """A field in a row; up and down go to other rows, Tab to the next field."""

    stepped = Signal(int)
    tabbed = Signal(int)

    def event(self, event: QEvent) -> bool:
        # a table takes Tab before its field hears of it
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            by = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}.get(Qt.Key(event.key()))
            if by is not None:
                self.tabbed.emit(by)
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None and not event.modifiers():
            self.stepped.emit(step)
            return
        super().keyPressEvent(event)
        # the table would begin the row anew
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
