"""Reading the first sheet of an XLSX workbook row by row, with bounded size, time and memory, whatever it holds.

The sheet is a stream of XML; only the cells that stand in it are looked at. A single cell in the last column, or a
false note of the sheet's size, costs nothing and loses nothing.
"""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._reader import WorkSheetParser

from dispatch_console.adapters.sources.text_file import Row
from dispatch_console.domain.errors import BadInput

MAX_FILE_BYTES = 64 * 1024 * 1024
# unpacked: of the sheet, of all its texts, and of any other part that has to be read
MAX_SHEET_BYTES = 256 * 1024 * 1024
MAX_TEXTS_BYTES = 64 * 1024 * 1024
MAX_PART_BYTES = 16 * 1024 * 1024
MAX_ROWS, MAX_COLUMNS, MAX_CELLS = 200_000, 512, 3_000_000
# between two ends of rows: a row is read as a whole
MAX_ROW_BYTES = 2 * 1024 * 1024
_ROW_ENDS = b"row>"
_PICTURES = ("xl/media/", "xl/drawings/", "xl/charts/", "xl/embeddings/", "docProps/")


def rows(file: Path) -> tuple[list[str], Iterator[Row]]:
    """Return header and records of the first sheet; the first row that holds anything is the header.

    Errors, also while the records are read: BadInput `file.missing`, `file.xlsx`, `file.empty`, `file.too_large`,
    `file.too_wide`, `file.too_long`.
    """
    if not file.is_file():
        raise BadInput("file.missing", file=str(file))
    _require_small(file)
    lines = _lines(file)
    header_row = next(lines, None)
    if header_row is None:
        raise BadInput("file.empty", file=file.name)
    header = header_row[1]
    names = [header.get(column, "") for column in range(1, max(header) + 1)]

    def records() -> Iterator[Row]:
        for number, values in lines:
            yield Row(number, {name: values.get(column, "") for column, name in enumerate(names, 1) if name})

    return names, records()


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


def _lines(file: Path) -> Iterator[tuple[int, dict[int, str]]]:
    """Yield row number and text by column, of rows that hold anything."""
    try:
        yield from _parsed(file)
    except BadInput:
        raise
    except MemoryError as error:
        raise BadInput("file.too_large", file=file.name, bytes=file.stat().st_size) from error
    # a damaged or hostile workbook fails anywhere in the libraries that unpack and parse it
    except Exception as error:
        raise BadInput("file.xlsx", file=file.name) from error


def _parsed(file: Path) -> Iterator[tuple[int, dict[int, str]]]:
    book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    try:
        sheet: Any = book.worksheets[0]
        source: Any = book
        with sheet._get_source() as stream:
            parser = WorkSheetParser(
                _Bounded(stream, file),
                sheet._shared_strings,
                data_only=True,
                epoch=book.epoch,
                date_formats=source._date_formats,
                timedelta_formats=source._timedelta_formats,
            )
            count = 0
            for number, cells in parser.parse():
                texts = {cell["column"]: text for cell in cells if (text := _text(cell["value"]))}
                count += len(cells)
                if number > MAX_ROWS or count > MAX_CELLS:
                    raise BadInput("file.too_long", file=file.name, rows=MAX_ROWS, cells=MAX_CELLS)
                if not texts:
                    continue
                if max(texts) > MAX_COLUMNS:
                    place = f"{get_column_letter(max(texts))}{number}"
                    raise BadInput("file.too_wide", file=file.name, cell=place, columns=MAX_COLUMNS)
                yield number, texts
    finally:
        book.close()


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


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
