"""Reading the sheets of an XLSX workbook row by row, with bounded size, time and memory, whatever it holds.

The sheet is a stream of XML; only the cells that stand in it are looked at. A single cell in the last column, or a
false note of the sheet's size, costs nothing and loses nothing.
"""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

import openpyxl
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet._reader import WorkSheetParser

from dispatch_console.adapters.sources.files.table import Sheet
from dispatch_console.adapters.sources.values import number_formats
from dispatch_console.domain.errors import BadInput

MAX_FILE_BYTES = 64 * 1024 * 1024
# unpacked: of the sheet, of all its texts, and of any other part that has to be read
MAX_SHEET_BYTES = 256 * 1024 * 1024
MAX_TEXTS_BYTES = 64 * 1024 * 1024
MAX_PART_BYTES = 16 * 1024 * 1024
MAX_ROWS, MAX_COLUMNS, MAX_CELLS = 200_000, 512, 3_000_000
MOST_ROWS_OF_HEAD = 20
# between two ends of rows: a row is read as a whole
MAX_ROW_BYTES = 2 * 1024 * 1024
_ROW_ENDS = b"row>"
_PICTURES = ("xl/media/", "xl/drawings/", "xl/charts/", "xl/embeddings/", "docProps/")


class _Read:
    """A worksheet whose rows are read when they are first asked for, and kept."""

    def __init__(self, file: Path, place: int) -> None:
        self._file, self._place = file, place
        self._rows: dict[int, list[str]] | None = None
        self.hidden: set[int] = set()

    def lines(self) -> Iterator[tuple[int, Sequence[str]]]:
        if self._rows is None:
            with _opened(self._file) as book:
                self._rows = _rows(self._file, book, self._place, self.hidden)
        yield from self._rows.items()


def sheets(file: Path) -> list[Sheet]:
    """Return the visible sheets of a workbook in their order. What its records say of hidden rows is known once read.

    Errors, also while rows are read: BadInput `file.missing`, `file.xlsx`, `file.empty`, `file.too_large`,
    `file.too_wide`, `file.too_long`.
    """
    if not file.is_file():
        raise BadInput("file.missing", file=str(file))
    _require_small(file)
    return [_sheet(file, place, name) for place, name in _names(file)]


def head(file: Path) -> list[str]:
    """Return the first row that holds anything, or nothing when the file cannot be read as a workbook."""
    try:
        stand = file.stat()
    except OSError:
        return []
    # every kind of table asks
    return list(_head(file, stand.st_mtime_ns, stand.st_size))


@lru_cache(maxsize=8)
def _head(file: Path, _changed: int, _size: int) -> tuple[str, ...]:
    try:
        _require_small(file)
        with _opened(file) as book:
            for cells in book.worksheets[0].iter_rows(max_row=MOST_ROWS_OF_HEAD, max_col=MAX_COLUMNS, values_only=True):
                if any(cells):
                    return tuple(str(cell).strip() for cell in cells if cell is not None)
    except (BadInput, OSError):
        return ()
    return ()


def _sheet(file: Path, place: int, name: str) -> Sheet:
    read = _Read(file, place)
    return Sheet(read.lines, name=name, hidden=read.hidden)


def _names(file: Path) -> list[tuple[int, str]]:
    with _opened(file) as book:
        return [(place, sheet.title) for place, sheet in enumerate(book.worksheets) if sheet.sheet_state == "visible"]


@contextmanager
def _opened(file: Path) -> Iterator[Any]:
    """Open a workbook. Errors: BadInput `file.xlsx`, `file.too_large`."""
    book = None
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        yield book
    except BadInput:
        raise
    except MemoryError as error:
        raise BadInput("file.too_large", file=file.name, bytes=file.stat().st_size) from error
    # a damaged or hostile workbook fails anywhere in the libraries that unpack and parse it
    except Exception as error:
        raise BadInput("file.xlsx", file=file.name) from error
    finally:
        if book is not None:
            book.close()


