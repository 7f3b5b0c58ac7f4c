"""The routing problem in the arrays that the search reads; every index is a position in one of them.

Times and costs are whole numbers. Tables are row by row, one after another per profile; without tables, times and
costs are Euclid over `x` and `y`: `rounding` 10 truncates to tenths (in tenths), 1 rounds to the nearest whole.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field

NEVER = 2_000_000_000
INTS, LONGS, DOUBLES, BITS = "i", "q", "d", "Q"


def ints(values: Sequence[int] | int = (), count: int = 0) -> "array[int]":
    return array(INTS, [values]) * count if isinstance(values, int) else array(INTS, values)


def longs(values: Sequence[int] | int = (), count: int = 0) -> "array[int]":
    return array(LONGS, [values]) * count if isinstance(values, int) else array(LONGS, values)


def bits(values: Sequence[int] | int = (), count: int = 0) -> "array[int]":
    return array(BITS, [values]) * count if isinstance(values, int) else array(BITS, values)


@dataclass(slots=True)
class Clients:
    """One entry per stop, or per half of a shipment (`half` 1 pick-up, 2 delivery; `pair` the other half).

    `window` holds `windows` pairs per stop (first > last: none), `delivery` and `pickup` `loads` numbers each. `served`
    and `set_up` hold one number per kind of van, `service` and `setup` the least of these. `price` is paid for a stop
    left out, `stay` for one that changes from the van `home`; `only` binds to a van, `fixed` to its place in the route.
    """

    place: "array[int]"
    service: "array[int]"
    setup: "array[int]"
    window: "array[int]"
    delivery: "array[int]"
    pickup: "array[int]"
    pair: "array[int]"
    half: "array[int]"
    only: "array[int]"
    home: "array[int]"
    fixed: "array[int]"
    price: "array[int]"
    stay: "array[int]"
    needs: "array[int]"
    served: "array[int]"
    set_up: "array[int]"

    def __len__(self) -> int:
        return len(self.place)


@dataclass(slots=True)
class Vans:
    """One entry per departure. Place -1 is anywhere. `end` is the hard end, `regular_end` where overtime begins.

    `after` is the departure that must be back first. A break has `windows` pairs; a break time of -1 is none; it is
    taken with at most `break_most` on board. `task_price` is that of a second of service, on top of its work. Each
    second of work costs more than the one before, up to `uneven_price` on top for the last one of `full` seconds.
    """

    start_place: "array[int]"
    end_place: "array[int]"
    start: "array[int]"
    end: "array[int]"
    regular_end: "array[int]"
    capacity: "array[int]"
    max_duration: "array[int]"
    max_stops: "array[int]"
    profile: "array[int]"
    after: "array[int]"
    full: "array[int]"
    break_window: "array[int]"
    break_time: "array[int]"
    closed: "array[int]"
    van_price: "array[int]"
    per_second: "array[int]"
    overtime_price: "array[int]"
    uneven_price: "array[int]"
    skills: "array[int]"
    kind: "array[int]"
    max_driving: "array[int]"
    max_distance: "array[int]"
    break_most: "array[int]"
    task_price: "array[int]"

    def __len__(self) -> int:
        return len(self.start)


@dataclass(slots=True, kw_only=True)
class Problem:
    """The whole problem.

    `strict`: some van has a limit of driving or distance, a price of service, or a break for which it must be emptier,
    or kinds of vans serve in unlike times. Only a walk along the whole route judges these. `distance`: metres, where a
    van has a limit of them.
    """

    clients: Clients
    vans: Vans
    places: int
    loads: int = 0
    windows: int = 1
    breaks: int = 0
    profiles: int = 1
    rounding: int = 1
    always_rest: int = 0
    strict: int = 0
    kinds: int = 1
    time: "array[int] | None" = None
    cost: "array[int] | None" = None
    distance: "array[int] | None" = None
    x: "array[float]" = field(default_factory=lambda: array(DOUBLES))
    y: "array[float]" = field(default_factory=lambda: array(DOUBLES))


Routes = list[list[int]]
