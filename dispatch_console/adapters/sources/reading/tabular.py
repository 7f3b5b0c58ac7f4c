"""Read orders out of a table: one row per order, or one per line with the order's cells on its first row or on all.

What the columns mean is the format's; what becomes of each cell is entered into the account.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dispatch_console.adapters.sources.files.table import Row, Table
from dispatch_console.adapters.sources.reading import boundary, order_draft
from dispatch_console.adapters.sources.reading.account import Account, Cells, as_it_came
from dispatch_console.adapters.sources.reading.fields import FIELDS
from dispatch_console.adapters.sources.reading.taking import Habits, Taking
from dispatch_console.adapters.sources.values import days, numbers
from dispatch_console.domain.orders.incoming import (
    Convention,
    Fate,
    FileChoices,
    IncomingOrder,
    Problem,
    Reading,
)
from dispatch_console.language import tr
from dispatch_console.ports import SourceOptions

# texts of a column that are looked at before the first order is read
MOST_TEXTS = 20_000
# rows of one order that are kept with what is wrong with it
MOST_ROWS_KEPT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A kind of file. `columns`: field → its columns, the first that is filled counts.

    `of_no_use`: whether a column holds nothing that matters here. `begins`: whether a row that repeats the number
    above begins another order. `carries_number`: a row without a number belongs to the one above. `day_order`: of every
    file of this kind, wherever it comes from.
    """

    kind: str
    columns: Mapping[str, Sequence[str]]
    of_no_use: Callable[[str], bool] = lambda column: False
    begins: Callable[[Cells], bool] | None = None
    carries_number: bool = False
    day_order: str = ""


def read(sheet: Table, form: Format, options: SourceOptions) -> Reading:
    """Read every order of a table."""
    conventions = _conventions(sheet, form, options)
    habits = Habits.of(conventions, options)
    reader, orders, count = _orders(sheet, form, options, habits, frozenset())
    if reader.scattered:
        # only now it is known whose rows stand apart: those are gathered, all others are read as they come
        reader, orders, count = _orders(sheet, form, options, habits, frozenset(reader.scattered))
    hidden = sorted(sheet.hidden)
    problems = [*reader.problems, *(Problem(number, "", "", "row.hidden") for number in hidden)]
    said = boundary.said(problems)
    choices = _choices(conventions, options)
    return Reading(form.kind, tuple(orders), said, count, conventions, reader.account.columns, choices)


def _orders(
    sheet: Table, form: Format, options: SourceOptions, habits: Habits, scattered: frozenset[str]
) -> tuple["_Reader", list[IncomingOrder], int]:
    """Return the orders of a table, its reader with what is wrong, and how many rows they have."""
    account = Account(sheet.header, form.of_no_use)
    if sheet.above:
        account.settle(tr("above the header"), Fate.NO_USE, count=sheet.above)
    reader = _Reader(form, habits, account, scattered)
    orders: list[IncomingOrder] = []
    count = 0
    for number, rows in reader.groups(sheet.rows(options.fixes, options.rules)):
        count += len(rows)
        order = reader.order(number, rows)
        if order is not None:
            orders.append(order)
    return reader, sorted(orders, key=lambda order: order.row) if scattered else orders, count


def _choices(conventions: Sequence[Convention], options: SourceOptions) -> FileChoices:
    """Return how the file was read, so that some of its rows alone are read alike."""

    def one(what: str, chosen: str) -> str:
        values = {convention.value for convention in conventions if convention.what == what}
        return chosen or (values.pop() if len(values) == 1 else "")

    return FileChoices(
        mapping=dict(options.mapping) if options.mapping else None,
        zone=options.zone,
        day_order=one("day_order", options.day_order),
        decimal_sign=one("decimal_sign", options.decimal_sign),
    )


