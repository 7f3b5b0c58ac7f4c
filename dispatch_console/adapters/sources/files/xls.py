"""The sheets of an XLS workbook, of Excel 5 to 2003, as they show their cells."""

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

import xlrd
from xlrd.xldate import xldate_as_datetime

from dispatch_console.adapters.sources.files import grid
from dispatch_console.adapters.sources.files.grid import GridRow, Span
from dispatch_console.adapters.sources.files.table import Sheet
from dispatch_console.adapters.sources.values import number_formats
from dispatch_console.domain.errors import BadInput

BEGINS = b"\xd0\xcf\x11\xe0"
_ELAPSED = ("[h", "[m", "[s")


def sheets(file: Path) -> list[Sheet]:
    """Return the visible sheets in their order.

    Errors: BadInput `file.missing`, `file.xls`, `file.too_large`; while rows are read `file.too_wide`, `file.too_long`.
    """
    grid.require_small(file)
    try:
        # what the library wants to tell goes nowhere: it would land between the answers of the command line
        book = xlrd.open_workbook(str(file), formatting_info=True, logfile=io.StringIO())
    except MemoryError as error:
        raise BadInput("file.too_large", file=file.name, bytes=file.stat().st_size) from error
    # a damaged or hostile workbook fails anywhere in the library that parses it
    except Exception as error:
        raise BadInput("file.xls", file=file.name) from error
    return [_sheet(file, book, page) for page in book.sheets() if page.visibility == 0]


def _sheet(file: Path, book: Any, page: Any) -> Sheet:
    def read() -> tuple[Iterable[GridRow], Sequence[Span]]:
        spans = [Span(top + 1, bottom, left + 1) for top, bottom, left, _right in page.merged_cells]
        return _rows(book, page), spans

    return grid.sheet(file, page.name, read)


def _rows(book: Any, page: Any) -> Iterator[GridRow]:
    for number in range(page.nrows):
        shown = {place: _text(book, cell) for place, cell in enumerate(page.row(number), 1)}
        texts = {place: text for place, text in shown.items() if text}
        about = page.rowinfo_map.get(number)
        yield GridRow(number + 1, bool(about and about.hidden), texts, len(shown))


def _text(book: Any, cell: Any) -> str:
    pattern = book.format_map[book.xf_list[cell.xf_index].format_key].format_str if cell.xf_index is not None else ""
    match cell.ctype:
        case xlrd.XL_CELL_TEXT:
            return str(cell.value).strip()
        case xlrd.XL_CELL_NUMBER:
            return number_formats.shown(cell.value, pattern)
        case xlrd.XL_CELL_BOOLEAN:
            return number_formats.shown(bool(cell.value), pattern)
        case xlrd.XL_CELL_ERROR:
            return str(xlrd.error_text_from_code.get(cell.value, "#ERROR"))
        case xlrd.XL_CELL_DATE:
            return number_formats.shown(_instant(cell.value, pattern, book.datemode), pattern)
    return ""


def _instant(value: float, pattern: str, epoch: Literal[0, 1]) -> object:
    if pattern.lower().startswith(_ELAPSED):
        return timedelta(days=value)
    # what lies beyond the calendar is shown as the number that it is
    with suppress(xlrd.XLDateError, OverflowError, ValueError):
        instant = xldate_as_datetime(value, epoch)
        return instant.time() if value < 1 else instant
    return value
