"""JSON as rows and columns: a list of objects, wherever in the document it stands, each with a list of lines or none.

An object inside an object gives columns of both names; each line of an order gives a row, beside what the order says.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from dispatch_console.adapters.sources.files import grid, text_file
from dispatch_console.adapters.sources.files.table import Sheet
from dispatch_console.domain.errors import BadInput
from dispatch_console.ports import SourceOptions

# what wraps a list in answers of servers: `{"data": {"orders": {"items": […]}}}`, `{"edges": [{"node": {…}}]}`
MOST_WRAPPERS = 5
LINE = "item"
# an object that says less than this about itself only stands around others
FEW = 4
# what a server says of the pages of its answer
_OF_PAGES = ("total", "count", "page", "per", "limit", "size", "next", "prev", "cursor", "offset", "status", "success",
             "ok", "version", "has")  # fmt: skip


def sheet(file: Path, options: SourceOptions) -> Sheet:
    """Return the document as a sheet. Errors: BadInput as `text_file.decode`, `file.json`, `file.json_deep`,
    `file.no_orders`, `file.too_long`.
    """
    decoded = text_file.decode(file, options)
    entries = [_unwrapped(entry) for entry in _list_in(load(file, decoded.text), MOST_WRAPPERS)]
    if not entries:
        raise BadInput("file.no_orders", file=file.name)
    rows = [row for entry in entries for row in _rows(entry)]
    columns = list(dict.fromkeys(column for row in rows for column in row))
    if len(rows) > grid.MAX_ROWS or len(columns) > grid.MAX_COLUMNS:
        raise BadInput("file.too_long", file=file.name, rows=grid.MAX_ROWS, cells=grid.MAX_CELLS)
    names = _short(columns)

    def lines() -> Iterator[tuple[int, Sequence[str]]]:
        yield 1, [names[column] for column in columns]
        for number, row in enumerate(rows, 2):
            yield number, [row.get(column, "") for column in columns]

    return Sheet(lines, (decoded.encoding,))


def load(file: Path, text: str) -> Any:
    """Return a document, its numbers as they are written. Errors: BadInput `file.json`, `file.json_deep`."""
    try:
        return json.loads(text, parse_float=str, parse_int=str)
    except json.JSONDecodeError as error:
        raise BadInput("file.json", file=file.name, row=error.lineno, column=error.colno) from error
    except (RecursionError, ValueError) as error:
        raise BadInput("file.json_deep", file=file.name, detail=str(error)) from error


def _list_in(document: Any, deep: int) -> list[Mapping[str, Any]]:
    """Return the longest list of objects inside wrappers. An object that says something itself is one entry."""
    if isinstance(document, list):
        return [entry for entry in document if isinstance(entry, dict)]
    if not isinstance(document, dict):
        return []
    if deep == 0 or _is_entry(document):
        return [document]
    inner = [value for value in document.values() if isinstance(value, list | dict)]
    lists = (_list_in(value, deep - 1) for value in inner)
    return max(lists, key=lambda entries: (len(entries), len(str(entries[:1]))), default=[document])


def _is_entry(document: Mapping[str, Any]) -> bool:
    """Return whether an object is an order rather than what stands around a list of them."""
    says = sum(
        not isinstance(value, list | dict) and not name.lower().startswith(_OF_PAGES)
        for name, value in document.items()
    )
    return says >= (2 if _named_lines(document) else FEW)


def _unwrapped(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    node = entry.get("node")
    return node if isinstance(node, dict) else entry


def _rows(entry: Mapping[str, Any]) -> Iterator[dict[tuple[str, ...], str]]:
    line_list = _line_list(entry)
    own = dict(_flat({name: value for name, value in entry.items() if name != line_list}, ()))
    lines = _list_in(entry[line_list], 0) if line_list else []
    for line in lines or [{}]:
        yield own | dict(_flat(_unwrapped(line), (LINE,)))


def _line_list(entry: Mapping[str, Any]) -> str:
    """Return the name of the list that holds an order's lines; empty where there is none."""
    lists = _lists(entry)
    return next(iter(_named_lines(entry)), lists[0] if len(lists) == 1 else "")


def _named_lines(entry: Mapping[str, Any]) -> list[str]:
    return [
        name for name in _lists(entry) if any(word in name.lower() for word in ("item", "line", "product", "goods"))
    ]


def _lists(entry: Mapping[str, Any]) -> list[str]:
    return [
        name
        for name, value in entry.items()
        if isinstance(value, list) and value and all(isinstance(part, dict) for part in value)
    ]


def _flat(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _flat(part, (*path, str(name)))
    elif isinstance(value, list) and any(isinstance(part, list | dict) for part in value):
        for number, part in enumerate(value, 1):
            yield from _flat(part, (*path, str(number)))
    elif isinstance(value, list):
        yield path, ", ".join(_text(part) for part in value)
    elif _text(value):
        yield path, _text(value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    return ("true" if value else "false") if isinstance(value, bool) else str(value).strip()


def _short(columns: Sequence[tuple[str, ...]]) -> dict[tuple[str, ...], str]:
    """Return names of columns: of a line as short as they stay apart, `item sku` for what is deep inside it."""
    names = {column: ".".join(column) for column in columns}
    lines = [column for column in columns if column[0] == LINE]
    for column in lines:
        for size in range(1, len(column)):
            if sum(other[-size:] == column[-size:] for other in lines) == 1:
                names[column] = " ".join((LINE, *column[-size:]))
                break
    return names
