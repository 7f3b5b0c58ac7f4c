"""The routing problem and its answer as immutable values.

Times are seconds since the day's start (local midnight of the depot), distances metres, loads one number per
dimension (a day of the console: grams, millilitres, parcels). A `Vehicle` here is one departure of one van: a van
that leaves twice is two of them with the same `route`, and the second cannot start before the first is back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

Window = tuple[int, int]
Load = tuple[int, ...]
# a table's entry for a place that cannot be reached
UNREACHABLE = 1_500_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One stop to be planned: one or more orders at one address. Several windows are alternatives.

    `delivery` is on board from the start, `pickup` from here to the end. `setup_s` is spent unless the stop before is
    at the same location. `after` names the visit whose goods are brought here: same departure, and before this one.
    `left_out_s`: an optional stop, and the price of leaving it out. `by_kind`: seconds of setting up and of service
    where vans of some kind take others.
    """

    key: str
    location: int
    windows: tuple[Window, ...]
    service_s: int
    delivery: Load = ()
    skills: frozenset[str] = frozenset()
    priority: int = 0
    pickup: Load = ()
    setup_s: int = 0
    after: str = ""
    left_out_s: int | None = None
    by_kind: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def times(self, kind: str) -> tuple[int, int]:
        """Return the seconds of setting up and of service by a van of this kind."""
        return self.by_kind.get(kind, (self.setup_s, self.service_s))


@dataclass(frozen=True, slots=True)
class Break:
    """A rest that begins in one of the windows; not due where the van is back before they open or leaves after them.

    `always`: due all the same wherever a van goes out, as VROOM has it; so are then all breaks of the problem. `most`:
    taken only with at most this load on board.
    """

    key: str
    windows: tuple[Window, ...]
    duration_s: int
    always: bool = False
    most: Load | None = None


@dataclass(frozen=True, slots=True)
class Rates:
    """What a van costs per second of driving, per metre, and per second of service and setting up."""

    driving: int
    metre: int = 0
    task: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicle:
    """One departure: van, driver, the interval in which it is away, and what fits.

    A location of None is anywhere: the route begins at its first stop, or ends at its last. `overtime_s` may be worked
    after `end_s`, at a price. `fixed_s` is the price of sending it out at all, in seconds of work. `times` names the
    table of driving times of its hours; the problem's own where it is empty. `kind`: see `Visit.by_kind`.
    `max_driving_s` and `max_distance_m` limit what it drives in all; `rates` are its own prices.
    """

    key: str
    route: str
    start_location: int | None
    end_location: int | None
    start_s: int
    end_s: int
    capacity: Load = ()
    skills: frozenset[str] = frozenset()
    breaks: tuple[Break, ...] = ()
    overtime_s: int = 0
    max_duration_s: int | None = None
    max_stops: int | None = None
    fixed_s: int = 0
    times: str = ""
    kind: str = ""
    max_driving_s: int | None = None
    max_distance_m: int | None = None
    rates: Rates | None = None


@dataclass(frozen=True, slots=True)
class Matrix:
    """Square tables over locations: seconds and metres. `estimate` while they are straight lines."""

    durations: Sequence[Sequence[int]]
    distances: Sequence[Sequence[int]]
    estimate: bool


@dataclass(frozen=True, slots=True)
class Prices:
    """What a plan costs, in seconds of work. A second of driving costs fuel on top of the time.

    `uneven`, where work is to be spread: on top, for the last second of a departure that is at work from its beginning
    to its end; half of it for the second in the middle. `van`: one more departure, where as few as possible are wanted.
    Leaving a stop out costs more than any detour of a day.
    """

    driving: int = 1
    working: int = 1
    overtime: int = 2
    uneven: int = 4
    van: int = 4 * 3600
    unplanned: int = 500_000
    priority: int = 200_000


@dataclass(frozen=True)
class PlanningProblem:
    """`locked`: sequence that a departure keeps at its beginning. `closed`: departures that take nothing more.

    `bound`: visit → van (`Vehicle.route`) that must serve it. `before` and `stability_s`: the departure that served a
    visit in the plan to be changed, and the price of giving it to another van. `balance` spreads the work over all
    vans; without it as few vans as possible go out. `tables` are driving times of other hours than those of `matrix`.
    """

    visits: tuple[Visit, ...]
    vehicles: tuple[Vehicle, ...]
    matrix: Matrix
    locked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    balance: bool = True
    closed: frozenset[str] = frozenset()
    bound: Mapping[str, str] = field(default_factory=dict)
    before: Mapping[str, str] = field(default_factory=dict)
    stability_s: int = 0
    prices: Prices = Prices()
    tables: Mapping[str, Matrix] = field(default_factory=dict)

    def driven(self, vehicle: Vehicle) -> Matrix:
        """Return the driving times and metres of a departure."""
        return self.tables[vehicle.times] if vehicle.times else self.matrix

    @cached_property
    def visit(self) -> Mapping[str, Visit]:
        return {visit.key: visit for visit in self.visits}

    @cached_property
    def followers(self) -> Mapping[str, tuple[str, ...]]:
        """Return the visits that come after another one, by that one."""
        after_visit: dict[str, list[str]] = {}
        for visit in self.visits:
            if visit.after:
                after_visit.setdefault(visit.after, []).append(visit.key)
        return {key: tuple(after) for key, after in after_visit.items()}

    @cached_property
    def vehicle(self) -> Mapping[str, Vehicle]:
        return {vehicle.key: vehicle for vehicle in self.vehicles}

    @cached_property
    def departures(self) -> Mapping[str, tuple[Vehicle, ...]]:
        """Return the departures of each van, in the order in which they leave."""
        by_route: dict[str, list[Vehicle]] = {}
        for vehicle in sorted(self.vehicles, key=lambda vehicle: (vehicle.start_s, vehicle.end_s)):
            by_route.setdefault(vehicle.route, []).append(vehicle)
        return {route: tuple(vehicles) for route, vehicles in by_route.items()}


@dataclass(frozen=True, slots=True)
class PlannedStop:
    """Timetable of one stop, seconds since the day's start."""

    visit: str
    arrive_s: int
    start_s: int
    leave_s: int
    distance_m: int
    driving_s: int
    window: Window | None


@dataclass(frozen=True, slots=True)
class PlannedBreak:
    """A rest: when, and after how many stops; at the next stop's door already, or before the drive there.

    `late_s` where no window was left.
    """

    key: str
    start_s: int
    end_s: int
    after_stops: int
    arrived: bool = False
    late_s: int = 0


@dataclass(frozen=True, slots=True)
class PlannedRoute:
    vehicle: str
    start_s: int
    finish_s: int
    distance_m: int
    driving_s: int
    stops: tuple[PlannedStop, ...]
    breaks: tuple[PlannedBreak, ...] = ()

    @property
    def late_s(self) -> int:
        """Return the seconds after the end of windows, over all stops and breaks."""
        late = sum(max(0, stop.start_s - stop.window[1]) for stop in self.stops if stop.window)
        return late + sum(rest.late_s for rest in self.breaks)


@dataclass(frozen=True, slots=True)
class Plan:
    """Sequences per vehicle with their timetable, and what found no place."""

    routes: tuple[PlannedRoute, ...]
    unplanned: tuple[str, ...]
    solver: str
    estimate: bool

    @property
    def sequences(self) -> dict[str, tuple[str, ...]]:
        """Return the visits per departure."""
        return {route.vehicle: tuple(stop.visit for stop in route.stops) for route in self.routes}
