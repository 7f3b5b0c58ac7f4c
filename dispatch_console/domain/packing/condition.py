"""Pieces that cannot be packed: what is wrong with them, and what becomes of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Condition(StrEnum):
    """`MISSING`: the shelf is empty."""

    MISSING = "missing"
    DAMAGED = "damaged"


class Decision(StrEnum):
    """`OTHER`: another piece is taken, and its scan settles it. `REST`: the rest follows with an order of its own.

    `ASK`: so it does, once the customer chose. `WAIT`: the whole order waits for it.
    """

    OTHER = "other"
    ASK = "ask"
    REST = "rest"
    WAIT = "wait"


# with these the other pieces leave today
LEAVES_LATER = frozenset({Decision.REST, Decision.ASK})


@dataclass(frozen=True, slots=True)
class Found:
    """Pieces of a product that were found wrong and are not settled."""

    sku: str
    pieces: int
    decision: Decision | None

    @property
    def leaves_later(self) -> bool:
        return self.decision in LEAVES_LATER


def follows(found: Sequence[Found]) -> dict[str, int]:
    """Return the pieces of each product that do not leave with the others."""
    pieces: dict[str, int] = {}
    for one in found:
        if one.leaves_later:
            pieces[one.sku] = pieces.get(one.sku, 0) + one.pieces
    return pieces


def unexplained(open_pieces: Mapping[str, int], found: Sequence[Found]) -> int:
    """Count the pieces that are not packed and do not leave later: nobody said what is with them.

    `open_pieces`: by product.
    """
    later = follows(found)
    return sum(max(0, pieces - later.get(sku, 0)) for sku, pieces in open_pieces.items())
