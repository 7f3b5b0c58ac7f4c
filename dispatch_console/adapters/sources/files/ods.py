"""The sheets of an ODS workbook, of LibreOffice and OpenOffice, as they show their cells.

OpenDocument 1.3, part 3: a cell has its value and the text that is shown. Days and hours are taken from the value,
which every language writes alike; leading zeros stand in the text alone.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO

from dispatch_console.adapters.sources.files import grid, xml_stream
from dispatch_console.adapters.sources.files.grid import GridRow, Span
from dispatch_console.adapters.sources.files.table import Sheet
from dispatch_console.adapters.sources.values import number_formats
from dispatch_console.domain.errors import BadInput

BEGINS = b"PK\x03\x04"
MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
MAX_CONTENT_BYTES = 256 * 1024 * 1024
BLOCK = 256 * 1024
_DURATION = re.compile(r"PT(\d+)H(\d+)M")
# what is drawn beside a cell's text, or is no cell at all
_ASIDE = frozenset(("office:annotation", "table:shapes", "draw:frame", "table:tracked-changes", "office:forms"))


def sheets(file: Path) -> list[Sheet]:
    """Return the sheets in their order, all at once: they stand in one part of the archive.

    Errors: BadInput `file.missing`, `file.ods`, `file.too_large`; while rows are read `file.too_wide`, `file.too_long`.
    """
    grid.require_small(file)
    try:
        with zipfile.ZipFile(file) as archive:
            size = archive.getinfo("content.xml").file_size
            if size > MAX_CONTENT_BYTES:
                raise BadInput("file.too_large", file=file.name, bytes=size)
            with archive.open("content.xml") as stream:
                pages = _Content(file).read(stream)
    except BadInput:
        raise
    # a damaged or hostile workbook fails anywhere in the libraries that unpack and parse it
    except Exception as error:
        raise BadInput("file.ods", file=file.name) from error
    return [_sheet(file, page) for page in pages]


def is_ods(file: Path) -> bool:
    """Return whether an archive says that it is an OpenDocument spreadsheet."""
    try:
        with zipfile.ZipFile(file) as archive, archive.open("mimetype") as stream:
            return stream.read(len(MIMETYPE)) == MIMETYPE
    # zipfile raises these for an archive that is damaged, encrypted or packed in another way; the reader that is asked
    # next says what is wrong
    except (OSError, KeyError, ValueError, NotImplementedError, RuntimeError, zipfile.BadZipFile):
        return False


class _Page:
    def __init__(self, name: str) -> None:
        self.name = name
        self.rows: list[GridRow] = []
        self.spans: list[Span] = []


def _sheet(file: Path, page: _Page) -> Sheet:
    def read() -> tuple[Iterable[GridRow], Sequence[Span]]:
        return page.rows, page.spans

    return grid.sheet(file, page.name, read)


class _Content:
    """Walks through `content.xml`. Repeated empty rows and cells are counted, not made."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.pages: list[_Page] = []
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._row = self._column = self._repeat = self._count = 0
        self._texts: dict[int, str] = {}
        self._hidden = False
        self._cell: dict[str, str] | None = None
        self._said = io.StringIO()
        self._aside = self._paragraph = 0

    def read(self, stream: IO[bytes]) -> list[_Page]:
        parser = xml_stream.parser()
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._characters
        for block in _blocks(stream):
            parser.Parse(block, False)
        parser.Parse(b"", True)
        return self.pages

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name in _ASIDE:
            self._aside += 1
        elif self._aside:
            return
        match name:
            case "style:style":
                self._style = attributes.get("style:name", "")
            case "style:table-properties" if attributes.get("table:display") == "false":
                self._hidden_styles.add(self._style)
            case "table:table":
                page = _Page(attributes.get("table:name", ""))
                self._row = 0
                # a sheet that nobody sees is read as if it were not there
                self.pages.append(page)
                if attributes.get("table:style-name") in self._hidden_styles:
                    self.pages[-1].name = ""
            case "table:table-row":
                self._repeat = int(attributes.get("table:number-rows-repeated", 1))
                self._hidden = attributes.get("table:visibility") in ("collapse", "filter")
                self._column, self._texts = 0, {}
            case "table:table-cell" | "table:covered-table-cell":
                self._cell, self._said, self._paragraph = attributes, io.StringIO(), 0
            case "text:p" if self._cell is not None:
                if self._paragraph:
                    self._said.write("\n")
                self._paragraph += 1
            case "text:s" if self._cell is not None:
                self._said.write(" " * min(int(attributes.get("text:c", 1)), 100))
            case "text:tab" | "text:line-break" if self._cell is not None:
                self._said.write(" ")

    def _end(self, name: str) -> None:
        if name in _ASIDE:
            self._aside -= 1
        elif self._aside:
            return
        match name:
            case "table:table-cell" | "table:covered-table-cell":
                self._end_cell(self._cell or {}, is_covered=name == "table:covered-table-cell")
                self._cell = None
            case "table:table-row":
                self._end_row()

    def _characters(self, text: str) -> None:
        if self._cell is not None and self._paragraph and not self._aside:
            self._said.write(text)

    def _end_cell(self, attributes: dict[str, str], *, is_covered: bool) -> None:
        times = int(attributes.get("table:number-columns-repeated", 1))
        text = "" if is_covered else _shown(attributes, self._said.getvalue().strip())
        if text:
            self._require_room(self._column + times)
            self._texts |= dict.fromkeys(range(self._column + 1, self._column + times + 1), text)
            rows = int(attributes.get("table:number-rows-spanned", 1))
            if rows > 1:
                self.pages[-1].spans.append(Span(self._row + 1, self._row + rows, self._column + 1))
        self._column += times

    def _end_row(self) -> None:
        if not self._texts:
            self._row += self._repeat
            return
        self._count += len(self._texts) * self._repeat
        if self._row + self._repeat > grid.MAX_ROWS or self._count > grid.MAX_CELLS:
            raise BadInput("file.too_long", file=self._file.name, rows=grid.MAX_ROWS, cells=grid.MAX_CELLS)
        for _ in range(self._repeat):
            self._row += 1
            self.pages[-1].rows.append(GridRow(self._row, self._hidden, self._texts, len(self._texts)))

    def _require_room(self, columns: int) -> None:
        if columns > grid.MAX_COLUMNS:
            raise BadInput("file.too_wide", file=self._file.name, cell=str(self._row + 1), columns=grid.MAX_COLUMNS)


def _shown(attributes: dict[str, str], said: str) -> str:
    value = attributes.get("office:value", "")
    match attributes.get("office:value-type") or attributes.get("calcext:value-type"):
        case "float" | "percentage" | "currency" if value:
            # figures alone, more than the value has: leading zeros
            return said if said.isdecimal() and said != value else number_formats.shown(float(value), "")
        case "date" if attributes.get("office:date-value"):
            written = attributes["office:date-value"]
            return number_formats.shown(datetime.fromisoformat(written), "h" if "T" in written else "")
        case "time" if duration := _DURATION.match(attributes.get("office:time-value", "")):
            return f"{int(duration[1]):02d}:{int(duration[2]):02d}"
        case "boolean":
            return attributes.get("office:boolean-value", said)
    return said


def _blocks(stream: IO[bytes]) -> Iterator[bytes]:
    while block := stream.read(BLOCK):
        yield block
