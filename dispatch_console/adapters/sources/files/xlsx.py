"""Reading the sheets of an XLSX workbook row by row, with bounded size, time and memory, whatever it holds.

The sheet is a stream of XML; only the cells that stand in it are looked at. A single cell in the last column, or a
false note of the sheet's size, costs nothing and loses nothing.
"""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, time
from pathlib import Path
from typing import Any

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils import range_boundaries
from openpyxl.utils.datetime import from_excel

from dispatch_console.adapters.sources.files import grid
from dispatch_console.adapters.sources.files.grid import GridRow, Span
from dispatch_console.adapters.sources.files.sheet_xml import SheetXml, TooLong
from dispatch_console.adapters.sources.files.table import Sheet
from dispatch_console.adapters.sources.values import number_formats
from dispatch_console.domain.errors import BadInput

# unpacked: of the sheet, of all its texts, and of any other part that has to be read
MAX_SHEET_BYTES = 256 * 1024 * 1024
MAX_TEXTS_BYTES = 64 * 1024 * 1024
MAX_PART_BYTES = 16 * 1024 * 1024
MOST_ROWS_OF_HEAD = 20
# a row is read as a whole
MAX_ROW_BYTES = 2 * 1024 * 1024
_PICTURES = ("xl/media/", "xl/drawings/", "xl/charts/", "xl/embeddings/", "docProps/")


def sheets(file: Path) -> list[Sheet]:
    """Return the visible sheets of a workbook in their order. What its records say of hidden rows is known once read.

    Errors, also while rows are read: BadInput `file.missing`, `file.xlsx`, `file.empty`, `file.too_large`,
    `file.too_wide`, `file.too_long`.
    """
    grid.require_small(file)
    _require_small_parts(file)
    return [_sheet(file, place, name) for place, name in _names(file)]


def head(file: Path) -> list[str]:
    """Return the first row that holds anything, or nothing when the file cannot be read as a workbook."""
    try:
        _require_small_parts(file)
        with _opened(file) as book:
            book.read_strings()
            with book.archive.open(_parts(book)[0][2]) as stream:
                for row in _rows(file, SheetXml(stream, MAX_ROW_BYTES), book):
                    if row.number > MOST_ROWS_OF_HEAD or row.texts:
                        return [row.texts[column] for column in sorted(row.texts)]
    except (BadInput, OSError):
        return []
    return []


def _sheet(file: Path, place: int, name: str) -> Sheet:
    def read() -> tuple[Iterable[GridRow], Sequence[Span]]:
        with _opened(file) as book:
            book.read_strings()
            with book.archive.open(_parts(book)[place][2]) as stream:
                sheet = SheetXml(stream, MAX_ROW_BYTES)
                rows = list(_rows(file, sheet, book))
        return rows, [_span(merged) for merged in sheet.merged]

    return grid.sheet(file, name, read)


def _span(merged: str) -> Span:
    left, top, _, bottom = (edge or 1 for edge in range_boundaries(merged))
    return Span(top, bottom, left)


def _names(file: Path) -> list[tuple[int, str]]:
    with _opened(file) as book:
        return [(place, name) for place, (name, state, _) in enumerate(_parts(book)) if state == "visible"]


def _parts(book: ExcelReader) -> list[tuple[str, str, str]]:
    """Return name, state and part of the archive of each worksheet."""
    sheets = ((sheet, relation) for sheet, relation in book.parser.find_sheets() if "chartsheet" not in relation.Type)
    held = set(book.archive.namelist())
    return [(sheet.name, str(sheet.state), part.target) for sheet, part in sheets if part.target in held]


@contextmanager
def _opened(file: Path) -> Iterator[ExcelReader]:
    """Open a workbook, its sheets and texts unread: openpyxl walks through each sheet to open it. Errors: BadInput
    `file.xlsx`, `file.too_large`.
    """
    book = None
    try:
        book = ExcelReader(file, read_only=True, data_only=True, keep_links=False)
        book.read_manifest()
        book.read_workbook()
        apply_stylesheet(book.archive, book.wb)
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
            book.archive.close()


def _require_small_parts(file: Path) -> None:
    """Require that no part of the archive is too large.

    What the archive says of itself; zipfile unpacks no part beyond the size that stands there.
    """
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


def _rows(file: Path, sheet: SheetXml, book: ExcelReader) -> Iterator[GridRow]:
    shown = _Shown(book.wb, book.shared_strings)
    count = 0
    try:
        for row in sheet.rows():
            count += row.count
            # a row beyond the bounds is refused before the rest is read
            if row.number > grid.MAX_ROWS or count > grid.MAX_CELLS:
                raise BadInput("file.too_long", file=file.name, rows=grid.MAX_ROWS, cells=grid.MAX_CELLS)
            texts = {cell[0]: text for cell in row.cells if (text := shown.text(cell))}
            yield GridRow(row.number, row.hidden, texts, row.count)
    except TooLong as error:
        raise BadInput("file.too_large", file=file.name, bytes=error.size) from error


def _instant(text: str) -> object:
    """Return a day, a time or both, as newer workbooks write them."""
    with suppress(ValueError):
        return time.fromisoformat(text)
    written = datetime.fromisoformat(text).replace(tzinfo=None)
    return written if len(text) > len("2026-11-28") else written.date()


class _Shown:
    """Cells of a workbook as their sheet shows them."""

    def __init__(self, book: Any, shared: Sequence[str]) -> None:
        self._shared, self._styles, self._own = shared, book._cell_styles, book._number_formats
        self._epoch, self._dates, self._spans = book.epoch, book._date_formats, book._timedelta_formats

    def text(self, cell: tuple[int, str, int, str]) -> str:
        """Return the text of a cell as `SheetXml` gives it: column, kind, style, text."""
        _, kind, style, text = cell
        match kind:
            case "n":
                return number_formats.shown(self._number(text.strip(), style), self._pattern(style))
            case "s":
                return self._shared[int(text)].strip()
            case "b":
                return number_formats.shown(bool(int(text)), "General")
            case "d":
                return number_formats.shown(_instant(text), self._pattern(style))
        # a text of its own, of a formula, or the name of an error
        return text.strip()

    def _number(self, text: str, style: int) -> object:
        if not text:
            return None
        number = float(text) if "." in text or "E" in text.upper() else int(text)
        if style in self._dates:
            # what lies beyond the calendar is shown as the number that it is
            with suppress(OverflowError, ValueError):
                return from_excel(number, self._epoch, timedelta=style in self._spans)
        return number

    def _pattern(self, style: int) -> str:
        number = self._styles[style].numFmtId if style < len(self._styles) else 0
        if number < BUILTIN_FORMATS_MAX_SIZE:
            return BUILTIN_FORMATS.get(number) or "General"
        place = number - BUILTIN_FORMATS_MAX_SIZE
        return str(self._own[place]) if place < len(self._own) else "General"
