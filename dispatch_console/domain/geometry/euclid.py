"""Tables of straight distances that are computed when asked: ten thousand places need no hundred million numbers."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

Point = tuple[float, float]
# distances in tenths, cut off (DIMACS); distances in wholes, rounded (TSPLIB's EUC_2D)
TENTHS, WHOLES = 10, 1


@dataclass(frozen=True, slots=True)
class _Row(Sequence[int]):
    points: Sequence[Point]
    start: int
    rounding: int

    def __len__(self) -> int:
        return len(self.points)

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[int]: ...
    def __getitem__(self, index: int | slice) -> int | Sequence[int]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        distance = math.dist(self.points[self.start], self.points[index])
        return int(10 * distance) if self.rounding == TENTHS else int(distance + 0.5)

    def __iter__(self) -> Iterator[int]:
        return (self[place] for place in range(len(self)))


@dataclass(frozen=True, slots=True)
class Euclid(Sequence[Sequence[int]]):
    """A square table over points in the plane, row by row."""

    points: Sequence[Point]
    rounding: int

    def __len__(self) -> int:
        return len(self.points)

    @overload
    def __getitem__(self, index: int) -> Sequence[int]: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Sequence[int]]: ...
    def __getitem__(self, index: int | slice) -> Sequence[int] | Sequence[Sequence[int]]:
        if isinstance(index, slice):
            return [self[start] for start in range(*index.indices(len(self)))]
        # range says where there is no such row: whoever walks over all rows ends there
        return _Row(self.points, range(len(self))[index], self.rounding)
