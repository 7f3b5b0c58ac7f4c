"""What sheets of every kind of workbook share: bounds, rows that are read once, merged cells."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from dispatch_console.adapters.sources.files.table import Sheet, unnamed
from dispatch_console.domain.errors import BadInput

MAX_FILE_BYTES = 64 * 1024 * 1024
MAX_ROWS, MAX_COLUMNS, MAX_CELLS = 200_000, 512, 3_000_000


class GridRow(NamedTuple):
    """`texts`: what cells show, by column from 1. `size`: how many cells stand there, empty ones too."""

    number: int
    hidden: bool
    texts: dict[int, str]
    size: int


class Span(NamedTuple):
    """Merged cells: first and last row, and the column whose text they share."""

    top: int
    bottom: int
    column: int


# rows in their order; merged cells are known once all rows were read
Grid = Callable[[], tuple[Iterable[GridRow], Sequence[Span]]]


def sheet(file: Path, name: str, grid: Grid) -> Sheet:
    """Return a sheet whose rows are read when they are first asked for, and kept."""
    hidden: set[int] = set()
    kept: list[dict[int, list[str]]] = []

    def lines() -> Iterator[tuple[int, Sequence[str]]]:
        if not kept:
            kept.append(_read(file, grid, hidden))
        yield from kept[0].items()

    return Sheet(lines, name=name, hidden=hidden)


def require_small(file: Path) -> None:
    """Require a file that is there and no larger than a workbook may be. Errors: BadInput `file.missing`,
    `file.too_large`.
    """
    if not file.is_file():
        raise BadInput("file.missing", file=str(file))
    if file.stat().st_size > MAX_FILE_BYTES:
        raise BadInput("file.too_large", file=file.name, bytes=file.stat().st_size)


def _read(file: Path, grid: Grid, hidden: set[int]) -> dict[int, list[str]]:
    """Return the cells of rows that hold anything, by number. Errors: BadInput `file.too_long`, `file.too_wide`."""
    rows: dict[int, list[str]] = {}
    count = 0
    read, spans = grid()
    for row in read:
        count += row.size
        if row.number > MAX_ROWS or count > MAX_CELLS:
            raise BadInput("file.too_long", file=file.name, rows=MAX_ROWS, cells=MAX_CELLS)
        if not row.texts:
            continue
        last = max(row.texts)
        if last > MAX_COLUMNS:
            cell = f"{unnamed(last - 1).rpartition(' ')[2]}{row.number}"
            raise BadInput("file.too_wide", file=file.name, cell=cell, columns=MAX_COLUMNS)
        if row.hidden:
            hidden.add(row.number)
        rows[row.number] = cells_of(row.texts)
    _spread(rows, spans)
    return rows


def cells_of(texts: Mapping[int, str]) -> list[str]:
    """Return the cells of a row up to the last that holds something."""
    return [texts.get(column, "") for column in range(1, max(texts, default=0) + 1)]


def _spread(rows: dict[int, list[str]], spans: Iterable[Span]) -> None:
    """Give the text of merged cells to each of their rows: one order number beside several lines."""
    for span in spans:
        place = span.column - 1
        text = rows[span.top][place] if span.top in rows and place < len(rows[span.top]) else ""
        for number in range(span.top + 1, min(span.bottom, max(rows, default=0)) + 1) if text else ():
            if number in rows:
                cells = rows[number]
                cells += [""] * (span.column - len(cells))
                cells[place] = cells[place] or text
