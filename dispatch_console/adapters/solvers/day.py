"""A `PlanningProblem` in the arrays of the search, and its routes back as a checked `Plan`."""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dispatch_console.adapters.solvers.ruin_recreate.problem import (
    NEVER,
    Clients,
    Problem,
    Routes,
    Vans,
    bits,
    ints,
    longs,
)
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.geometry.euclid import Euclid
from dispatch_console.domain.planning import plan_cost
from dispatch_console.domain.planning.problem import (
    Break,
    Load,
    Plan,
    PlannedRoute,
    PlanningProblem,
    Vehicle,
    Visit,
    Window,
)
from dispatch_console.domain.planning.timetable import timetable

# what the compiled search holds: MAX_BREAKS and MAX_LOADS of state.h, and one bit per skill
MOST_BREAKS, MOST_LOADS, MOST_BITS = 4, 4, 63


@dataclass(frozen=True, slots=True)
class _Bound:
    """Being a certain van, as if that were a skill."""

    route: str


@dataclass(frozen=True, slots=True)
class Encoded:
    """The problem in numbers: `clients` and `vans` are keys by number; `left` are visits that no van can ever serve."""

    problem: Problem
    clients: tuple[str, ...]
    vans: tuple[str, ...]
    left: tuple[str, ...]

    def beginning(self, problem: PlanningProblem, plan: Plan | None) -> Routes:
        """Return what is locked, then what `plan` says. A stop that stands twice keeps its first place."""
        free = {key: index for index, key in enumerate(self.clients)}
        prefix = {van: [free.pop(key) for key in problem.locked.get(van, ()) if key in free] for van in self.vans}
        sequences = plan.sequences if plan else {}
        return [prefix[van] + [free.pop(key) for key in sequences.get(van, ()) if key in free] for van in self.vans]

    def sequences(self, routes: Routes) -> dict[str, list[str]]:
        return {van: [self.clients[client] for client in route] for van, route in zip(self.vans, routes, strict=True)}


