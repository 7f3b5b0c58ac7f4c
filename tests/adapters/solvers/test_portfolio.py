"""The portfolio: better plans as time goes by, whatever happens to those who look for them."""

import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from dispatch_console.adapters.problems import benchmark_files
from dispatch_console.adapters.solvers import pyvrp_scope, recombining_scope, rounds
from dispatch_console.adapters.solvers.cluster import open_cluster
from dispatch_console.adapters.solvers.day import decode, encode
from dispatch_console.adapters.solvers.improving import Answer, Ask, improve, improve_with_pyvrp, recombine
from dispatch_console.adapters.solvers.parts import cut, take_part
from dispatch_console.adapters.solvers.portfolio_solver import PortfolioSolver
from dispatch_console.adapters.solvers.ruin_recreate import library
from dispatch_console.adapters.solvers.ruin_recreate.library import Search
from dispatch_console.adapters.solvers.ruin_recreate.problem import Problem, Routes
from dispatch_console.domain.errors import Refused, Unavailable
from dispatch_console.domain.planning.plan_check import check
from dispatch_console.domain.planning.problem import Break, Plan, PlanningProblem, Prices
from tests import dask_cluster
from tests.builders.towns import town
from tests.conftest import DATA
from tests.dask_cluster import Cluster

REST = Break("rest", ((0, 9_000),), 600)


def apart(problem: PlanningProblem) -> PlanningProblem:
    """Arrange that the first departure is back before the second may leave: PyVRP knows no order between them."""
    return replace(problem, vehicles=tuple(replace(van, end_s=van.start_s + 10_000) for van in problem.vehicles))


@pytest.mark.parametrize("stops", [60, 200, 800])
def test_plans_get_better_are_sound_and_are_told(stops: int) -> None:
    problem = town(stops)
    told: list[tuple[int, float]] = []
    plan = PortfolioSolver(workers=2).solve(problem, 3.0, lambda found: told.append((found.cost, found.after_s)))
    assert check(plan, problem) == ()
    costs = [cost for cost, _ in told]
    assert costs == sorted(costs, reverse=True) and costs[-1] < costs[0]
    assert [at for _, at in told] == sorted(at for _, at in told)
    left_out = problem.prices.unplanned * len(plan.unplanned)
    assert costs[-1] == sum(route.driving_s for route in plan.routes) + left_out


def test_cancelling_gives_the_best_so_far_at_once() -> None:
    problem = town(200)
    begin = time.monotonic()
    plan = PortfolioSolver(workers=2).solve(problem, 60.0, should_stop=lambda: time.monotonic() > begin + 1.5)
    assert time.monotonic() - begin < 5
    assert check(plan, problem) == ()


def test_a_worker_that_dies_or_hangs_costs_its_round_and_not_the_plan() -> None:
    problem = town(400)
    done = threading.Event()

    def harm() -> None:
        time.sleep(1.2)
        children = [child for child in psutil.Process().children() if "spawn_main" in " ".join(child.cmdline())]
        if children:
            children[0].kill()
        done.wait(1)
        for child in psutil.Process().children():
            if "spawn_main" in " ".join(child.cmdline()):
                child.suspend()
                break

    thread = threading.Thread(target=harm)
    thread.start()
    begin = time.monotonic()
    plan = PortfolioSolver(workers=2).solve(problem, 6.0)
    done.set()
    thread.join()
    assert time.monotonic() - begin < 6 + 8
    assert check(plan, problem) == () and len(plan.unplanned) < 40


def test_a_cut_holds_every_van_once_and_keeps_its_departures_together() -> None:
    problem = town(300)
    encoded = encode(problem)
    search = Search(encoded.problem)
    search.construct()
    routes = search.best()
    search.close()
    groups = cut(encoded.problem, routes, 4, random.Random(3))
    assert sorted(van for group in groups for van in group) == list(range(len(problem.vehicles)))
    for group in groups:
        ends = [encoded.vans[van].split("-") for van in group]
        assert sorted(route for route, turn in ends if turn == "0") == sorted(r for r, turn in ends if turn == "1")
    placed = {client for route in routes for client in route}
    absent = [client for client in range(len(encoded.clients)) if client not in placed]
    whole: list[list[int]] = [[] for _ in routes]
    for at, group in enumerate(groups):
        part = take_part(encoded.problem, routes, group, absent[at::4])
        part.placed_into(whole, part.routes)
        assert part.problem.places <= len(part.clients) + 1
    assert whole == routes


def test_going_on_from_a_broken_plan_is_refused_by_the_search() -> None:
    encoded = encode(town(24))
    search = Search(encoded.problem)
    with pytest.raises(ValueError, match="not a plan"):
        search.load([[0, 0], *([] for _ in encoded.vans[1:])])
    search.close()


@pytest.fixture
def dask(tmp_path: Path) -> Iterator[Cluster]:
    with dask_cluster.started(tmp_path, 2) as cluster:
        yield cluster


def test_a_cluster_plans_and_loses_a_worker_on_the_way(dask: Cluster, caplog: pytest.LogCaptureFixture) -> None:
    address, workers, certificates = dask
    problem = town(400)
    threading.Timer(4.0, workers[0].kill).start()
    plan = PortfolioSolver(address, certificates, workers=1).solve(problem, 10.0)
    assert workers[0].wait(20) != 0
    assert not [record for record in caplog.records if "cluster is away" in record.message]
    assert check(plan, problem) == () and len(plan.unplanned) < 40


