"""Distances of TSPLIB's files: computed from places, or written out in one of its formats.

Source: G. Reinelt, "TSPLIB 95", sections 1.2 and 2.
"""

import math
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dispatch_console.domain.geometry.euclid import TENTHS, WHOLES, Euclid, Point

# as TSPLIB writes them
PI, EARTH_KM = 3.141592, 6378.388


@dataclass(frozen=True, slots=True)
class Weights:
    """`kind` is an EDGE_WEIGHT_TYPE; `points` are places, or for EXPLICIT `rows` the whole table."""

    kind: str
    points: Sequence[Point] = ()
    rows: Sequence[Sequence[Decimal]] = ()


def _rounded(x: float) -> int:
    return int(x + 0.5)


def _att(a: Point, b: Point) -> int:
    exact = math.sqrt(((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) / 10.0)
    return _rounded(exact) + (_rounded(exact) < exact)


def _geo(a: Point, b: Point) -> int:
    """Return kilometres between two points in degrees and minutes: `47.30` is half past 47 degrees."""
    (north, east), (other_north, other_east) = ([_radians(x) for x in point] for point in (a, b))
    q1, q2, q3 = math.cos(east - other_east), math.cos(north - other_north), math.cos(north + other_north)
    return int(EARTH_KM * math.acos(max(-1.0, min(1.0, 0.5 * ((1 + q1) * q2 - (1 - q1) * q3)))) + 1.0)


def _radians(x: float) -> float:
    degrees = int(x)
    return PI * (degrees + 5.0 * (x - degrees) / 3.0) / 180.0


COMPUTED: dict[str, Callable[[Point, Point], int]] = {
    "EUC_2D": lambda a, b: _rounded(math.dist(a, b)),
    "CEIL_2D": lambda a, b: math.ceil(math.dist(a, b)),
    "FLOOR_2D": lambda a, b: math.floor(math.dist(a, b)),
    "MAN_2D": lambda a, b: _rounded(abs(a[0] - b[0]) + abs(a[1] - b[1])),
    "MAX_2D": lambda a, b: max(_rounded(abs(a[0] - b[0])), _rounded(abs(a[1] - b[1]))),
    "GEO": _geo,
    "ATT": _att,
}


def written(weights: Weights) -> Iterator[Decimal]:
    """Return the distances that stand in the file."""
    return (number for row in weights.rows for number in row)


def table(weights: Weights, count: int, scale: int, *, windowed: bool) -> Sequence[Sequence[int]]:
    """Return the distances in units of the scale. With windows Euclid is cut off to tenths.

    Errors: ValueError for a kind that is not known.
    """
    if weights.kind == "EXPLICIT":
        return tuple(array("i", [int(number * scale) for number in row]) for row in weights.rows)
    if weights.kind not in COMPUTED:
        raise ValueError(f"EDGE_WEIGHT_TYPE {weights.kind} is not known")
    if len(weights.points) != count:
        raise ValueError("NODE_COORD_SECTION is missing")
    unit = TENTHS if windowed else WHOLES
    if weights.kind == "EUC_2D" and scale == unit:
        return Euclid(weights.points, unit)
    distance, times = COMPUTED[weights.kind], scale
    if weights.kind == "EUC_2D" and windowed:
        distance, times = (lambda a, b: int(10 * math.dist(a, b))), scale // TENTHS
    points = weights.points
    # nobody drives from a place to itself, where GEO finds a kilometre
    return tuple(
        array("i", [0 if a == b else times * distance(points[a], points[b]) for b in range(count)])
        for a in range(count)
    )


def whole_table(numbers: Sequence[Decimal], form: str, count: int) -> list[list[Decimal]]:
    """Return the table of an EDGE_WEIGHT_SECTION whose numbers are wrapped anyhow.

    `form` is the EDGE_WEIGHT_FORMAT. Errors: ValueError for one that is not known, or for too few or too many numbers.
    """
    places = _PLACES.get(form)
    if places is None:
        raise ValueError(f"EDGE_WEIGHT_FORMAT {form} is not known")
    cells = list(places(count))
    if len(cells) != len(numbers):
        raise ValueError(f"EDGE_WEIGHT_SECTION has {len(numbers)} numbers; {form} of {count} places has {len(cells)}")
    rows = [[Decimal()] * count for _ in range(count)]
    for (a, b), number in zip(cells, numbers, strict=True):
        rows[a][b] = number
        if form != "FULL_MATRIX":
            rows[b][a] = number
    return rows


Cells = Iterator[tuple[int, int]]


def _upper(count: int, beside: int) -> Cells:
    return ((a, b) for a in range(count) for b in range(a + beside, count))


def _lower(count: int, beside: int) -> Cells:
    return ((a, b) for a in range(count) for b in range(a + 1 - beside))


# by columns an upper triangle reads as a lower one by rows: the distances are the same both ways
_PLACES: dict[str, Callable[[int], Cells]] = {
    "FULL_MATRIX": lambda count: ((a, b) for a in range(count) for b in range(count)),
    "UPPER_ROW": lambda count: _upper(count, 1),
    "LOWER_COL": lambda count: _upper(count, 1),
    "UPPER_DIAG_ROW": lambda count: _upper(count, 0),
    "LOWER_DIAG_COL": lambda count: _upper(count, 0),
    "LOWER_ROW": lambda count: _lower(count, 1),
    "UPPER_COL": lambda count: _lower(count, 1),
    "LOWER_DIAG_ROW": lambda count: _lower(count, 0),
    "UPPER_DIAG_COL": lambda count: _lower(count, 0),
}
