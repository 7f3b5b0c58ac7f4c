"""A file in rows and columns, whatever it is written in: every filled cell has a row and a column of its own name."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dispatch_console.domain import field_bounds
from dispatch_console.domain.orders.incoming import Convention
from dispatch_console.language import tr
from dispatch_console.ports import KeptRows

Fixes = Mapping[tuple[int, str], str]
# column and text → the text that is meant
Rules = Mapping[tuple[str, str], str]
Lines = Callable[[], Iterator[tuple[int, Sequence[str]]]]
LETTERS = 26


class Row:
    """One record: the editor's line it begins on, and its cells that hold something, by column.

    `cleaned` names the columns out of whose cells characters were left that nothing can show. `ruled`: what stood in
    cells that a rule replaced.
    """

    __slots__ = ("cleaned", "filled", "number", "ruled")

    def __init__(
        self,
        number: int,
        filled: dict[str, str],
        cleaned: tuple[str, ...] = (),
        ruled: Mapping[str, str] | None = None,
    ) -> None:
        self.number, self.filled, self.cleaned, self.ruled = number, filled, cleaned, ruled or {}

    def get(self, column: str) -> str:
        """Return the text of a cell; empty where it holds nothing."""
        return self.filled.get(column, "")


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of cells as often as they are asked for, empty rows left out, each with its number as an editor counts.

    `conventions`: what was guessed of the whole file. `clean`: no cell holds what nothing can show. `hidden`: rows that
    a spreadsheet does not show.
    """

    lines: Lines
    conventions: tuple[Convention, ...] = ()
    clean: bool = False
    name: str = ""
    hidden: Collection[int] = frozenset()


class Table:
    """A sheet with its header: the first row that holds anything, or the one that begins on line `at`.

    `above`: how many filled cells stand above it, titles and notes.
    """

    def __init__(self, sheet: Sheet, at: int | None = None) -> None:
        self._sheet = sheet
        self._at, self.above = 0, 0
        self.header: tuple[str, ...] = ()
        for number, cells in sheet.lines():
            if at is None or number == at:
                self._at, self.header = number, heads(cells)
                break
            self.above += sum(bool(cell.strip()) for cell in cells)

    @property
    def conventions(self) -> tuple[Convention, ...]:
        return self._sheet.conventions

    @property
    def hidden(self) -> Collection[int]:
        """Return the numbers of rows that nobody sees, once they were read."""
        return self._sheet.hidden

    def rows(self, fixes: Fixes | None = None, rules: Rules | None = None) -> Iterator[Row]:
        """Yield the rows below the header, single cells replaced as a person corrected them, others by rules."""
        by_row = _by_row(fixes)
        clean = self._sheet.clean
        for number, names, values in self._records():
            # most cells of a wide export are empty: they are passed over before anything is looked at
            filled = {
                name: text for name, value in zip(names, values, strict=False) if value and (text := value.strip())
            }
            ruled = _apply(rules, filled) if rules else {}
            if number in by_row:
                filled |= {name: text.strip() for name, text in by_row[number].items() if name in names}
                filled = {name: text for name, text in filled.items() if text}
            row = Row(number, filled, ruled=ruled)
            yield row if clean and number not in by_row and not ruled else _printable(row)

    def texts(self, columns: Collection[str], most: int, fixes: Fixes | None = None) -> dict[str, dict[str, None]]:
        """Return the different texts of some columns, at most so many of each."""
        found: dict[str, dict[str, None]] = {column: {} for column in columns}
        places = [(place, found[name]) for place, name in enumerate(self.header) if name in found]
        for _, _, values in self._records():
            width = len(values)
            for place, known in places:
                if place < width and values[place] and len(known) < most:
                    known[values[place].strip()] = None
        for (_, column), text in (fixes or {}).items():
            if column in found:
                found[column][text.strip()] = None
        return {column: {text: None for text in known if text} for column, known in found.items()}

    def _records(self) -> Iterator[tuple[int, tuple[str, ...], Sequence[str]]]:
        """Yield number, names of columns and values of the rows below the header."""
        names = self.header
        for number, values in self._sheet.lines():
            if number <= self._at:
                continue
            if len(values) > len(names):
                names = (*names, *(unnamed(place) for place in range(len(names), len(values))))
            yield number, names, values


def of_rows(kept: KeptRows) -> Table:
    """Return rows that were kept as a table again, under their numbers."""
    columns = tuple(dict.fromkeys((*kept.header, *(column for _, cells in kept.rows for column in cells))))

    def lines() -> Iterator[tuple[int, Sequence[str]]]:
        yield 0, columns
        for number, cells in kept.rows:
            yield number, [cells.get(column, "") for column in columns]

    return Table(Sheet(lines))


def _apply(rules: Rules, filled: dict[str, str]) -> dict[str, str]:
    """Replace what a rule names. Return what stood there."""
    found = {column: text for column, text in filled.items() if (column, text) in rules}
    for column, text in found.items():
        filled[column] = rules[column, text]
    return found


def _by_row(fixes: Fixes | None) -> dict[int, dict[str, str]]:
    by_row: dict[int, dict[str, str]] = {}
    for (number, column), text in (fixes or {}).items():
        by_row.setdefault(number, {})[column] = text
    return by_row


def heads(cells: Sequence[str]) -> tuple[str, ...]:
    """Return names of columns, each once: one without a name has its letter, the second of a name a number."""
    names: list[str] = []
    for place, cell in enumerate(cells):
        name = field_bounds.printable(cell).text.strip() or unnamed(place)
        number = 2
        while name in names:
            name = f"{name.removesuffix(f' ({number - 1})')} ({number})"
            number += 1
        names.append(name)
    return tuple(names)


def unnamed(place: int) -> str:
    """Return the name of a column that has none, by its letter in a spreadsheet."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, LETTERS)
        letters = chr(ord("A") + rest) + letters
    return tr("column {letter}", letter=letters)


def _printable(row: Row) -> Row:
    cleaned = tuple(column for column, text in row.filled.items() if not field_bounds.is_printable(text))
    if not cleaned:
        return row
    filled = {column: field_bounds.printable(text).text for column, text in row.filled.items()}
    return Row(row.number, filled, cleaned, row.ruled)
