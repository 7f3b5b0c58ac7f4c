"""Reading delimited text as it comes: any of the usual encodings and delimiters, rows counted as an editor counts."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from dispatch_console.domain.errors import BadInput

MAX_BYTES = 512 * 1024 * 1024
_BINARY = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0", b"GIF8", b"\x1f\x8b")


@dataclass(frozen=True, slots=True)
class Row:
    """One record: the editor's line it begins on, and its cells by header (missing columns give "")."""

    number: int
    cells: dict[str, str]

    def get(self, column: str) -> str:
        return self.cells.get(column, "").strip()


def decode(file: Path) -> str:
    """The file's text: UTF-8 with or without BOM, UTF-16 with BOM, else Windows-1252.

    Errors: BadInput `file.missing`, `file.empty`, `file.binary`, `file.too_large`.
    """
    if not file.is_file():
        raise BadInput("file.missing", file=str(file))
    if file.stat().st_size > MAX_BYTES:
        raise BadInput("file.too_large", file=file.name, bytes=file.stat().st_size)
    raw = file.read_bytes()
    if not raw.strip():
        raise BadInput("file.empty", file=file.name)
    if raw.startswith(_BINARY):
        raise BadInput("file.binary", file=file.name)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16")
    if b"\x00" in raw:
        raise BadInput("file.binary", file=file.name)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def head(file: Path) -> list[str]:
    """The header cells, or nothing when the file cannot be read as text."""
    try:
        with file.open("rb") as handle:
            beginning = handle.read(65536)
        if beginning.startswith(_BINARY) or (
            b"\x00" in beginning and not beginning.startswith((b"\xff\xfe", b"\xfe\xff"))
        ):
            return []
        encoding = "utf-16" if beginning.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
        text = beginning.decode(encoding, errors="replace")
        return [cell.strip() for cell in next(csv.reader(io.StringIO(text), delimiter=delimiter(text)), [])]
    except (OSError, csv.Error):
        return []


def delimiter(text: str) -> str:
    """The one of comma, semicolon, tab and bar that the first line holds most of, outside quotation marks."""
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
    """The records with single cells replaced, as a person corrected them."""
    by_row: dict[int, dict[str, str]] = {}
    for (number, column), value in fixes.items():
        by_row.setdefault(number, {})[column] = value
    for row in records:
        yield Row(row.number, row.cells | by_row[row.number]) if row.number in by_row else row


def rows(text: str) -> tuple[list[str], Iterator[Row]]:
    """Header and records. Blank lines are passed over; too many cells in a row are kept under "".

    Errors: BadInput `file.quotes` with the line where the reader gave up.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text), strict=False)
    csv.field_size_limit(1024 * 1024)
    header: list[str] = []
    while not header:
        found = next(reader, None)
        if found is None:
            return [], iter(())
        if any(cell.strip() for cell in found):
            header = [cell.strip() for cell in found]

    def records() -> Iterator[Row]:
        last = reader.line_num
        try:
            for cells in reader:
                begins, last = last + 1, reader.line_num
                if any(cell.strip() for cell in cells):
                    yield Row(begins, dict(zip(header, cells, strict=False)))
        except csv.Error as error:
            raise BadInput("file.quotes", row=reader.line_num, detail=str(error)) from error

    return header, records()
