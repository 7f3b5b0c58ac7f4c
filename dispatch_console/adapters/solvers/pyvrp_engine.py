"""PyVRP on the arrays of the search: an engine of the portfolio for problems without breaks, shipments and locks."""

import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from pyvrp import (
    Client,
    ClientGroup,
    CostEvaluator,
    Depot,
    IteratedLocalSearchCallbacks,
    IteratedLocalSearchParams,
    Location,
    ProblemData,
    Route,
    Solution,
    SolveParams,
    VehicleType,
    solve,
)

from dispatch_console.adapters.solvers.improving import INFEASIBLE, Answer, Ask
from dispatch_console.adapters.solvers.kinds import kinds
from dispatch_console.adapters.solvers.ruin_recreate.problem import Problem, Routes

Table = np.ndarray[Any, Any]

FOREVER = 2**40
# plans that are remembered on the way, and after how many steps the next one is
REMEMBERED, NOTED_EVERY = 60, 1000
# a way that a van without the skill finds too long
BARRED = 10**9


@dataclass(slots=True)
class _Stop:
    until: float
    costs: list[float] = field(default_factory=list)

    def __call__(self, best_cost: float) -> bool:
        return time.monotonic() >= self.until


class _Passed(IteratedLocalSearchCallbacks):
    """Keeps the latest plans of the search: each new best plan, and a share of the others."""

    def __init__(self) -> None:
        self.plans: deque[Solution] = deque(maxlen=REMEMBERED)
        self._until_next = NOTED_EVERY

    def on_best(self, best: Solution) -> None:
        self.plans.append(best)

    def on_iteration(
        self, current: Solution, candidate: Solution, best: Solution, cost_evaluator: CostEvaluator
    ) -> None:
        self._until_next -= 1
        if self._until_next == 0:
            self._until_next = NOTED_EVERY
            self.plans.append(current)


def improve_with_pyvrp(problem: Problem, routes: Routes | None, ask: Ask, *, holds_all: bool = False) -> Answer:
    """Improve a plan, or build one, by iterated local search. Temperatures are not used."""
    until = time.monotonic() + ask.seconds
    data, entries = _data(problem, holds_all=holds_all)
    start = _solution(problem, data, entries, routes) if routes else None
    passed = _Passed()
    params = SolveParams(ils=IteratedLocalSearchParams(callbacks=passed))
    result = solve(data, _Stop(until), ask.seed % 2**31, collect_stats=False, params=params, initial_solution=start)
    best = _routes(problem, entries, result.best)
    cost = _cost(problem, result.best) if result.best.is_feasible() else INFEASIBLE
    pool = {
        (van, tuple(route))
        for plan in passed.plans if plan.is_feasible()
        for van, route in enumerate(_routes(problem, entries, plan)) if route
    }  # fmt: skip
    return Answer(best, cost, best, cost, result.num_iterations, tuple(pool))


def _routes(problem: Problem, entries: list[int], plan: Solution) -> Routes:
    routes: Routes = [[] for _ in range(len(problem.vans))]
    spare = [list(alike) for alike in kinds(problem)]
    for route in plan.routes():
        routes[spare[route.vehicle_type()].pop(0)] = [
            entries[activity.idx] for activity in route if activity.is_client()
        ]
    return routes


def _cost(problem: Problem, solution: Solution) -> int:
    """Return the cost of a second as PyVRP counts it, in pieces."""
    vans = problem.vans
    first = [alike[0] for alike in kinds(problem)]
    cost = solution.uncollected_prizes() + solution.fixed_vehicle_cost() + solution.distance_cost()
    for route in solution.routes():
        van, lasts = first[route.vehicle_type()], route.duration()
        cost += vans.per_second[van] * lasts + vans.uneven_price[van] * lasts * lasts // (2 * vans.full[van])
    return int(cost)


