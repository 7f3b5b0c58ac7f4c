"""Plain PyVRP or plain OR-Tools on one instance: `SOLVER FILE SECONDS SEED`; prints the distance driven."""

import math
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from dispatch_console.adapters.problems import benchmark_files
from dispatch_console.domain.geometry.euclid import TENTHS, Euclid
from dispatch_console.domain.planning.problem import PlanningProblem

Table = np.ndarray[Any, Any]
FOREVER = 10**9


def main() -> None:
    solver, file, seconds, seed = sys.argv[1], Path(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])
    benchmark = benchmark_files.read(file, "vrplib" if file.suffix == ".vrp" else "solomon")
    solve = {"pyvrp": _pyvrp, "ortools": _ortools}[solver]
    cost = solve(benchmark.problem, seconds, seed)
    print(cost / benchmark.scale if benchmark.scale > 1 else cost)


def _table(problem: PlanningProblem) -> Table:
    table = problem.matrix.durations
    if not isinstance(table, Euclid):
        return np.array([list(row) for row in table], np.int64)
    points = np.array(table.points)
    away = np.sqrt(((points[:, None] - points[None]) ** 2).sum(-1))
    rounded: Table = (10 * away if table.rounding == TENTHS else away + 0.5).astype(np.int64)
    return rounded


def _pyvrp(problem: PlanningProblem, seconds: float, seed: int) -> float:
    from pyvrp import Client, Depot, Location, ProblemData, VehicleType, solve
    from pyvrp.stop import MaxRuntime

    table = _table(problem)
    clients = []
    for visit in problem.visits:
        early, late = visit.windows[0] if visit.windows else (0, FOREVER)
        clients.append(Client(visit.location, list(visit.delivery), [], visit.service_s, early, late))
    van = problem.vehicles[0]
    kind = VehicleType(len(problem.vehicles), list(van.capacity), tw_early=van.start_s, tw_late=van.end_s)
    places = [Location(0, 0) for _ in range(len(table))]
    data = ProblemData(places, clients, [Depot(0)], [kind], [table], [table])
    result = solve(data, MaxRuntime(seconds), seed, collect_stats=False)
    return float(result.best.distance()) if result.best.is_feasible() else math.inf


def _ortools(problem: PlanningProblem, seconds: float, _: int) -> float:
    pywrapcp: Any = import_module("ortools.constraint_solver.pywrapcp")
    enums: Any = import_module("ortools.constraint_solver.routing_enums_pb2")
    table = _table(problem)
    size, vans = len(table), len(problem.vehicles)
    manager = pywrapcp.RoutingIndexManager(size, vans, 0)
    model = pywrapcp.RoutingModel(manager)
    service = [0] * size
    demand = [0] * size
    for visit in problem.visits:
        service[visit.location], demand[visit.location] = visit.service_s, visit.delivery[0]
    cost = model.RegisterTransitMatrix(table.tolist())
    model.SetArcCostEvaluatorOfAllVehicles(cost)
    timed = model.RegisterTransitMatrix((table + np.array(service)[:, None]).tolist())
    horizon = problem.vehicles[0].end_s
    model.AddDimension(timed, horizon, horizon, False, "time")
    time = model.GetDimensionOrDie("time")
    for visit in problem.visits:
        if visit.windows:
            time.CumulVar(manager.NodeToIndex(visit.location)).SetRange(*visit.windows[0])
    load = model.RegisterUnaryTransitVector(demand)
    model.AddDimension(load, 0, problem.vehicles[0].capacity[0], True, "load")
    options = pywrapcp.DefaultRoutingSearchParameters()
    options.first_solution_strategy = enums.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    options.local_search_metaheuristic = enums.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    options.time_limit.FromMilliseconds(int(seconds * 1000))
    found = model.SolveWithParameters(options)
    return float(found.ObjectiveValue()) if found else math.inf


if __name__ == "__main__":
    main()