def encode(problem: PlanningProblem) -> Encoded:
    """Return the problem in the arrays of the search.

    Costs are those of `domain.plan_cost`, so that the search looks for what the screens compare.
    """
    vehicles = [van for route in problem.departures.values() for van in route]
    number = {van.key: index for index, van in enumerate(vehicles)}
    locked = {key for van, keys in problem.locked.items() if van in number for key in keys}
    visits = [visit for visit in problem.visits if visit.key in locked or _servable(problem, vehicles, visit.key)]
    known = {visit.key for visit in visits}
    pairs = {visit.after: visit.key for visit in visits if visit.after in known}
    visits = [visit for visit in visits if not visit.after or visit.after in known]
    index = {visit.key: at for at, visit in enumerate(visits)}
    loads = max([0, *(len(van.capacity) for van in vehicles)])
    windows = max([1, *(len(visit.windows) for visit in visits),
                   *(len(rest.windows) for van in vehicles for rest in van.breaks)])  # fmt: skip
    breaks = max([0, *(len(van.breaks) for van in vehicles)])
    skills = sorted({skill for visit in visits for skill in visit.skills})
    routes = sorted({route for key, route in problem.bound.items() if key in known})
    for what, most, count in (("breaks of one van", MOST_BREAKS, breaks), ("dimensions of load", MOST_LOADS, loads)):
        if count > most:
            raise BadInput("plan.too_many", what=what, most=most, count=count)
    if len(skills) + len(routes) > MOST_BITS:
        raise BadInput("plan.too_many_skills", most=MOST_BITS, count=len(skills) + len(routes))
    bit = {skill: 1 << at for at, skill in enumerate((*skills, *(_Bound(route) for route in routes)))}
    fixed_in = {key: number[van] for van, keys in problem.locked.items() if van in number for key in keys}
    profiles = sorted({_profile(van) for van in vehicles}, key=str) or [("", None)]
    kinds = sorted({van.kind for van in vehicles}) or [""]
    times = [[visit.times(kind) for kind in kinds] for visit in visits]
    clients = Clients(
        place=ints([visit.location for visit in visits]),
        service=ints([min(service for _, service in of_kinds) for of_kinds in times]),
        setup=ints([min(setup for setup, _ in of_kinds) for of_kinds in times]),
        window=_windows((visit.windows for visit in visits), windows),
        delivery=_loads((() if visit.after else visit.delivery for visit in visits), loads),
        pickup=_loads((visit.pickup for visit in visits), loads),
        pair=ints([index[pairs[visit.key]] if visit.key in pairs else index.get(visit.after, -1) for visit in visits]),
        half=ints([1 if visit.key in pairs else 2 if visit.after else 0 for visit in visits]),
        only=ints([fixed_in.get(visit.key, -1) for visit in visits]),
        home=ints(
            [number.get(problem.before.get(visit.key, ""), -1) if problem.stability_s else -1 for visit in visits]
        ),
        fixed=ints([visit.key in fixed_in for visit in visits]),
        price=longs([plan_cost.unplanned_price(problem, visit) for visit in visits]),
        stay=longs([problem.stability_s for visit in visits]),
        needs=bits([sum(bit[need] for need in _needs(problem, visit)) for visit in visits]),
        served=ints([service for of_kinds in times for _, service in of_kinds]),
        set_up=ints([setup for of_kinds in times for setup, _ in of_kinds]),
    )
    vans = Vans(
        start_place=ints([-1 if van.start_location is None else van.start_location for van in vehicles]),
        end_place=ints([-1 if van.end_location is None else van.end_location for van in vehicles]),
        start=ints([van.start_s for van in vehicles]),
        end=ints([min(NEVER, van.end_s + van.overtime_s) for van in vehicles]),
        regular_end=ints([min(NEVER, van.end_s) for van in vehicles]),
        capacity=_loads((van.capacity for van in vehicles), loads, NEVER),
        max_duration=ints([NEVER if van.max_duration_s is None else van.max_duration_s for van in vehicles]),
        max_stops=ints([NEVER if van.max_stops is None else van.max_stops for van in vehicles]),
        profile=ints([profiles.index(_profile(van)) for van in vehicles]),
        after=ints(_predecessors(problem, vehicles)),
        full=ints([min(NEVER, plan_cost.full_day(van)) for van in vehicles]),
        break_window=_windows((rest.windows for van in vehicles for rest in _padded(van, breaks)), windows),
        break_time=ints([rest.duration_s for van in vehicles for rest in _padded(van, breaks)]),
        closed=ints([van.key in problem.closed for van in vehicles]),
        van_price=longs([van.fixed_s + (0 if problem.balance else problem.prices.van) for van in vehicles]),
        per_second=longs(problem.prices.working, len(vehicles)),
        overtime_price=longs([problem.prices.overtime if van.overtime_s else 0 for van in vehicles]),
        uneven_price=longs(problem.prices.uneven if problem.balance else 0, len(vehicles)),
        skills=bits([sum(bit.get(skill, 0) for skill in (*van.skills, _Bound(van.route))) for van in vehicles]),
        kind=ints([kinds.index(van.kind) for van in vehicles]),
        max_driving=ints([NEVER if van.max_driving_s is None else van.max_driving_s for van in vehicles]),
        max_distance=ints([NEVER if van.max_distance_m is None else van.max_distance_m for van in vehicles]),
        break_most=_loads((rest.most or () for van in vehicles for rest in _padded(van, breaks)), loads, NEVER),
        task_price=longs([van.rates.task if van.rates else 0 for van in vehicles]),
    )
    coded = Problem(
        clients=clients,
        vans=vans,
        places=len(problem.matrix.durations),
        loads=loads,
        windows=windows,
        breaks=breaks,
        profiles=len(profiles),
        kinds=len(kinds),
        strict=int(any(_is_strict(van) for van in vehicles) or any(visit.by_kind for visit in visits)),
    )
    coded.always_rest = int(any(rest.always for van in vehicles for rest in van.breaks))
    table = problem.matrix.durations
    if isinstance(table, Euclid):
        coded.rounding = table.rounding
        coded.x, coded.y = (array("d", [point[axis] for point in table.points]) for axis in (0, 1))
    else:
        _lay_tables(problem, coded, profiles, any(van.max_distance_m is not None for van in vehicles))
    left = tuple(visit.key for visit in problem.visits if visit.key not in index)
    return Encoded(coded, tuple(visit.key for visit in visits), tuple(van.key for van in vehicles), left)


