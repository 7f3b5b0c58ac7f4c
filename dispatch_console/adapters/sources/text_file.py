"""Reading delimited text as it comes: any of the usual encodings and delimiters, rows counted as an editor counts."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from dispatch_console.domain import field_bounds
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.orders.incoming import Problem

MAX_BYTES = 512 * 1024 * 1024
# a stray NUL is left out of its cell and said there; a file with more of them is no text
FEW_NULLS, NULL_EVERY = 8, 1000
_BINARY = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0", b"GIF8", b"\x1f\x8b")


@dataclass(frozen=True, slots=True)
class Row:
    """One record: the editor's line it begins on, and its cells by header (missing columns give "").

    `cleaned` names the columns out of whose cells signs were left that nothing can show.
    """

    number: int
    cells: dict[str, str]
    cleaned: tuple[str, ...] = ()

    def get(self, column: str) -> str:
        return self.cells.get(column, "").strip()


def decode(file: Path) -> str:
    """Return the file's text: UTF-8 with or without BOM, UTF-16 with BOM, else Windows-1252.

    Errors: BadInput `file.missing`, `file.empty`, `file.binary`, `file.too_large`, `file.encoding`.
    """
    if not file.is_file():
        raise BadInput("file.missing", file=str(file))
    if file.stat().st_size > MAX_BYTES:
        raise BadInput("file.too_large", file=file.name, bytes=file.stat().st_size)
    raw = file.read_bytes()
    if not raw.strip():
        raise BadInput("file.empty", file=file.name)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return raw.decode("utf-16")
        except UnicodeDecodeError as error:
            raise BadInput("file.encoding", file=file.name, encoding="UTF-16", byte=error.start) from error
    if _is_binary(raw):
        raise BadInput("file.binary", file=file.name)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _is_binary(raw: bytes) -> bool:
    return raw.startswith(_BINARY) or raw.count(b"\x00") > max(FEW_NULLS, len(raw) // NULL_EVERY)


def head(file: Path) -> list[str]:
    """Return the header cells, or nothing when the file cannot be read as text."""
    try:
        with file.open("rb") as handle:
            beginning = handle.read(65536)
        if not beginning.startswith((b"\xff\xfe", b"\xfe\xff")) and _is_binary(beginning):
            return []
        encoding = "utf-16" if beginning.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
        text = beginning.decode(encoding, errors="replace")
        return [cell.strip() for cell in next(csv.reader(io.StringIO(text), delimiter=delimiter(text)), [])]
    except (OSError, csv.Error):
        return []


def delimiter(text: str) -> str:
    """Return the one of comma, semicolon, tab and bar that the first line holds most of, outside quotation marks."""
    first: list[str] = []
    quoted = False
    for character in text:
        if character == '"':
            quoted = not quoted
        elif character in "\r\n" and not quoted and any(not part.isspace() for part in first):
            break
        elif not quoted:
            first.append(character)
    return max(",;\t|", key="".join(first).count)


def fixed(records: Iterator[Row], fixes: Mapping[tuple[int, str], str]) -> Iterator[Row]:
    """Yield the records with single cells replaced, as a person corrected them."""
    by_row: dict[int, dict[str, str]] = {}
    for (number, column), value in fixes.items():
        by_row.setdefault(number, {})[column] = value
    for row in records:
        mended = by_row.get(row.number)
        if mended is None:
            yield row
        else:
            left = tuple(column for column in row.cleaned if column not in mended)
            yield printable(Row(row.number, row.cells | mended, left))


def printable(row: Row) -> Row:
    """Return a record without signs that nothing can show, which are named in `cleaned`."""
    unprintable = {name: text for name, text in row.cells.items() if not field_bounds.is_printable(text)}
    if not unprintable:
        return row
    cells = {name: field_bounds.printable(text).text for name, text in unprintable.items()}
    return Row(row.number, row.cells | cells, (*row.cleaned, *unprintable))


def notices(row: Row, number: str) -> list[Problem]:
    """Return what was left out of a record's cells."""
    return [
        Problem(row.number, column, row.cells.get(column, ""), "cell.characters", number or None)
        for column in row.cleaned
    ]


def rows(text: str) -> tuple[list[str], Iterator[Row]]:
    """Return header and records. Blank lines are passed over; too many cells in a row are kept under "".

    Errors: BadInput `file.quotes` with the line where the reader gave up.
    """
    clean = field_bounds.is_printable(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text), strict=False)
    csv.field_size_limit(1024 * 1024)
    header: list[str] = []
    while not header:
        try:
            line = next(reader, None)
        except csv.Error as error:
            raise BadInput("file.quotes", row=reader.line_num, detail=str(error)) from error
        if line is None:
            return [], iter(())
        if any(cell.strip() for cell in line):
            header = [field_bounds.printable(cell).text.strip() for cell in line]

    def records() -> Iterator[Row]:
        last = reader.line_num
        try:
            for cells in reader:
                begins, last = last + 1, reader.line_num
                if any(cell.strip() for cell in cells):
                    row = Row(begins, dict(zip(header, cells, strict=False)))
                    yield row if clean else printable(row)
        except csv.Error as error:
            raise BadInput("file.quotes", row=reader.line_num, detail=str(error)) from error

    return header, records()