def _data(problem: Problem, *, holds_all: bool) -> tuple[ProblemData, list[int]]:
    """Return the problem and which client each entry is: one entry per window, of which at most one is served.

    `holds_all`: no client may be left out; PyVRP then need not try that.
    """
    clients, vans = problem.clients, problem.vans
    entries: list[int] = []
    pyvrp_clients: list[Client] = []
    groups: list[ClientGroup] = []
    for client in range(len(clients)):
        windows = [
            (max(0, clients.window[at]), min(FOREVER, clients.window[at + 1]))
            for at in range(client * problem.windows * 2, (client + 1) * problem.windows * 2, 2)
            if clients.window[at] <= clients.window[at + 1]
        ]
        group = len(groups) if len(windows) > 1 else None
        if group is not None:
            groups.append(ClientGroup(list(range(len(entries), len(entries) + len(windows))), required=False))
        for early, late in windows:
            loads = slice(client * problem.loads, (client + 1) * problem.loads)
            pyvrp_clients.append(
                Client(
                    clients.place[client],
                    list(clients.delivery[loads]),
                    list(clients.pickup[loads]),
                    clients.service[client],
                    early,
                    late,
                    prize=0 if holds_all and group is None else clients.price[client],
                    required=holds_all and group is None,
                    group=group,
                )
            )
            entries.append(client)
    tables, profile = _tables(problem)
    places = sorted({*vans.start_place, *vans.end_place})
    types = [
        VehicleType(
            len(alike),
            list(vans.capacity[alike[0] * problem.loads : (alike[0] + 1) * problem.loads]),
            places.index(vans.start_place[alike[0]]),
            places.index(vans.end_place[alike[0]]),
            fixed_cost=vans.van_price[alike[0]],
            tw_early=vans.start[alike[0]],
            tw_late=vans.end[alike[0]],
            shift_duration=min(vans.max_duration[alike[0]], vans.full[alike[0]] // 2),
            max_overtime=max(0, vans.max_duration[alike[0]] - vans.full[alike[0]] // 2),
            unit_distance_cost=1,
            # what rises with each second, in two pieces that meet it after half a day and after a full one
            unit_duration_cost=vans.per_second[alike[0]] + vans.uneven_price[alike[0]] // 4,
            unit_overtime_cost=vans.uneven_price[alike[0]] // 2,
            profile=profile[alike[0]],
        )
        for alike in kinds(problem)
    ]
    data = ProblemData(
        [Location(0, 0) for _ in range(problem.places)],
        pyvrp_clients,
        [Depot(place) for place in places],
        types,
        [cost for cost, _ in tables],
        [seconds for _, seconds in tables],
        groups,
    )
    return data, entries


def _tables(problem: Problem) -> tuple[list[tuple[Table, Table]], list[int]]:
    """Return costs and times per set of skills, and which one each van has."""
    size = problem.places
    if problem.time is None or problem.cost is None:
        points = np.column_stack([np.array(problem.x), np.array(problem.y)])
        away = np.sqrt(((points[:, None] - points[None]) ** 2).sum(-1))
        time_table = (10 * away if problem.rounding == 10 else away + 0.5).astype(np.int64)
        cost_table = time_table
    else:
        time_table = np.array(problem.time, np.int64).reshape(size, size)
        cost_table = np.array(problem.cost, np.int64).reshape(size, size)
    able = sorted(set(problem.vans.skills))
    tables = []
    for skills in able:
        barred = [
            place for place, needs in zip(problem.clients.place, problem.clients.needs, strict=True) if needs & ~skills
        ]
        times = time_table.copy()
        times[:, barred] = BARRED
        np.fill_diagonal(times, 0)
        tables.append((cost_table, times))
    return tables, [able.index(skills) for skills in problem.vans.skills]


def _solution(problem: Problem, data: ProblemData, entries: list[int], routes: Routes) -> Solution:
    entry = {client: at for at, client in reversed(list(enumerate(entries)))}
    kind = {van: at for at, alike in enumerate(kinds(problem)) for van in alike}
    driven = [Route(data, [entry[client] for client in route], kind[van]) for van, route in enumerate(routes) if route]
    return Solution(data, driven)