def test_without_the_cluster_this_machine_plans(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    problem = town(24)
    certificates = dask_cluster.certificates(tmp_path)
    plan = PortfolioSolver("tls://127.0.0.1:9", certificates, workers=1).solve(problem, 1.0)
    assert check(plan, problem) == ()
    assert "cluster is away" in caplog.text


@pytest.mark.parametrize("address", ("tcp://127.0.0.1:9", "127.0.0.1:9", "tls://127.0.0.1:9"))
def test_a_cluster_that_anybody_may_join_is_not_asked(tmp_path: Path, address: str) -> None:
    certificates = dask_cluster.certificates(tmp_path) if not address.startswith("tls") else tmp_path / "none"
    with pytest.raises(Unavailable, match=r"cluster\.insecure"), open_cluster(address, certificates):
        pass


def test_the_files_of_the_benchmark_are_solved_to_what_is_known() -> None:
    benchmark = benchmark_files.read(DATA / "instances" / "C60.vrp", "vrplib")
    plan: Plan = PortfolioSolver(workers=2).solve(benchmark.problem, 1.0)
    assert benchmark.cost(plan) <= 34_300


def test_pyvrp_agrees_with_the_search_about_costs_and_makes_no_plan_worse() -> None:
    problem = replace(apart(town(60)), prices=Prices(van=0), balance=True)
    encoded = encode(problem)
    assert pyvrp_scope.applies(encoded.problem)
    search = Search(encoded.problem)
    search.construct()
    routes, cost = search.best(), search.cost
    found = improve_with_pyvrp(encoded.problem, routes, Ask(1.0, 0.0, 0.0, 1))
    assert found.best_cost < cost
    search.load(found.best)
    assert search.current == found.best_cost
    search.close()
    assert check(decode(problem, encoded, found.best, "pyvrp"), problem) == ()


def long_drives() -> PlanningProblem:
    """Return 150 stops without windows on vans that take some fifty each, where only the drives cost."""
    whole = town(150)
    visits = tuple(replace(visit, windows=()) for visit in whole.visits)
    vans = tuple(replace(van, route=van.key, start_s=0, end_s=90_000, capacity=(250,)) for van in whole.vehicles[:8])
    return replace(whole, visits=visits, vehicles=vans)


@pytest.mark.parametrize("away", [False, True])
def test_long_routes_are_searched_by_pyvrp_or_by_ours_where_it_fails(
    monkeypatch: pytest.MonkeyPatch, away: bool
) -> None:
    calls: list[object] = []

    def search(problem: Problem, routes: Routes | None, ask: Ask, *, holds_all: bool = False) -> Answer:
        calls.append(routes)
        if away:
            raise OSError("PyVRP is not there")
        return improve_with_pyvrp(problem, routes, ask, holds_all=holds_all)

    monkeypatch.setattr(rounds, "improve_with_pyvrp", search)
    problem = long_drives()
    costs: list[int] = []
    with ThreadPoolExecutor(2) as here:
        plan = PortfolioSolver(workers=2, executor=here).solve(problem, 3.0, lambda found: costs.append(found.cost))
    assert check(plan, problem) == () and plan.unplanned == () and costs[-1] < costs[0]
    assert calls[:2] == [None, None] and (away or all(calls[2:]))


def test_without_the_compiled_search_pyvrp_plans_what_it_can(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "available", lambda: False)
    problem = apart(town(24))
    assert check(PortfolioSolver(workers=1).solve(problem, 0.5), problem) == ()
    resting = replace(problem, vehicles=tuple(replace(van, breaks=(REST,)) for van in problem.vehicles))
    with pytest.raises(Refused) as refused:
        PortfolioSolver(workers=1).solve(resting, 0.5)
    assert refused.value.code == "solve.missing"


def test_shipments_stay_whole_where_a_large_problem_is_cut() -> None:
    problem = town(200)
    halves = tuple(
        replace(visit, delivery=visit.delivery, after=problem.visits[at - 1].key, windows=())
        if at % 2
        else replace(visit, delivery=(), pickup=problem.visits[at + 1].delivery, windows=())
        for at, visit in enumerate(problem.visits)
    )
    scarce = replace(problem, visits=halves, vehicles=problem.vehicles[:6])
    plan = PortfolioSolver(workers=2).solve(scarce, 3.0)
    assert check(plan, scarce) == ()
    served = {stop.visit for route in plan.routes for stop in route.stops}
    assert served and all((visit.key in served) == (visit.after in served) for visit in halves if visit.after)


def test_routes_of_several_plans_are_put_together_to_one_that_is_no_dearer() -> None:
    whole = town(200)
    once = tuple(van for van in whole.vehicles if van.start_s == 0) + tuple(
        replace(van, route=van.key) for van in whole.vehicles if van.start_s
    )
    problem = replace(whole, vehicles=once)
    encoded = encode(problem).problem
    assert recombining_scope.applies(encoded) and not recombining_scope.applies(encode(whole).problem)
    found = [improve(encoded, None, Ask(0.7, 300.0, 10.0, seed, looks=6)) for seed in (1, 2)]
    best = min(found, key=lambda one: one.best_cost)
    pool = [route for one in found for route in one.pool]
    made = recombine(encoded, pool, best.best, Ask(5.0, 0.0, 0.0, 1))
    assert made.best_cost <= best.best_cost
    placed = [client for route in made.best for client in route]
    assert len(placed) == len(set(placed)) == sum(map(len, best.best))
    plan = decode(problem, encode(problem), made.best, "recombined")
    assert check(plan, problem) == ()
    left_out = problem.prices.unplanned * len(plan.unplanned)
    assert made.best_cost == sum(route.driving_s for route in plan.routes) + left_out
