"""Reading delimited text as it comes: any of the usual encodings and delimiters, rows counted as an editor counts."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from dispatch_console.adapters.sources.files import encodings
from dispatch_console.adapters.sources.files.encodings import Decoded
from dispatch_console.adapters.sources.files.table import Sheet
from dispatch_console.domain import field_bounds
from dispatch_console.domain.errors import BadInput
from dispatch_console.ports import SourceOptions

MAX_BYTES = 512 * 1024 * 1024
# a stray NUL is left out of its cell and said there; a file with more of them is no text
FEW_NULLS, NULL_EVERY = 8, 1000
# spreadsheets write it for themselves
_SEPARATOR_LINE = re.compile(r"\ufeff?\"?sep=(.)\"?\r?\n", re.IGNORECASE)
_WEB_PAGE = (b"<!doctype html", b"<html", b"<table")
_BINARY = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0", b"GIF8", b"\x1f\x8b")


def decode(file: Path, options: SourceOptions) -> Decoded:
    """Return the file's text and its encoding: the one that was chosen, else the one it says, else what its letters and
    the country tell.

    Errors: BadInput `file.missing`, `file.empty`, `file.binary`, `file.html`, `file.too_large`, and as `encodings`.
    """
    if not file.is_file():
        raise BadInput("file.missing", file=str(file))
    if file.stat().st_size > MAX_BYTES:
        raise BadInput("file.too_large", file=file.name, bytes=file.stat().st_size)
    raw = file.read_bytes()
    if not raw.strip():
        raise BadInput("file.empty", file=file.name)
    if raw.lstrip()[:15].lower().startswith(_WEB_PAGE):
        raise BadInput("file.html", file=file.name)
    if not encodings.is_wide(raw) and _is_binary(raw):
        raise BadInput("file.binary", file=file.name)
    return encodings.decode(raw, file.name, options.country, options.encoding)


def _is_binary(raw: bytes) -> bool:
    return raw.startswith(_BINARY) or raw.count(b"\x00") > max(FEW_NULLS, len(raw) // NULL_EVERY)


def head(file: Path) -> list[str]:
    """Return the header cells, or nothing when the file cannot be read as text."""
    try:
        with file.open("rb") as handle:
            beginning = handle.read(65536)
        wide = encodings.is_wide(beginning)
        if not wide and _is_binary(beginning):
            return []
        text = beginning.decode(wide or "utf-8-sig", errors="replace")
        separator, (text, _) = _named_separator(text), _without_separator_line(text)
        lines = csv.reader(io.StringIO(text), delimiter=separator or delimiter(text))
        return [cell.strip() for cell in next((line for line in lines if any(line)), [])]
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


def sheet(file: Path, options: SourceOptions) -> Sheet:
    """Return a delimited text as rows of cells. A first line `sep=;` names the delimiter.

    Errors: BadInput as `decode`; `file.quotes` with the line where the reader gave up, while rows are read.
    """
    decoded = decode(file, options)
    text, skipped = _without_separator_line(decoded.text)
    chosen = _named_separator(decoded.text) or delimiter(text)
    clean = field_bounds.is_printable(text.replace("\r\n", "\n")) and encodings.REPLACED not in text
    return Sheet(lambda: _lines(text, chosen, skipped), (decoded.encoding,), clean)


def _lines(text: str, separator: str, skipped: int) -> Iterator[tuple[int, list[str]]]:
    """Yield each record that holds anything, with the line it begins on, as an editor counts."""
    csv.field_size_limit(1024 * 1024)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=False)
    last = skipped
    try:
        for cells in reader:
            begins, last = last + 1, reader.line_num + skipped
            if any(cell.strip() for cell in cells):
                yield begins, cells
    except csv.Error as error:
        raise BadInput("file.quotes", row=reader.line_num + skipped, detail=str(error)) from error


def _named_separator(text: str) -> str:
    match = _SEPARATOR_LINE.match(text)
    return match[1] if match else ""


def _without_separator_line(text: str) -> tuple[str, int]:
    match = _SEPARATOR_LINE.match(text)
    return (text[match.end() :], 1) if match else (text, 0)
