"""The calls that run in a child process or on another machine: plain functions of picklable values."""

from dataclasses import dataclass

from dispatch_console.adapters.solvers.ruin_recreate.library import Search
from dispatch_console.adapters.solvers.ruin_recreate.problem import Problem, Routes


@dataclass(frozen=True, slots=True)
class Ask:
    """How long, and from which temperature to which, both in cost."""

    seconds: float
    hot: float
    cold: float
    seed: int


@dataclass(frozen=True, slots=True)
class Found:
    """The best plan seen and the plan that the search stood at when its time was over."""

    best: Routes
    best_cost: int
    last: Routes
    last_cost: int
    steps: int


def improve(problem: Problem, routes: Routes | None, ask: Ask) -> Found:
    """Search from a plan, or from nothing."""
    search = Search(problem, ask.seed)
    try:
        if routes is not None:
            search.load(routes)
        search.construct()
        steps = search.run(ask.seconds, ask.hot, ask.cold)
        best, cost = search.best(), search.cost
        last_cost = search.current
        return Found(best, cost, search.last(), last_cost, steps)
    finally:
        search.close()


def improve_with_pyvrp(problem: Problem, routes: Routes | None, ask: Ask) -> Found:
    """As `improve`, by PyVRP. It is loaded only where it works."""
    from dispatch_console.adapters.solvers import pyvrp_engine

    return pyvrp_engine.improve_with_pyvrp(problem, routes, ask)
