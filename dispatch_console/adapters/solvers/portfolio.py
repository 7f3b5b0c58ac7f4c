"""All solvers on all cores at one plan: what takes part when, from the first plan to the last round.

A round cuts the plan into neighbouring groups of routes, one or more per worker, and each worker anneals its part;
the next round cuts elsewhere. A small problem is not cut: the workers then search the whole from different dice and
the better plan goes on. The temperature falls with the time that has passed over all rounds.
"""

import random
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import cycle

from dispatch_console.adapters.solvers import pyvrp_scope, recombining_scope
from dispatch_console.adapters.solvers.improving import Ask, improve_with_pyvrp
from dispatch_console.adapters.solvers.processes import Processes
from dispatch_console.adapters.solvers.progress import Limits, Progress
from dispatch_console.adapters.solvers.rounds import PATIENCE_S, Rounds
from dispatch_console.adapters.solvers.ruin_recreate import library
from dispatch_console.adapters.solvers.ruin_recreate.library import Search
from dispatch_console.adapters.solvers.ruin_recreate.problem import Problem, Routes
from dispatch_console.domain.errors import Refused

# temperatures in average edges between near neighbours: hot enough to change the number of vans, cold enough to settle
HOT, COLD = 1.0, 0.02
# where there is time for many steps per stop it pays to settle longer; in large problems there never is
COLDER, COLDER_STEPS_PER_STOP = 0.002, 2500
ROUNDS = 10
# below this number of stops several searches from scratch find more than one long one; up to the other number the whole
# is searched while it is hot and parts only later, above it only parts
RESTARTED, WHOLE_AT_FIRST, WHOLE_SHARE = 130, 700, 0.6
# where a route has so many stops in the mean and only drives cost, PyVRP alone finds the better plans: below this
# number of stops
LONG_ROUTE, LONG_BELOW = 20, 300
# where PyVRP does not know all constraints (breaks, setting up, tables by the hour): the whole and parts by turns
TURNS = 40
# towards the end of a longer run PyVRP joins
POLISHED_FROM_S, POLISH_FROM = 20.0, 0.9
# from this time on the routes of all searches are put together anew at the end, in at most this share of the time;
# earlier where PyVRP knows all constraints, and then in so many seconds at least
RECOMBINED_FROM_S, RECOMBINING = 20.0, 0.03
SOON, SOON_LEAST_S = 8.0, 0.9
# the first plan: constructed, then searched this long at low temperature, so that a dispatcher can look at it
FIRST_SHARE, FIRST_PER_STOP_S, FIRST_MOST_S = 0.1, 0.0007, 2.0
FIRST_HOT, FIRST_COLD = 0.1, 0.03
# a plan that leaves stops out is searched on until it holds all of them, or until this has passed
FIRST_COMPLETE_S = 0.8
# a call may take this share of the time and PATIENCE_S
PATIENCE_SHARE = 0.125


@dataclass(frozen=True, slots=True)
class Phase:
    """A share of the time in which everybody anneals a plan of his own: from the first plan, or from the best one."""

    share: float
    hot: float
    anew: bool = False


# small problems: two searches from scratch and one from the best
RESTARTS = (Phase(0.45, HOT, anew=True), Phase(0.4, HOT, anew=True), Phase(0.15, 0.1))


def solve(
    problem: Problem,
    limits: Limits,
    workers: int,
    executor: Executor | None = None,
    start: Routes | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    seed: int = 1,
) -> Progress:
    """Return the best plan within the limits. `start` is a plan to go on from; `executor` where not local processes
    work.
    """
    if executor is not None:
        return _solve(problem, limits, workers, executor, start, on_progress, seed)
    with Processes(workers, limits.seconds * PATIENCE_SHARE + PATIENCE_S) as local:
        for _ in range(workers):
            # the processes start while the first plan is made
            local.submit(abs, 0)
        return _solve(problem, limits, workers, local, start, on_progress, seed)


