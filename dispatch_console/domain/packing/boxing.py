"""Which boxes an order needs, and what lies where in them.

Three-dimensional bin packing by extreme points, first fit decreasing: Crainic, Perboli, Tadei, "Extreme point-based
heuristics for three-dimensional bin packing", INFORMS Journal on Computing 20 (2008). Of several orders of the pieces
the best result is kept. Sizes in millimetres, weights in grams.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import permutations

Size = tuple[int, int, int]
# pieces beyond this many are not laid one by one: volume and weight decide
MOST_LAID = 200


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of goods. `upright`: its height stays its height. `fragile`: nothing lies on it."""

    sku: str
    size: Size
    weight_g: int
    upright: bool = False
    fragile: bool = False

    @property
    def volume(self) -> int:
        return self.size[0] * self.size[1] * self.size[2]

    def turned(self) -> tuple[Size, ...]:
        """Return the ways in which it may lie."""
        ways = [(a, b, c) for a, b, c in permutations(self.size) if not self.upright or c == self.size[2]]
        return tuple(dict.fromkeys(ways))


@dataclass(frozen=True, slots=True)
class BoxKind:
    """A box of the catalogue: its inner size, and the weight that may lie in it."""

    name: str
    size: Size
    limit_g: int

    @property
    def volume(self) -> int:
        return self.size[0] * self.size[1] * self.size[2]


@dataclass(frozen=True, slots=True)
class Laid:
    """A piece in its box: the corner nearest to the box's own, and how it lies."""

    piece: Piece
    at: Size
    size: Size


@dataclass(frozen=True, slots=True)
class Filled:
    kind: BoxKind
    laid: tuple[Laid, ...]


@dataclass(slots=True)
class _Open:
    kind: BoxKind
    laid: list[Laid] = field(default_factory=list)
    corners: list[Size] = field(default_factory=lambda: [(0, 0, 0)])
    weight_g: int = 0
    volume: int = 0

    def place(self, piece: Piece) -> Laid | None:
        """Return where a piece may lie, lowest first; None where it does not fit."""
        if self.weight_g + piece.weight_g > self.kind.limit_g or self.volume + piece.volume > self.kind.volume:
            return None
        for corner in self.corners:
            for size in piece.turned():
                if self._fits(corner, size, piece.fragile):
                    return Laid(piece, corner, size)
        return None

    def _fits(self, at: Size, size: Size, fragile: bool) -> bool:
        if any(corner + long > room for corner, long, room in zip(at, size, self.kind.size, strict=True)):
            return False
        return all(self._goes_with(at, size, fragile, other) for other in self.laid)

    @staticmethod
    def _goes_with(at: Size, size: Size, fragile: bool, other: Laid) -> bool:
        beside = [
            at[axis] >= other.at[axis] + other.size[axis] or other.at[axis] >= at[axis] + size[axis]
            for axis in range(3)
        ]
        if not any(beside):
            return False
        # above something fragile, at whatever height, is on it once the box is moved
        if beside[0] or beside[1]:
            return True
        return not (other.piece.fragile if at[2] >= other.at[2] + other.size[2] else fragile)

    def take(self, laid: Laid) -> None:
        self.laid.append(laid)
        self.weight_g += laid.piece.weight_g
        self.volume += laid.piece.volume
        self.corners = sorted(
            {*self.corners, *self._new_corners(laid)} - {laid.at}, key=lambda at: (at[2], at[1], at[0])
        )

    def _new_corners(self, laid: Laid) -> Iterator[Size]:
        """Yield the extreme points of a piece: its three far corners, pushed back until they touch something."""
        for axis in range(3):
            corner = list(laid.at)
            corner[axis] += laid.size[axis]
            if corner[axis] >= self.kind.size[axis]:
                continue
            yield (corner[0], corner[1], corner[2])
            for other in range(3):
                if other != axis:
                    pushed = corner.copy()
                    pushed[other] = self._wall_before(corner, other)
                    yield (pushed[0], pushed[1], pushed[2])

    def _wall_before(self, corner: list[int], axis: int) -> int:
        """Return how far a point can be pushed back along an axis."""
        others = [one for one in range(3) if one != axis]
        walls = [
            laid.at[axis] + laid.size[axis]
            for laid in self.laid
            if laid.at[axis] + laid.size[axis] <= corner[axis]
            and all(laid.at[one] <= corner[one] < laid.at[one] + laid.size[one] for one in others)
        ]
        return max(walls, default=0)


