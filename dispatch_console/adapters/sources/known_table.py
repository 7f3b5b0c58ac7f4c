"""A table whose columns have fixed names and meanings: one kind of export, described as data."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from dispatch_console.adapters.sources.files import any_file
from dispatch_console.adapters.sources.files.table import Sheet, Table, of_rows
from dispatch_console.adapters.sources.reading import tabular
from dispatch_console.adapters.sources.reading.account import Cells
from dispatch_console.adapters.sources.reading.tabular import Format
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.orders.incoming import Reading
from dispatch_console.ports import KeptRows, SourceOptions


class KnownTable:
    """Base of such readers. `needed`: columns that are always there, and tell it from other tables; `columns`: field →
    its columns, the first that is filled counts.

    `of_no_use` and `no_use_prefixes` name columns that a warehouse does not need. `day_order`: how this program writes
    days in figures, wherever it runs; empty where it follows the country.
    """

    kind: ClassVar[str]
    needed: ClassVar[tuple[str, ...]]
    columns: ClassVar[Mapping[str, Sequence[str]]]
    of_no_use: ClassVar[frozenset[str]] = frozenset()
    no_use_prefixes: ClassVar[tuple[str, ...]] = ()
    day_order: ClassVar[str] = ""
    carries_number: ClassVar[bool] = False

    def recognises(self, file: Path) -> bool:
        return self.is_header(set(any_file.head(file)))

    def is_header(self, header: set[str]) -> bool:
        """Return whether names of columns are those of this kind."""
        return set(self.needed) <= header

    def read(self, file: Path, options: SourceOptions) -> Reading:
        """Read an export. Errors: BadInput as `any_file`; `file.columns` with the names that are missing."""
        table = Table(self.sheet(file, options))
        missing = tuple(name for name in self.needed if name not in table.header)
        if missing:
            raise BadInput("file.columns", file=file.name, missing=missing)
        return self._read(table, options)

    def read_rows(self, rows: KeptRows, options: SourceOptions) -> Reading:
        """Return the orders of rows that waited, once they are corrected."""
        return self._read(of_rows(rows), options)

    def _read(self, table: Table, options: SourceOptions) -> Reading:
        columns = {
            field: present
            for field, names in self.columns.items()
            if (present := tuple(name for name in names if name in table.header))
        }
        form = Format(
            kind=self.kind,
            columns=columns,
            of_no_use=self.is_of_no_use,
            begins=self.begins_another,
            carries_number=self.carries_number,
            day_order=self.day_order,
        )
        return tabular.read(table, form, options)

    def sheet(self, file: Path, options: SourceOptions) -> Sheet:
        """Return the rows of a file as this kind lays them out."""
        return any_file.sheets(file, options)[0]

    def is_of_no_use(self, column: str) -> bool:
        """Return whether nobody here needs what a column holds."""
        return column in self.of_no_use or column.startswith(self.no_use_prefixes or ("\0",))

    def begins_another(self, cells: Cells) -> bool:
        """Return whether a row that repeats the number above begins another order. Further rows are its lines."""
        return False
