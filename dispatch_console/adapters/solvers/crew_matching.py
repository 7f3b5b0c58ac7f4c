"""Drivers, vans and routes matched by OR-Tools' CP-SAT: as many routes as possible manned, as little changed."""

from collections.abc import Callable, Sequence
from itertools import combinations

from ortools.sat.python import cp_model

from dispatch_console.domain.planning.crews import Crew, DriverOnDuty, RouteNeed, VanAtHand, at_once, fits

# prices: a route that nobody drives, another driver than before, another van than before, a driver changing vans
UNMANNED, OTHER_DRIVER, OTHER_VAN, CHANGES_VAN = 1000, 10, 4, 3
SECONDS = 5.0


def match_crews(
    routes: Sequence[RouteNeed], drivers: Sequence[DriverOnDuty], vans: Sequence[VanAtHand], seconds: float = SECONDS
) -> tuple[Crew, ...]:
    """Return a driver and a van for every route that can have them. A route without is missing from the answer."""
    model = cp_model.CpModel()
    taken = {
        (route.key, driver.key, van.key): model.new_bool_var("")
        for route in routes
        for driver in drivers
        for van in vans
        if fits(route, driver, van)
    }
    for route in routes:
        model.add_at_most_one(taken[key] for key in taken if key[0] == route.key)
    for one, other in combinations(routes, 2):
        if at_once(one, other):
            _apart(model, taken, one, other, lambda key: key[1], [driver.key for driver in drivers])
            _apart(model, taken, one, other, lambda key: key[2], [van.key for van in vans])
    price = sum(_price(route, key) * taken[key] for route in routes for key in taken if key[0] == route.key)
    pairs = _pairs(model, taken)
    model.minimize(price + CHANGES_VAN * sum(pairs))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 1
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return ()
    return tuple(Crew(*key) for key, variable in taken.items() if solver.boolean_value(variable))


Taken = dict[tuple[str, str, str], cp_model.IntVar]


def _price(route: RouteNeed, key: tuple[str, str, str]) -> int:
    """Return the price of a crew, which is negative: manning a route is worth more than any change."""
    changes = OTHER_DRIVER * (route.driver not in ("", key[1])) + OTHER_VAN * (route.van not in ("", key[2]))
    return changes - UNMANNED


def _apart(
    model: cp_model.CpModel,
    taken: Taken,
    one: RouteNeed,
    other: RouteNeed,
    part: Callable[[tuple[str, str, str]], str],
    names: Sequence[str],
) -> None:
    """Require that two routes at the same time share neither driver nor van."""
    for name in names:
        both = [taken[key] for key in taken if key[0] in (one.key, other.key) and part(key) == name]
        if len(both) > 1:
            model.add_at_most_one(both)


def _pairs(model: cp_model.CpModel, taken: Taken) -> list[cp_model.IntVar]:
    """Return whether a driver drives a van at all; every van beyond the first is a change."""
    together: dict[tuple[str, str], list[cp_model.IntVar]] = {}
    for (_, driver, van), variable in taken.items():
        together.setdefault((driver, van), []).append(variable)
    used = []
    for variables in together.values():
        some = model.new_bool_var("")
        for variable in variables:
            model.add_implication(variable, some)
        used.append(some)
    return used