def _solve(
    problem: Problem,
    limits: Limits,
    workers: int,
    executor: Executor,
    start: Routes | None,
    on_progress: Callable[[Progress], None] | None,
    seed: int,
) -> Progress:
    if not library.available():
        return _with_pyvrp_alone(problem, limits, on_progress, seed)
    first = Search(problem, seed)
    try:
        if start is not None:
            first.load(start)
        first.construct()
        edge = first.average_edge
        seconds = min(FIRST_SHARE * max(0.0, limits.left), FIRST_PER_STOP_S * len(problem.clients), FIRST_MOST_S)
        rate = first.run(seconds, FIRST_HOT * edge, FIRST_COLD * edge) / seconds if seconds else 0.0
        while first.absent and limits.passed < min(FIRST_COMPLETE_S, FIRST_SHARE * limits.seconds):
            first.run(FIRST_COMPLETE_S / 8, FIRST_HOT * edge, FIRST_COLD * edge)
        best = Progress(first.best(), first.cost)
        small = len(problem.clients) < WHOLE_AT_FIRST
        many = rate * limits.seconds > COLDER_STEPS_PER_STOP * len(problem.clients)
        cold = COLDER if small and many else COLD
        dice = random.Random(seed)
        rounds = Rounds(
            problem=problem,
            limits=limits,
            best=best,
            executor=executor,
            workers=workers,
            on_progress=on_progress,
            dice=dice,
            edge=edge,
            hot=HOT,
            cold=cold,
            current=best.routes,
        )
    finally:
        first.close()
    rounds.tell()
    if len(problem.clients) > 1 and len(problem.vans) and not limits.over:
        _go_on(rounds)
    return best


def _with_pyvrp_alone(
    problem: Problem, limits: Limits, on_progress: Callable[[Progress], None] | None, seed: int
) -> Progress:
    """Search by PyVRP where nobody compiled our search. Errors: Refused `solve.missing` where PyVRP does not know all
    constraints.
    """
    if not pyvrp_scope.applies(problem):
        raise Refused("solve.missing")
    answer = improve_with_pyvrp(problem, None, Ask(limits.left, 0.0, 0.0, seed))
    best = Progress(answer.best, answer.best_cost, [(limits.passed, answer.best_cost)])
    if on_progress:
        on_progress(best)
    return best


def _go_on(rounds: Rounds) -> None:
    size = len(rounds.problem.clients)
    if size < RESTARTED:
        _restarts(rounds)
    elif size < WHOLE_AT_FIRST:
        _in_the_middle(rounds)
    else:
        _until(rounds, 1.0, rounds.parts)


def _restarts(rounds: Rounds) -> None:
    """Let every worker search the whole problem with random numbers of its own, starting afresh twice; then let all go
    on from the best plan.
    """
    first, passed = rounds.best.routes, 0.0
    for phase in RESTARTS:
        passed += phase.share
        states = [first if phase.anew else rounds.best.routes] * rounds.workers
        rounds.anneal(states, rounds.limits.seconds * passed, phase.hot)


def _in_the_middle(rounds: Rounds) -> None:
    """Search the whole while the temperature is high, then parts with PyVRP beside them; at the end recombine the
    routes of all.

    Where PyVRP does not know all constraints, the whole and parts take turns; where routes are long it searches alone.
    """
    seconds = rounds.limits.seconds
    known = pyvrp_scope.applies(rounds.problem)
    recombined = seconds >= (SOON if known else RECOMBINED_FROM_S) and recombining_scope.applies(rounds.problem)
    recombining = (max(RECOMBINING, SOON_LEAST_S / seconds) if known else RECOMBINING) if recombined else 0.0
    end = 1.0 - recombining
    longest = PATIENCE_SHARE * seconds + PATIENCE_S / 2
    done = known and _drives_long(rounds) and rounds.by_pyvrp(end * seconds, longest)
    if not done and known:
        polished = rounds.workers > 1 and seconds >= POLISHED_FROM_S
        _until(rounds, WHOLE_SHARE, rounds.whole)
        _until(rounds, POLISH_FROM if polished else end, rounds.parts)
        if polished:
            _until(rounds, end, rounds.polish)
    elif not known:
        turn = cycle((rounds.whole, rounds.parts))
        _until(rounds, end, lambda length: next(turn)(length), TURNS)
    if recombined and not rounds.limits.over:
        rounds.recombine(min(recombining * seconds, rounds.limits.left))


def _drives_long(rounds: Rounds) -> bool:
    """Return whether PyVRP is to search alone: there are few routes, with many stops each. It only approaches prices of
    work, so there must be none.
    """
    vans, routes = rounds.problem.vans, [route for route in rounds.best.routes if route]
    long = sum(map(len, routes)) >= LONG_ROUTE * max(1, len(routes))
    free = not any(vans.per_second) and not any(vans.uneven_price) and not any(vans.overtime_price)
    return long and free and rounds.workers > 1 and len(rounds.problem.clients) < LONG_BELOW


def _until(rounds: Rounds, share: float, round_: Callable[[float], bool], count: int = ROUNDS) -> None:
    """Play rounds until this share of the time is over, `count` in all of it; three that fail end them."""
    limits, failed = rounds.limits, 0
    while not limits.over and limits.passed < share * limits.seconds - 0.01 and failed < 3:
        failed = 0 if round_(min(limits.seconds / count, limits.left)) else failed + 1
