"""Price changes before they are made, and every place and slot for one more stop.

Places are first weighed by forward slack, which costs next to nothing and never says no wrongly; what is left is
walked through exactly, cheapest first, until nothing cheaper can follow. So every price agrees with `plan_cost` and
every offer with `check`.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dispatch_console.domain.planning.plan_check import Violation, check, check_route
from dispatch_console.domain.planning.plan_cost import plan_cost, route_cost, uneven_price, work_price
from dispatch_console.domain.planning.problem import Plan, PlannedRoute, PlanningProblem, Vehicle, Visit, Window
from dispatch_console.domain.planning.timetable import driving, timetable

# an arrival that moves by less than this is not worth a call
NOTICED_S = 15 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a change does to a plan. Differences are new minus old; `late` and `moved` are (visit, seconds).

    `uneven` is the part of the cost that comes from shifts of unlike length.
    """

    plan: Plan
    cost: int
    distance_m: int
    driving_s: int
    working_s: int
    overtime_s: int
    uneven: int
    broken: tuple[Violation, ...]
    mended: tuple[Violation, ...]
    late: tuple[tuple[str, int], ...]
    moved: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """One more stop between two others, or first or last: position on the departure, its price, when it would be."""

    vehicle: str
    position: int
    cost: int
    start_s: int


def resequenced(problem: PlanningProblem, plan: Plan, sequences: Mapping[str, Sequence[str]]) -> Plan:
    """Return the plan with some departures driven otherwise. What is on no departure any more is unplanned."""
    all_ = plan.sequences | {key: tuple(keys) for key, keys in sequences.items()}
    known = {route.vehicle: route for route in plan.routes}
    routes: list[PlannedRoute] = []
    for vehicles in problem.departures.values():
        back: int | None = None
        same = True
        for van in vehicles:
            keys = all_.get(van.key, ())
            same = same and van.key not in sequences
            if keys:
                route = known[van.key] if same and van.key in known else timetable(problem, van, keys, back)
                routes.append(route)
                back = route.finish_s
    placed = {stop.visit for route in routes for stop in route.stops}
    left = tuple(visit.key for visit in problem.visits if visit.key not in placed)
    return Plan(tuple(routes), left, plan.solver, plan.estimate)


def cost_serving(problem: PlanningProblem, plan: Plan, visits: Collection[str]) -> int:
    """Return what the routes of a plan would cost if they served these visits alone, in the same order."""
    left = {key: [visit for visit in keys if visit in visits] for key, keys in plan.sequences.items()}
    return sum(route_cost(problem, route) for route in resequenced(problem, plan, left).routes)


def moved(plan: Plan, visit: str, vehicle: str | None, position: int) -> dict[str, list[str]]:
    """Return the sequences that change when a stop goes to a position of a departure, or to none.

    `position` counts the stops of that departure without the one that moves.
    """
    changed = {
        key: [other for other in keys if other != visit] for key, keys in plan.sequences.items() if visit in keys
    }
    if vehicle is not None:
        keys = changed.get(vehicle, [*plan.sequences.get(vehicle, ())])
        keys.insert(position, visit)
        changed[vehicle] = keys
    return changed


def effect(problem: PlanningProblem, plan: Plan, sequences: Mapping[str, Sequence[str]]) -> Effect:
    """Return what some sequences would do, computed on the departures that they touch."""
    after = resequenced(problem, plan, sequences)
    touched = {van.key for key in sequences for van in problem.departures[problem.vehicle[key].route]}
    old, new = _part(problem, plan, touched), _part(problem, after, touched)
    before_broken, after_broken = set(_broken(problem, old)), set(_broken(problem, new))
    was = {stop.visit: stop.start_s for route in old.routes for stop in route.stops}
    late, shifted = [], []
    for route in new.routes:
        for stop in route.stops:
            if stop.window and stop.start_s > stop.window[1]:
                late.append((stop.visit, stop.start_s - stop.window[1]))
            away = stop.start_s - was.get(stop.visit, stop.start_s)
            if abs(away) >= NOTICED_S:
                shifted.append((stop.visit, away))
    return Effect(
        plan=after,
        cost=plan_cost(problem, after) - plan_cost(problem, plan),
        distance_m=_sum(new, "distance_m") - _sum(old, "distance_m"),
        driving_s=_sum(new, "driving_s") - _sum(old, "driving_s"),
        working_s=_worked(new) - _worked(old),
        overtime_s=_overtime(problem, new) - _overtime(problem, old),
        uneven=_uneven(problem, new) - _uneven(problem, old),
        broken=tuple(sorted(after_broken - before_broken, key=lambda one: (one.code, one.visit or ""))),
        mended=tuple(sorted(before_broken - after_broken, key=lambda one: (one.code, one.visit or ""))),
        late=tuple(late),
        moved=tuple(shifted),
    )