def _require_small(file: Path) -> None:
    """Require that no part of the archive is too large.

    What the archive says of itself; zipfile unpacks no part beyond the size that stands there.
    """
    if file.stat().st_size > MAX_FILE_BYTES:
        raise BadInput("file.too_large", file=file.name, bytes=file.stat().st_size)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise BadInput("file.xlsx", file=file.name) from error
    for part in parts:
        if part.filename.startswith(_PICTURES):
            continue
        most = (
            MAX_SHEET_BYTES
            if part.filename.startswith("xl/worksheets/")
            else MAX_TEXTS_BYTES
            if part.filename.endswith("sharedStrings.xml")
            else MAX_PART_BYTES
        )
        if part.file_size > most:
            raise BadInput("file.too_large", file=file.name, bytes=part.file_size)


def _rows(file: Path, book: Any, place: int, hidden: set[int]) -> dict[int, list[str]]:
    """Return the cells of rows that hold anything, by number; `hidden` gets the numbers of those that nobody sees."""
    sheet = book.worksheets[place]
    formats = _Formats(book)
    rows: dict[int, list[str]] = {}
    with sheet._get_source() as stream:
        parser = WorkSheetParser(
            _Bounded(stream, file),
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        count = 0
        for number, cells in parser.parse():
            texts = {cell["column"]: text for cell in cells if (text := formats.shown(cell))}
            count += len(cells)
            if number > MAX_ROWS or count > MAX_CELLS:
                raise BadInput("file.too_long", file=file.name, rows=MAX_ROWS, cells=MAX_CELLS)
            if not texts:
                continue
            if max(texts) > MAX_COLUMNS:
                cell = f"{get_column_letter(max(texts))}{number}"
                raise BadInput("file.too_wide", file=file.name, cell=cell, columns=MAX_COLUMNS)
            if parser.row_dimensions.pop(str(number), {}).get("hidden") in ("1", "true"):
                hidden.add(number)
            rows[number] = [texts.get(column, "") for column in range(1, max(texts) + 1)]
    _spread(rows, parser.merged_cells.mergeCell if parser.merged_cells else ())
    return rows


def _spread(rows: dict[int, list[str]], merged: Iterable[Any]) -> None:
    """Give the text of merged cells to each of their rows: one order number beside several lines."""
    for span in merged:
        left, top, _, bottom = (edge or 1 for edge in range_boundaries(span.ref))
        text = rows[top][left - 1] if top in rows and left <= len(rows[top]) else ""
        for number in range(top + 1, min(bottom, max(rows, default=0)) + 1) if text else ():
            if number in rows:
                cells = rows[number]
                cells += [""] * (left - len(cells))
                cells[left - 1] = cells[left - 1] or text


class _Formats:
    """The number format of each style of a workbook."""

    def __init__(self, book: Any) -> None:
        self._styles, self._own = book._cell_styles, book._number_formats

    def shown(self, cell: dict[str, Any]) -> str:
        value = cell["value"]
        return value.strip() if isinstance(value, str) else number_formats.shown(value, self._pattern(cell["style_id"]))

    def _pattern(self, style: int) -> str:
        number = self._styles[style].numFmtId if style < len(self._styles) else 0
        if number < BUILTIN_FORMATS_MAX_SIZE:
            return BUILTIN_FORMATS.get(number) or "General"
        place = number - BUILTIN_FORMATS_MAX_SIZE
        return str(self._own[place]) if place < len(self._own) else "General"


class _Bounded:
    """The unpacked sheet; ends a row that would have to be held in memory whole and is too long for it."""

    def __init__(self, stream: IO[bytes], file: Path) -> None:
        self._stream, self._file = stream, file
        self._since, self._tail = 0, b""

    def read(self, size: int = -1) -> bytes:
        block = self._stream.read(size if size > 0 else MAX_ROW_BYTES)
        seen = self._tail + block
        end = seen.rfind(_ROW_ENDS)
        self._since = len(seen) - end if end >= 0 else self._since + len(block)
        self._tail = seen[-len(_ROW_ENDS) :]
        if self._since > MAX_ROW_BYTES:
            raise BadInput("file.too_large", file=self._file.name, bytes=self._since)
        return block