class _Reader:
    """Groups rows by order, and reads each group. `gathered`: orders whose rows do not stand together.

    `scattered` are those that were met and are not gathered yet: the table has to be read once more.
    """

    def __init__(self, form: Format, habits: Habits, account: Account, gathered: frozenset[str]) -> None:
        self._form, self._habits, self.account = form, habits, account
        self._gathered: dict[str, list[Cells]] = {number: [] for number in gathered}
        self.scattered: set[str] = set()
        # the street of each order that was met, to tell a row of it from another order of the same number
        self._streets: dict[str, str] = {}
        self._refs: set[str] = set()
        self.problems: list[Problem] = []

    def groups(self, rows: Iterator[Row]) -> Iterator[tuple[str, list[Cells]]]:
        """Yield number and rows of each order. A row that fits none is a problem."""
        group: list[Cells] = []
        number = ""
        for row in rows:
            cells = Cells(row)
            mine = "" if self._only_adds_up(cells) else self._number(cells, number)
            if mine in self._gathered:
                if group:
                    yield number, group
                    group = []
                number = mine
                if self._is_another(mine, cells):
                    self._refuse(cells, mine)
                else:
                    self._streets.setdefault(mine, self._first(cells, "line1"))
                    self._gathered[mine].append(cells)
                continue
            stands_apart = bool(mine) and mine != number and mine in self._streets
            if stands_apart and not self._is_another(mine, cells):
                self.scattered.add(mine)
            if not mine or stands_apart or (mine == number and self._is_another(mine, cells)):
                self._refuse(cells, mine)
                continue
            if mine != number and group:
                yield number, group
                group = []
            number = mine
            self._streets.setdefault(mine, self._first(cells, "line1"))
            group.append(cells)
        if group:
            yield number, group
        yield from ((mine, rows) for mine, rows in self._gathered.items() if rows)

    def _number(self, cells: Cells, before: str) -> str:
        """Return the number of the order that a row belongs to. Where a file has none, one is made of its customer."""
        if self._form.columns.get("number"):
            return self._first(cells, "number") or (before if self._form.carries_number else "")
        texts = [self._first(cells, field) for field in _WHOSE]
        return f"M-{hashlib.sha256('|'.join(texts).encode()).hexdigest()[:8]}" if any(texts) else ""

    def order(self, number: str, rows: list[Cells]) -> IncomingOrder | None:
        """Return the order that some rows hold; None where it has to wait for a person."""
        taking = Taking(rows, self._form.columns, self._habits, number)
        order = order_draft.build(taking)
        seen = self._settle(rows)
        if order is None:
            self.problems += _with_rows(taking, taking.problems)
            return None
        self.problems += taking.problems
        if order.source_ref in self._refs:
            self._say(rows[0], "source_ref", order.source_ref, "order.number_twice", order.number)
            return None
        self._refs.add(order.source_ref)
        sound, wrong = boundary.checked(replace(order, attributes=order.attributes | seen), taking.column_of)
        self.problems += _with_rows(taking, wrong)
        return sound

    def _settle(self, rows: list[Cells]) -> dict[str, str]:
        """Enter the cells of an order into the account. Return those that are kept with it, by column."""
        seen: dict[str, str] = {}
        for place, cells in enumerate(rows):
            for column, text in cells.settle(self.account):
                if seen.get(column) == text:
                    continue
                name = column if column not in seen else f"{column} ({place + 1})"
                seen[name] = text
        return seen

    def _is_another(self, number: str, cells: Cells) -> bool:
        """Return whether a row repeats the number of an order that was met for another one."""
        if number not in self._streets:
            return False
        if self._form.begins is not None:
            return self._form.begins(cells)
        names_line = any(self._first(cells, field) for field in ("sku", "item"))
        street = self._first(cells, "line1")
        return not names_line or street not in ("", self._streets[number])

    def _refuse(self, cells: Cells, number: str) -> None:
        column = self._column("number")
        if not number and self._is_total(cells):
            self.problems.append(Problem(cells.number, column, "", "row.total"))
            for filled, _ in cells.row.filled.items():
                self.account.settle(filled, Fate.NO_USE)
            return
        code = "order.number_twice" if number else "order.no_number"
        self.problems.append(cells.problem(column, code, number, blocks=True, value=number))
        for filled, _ in cells.row.filled.items():
            self.account.settle(filled, Fate.NOT_UNDERSTOOD)

    def _only_adds_up(self, cells: Cells) -> bool:
        """Return whether a row says `Total` and names neither a door nor a product, whatever stands in its number."""
        named = any(self._first(cells, field) for field in ("line1", "item", "sku"))
        return not named and any(text.lower().strip(" :") in _TOTALS for _, text in cells.row.filled.items())

    def _is_total(self, cells: Cells) -> bool:
        """Return whether a row only adds up: no number, no address and no product, or it says `Total`."""
        texts = [text for _, text in cells.row.filled.items()]
        if any(text.lower().strip(" :") in _TOTALS for text in texts):
            return True
        return not any(self._first(cells, field) for field in ("line1", "name", "item", "sku", "phone", "email"))

    def _first(self, cells: Cells, field: str) -> str:
        return next((text for column in self._form.columns.get(field, ()) if (text := cells.look(column))), "")

    def _column(self, field: str) -> str:
        return next(iter(self._form.columns.get(field, ())), field)

    def _say(self, cells: Cells, field: str, value: str, code: str, number: str) -> None:
        self.problems.append(cells.problem(self._column(field), code, number, blocks=True, value=value))


def _with_rows(taking: Taking, problems: Sequence[Problem]) -> list[Problem]:
    """Return problems of an order; what keeps it out brings its rows as they came, and whose it is."""
    rows = [as_it_came(cells) for cells in taking.rows[:MOST_ROWS_KEPT]]
    cut: dict[str, object] = {"cut": True} if len(taking.rows) > MOST_ROWS_KEPT else {}
    whose = taking.look("name") or " ".join(
        part for part in (taking.look("first_name"), taking.look("last_name"), taking.look("payer_name")) if part
    )
    return [
        replace(problem, facts={**problem.facts, **cut, "rows": rows, "customer": whose}) if problem.blocks else problem
        for problem in problems
    ]


# what a number is made of, so that a second import makes the same
_WHOSE = (
    "name", "first_name", "last_name", "company", "line1", "line2", "postcode", "city", "phone", "email",
    "delivery_day", "window", "window_from",
)  # fmt: skip
_TOTALS = frozenset(
    ("total", "totals", "sum", "grand total", "summe", "gesamt", "yhteensä", "totale", "suma", "totaal")
)


def _conventions(sheet: Table, form: Format, options: SourceOptions) -> tuple[Convention, ...]:
    """Return what was guessed of the file, and of its columns as wholes."""
    kinds = {column: FIELDS[field].kind for field, columns in form.columns.items() for column in columns}
    day_columns = [column for column, kind in kinds.items() if kind == "day"]
    day_columns += form.columns.get("window", ())
    note_columns = list(form.columns.get("notes", ()))
    number_columns = [column for column, kind in kinds.items() if kind == "number"]
    texts = sheet.texts({*day_columns, *note_columns, *number_columns}, MOST_TEXTS, options.fixes)
    orders = (
        days.order_of(
            texts[column], options.country, column, options.day_order or form.day_order, options.usual_day_order
        )
        for column in dict.fromkeys((*day_columns, *note_columns))
    )
    values = (text for column in number_columns for text in texts[column])
    sign = numbers.decimal_sign(values, options.country, options.decimal_sign, options.usual_decimal_sign)
    return (*sheet.conventions, *(order for order in orders if order is not None), *((sign,) if sign else ()))