def _part(problem: PlanningProblem, plan: Plan, vehicles: set[str]) -> Plan:
    return replace(plan, routes=tuple(route for route in plan.routes if route.vehicle in vehicles))


def _broken(problem: PlanningProblem, part: Plan) -> Iterable[Violation]:
    """Return the violations of some departures; stops that stand elsewhere are not lost."""
    served = {stop.visit for route in part.routes for stop in route.stops}
    elsewhere = tuple(key for key in problem.visit if key not in served)
    return check(replace(part, unplanned=elsewhere), problem)


def _sum(plan: Plan, name: str) -> int:
    return sum(getattr(route, name) for route in plan.routes)


def _worked(plan: Plan) -> int:
    return sum(route.finish_s - route.start_s for route in plan.routes)


def _overtime(problem: PlanningProblem, plan: Plan) -> int:
    return sum(max(0, route.finish_s - problem.vehicle[route.vehicle].end_s) for route in plan.routes)


def _uneven(problem: PlanningProblem, plan: Plan) -> int:
    worked = ((problem.vehicle[route.vehicle], route.finish_s - route.start_s) for route in plan.routes)
    return sum(uneven_price(problem, van, works_s) for van, works_s in worked)


def places(problem: PlanningProblem, plan: Plan, visit: Visit, most: int = 5) -> tuple[Place, ...]:
    """Return the cheapest sound places for a stop of the problem that is not on the plan, at most one per departure."""
    slacks = [_Slack(problem, plan, van) for van in problem.vehicles if van.key not in problem.closed]
    cheapest = [place for slack in slacks if (place := _cheapest([slack], problem, visit))]
    return tuple(sorted(cheapest, key=lambda place: place.cost)[:most])


def other_places(problem: PlanningProblem, plan: Plan, key: str, most: int = 5) -> tuple[tuple[Place, int], ...]:
    """Return sound places for a stop other than the one it has, each with the seconds of work that the move brings.

    At most one per departure, the least work first; below zero where the move saves work.
    """
    without = resequenced(problem, plan, moved(plan, key, None, 0))
    priced = [
        (place, effect(problem, plan, moved(plan, key, place.vehicle, place.position)).working_s)
        for place in places(problem, without, problem.visit[key], most=most + 1)
        if plan.sequences.get(place.vehicle, ())[place.position : place.position + 1] != (key,)
    ]
    return tuple(sorted(priced, key=lambda one: (one[1], one[0].cost))[:most])


def offer_slots(
    problem: PlanningProblem, plan: Plan, visit: Visit, slots: Sequence[Window]
) -> tuple[tuple[Window, Place | None], ...]:
    """Return the price of each slot of this day for a stop that is not on the plan: that of its cheapest place, or
    None.
    """
    others = tuple(other for other in problem.visits if other.key != visit.key)
    slacks = [_Slack(problem, plan, van) for van in problem.vehicles if van.key not in problem.closed]
    offers = []
    for slot in slots:
        slotted = replace(visit, windows=(slot,))
        offered = replace(problem, visits=(*others, slotted))
        offers.append((slot, _cheapest(slacks, offered, slotted)))
    return tuple(offers)


def _cheapest(slacks: Sequence["_Slack"], problem: PlanningProblem, visit: Visit) -> Place | None:
    """Return the cheapest sound place in a problem that holds the visit as it is offered."""
    candidates = sorted(
        (floor, number, position) for number, slack in enumerate(slacks) for floor, position in slack.possible(visit)
    )
    best: Place | None = None
    for floor, number, position in candidates:
        if best and floor >= best.cost:
            break
        place = slacks[number].exact(problem, visit, position)
        if place and (best is None or place.cost < best.cost):
            best = place
    return best


