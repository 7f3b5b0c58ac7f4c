"""Taking the cells of one order, field by field; what cannot be read is said on its cell."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from dispatch_console.adapters.sources.reading.account import Cells
from dispatch_console.adapters.sources.reading.fields import FIELDS, Together
from dispatch_console.adapters.sources.values import numbers
from dispatch_console.domain.orders.incoming import Convention, Problem
from dispatch_console.ports import SourceOptions

T = TypeVar("T")
_GLUE = {"instructions": "\n"}


@dataclass(frozen=True, slots=True)
class Habits:
    """How this file writes days and numbers. `orders`: column → `dmy` or `mdy`."""

    zone: str
    country: str
    decimal_sign: str
    orders: Mapping[str, str]

    @classmethod
    def of(cls, conventions: Sequence[Convention], options: SourceOptions) -> "Habits":
        sign = next((one.value for one in conventions if one.what == "decimal_sign"), numbers.POINT)
        orders = {one.column: one.value for one in conventions if one.what == "day_order"}
        return cls(options.zone, options.country, sign, orders)


class Taking:
    """The rows of one order. `columns`: field → its columns, the first that is filled counts."""

    def __init__(
        self, rows: list[Cells], columns: Mapping[str, Sequence[str]], habits: Habits, number: str = ""
    ) -> None:
        self.rows, self.columns, self.habits = rows, columns, habits
        self.problems: list[Problem] = [problem for cells in rows for problem in cells.unreadable(number)]
        self.number = number or self.text("number")
        self.text("number")

    def text(self, field: str) -> str:
        """Return a field of the order, and use its cells. A row that contradicts the first is said."""
        columns = self.columns.get(field)
        if not columns:
            return ""
        together = FIELDS[field].together
        texts: dict[str, None] = {}
        for cells in self.rows:
            for column in columns:
                text = cells.look(column)
                if not text or (texts and text not in texts and together is Together.EITHER):
                    continue
                if texts and text not in texts and together is Together.FIRST:
                    if cells is not self.rows[0]:
                        self.problems.append(cells.problem(column, "order.rows_differ", self.number, blocks=True))
                    continue
                texts[cells.take(column, field)] = None
                if together is not Together.JOINED:
                    break
        return _GLUE.get(field, ", ").join(texts)

    def shown(self, fields: Iterable[str]) -> dict[str, str]:
        """Return the texts of some fields by the column that holds them."""
        return {self.column(field): text for field in fields if (text := self.text(field))}

    def look(self, field: str) -> str:
        """Return a field of the first row without using it."""
        return next((text for column in self.columns.get(field, ()) if (text := self.rows[0].look(column))), "")

    def column(self, field: str) -> str:
        """Return the column that holds a field, or could."""
        return self._place(field)[1]

    def _place(self, field: str) -> tuple[Cells, str]:
        """Return the first row and column that hold a field; where none does, where it would stand."""
        columns = self.columns.get(field, ())
        places = ((cells, column) for cells in self.rows for column in columns if cells.look(column))
        return next(places, (self.rows[0], next(iter(columns), field)))

    def read(self, field: str, read: Callable[[str], T | None], code: str) -> T | None:
        """Return a field as a value; None where it is empty, or cannot be read, which is said."""
        try:
            return read(self.text(field))
        except ValueError:
            self.say(field, code)
            return None

    def of_line(self, cells: Cells, field: str) -> str:
        """Return a field of one line, and use its cell."""
        for column in self.columns.get(field, ()):
            if cells.look(column):
                return cells.take(column, field)
        return ""

    def say(self, field: str, code: str, *, blocks: bool = False, value: str = "") -> None:
        """Say what is wrong with the cell of a field of the order."""
        cells, column = self._place(field)
        self.problems.append(cells.problem(column, code, self.number, blocks=blocks, value=value))

    def say_of_line(self, cells: Cells, field: str, code: str, *, blocks: bool = False) -> None:
        """Say what is wrong with the cell of a field of one line."""
        columns = self.columns.get(field, ())
        column = next((name for name in columns if cells.look(name)), next(iter(columns), field))
        self.problems.append(cells.problem(column, code, self.number, blocks=blocks))

    def column_of(self, field: str, line: int | None) -> tuple[int, str]:
        """Return row and column of a field of an order or a line, for what is wrong with it."""
        named = {"customer_name": "name", "wish": "window", "financial_status": "payment_state"}.get(field, field)
        if line is not None:
            named = {"name": "item"}.get(field, field)
        return self.rows[min(line or 0, len(self.rows) - 1)].number, self.column(named)
