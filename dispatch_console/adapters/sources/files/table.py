"""A file in rows and columns, whatever it is written in: every filled cell has a row and a column of its own name."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dispatch_console.domain import field_bounds
from dispatch_console.domain.orders.incoming import Convention
from dispatch_console.language import tr

Fixes = Mapping[tuple[int, str], str]
Lines = Callable[[], Iterator[tuple[int, Sequence[str]]]]
LETTERS = 26


@dataclass(frozen=True, slots=True)
class Row:
    """One record: the editor's line it begins on, and its cells. Columns that it does not have give "".

    `cleaned` names the columns out of whose cells characters were left that nothing can show.
    """

    number: int
    values: Sequence[str]
    places: Mapping[str, int]
    cleaned: tuple[str, ...] = ()

    def get(self, column: str) -> str:
        place = self.places.get(column, -1)
        return self.values[place].strip() if 0 <= place < len(self.values) else ""

    def filled(self) -> Iterator[tuple[str, str]]:
        """Yield column and text of each cell that holds something."""
        values = self.values
        for column, place in self.places.items():
            if place < len(values) and (text := values[place].strip()):
                yield column, text


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

    def rows(self, fixes: Fixes | None = None) -> Iterator[Row]:
        """Yield the rows below the header, with single cells replaced as a person corrected them."""
        places: Mapping[str, int] = {column: place for place, column in enumerate(self.header)}
        by_row: dict[int, dict[str, str]] = {}
        for (number, column), text in (fixes or {}).items():
            by_row.setdefault(number, {})[column] = text
        for number, values in self._sheet.lines():
            if number <= self._at:
                continue
            if len(values) > len(places):
                places = _widened(places, len(values))
            row = Row(number, values, places)
            if number in by_row:
                row = _fixed(row, by_row[number])
            yield row if self._sheet.clean and number not in by_row else _printable(row)


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


def _widened(places: Mapping[str, int], width: int) -> dict[str, int]:
    return dict(places) | {unnamed(place): place for place in range(len(places), width)}


def _fixed(row: Row, texts: Mapping[str, str]) -> Row:
    values = [*row.values, *[""] * (len(row.places) - len(row.values))]
    for column, text in texts.items():
        if column in row.places:
            values[row.places[column]] = text
    return Row(row.number, values, row.places)


def _printable(row: Row) -> Row:
    cleaned = [column for column, text in row.filled() if not field_bounds.is_printable(text)]
    if not cleaned:
        return row
    values = [field_bounds.printable(text).text for text in row.values]
    return Row(row.number, values, row.places, tuple(cleaned))
