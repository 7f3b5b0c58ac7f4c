"""Routes of many plans put together anew: the cheapest set in which every stop is served once.

Set partitioning by OR-Tools' CP-SAT over the routes that the searches passed through. Each search settles in a plan of
its own; the best routes of all of them are together better than any.
"""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from dispatch_console.adapters.solvers.improving import INFEASIBLE, Answer, Ask, Driven
from dispatch_console.adapters.solvers.kinds import kinds
from dispatch_console.adapters.solvers.ruin_recreate.library import Search
from dispatch_console.adapters.solvers.ruin_recreate.problem import Problem, Routes

# more routes than this and the choice takes longer than the search that it saves
MOST_ROUTES = 12_000


@dataclass(slots=True)
class _Choice:
    """A route of a kind of van, what it costs there, and whether the model takes it."""

    kind: int
    route: tuple[int, ...]
    cost: int
    taken: cp_model.IntVar | None = field(default=None)


def recombine(problem: Problem, pool: Iterable[Driven], best: Routes, ask: Ask) -> Answer:
    """Return the best plan out of the routes of the pool and of `best`; `best` itself where nothing better is found in
    time.
    """
    until = time.monotonic() + ask.seconds
    alike = kinds(problem)
    kind_of = {van: number for number, vans in enumerate(alike) for van in vans}
    known = {(kind_of[van], tuple(route)) for van, route in enumerate(best) if route}
    choices = _choices(problem, kind_of, [*((van, tuple(route)) for van, route in enumerate(best) if route), *pool])
    model = cp_model.CpModel()
    absent = [model.new_bool_var("") for _ in range(len(problem.clients))]
    serving: list[list[cp_model.IntVar]] = [[left] for left in absent]
    fleet: list[list[cp_model.IntVar]] = [[] for _ in alike]
    routed = {client for route in best for client in route}
    for choice in choices:
        choice.taken = model.new_bool_var("")
        fleet[choice.kind].append(choice.taken)
        for client in choice.route:
            serving[client].append(choice.taken)
        model.add_hint(choice.taken, (choice.kind, choice.route) in known)
    for client, left in enumerate(absent):
        model.add_exactly_one(serving[client])
        model.add_hint(left, client not in routed)
    for number, vans in enumerate(alike):
        model.add(sum(fleet[number]) <= len(vans))
    costs = [(choice.taken, choice.cost) for choice in choices]
    costs += list(zip(absent, problem.clients.price, strict=True))
    model.minimize(sum(cost * variable for variable, cost in costs if variable is not None))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(0.05, until - time.monotonic())
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    solver.parameters.random_seed = ask.seed % 2**31
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Answer(best, INFEASIBLE, best, INFEASIBLE, 0)
    spare = [list(vans) for vans in alike]
    routes: Routes = [[] for _ in range(len(problem.vans))]
    for choice in choices:
        if choice.taken is not None and solver.boolean_value(choice.taken):
            routes[spare[choice.kind].pop(0)] = list(choice.route)
    cost = round(solver.objective_value)
    return Answer(routes, cost, routes, cost, len(choices))


def _choices(problem: Problem, kind_of: Mapping[int, int], pool: Iterable[Driven]) -> list[_Choice]:
    """Return the cheapest order of each set of stops, per kind of van; the best plan is never dropped."""
    choices: dict[tuple[int, frozenset[int]], _Choice] = {}
    search = Search(problem)
    try:
        for van, route in pool:
            key = kind_of[van], frozenset(route)
            cost = search.route_cost(van, route)
            if cost is None or (key not in choices and len(choices) >= MOST_ROUTES):
                continue
            if key not in choices or cost < choices[key].cost:
                choices[key] = _Choice(key[0], route, cost)
    finally:
        search.close()
    return list(choices.values())
