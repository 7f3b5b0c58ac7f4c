"""Decide where a parcel stands in the van: last stop first to the front, first stop at the doors."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """`side` left or right, `depth` front, middle or back, `level` floor or shelf."""

    side: str
    depth: str
    level: str

    @property
    def code(self) -> str:
        """Return the place as it is stored."""
        return f"{self.side}/{self.depth}/{self.level}"

    @classmethod
    def from_code(cls, code: str) -> "Place":
        side, depth, level = code.split("/")
        return cls(side, depth, level)


def place_for(position: int, total: int, weight_g: int) -> Place:
    """Return the place of stop `position` (from 1) of `total`: thirds in reverse order, sides in turn, heavy parcels on
    the floor.
    """
    third = (position - 1) * 3 // max(1, total)
    depth = ("back", "middle", "front")[min(third, 2)]
    side = "right" if position % 2 else "left"
    return Place(side, depth, "floor" if weight_g >= 5000 else "shelf")