def suggest(pieces: Sequence[Piece], kinds: Sequence[BoxKind]) -> tuple[Filled, ...] | None:
    """Return the boxes for these pieces: as few as possible, and of those the smallest.

    None where a piece fits into no box, or there are more pieces than can be laid.
    """
    if not pieces or not kinds or len(pieces) > MOST_LAID:
        return None
    by_volume = sorted(kinds, key=lambda kind: (kind.volume, kind.limit_g))
    for kind in by_volume:
        filled = _in_one(pieces, kind)
        if filled is not None:
            return (filled,)
    found: list[tuple[Filled, ...]] = []
    for kind in by_volume:
        several = _in_several(pieces, kind)
        if several is not None:
            found.append(tuple(_smaller(filled, by_volume) for filled in several))
    return min(found, key=lambda boxes: (len(boxes), sum(box.kind.volume for box in boxes)), default=None)


def bound(pieces: Sequence[Piece], kinds: Sequence[BoxKind]) -> int:
    """Return how many boxes there are at the least, by volume and weight alone."""
    largest, strongest = max(kind.volume for kind in kinds), max(kind.limit_g for kind in kinds)
    volume, weight = sum(piece.volume for piece in pieces), sum(piece.weight_g for piece in pieces)
    return max(1, -(-volume // largest), -(-weight // strongest))


def _orders(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Yield the pieces in several orders, what breaks last: it lies on top."""
    yield sorted(pieces, key=lambda piece: (piece.fragile, -piece.volume, -max(piece.size)))
    yield sorted(pieces, key=lambda piece: (piece.fragile, -max(piece.size), -piece.volume))
    yield sorted(pieces, key=lambda piece: (piece.fragile, -piece.size[0] * piece.size[1], -piece.size[2]))
    yield sorted(pieces, key=lambda piece: (piece.fragile, -piece.size[2], -piece.volume))


def _in_one(pieces: Sequence[Piece], kind: BoxKind) -> Filled | None:
    if sum(piece.volume for piece in pieces) > kind.volume or sum(piece.weight_g for piece in pieces) > kind.limit_g:
        return None
    for ordered in _orders(pieces):
        opened = _Open(kind)
        for piece in ordered:
            laid = opened.place(piece)
            if laid is None:
                break
            opened.take(laid)
        else:
            return Filled(kind, tuple(opened.laid))
    return None


def _in_several(pieces: Sequence[Piece], kind: BoxKind) -> list[Filled] | None:
    best: list[_Open] | None = None
    for ordered in _orders(pieces):
        boxes: list[_Open] = []
        for piece in ordered:
            for opened in boxes:
                laid = opened.place(piece)
                if laid is not None:
                    break
            else:
                opened = _Open(kind)
                laid = opened.place(piece)
                if laid is None:
                    return None
                boxes.append(opened)
            opened.take(laid)
        if best is None or len(boxes) < len(best):
            best = boxes
    return [Filled(kind, tuple(opened.laid)) for opened in best] if best else None


def _smaller(filled: Filled, kinds: Sequence[BoxKind]) -> Filled:
    """Return the same goods in the smallest box that takes them."""
    pieces = [laid.piece for laid in filled.laid]
    for kind in kinds:
        if kind.volume >= filled.kind.volume:
            return filled
        smaller = _in_one(pieces, kind)
        if smaller is not None:
            return smaller
    return filled
