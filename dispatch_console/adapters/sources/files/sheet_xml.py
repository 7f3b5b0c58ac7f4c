"""The cells of a worksheet's XML, row by row: what the sheet says, not yet how it is shown.

A stream through Expat, which looks at a million cells in seconds; the tree of openpyxl takes five times as long.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from dispatch_console.adapters.sources.files import xml_stream

BLOCK = 256 * 1024
LETTERS = 26


class TooLong(ValueError):
    """One row has more bytes than may stand in memory. `size`: how many so far."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


@dataclass(slots=True)
class RawRow:
    """`cells`: column, kind, style and text of each that holds something. `count`: of all that stand there."""

    number: int
    hidden: bool
    cells: list[tuple[int, str, int, str]] = field(default_factory=list)
    count: int = 0


class SheetXml:
    """One worksheet. `merged`: the ranges of merged cells, known once the rows were read."""

    def __init__(self, stream: IO[bytes], most_row_bytes: int) -> None:
        self._stream, self._most = stream, most_row_bytes
        self.merged: list[str] = []
        self._locals: dict[str, str] = {}
        self._columns: dict[str, int] = {}
        self._ready: list[RawRow] = []
        self._row = RawRow(0, False)
        self._kind, self._style, self._column = "n", 0, 0
        self._parts: list[str] = []
        self._phonetic = 0
        self._ended_at = 0

    def rows(self) -> Iterator[RawRow]:
        """Yield the rows in the order of the sheet. Errors: as `xml_stream`, TooLong, expat.ExpatError, ValueError."""
        self._parser = parser = xml_stream.parser()
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        fed = 0
        while block := self._stream.read(BLOCK):
            fed += len(block)
            parser.Parse(block, False)
            if fed - self._ended_at > self._most + BLOCK:
                raise TooLong(fed - self._ended_at)
            yield from self._ready
            self._ready.clear()
        parser.Parse(b"", True)
        yield from self._ready

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = self._locals.get(name) or self._locals.setdefault(name, name.rpartition(":")[2])
        if local == "c":
            place = attributes.get("r")
            self._column = self._column_of(place) if place else self._column + 1
            self._kind, self._style = attributes.get("t", "n"), int(attributes.get("s", 0))
            self._parts = []
        elif local in ("v", "t"):
            if not self._phonetic:
                self._parser.CharacterDataHandler = self._parts.append
        elif local == "row":
            number = attributes.get("r")
            self._row = RawRow(
                int(float(number)) if number else self._row.number + 1, attributes.get("hidden") in ("1", "true")
            )
            self._column = 0
        elif local == "rPh":
            self._phonetic += 1
        elif local == "mergeCell" and "ref" in attributes:
            self.merged.append(attributes["ref"])

    def _end(self, name: str) -> None:
        local = self._locals[name]
        if local in ("v", "t"):
            self._parser.CharacterDataHandler = None
        elif local == "c":
            self._row.count += 1
            if self._parts:
                self._row.cells.append((self._column, self._kind, self._style, "".join(self._parts)))
        elif local == "row":
            self._ready.append(self._row)
            self._ended_at = self._parser.CurrentByteIndex
        elif local == "rPh":
            self._phonetic -= 1

    def _column_of(self, place: str) -> int:
        letters = place.rstrip("0123456789")
        known = self._columns.get(letters)
        if known is None:
            known = 0
            for letter in letters.upper():
                if not "A" <= letter <= "Z":
                    raise ValueError(place)
                known = known * LETTERS + ord(letter) - ord("A") + 1
            self._columns[letters] = known
        return known
