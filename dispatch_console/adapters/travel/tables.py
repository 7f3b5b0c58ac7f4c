"""Rows of a table as the planning problem wants them."""

import threading
from array import array
from collections.abc import Callable, Iterator, Sequence
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

Row = Sequence[int]


def rows_of(table: NDArray[np.float64]) -> tuple[Row, ...]:
    """Return whole numbers, row by row."""
    whole = np.rint(table).astype(np.int32)
    return tuple(array("i", row.tobytes()) for row in whole)


class RowsOnDemand(Sequence[Row]):
    """Rows that are worked out when the first of them is read."""

    def __init__(self, size: int, compute: Callable[[], Sequence[Row]]) -> None:
        self._size, self._compute = size, compute
        self._rows: Sequence[Row] | None = None
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | Sequence[Row]:
        return self._all()[index]

    def __iter__(self) -> Iterator[Row]:
        return iter(self._all())

    def __reduce__(self) -> tuple[Any, ...]:
        return tuple, (tuple(self._all()),)

    def _all(self) -> Sequence[Row]:
        with self._lock:
            if self._rows is None:
                self._rows = self._compute()
        return self._rows
