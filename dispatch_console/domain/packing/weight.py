"""What a box should weigh, how far off it may be, and what clean packs teach of that. Weights in grams."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

# a box of a kind that nobody weighed
USUAL_BOX_G = 150
# from so many clean packs on their spread says more than a share of the weight
ENOUGH_PACKS = 5
# without them: within 3 % and at least 60 g
SHARE, LEAST_G = 0.03, 60
# with them: three standard deviations, no less than the scale and a box can tell
SPREADS, LEAST_LEARNT_G = 3.0, 10
# boxes, tape and void fill are not alike either
BOX_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Learnt:
    """What clean packs say of one piece: Welford's mean and sum of squared differences."""

    packs: int = 0
    mean_g: float = 0.0
    squares: float = 0.0

    @property
    def spread_g(self) -> float:
        """Return the standard deviation; 0 for fewer than two packs."""
        return math.sqrt(self.squares / (self.packs - 1)) if self.packs > 1 else 0.0

    def with_pack(self, piece_g: float) -> "Learnt":
        """Return what is known after one more pack, of so many grams a piece."""
        packs = self.packs + 1
        off = piece_g - self.mean_g
        mean = self.mean_g + off / packs
        return Learnt(packs, mean, self.squares + off * (piece_g - mean))


@dataclass(frozen=True, slots=True)
class Goods:
    """Pieces of one product in a box. `piece_g`: what one weighs, None where nobody knows."""

    sku: str
    pieces: int
    piece_g: int | None
    learnt: Learnt = Learnt()

    @property
    def weight_g(self) -> int:
        return (self.piece_g or 0) * self.pieces

    @property
    def doubt_g(self) -> float:
        """Return by how much they may differ: as much as they did, and as the mean differs from what is written."""
        if self.learnt.packs < ENOUGH_PACKS or self.piece_g is None:
            return self.weight_g * SHARE
        return self.pieces * (SPREADS * self.learnt.spread_g + abs(self.learnt.mean_g - self.piece_g))


@dataclass(frozen=True, slots=True)
class WeightCheck:
    """Expected weight with its tolerance."""

    expected_g: int
    tolerance_g: int

    def accepts(self, weighed_g: int) -> bool:
        return abs(weighed_g - self.expected_g) <= self.tolerance_g


def check_of(goods: Sequence[Goods], box_g: int = USUAL_BOX_G) -> WeightCheck | None:
    """Return what a box with these goods should weigh; None where the weight of a product is not known."""
    if any(one.piece_g is None for one in goods):
        return None
    expected = sum(one.weight_g for one in goods) + box_g
    if any(one.learnt.packs < ENOUGH_PACKS for one in goods):
        return WeightCheck(expected, max(LEAST_G, round(expected * SHARE)))
    doubt = sum(one.doubt_g for one in goods) + box_g * BOX_SHARE
    return WeightCheck(expected, max(LEAST_LEARNT_G, round(doubt)))


def not_provable(goods: Sequence[Goods], check: WeightCheck) -> tuple[str, ...]:
    """Return the products of which a piece could be missing and the weight still be right."""
    return tuple(one.sku for one in goods if one.piece_g is not None and one.piece_g <= check.tolerance_g)


def piece_weights(goods: Sequence[Goods], weighed_g: int, box_g: int = USUAL_BOX_G) -> dict[str, float]:
    """Return what a piece of each product weighs by a clean pack: what the weight differs is shared by weight.

    Of a product without a weight something is learnt where it lies in its box alone.
    """
    if len(goods) == 1:
        (one,) = goods
        return {one.sku: (weighed_g - box_g) / one.pieces}
    if any(not one.piece_g for one in goods):
        return {}
    rate = (weighed_g - box_g) / sum(one.weight_g for one in goods) if goods else 1.0
    return {one.sku: (one.piece_g or 0) * rate for one in goods}


# a weight in kilograms has no more signs before its comma, a barcode has
LONGEST_TYPED = 4
_KILOGRAMS = re.compile(r"\d{1,3}([.,]\d{1,3})?")


def read_weight(text: str) -> int | None:
    """Return the grams of a weight typed in kilograms; None for a text that is no weight, such as a barcode."""
    text = text.strip()
    return round(float(text.replace(",", ".")) * 1000) if _KILOGRAMS.fullmatch(text) else None


def is_scan(text: str) -> bool:
    """Return whether a text that is not a weight came from a scanner. A person who types kilograms writes at most three
    figures, or a comma.
    """
    return len(text.strip()) > LONGEST_TYPED and not {",", "."} & {*text}