class _Slack:
    """One departure with the earliest departure from each of its places and the latest arrival at it."""

    def __init__(self, problem: PlanningProblem, plan: Plan, vehicle: Vehicle) -> None:
        self._problem, self._vehicle = problem, vehicle
        routes = {route.vehicle: route for route in plan.routes}
        departures = problem.departures[vehicle.route]
        at = departures.index(vehicle)
        before = [routes[van.key].finish_s for van in departures[:at] if van.key in routes]
        self._begin = max(before, default=None)
        self._later = [van for van in departures[at + 1 :] if van.key in routes]
        self._routes = routes
        self._route = routes.get(vehicle.key)
        self._keys = [stop.visit for stop in self._route.stops] if self._route else []
        self._first = len(problem.locked.get(vehicle.key, ()))
        self._bounds()

    def _bounds(self) -> None:
        """Return bounds that hold for any breaks and windows: never too late a departure, never too early an
        arrival.
        """
        visits = [self._problem.visit[key] for key in self._keys]
        clock = self._vehicle.start_s if self._begin is None else max(self._vehicle.start_s, self._begin)
        self._leaves, place = [clock], self._vehicle.start_location
        for visit in visits:
            clock += driving(self._problem, self._vehicle, place, visit.location)
            opens = min((early for early, late in visit.windows if late >= clock), default=clock)
            clock = max(clock, opens) + visit.service_s
            self._leaves.append(clock)
            place = visit.location
        latest = self._vehicle.end_s + self._vehicle.overtime_s
        self._arrives, place = [latest], self._vehicle.end_location
        for visit in reversed(visits):
            latest -= driving(self._problem, self._vehicle, visit.location, place) + visit.service_s
            latest = min(latest, max((late for _, late in visit.windows), default=latest))
            self._arrives.append(latest)
            place = visit.location
        self._arrives.reverse()
        self._places = [self._vehicle.start_location, *(visit.location for visit in visits), self._vehicle.end_location]

    def possible(self, visit: Visit) -> Iterable[tuple[int, int]]:
        """Return (least cost, position) of every place that slack does not rule out."""
        if not visit.skills <= self._vehicle.skills:
            return
        later = self._least_later()
        for position in range(self._first, len(self._keys) + 1):
            before, after = self._places[position], self._places[position + 1]
            there = driving(self._problem, self._vehicle, before, visit.location)
            onward = driving(self._problem, self._vehicle, visit.location, after)
            arrive = self._leaves[position] + there
            starts = [max(arrive, early) for early, late in visit.windows if arrive <= late]
            if not visit.windows:
                starts = [arrive]
            if not starts or min(starts) + visit.service_s + onward > self._arrives[position]:
                continue
            around = there + onward - (driving(self._problem, self._vehicle, before, after) if self._keys else 0)
            # setting up at the next stop is spared where the new one stands at its door
            spared = self._problem.visit[self._keys[position]].setup_s if position < len(self._keys) else 0
            yield self._least_here(around, visit.service_s - spared) + later, position

    def _least_here(self, around: int, serving: int) -> int:
        """Lower bound on the extra cost of this departure: all waiting and rest may be spared."""
        prices = self._problem.prices
        sooner = prices.overtime * min(0, around + serving) * (1 + len(self._later))
        longer = _least(self._problem, self._vehicle, self._route, around + serving)
        return prices.driving * around + longer + sooner

    def _least_later(self) -> int:
        """Lower bound on the extra cost of the van's later departures, which leave later and wait less."""
        return sum(_least(self._problem, van, self._routes[van.key], 0) for van in self._later)

    def exact(self, problem: PlanningProblem, visit: Visit, position: int) -> Place | None:
        keys = [*self._keys[:position], visit.key, *self._keys[position:]]
        route = timetable(problem, self._vehicle, keys, self._begin)
        if next(check_route(problem, self._vehicle, keys, route), None):
            return None
        cost = route_cost(problem, route) - (route_cost(problem, self._route) if self._route else 0)
        back = route.finish_s
        for van in self._later:
            standing_route = self._routes[van.key]
            if standing_route.start_s >= back:
                break
            standing_keys = [stop.visit for stop in standing_route.stops]
            later = timetable(problem, van, standing_keys, back)
            if next(check_route(problem, van, standing_keys, later), None):
                return None
            cost += route_cost(problem, later) - route_cost(problem, standing_route)
            back = later.finish_s
        return Place(self._vehicle.key, position, cost, route.stops[position].start_s)


def _least(problem: PlanningProblem, vehicle: Vehicle, route: PlannedRoute | None, on_top: int) -> int:
    """Lower bound on the extra working-time cost of adding seconds of driving and service to a departure."""
    works = route.finish_s - route.start_s if route else 0
    longer = on_top - (_idle(route) if route else 0)
    return work_price(problem, vehicle, works + longer) - work_price(problem, vehicle, works)


def _idle(route: PlannedRoute) -> int:
    """Return the seconds of a route that are neither driven nor served."""
    served = sum(stop.leave_s - stop.start_s for stop in route.stops)
    return route.finish_s - route.start_s - route.driving_s - served
