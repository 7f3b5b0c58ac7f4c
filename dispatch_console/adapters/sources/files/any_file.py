"""A file of rows and columns, told by what it holds and not by its name: a text called `.xls` is a text."""

from functools import lru_cache
from pathlib import Path

from dispatch_console.adapters.sources.files import json_rows, ods, text_file, xls, xlsx
from dispatch_console.adapters.sources.files.table import Sheet
from dispatch_console.domain.errors import BadInput
from dispatch_console.ports import SourceOptions

SUFFIXES = (".csv", ".tsv", ".txt", ".tab", ".xlsx", ".xlsm", ".xls", ".ods", ".json")


def sheets(file: Path, options: SourceOptions) -> list[Sheet]:
    """Return the sheets of a workbook; a text is one sheet. Errors: BadInput as the reader of its kind."""
    match kind(file):
        case "xlsx":
            return xlsx.sheets(file)
        case "xls":
            return xls.sheets(file)
        case "ods":
            return ods.sheets(file)
        case "json":
            return [json_rows.sheet(file, options)]
    return [text_file.sheet(file, options)]


def head(file: Path) -> list[str]:
    """Return the first row that holds anything, or nothing when the file cannot be read as a table."""
    try:
        stand = file.stat()
    except OSError:
        return []
    # every kind of table asks
    return list(_head(file, stand.st_mtime_ns, stand.st_size))


@lru_cache(maxsize=8)
def _head(file: Path, _changed: int, _size: int) -> tuple[str, ...]:
    match kind(file):
        case "json":
            return ()
        case "text":
            return tuple(text_file.head(file))
        case "xlsx":
            return tuple(xlsx.head(file))
    try:
        first = sheets(file, SourceOptions("UTC"))[:1]
        return tuple(cell.strip() for page in first for _, cells in [next(page.lines())] for cell in cells if cell)
    except (BadInput, OSError, StopIteration):
        return ()


def kind(file: Path) -> str:
    """Return `xlsx`, `xls`, `ods`, `json` or `text`, by how the file begins."""
    try:
        with file.open("rb") as stream:
            begin = stream.read(64)
    except OSError:
        return "text"
    if begin.startswith(xls.BEGINS):
        return "xls"
    if begin.startswith(ods.BEGINS):
        return "ods" if ods.is_ods(file) else "xlsx"
    return "json" if begin.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[") else "text"
