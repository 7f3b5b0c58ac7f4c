"""The account of a file: what became of every filled cell. A reader takes cells through it, so none is forgotten.

A cell that is taken counts as used. One that nobody took is of no use here where the format's table names its column,
and is otherwise kept with its order, so that a person sees it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from dispatch_console.adapters.sources.files.encodings import REPLACED
from dispatch_console.adapters.sources.files.table import Row
from dispatch_console.domain.orders.incoming import ColumnAccount, Fate, Problem


def as_it_came(cells: "Cells") -> dict[str, object]:
    """Return a row to be kept with what is wrong with it, in pairs: an object of JSON has no order of its keys."""
    return {"row": cells.number, "cells": [[column, text] for column, text in cells.row.filled.items()]}


class Account:
    """Fates of cells, by column. `of_no_use` tells whether a column holds nothing that matters here, `own_name` how a
    shop calls a field of its own, empty for others.
    """

    def __init__(
        self, columns: Iterable[str], of_no_use: Callable[[str], bool], own_name: Callable[[str], str] = lambda _: ""
    ) -> None:
        self._fates: dict[str, Counter[Fate]] = {column: Counter() for column in columns}
        self._fields: dict[str, dict[str, None]] = {}
        self._of_no_use, self._own_name = of_no_use, own_name
        self._samples: dict[str, str] = {}

    def settle(self, column: str, fate: Fate, fields: Iterable[str] = (), count: int = 1, sample: str = "") -> None:
        self._fates.setdefault(column, Counter())[fate] += count
        if sample:
            self._samples.setdefault(column, sample)
        for field in fields:
            self._fields.setdefault(column, {})[field] = None

    def untaken(self, column: str) -> Fate:
        """Return what becomes of a cell that nobody took."""
        return Fate.NO_USE if self._of_no_use(column) else Fate.SEEN

    @property
    def columns(self) -> tuple[ColumnAccount, ...]:
        return tuple(
            ColumnAccount(
                column,
                dict(fates),
                tuple(self._fields.get(column, ())),
                self._own_name(column),
                self._samples.get(column, ""),
            )
            for column, fates in self._fates.items()
        )


class Cells:
    """The cells of one row while they are read."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self._taken: dict[str, str] = {}
        self._wrong: set[str] = set()

    @property
    def number(self) -> int:
        return self.row.number

    def take(self, column: str, field: str) -> str:
        """Return the text of a cell, which is used for a field of the order."""
        text = self.row.get(column)
        if text:
            self._taken[column] = field
        return text

    def look(self, column: str) -> str:
        """Return the text of a cell without using it."""
        return self.row.get(column)

    def taken(self, column: str) -> bool:
        return column in self._taken

    def problem(self, column: str, code: str, order: str, *, blocks: bool = False, value: str = "") -> Problem:
        """Return what is wrong with a cell: it counts as not understood. What keeps an order out brings its row."""
        self._wrong.add(column)
        rows = [as_it_came(self)]
        facts: dict[str, object] = {"rows": rows} if blocks else {}
        return Problem(self.number, column, value or self.row.get(column), code, order or None, blocks, facts)

    def unreadable(self, order: str) -> Iterator[Problem]:
        """Yield what cannot be read of the row, whatever its cells are for."""
        for column, text in self.row.ruled.items():
            facts: dict[str, object] = {"becomes": self.row.get(column)}
            yield Problem(self.number, column, text, "cell.by_rule", order or None, facts=facts)
        for column in self.row.cleaned:
            yield Problem(self.number, column, self.row.get(column), "cell.characters", order or None)
        for column, text in self.row.filled.items():
            if REPLACED in text:
                yield self.problem(column, "cell.encoding", order, blocks=True)

    def settle(self, account: Account) -> Iterator[tuple[str, str]]:
        """Enter every filled cell into the account; yield those that are kept with the order."""
        taken, wrong = self._taken, self._wrong
        for column, text in self.row.filled.items():
            if column in wrong:
                account.settle(column, Fate.NOT_UNDERSTOOD)
            elif column in taken:
                account.settle(column, Fate.USED, (taken[column],))
            else:
                fate = account.untaken(column)
                account.settle(column, fate)
                if fate is Fate.SEEN:
                    yield column, text
