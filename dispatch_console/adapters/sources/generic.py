"""Any table or list of objects, one row per order or per line.

Columns are guessed by name; a remembered mapping wins.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import ClassVar

from dispatch_console.adapters.sources.files import any_file
from dispatch_console.adapters.sources.files.table import Sheet, Table, of_rows
from dispatch_console.adapters.sources.generic_columns import guess
from dispatch_console.adapters.sources.reading import tabular
from dispatch_console.adapters.sources.reading.fields import CHOSEN, FIELDS
from dispatch_console.adapters.sources.reading.tabular import Format
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.orders.incoming import Reading
from dispatch_console.ports import KeptRows, SourceOptions

# a header stands in one of the first rows, below titles and notes
MOST_ROWS_ABOVE = 40
# what says that a row holds heads: so many columns of known names
ENOUGH_HEADS = 2


class Generic:
    """Entry point `generic`."""

    kind: ClassVar[str] = "generic"
    fields: ClassVar[tuple[str, ...]] = CHOSEN

    def recognises(self, file: Path) -> bool:
        return file.suffix.lower() in any_file.SUFFIXES

    def header(self, file: Path, options: SourceOptions) -> list[str]:
        """Return the column names, for the mapping screen."""
        return list(_table(file, options).header)

    def guess(self, header: Sequence[str]) -> dict[str, str]:
        """Return column → field, as far as the names tell."""
        return guess(header)

    def read(self, file: Path, options: SourceOptions) -> Reading:
        """Read a file of orders in columns.

        Errors: BadInput as `any_file`; `file.columns` when the address finds no column.
        """
        return self._read(_table(file, options), file.name, options)

    def read_rows(self, rows: KeptRows, options: SourceOptions) -> Reading:
        """Return the orders of rows that waited, once they are corrected."""
        return self._read(of_rows(rows), "", options)

    def samples(self, file: Path, options: SourceOptions, most: int) -> dict[str, tuple[str, ...]]:
        """Return the first different texts of each column."""
        table = _table(file, options)
        return {column: tuple(texts)[:most] for column, texts in table.texts(table.header, most).items()}

    def _read(self, table: Table, file: str, options: SourceOptions) -> Reading:
        mapping = dict(options.mapping) if options.mapping else guess(table.header)
        columns: dict[str, list[str]] = {}
        # of several columns of one field the closest to its name is asked first
        closest = list(guess(table.header))
        for column in sorted(table.header, key=lambda name: closest.index(name) if name in closest else len(closest)):
            field = mapping.get(column, "")
            if field in FIELDS:
                columns.setdefault(field, []).append(column)
        if "line1" not in columns and not {"lat", "lon"} <= columns.keys():
            raise BadInput("file.columns", file=file, missing=("line1",), header=table.header)
        read = replace(options, mapping=mapping)
        return tabular.read(table, Format(kind=self.kind, columns=columns), read)


def _table(file: Path, options: SourceOptions) -> Table:
    """Return the sheet that holds the best header, from there on."""
    best: tuple[int, Sheet | None, int | None] = (0, None, None)
    for sheet in any_file.sheets(file, options):
        for number, cells in islice(sheet.lines(), MOST_ROWS_ABOVE):
            known = len(guess([cell.strip() for cell in cells]))
            if best[1] is None or (known > best[0] and known >= ENOUGH_HEADS):
                best = (known, sheet, number)
    if best[1] is None:
        raise BadInput("file.empty", file=file.name)
    return Table(best[1], best[2])