def _profile(van: Vehicle) -> tuple[str, tuple[int, int] | None]:
    """Return what decides over the tables of a van: whose driving times, and its own rates of driving."""
    return van.times, (van.rates.driving, van.rates.metre) if van.rates else None


def _is_strict(van: Vehicle) -> bool:
    limited = van.max_driving_s is not None or van.max_distance_m is not None
    return limited or any(rest.most is not None for rest in van.breaks) or bool(van.rates and van.rates.task)


def _lay_tables(
    problem: PlanningProblem, coded: Problem, profiles: Sequence[tuple[str, tuple[int, int] | None]], measured: bool
) -> None:
    """Lay the tables of every profile: seconds, costs, and metres where a van has a limit of them."""
    coded.time, costs, metres = array("i"), array("i"), array("i")
    plain = problem.prices.driving == 1 and all(rates is None for _, rates in profiles)
    for name, rates in profiles:
        table = problem.tables[name] if name else problem.matrix
        driving, metre = rates or (problem.prices.driving, 0)
        for row in table.durations:
            coded.time.extend(array("i", row))
            if not plain and not metre:
                costs.extend(array("i", [min(NEVER, driving * number) for number in row]))
        if measured:
            metres.extend(number for row in table.distances for number in row)
        if metre:
            for row, far in zip(table.durations, table.distances, strict=True):
                prices = [driving * number + metre * way for number, way in zip(row, far, strict=True)]
                costs.extend(array("i", [min(NEVER, price) for price in prices]))
    coded.cost = coded.time if plain else costs
    coded.distance = metres if measured else None


def decode(problem: PlanningProblem, encoded: Encoded, routes: Routes, solver: str) -> Plan:
    """Return the routes with their timetables; a van that was out before leaves when it is back."""
    sequences = encoded.sequences(routes)
    planned: list[PlannedRoute] = []
    for vehicles in problem.departures.values():
        back: int | None = None
        for van in vehicles:
            if sequences.get(van.key):
                planned.append(timetable(problem, van, sequences[van.key], back))
                back = planned[-1].finish_s
    placed = {stop.visit for route in planned for stop in route.stops}
    left = tuple(visit.key for visit in problem.visits if visit.key not in placed)
    return Plan(tuple(planned), left, solver, problem.matrix.estimate)


def _servable(problem: PlanningProblem, vehicles: Sequence[Vehicle], key: str) -> bool:
    visit = problem.visit[key]
    return any(
        visit.skills <= van.skills
        and problem.bound.get(key, van.route) == van.route
        and van.key not in problem.closed
        and all(need <= most for need, most in zip(visit.delivery, van.capacity, strict=False))
        and all(need <= most for need, most in zip(visit.pickup, van.capacity, strict=False))
        for van in vehicles
    )


def _needs(problem: PlanningProblem, visit: Visit) -> list[object]:
    route = problem.bound.get(visit.key)
    return [*visit.skills, *([_Bound(route)] if route is not None else [])]


def _predecessors(problem: PlanningProblem, vehicles: Sequence[Vehicle]) -> list[int]:
    """Return per departure the one of the same van before it. `vehicles` are grouped by van."""
    return [at - 1 if at and vehicles[at - 1].route == van.route else -1 for at, van in enumerate(vehicles)]


def _padded(van: Vehicle, count: int) -> list[Break]:
    return [*van.breaks, *(Break("", (), -1) for _ in range(count - len(van.breaks)))]


def _windows(several: Iterable[Sequence[Window]], width: int) -> "array[int]":
    """Return pairs, filled up with windows that never open, which come last; no window at all is one that is always
    open.
    """
    flat = array("i")
    for windows in several:
        valid = [(early, late) for early, late in windows or [(-NEVER, NEVER)] if early <= late]
        pairs = [(max(early, -NEVER), min(late, NEVER)) for early, late in valid]
        for early, late in (pairs + [(1, 0)] * width)[:width]:
            flat.extend((early, late))
    return flat


def _loads(several: Iterable[Load], width: int, missing: int = 0) -> "array[int]":
    return array("i", [min(NEVER, number) for load in several for number in (*load, *([missing] * width))[:width]])
