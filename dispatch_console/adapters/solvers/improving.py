"""The calls that run in a child process or on another machine: plain functions of picklable values."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dispatch_console.adapters.solvers.ruin_recreate.library import Search
from dispatch_console.adapters.solvers.ruin_recreate.problem import Problem, Routes

# the cost of a plan that breaks a rule
INFEASIBLE = 2**62
# a van and what it serves
Driven = tuple[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Ask:
    """How long, and from which temperature to which, both in cost. `looks`: how often to note the routes on the way."""

    seconds: float
    hot: float
    cold: float
    seed: int
    looks: int = 1


@dataclass(frozen=True, slots=True)
class Answer:
    """The best plan seen and the plan that the search stood at when its time was over. `pool`: routes on the way."""

    best: Routes
    best_cost: int
    last: Routes
    last_cost: int
    steps: int
    pool: tuple[Driven, ...] = ()


def driven(routes: Routes) -> tuple[Driven, ...]:
    return tuple((van, tuple(route)) for van, route in enumerate(routes) if route)


def improve(problem: Problem, routes: Routes | None, ask: Ask) -> Answer:
    """Search from a plan, or from nothing."""
    search = Search(problem, ask.seed)
    try:
        if routes is not None:
            search.load(routes)
        search.construct()
        steps, pool = 0, set[Driven]()
        ratio = ask.cold / ask.hot if ask.hot else 1.0
        for look in range(ask.looks):
            hot, cold = (ask.hot * ratio ** (part / ask.looks) for part in (look, look + 1))
            steps += search.run(ask.seconds / ask.looks, hot, cold)
            if ask.looks > 1:
                pool.update(driven(search.last()))
        return Answer(search.best(), search.cost, search.last(), search.current, steps, tuple(pool))
    finally:
        search.close()


def improve_with_pyvrp(problem: Problem, routes: Routes | None, ask: Ask, *, holds_all: bool = False) -> Answer:
    """Improve a plan by PyVRP, or build one. `holds_all`: there is a plan with every stop, so no stop may be left out.

    It is loaded only where it works; what that takes counts as time.
    """
    begin = time.monotonic()
    from dispatch_console.adapters.solvers import pyvrp_engine

    ask = replace(ask, seconds=ask.seconds - (time.monotonic() - begin))
    return pyvrp_engine.improve_with_pyvrp(problem, routes, ask, holds_all=holds_all)


def recombine(problem: Problem, pool: Sequence[Driven], best: Routes, ask: Ask) -> Answer:
    """Return the cheapest plan out of known routes, by CP-SAT.

    It is loaded only where it works; what that takes counts as time.
    """
    begin = time.monotonic()
    from dispatch_console.adapters.solvers import recombining

    ask = replace(ask, seconds=max(0.05, ask.seconds - (time.monotonic() - begin)))
    return recombining.recombine(problem, pool, best, ask)
