"""A JSON object whose values are taken one by one, so that none is forgotten: the counterpart of a row of cells."""

from collections.abc import Iterator
from typing import Any

from dispatch_console.adapters.sources.reading.account import Account
from dispatch_console.domain import field_bounds
from dispatch_console.domain.orders.incoming import Fate, Problem

# objects within objects; deeper ones are kept as text
DEEPEST = 8
# a value that is kept with its order
LONGEST = 500


class Document:
    """The filled values of an object by path, `line_items[0].sku`. `row`: its place in the file, from 1.

    Entries of lists named in `keyed` are called by their key: `meta_data[delivery_date]`.
    """

    def __init__(self, row: int, raw: dict[str, Any], keyed: tuple[str, ...] = ()) -> None:
        self.row, self._keyed = row, keyed
        self.cleaned: list[str] = []
        self._texts: dict[str, str] = {}
        self._sizes: dict[str, int] = {}
        self._flatten(raw, "", 0)
        self._taken: dict[str, str] = {}
        self._wrong: set[str] = set()

    def take(self, path: str, field: str) -> str:
        """Return a value as text, which is used for a field of the order."""
        text = self._texts.get(path, "")
        if text:
            self._taken[path] = field
        return text

    def look(self, path: str) -> str:
        """Return a value as text without using it."""
        return self._texts.get(path, "")

    def under(self, path: str) -> tuple[str, ...]:
        """Return the paths of all filled values below a path."""
        return tuple(one for one in self._texts if one.startswith((f"{path}.", f"{path}[")))

    def count(self, path: str) -> int:
        """Return how many entries a list has."""
        return self._sizes.get(path, 0)

    def problem(self, path: str, code: str, order: str, *, blocks: bool = False, value: str = "") -> Problem:
        """Return what is wrong with a value: it counts as not understood."""
        self._wrong.add(path)
        return Problem(self.row, path, value or self.look(path), code, order or None, blocks)

    def settle(self, account: Account) -> Iterator[tuple[str, str]]:
        """Enter every filled value into the account; yield those that are kept with the order."""
        for path, text in self._texts.items():
            column = general(path)
            if path in self._wrong:
                account.settle(column, Fate.NOT_UNDERSTOOD, sample=text)
            elif path in self._taken:
                account.settle(column, Fate.USED, (self._taken[path],), sample=text)
            else:
                fate = account.untaken(column)
                account.settle(column, fate, sample=text)
                if fate is Fate.SEEN:
                    yield path, text

    def _flatten(self, value: Any, path: str, depth: int) -> None:
        if isinstance(value, dict) and depth < DEEPEST:
            for key, entry in value.items():
                name = field_bounds.printable(str(key)).text
                self._flatten(entry, f"{path}.{name}" if path else name, depth + 1)
        elif isinstance(value, list) and depth < DEEPEST:
            self._sizes[path] = len(value)
            for place, entry in enumerate(value):
                name = self._name(path, entry)
                if name:
                    self._flatten(entry["value"], f"{path}[{name}]", depth + 1)
                else:
                    self._flatten(entry, f"{path}[{place}]", depth + 1)
        elif isinstance(value, dict | list):
            self._keep(path, str(value)[:LONGEST])
        elif value is not None:
            self._keep(path, str(value).lower() if isinstance(value, bool) else str(value))

    def _name(self, path: str, entry: Any) -> str:
        if path.rpartition(".")[2] not in self._keyed or not isinstance(entry, dict) or "value" not in entry:
            return ""
        key = field_bounds.printable(str(entry.get("key") or "")).text
        return key if key and f"{path}[{key}]" not in self._texts else ""

    def _keep(self, path: str, text: str) -> None:
        shown, cleaned = field_bounds.printable(text)
        if cleaned:
            self.cleaned.append(path)
        if shown.strip():
            self._texts[path] = shown.strip()


def general(path: str) -> str:
    """Return a path without places in lists: `line_items[].sku`."""
    parts = path.split("[")
    return parts[0] + "".join(
        f"[{'' if part.partition(']')[0].isdecimal() else part.partition(']')[0]}]{part.partition(']')[2]}"
        for part in parts[1:]
    )
