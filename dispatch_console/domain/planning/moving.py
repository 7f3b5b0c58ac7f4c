"""Sequences that result from one act of a dispatcher: swap, reverse, give away, merge two plans' wishes."""

from collections.abc import Iterable, Mapping

from dispatch_console.domain.planning.pricing import places, resequenced
from dispatch_console.domain.planning.problem import Plan, PlanningProblem

Sequences = dict[str, list[str]]


def swapped(problem: PlanningProblem, plan: Plan, one: str, other: str) -> Sequences:
    """Exchange the departures of two drivers, in their order, as far as neither is closed. Departures are paired in
    their order.
    """
    changed: Sequences = {}
    sequences = plan.sequences
    for first, second in zip(problem.departures.get(one, ()), problem.departures.get(other, ()), strict=False):
        if {first.key, second.key} & problem.closed:
            continue
        changed[first.key], changed[second.key] = (
            list(sequences.get(second.key, ())),
            list(sequences.get(first.key, ())),
        )
    return changed


def reversed_(problem: PlanningProblem, plan: Plan, route: str) -> Sequences:
    """Reverse every open departure of a van."""
    sequences = plan.sequences
    return {
        van.key: [*reversed(sequences[van.key])]
        for van in problem.departures.get(route, ())
        if van.key in sequences and van.key not in problem.closed
    }


def place_beside(problem: PlanningProblem, plan: Plan, visit: str, along: int) -> tuple[str, int] | None:
    """Return the departure and the place one earlier (-1) or later (1) than a stop has now.

    At the end of a departure it is the van's next open one; None at the end of its day, and where the stop has none.
    """
    sequences = plan.sequences
    key = next((key for key, visits in sequences.items() if visit in visits), None)
    if key is None or key in problem.closed:
        return None
    at = sequences[key].index(visit) + along
    if len(problem.locked.get(key, ())) <= at < len(sequences[key]):
        return key, at
    vans = [van.key for van in problem.departures[problem.vehicle[key].route] if van.key not in problem.closed]
    number = vans.index(key) + along
    if not 0 <= number < len(vans):
        return None
    other = vans[number]
    return other, len(problem.locked.get(other, ())) if along > 0 else len(sequences.get(other, ()))


def taken_off(plan: Plan, visits: Iterable[str]) -> Sequences:
    """Remove stops from their departures."""
    gone = set(visits)
    return {
        key: [visit for visit in sequence if visit not in gone]
        for key, sequence in plan.sequences.items()
        if gone & {*sequence}
    }


def given(problem: PlanningProblem, plan: Plan, visits: Iterable[str], route: str) -> tuple[Sequences, tuple[str, ...]]:
    """Give stops to the departures of one van, each at its cheapest place. Returns also those that find none and
    stay.
    """
    now = plan
    mine = {van.key for van in problem.departures.get(route, ())} - problem.closed
    left = []
    for visit in visits:
        free = resequenced(problem, now, taken_off(now, [visit]))
        mine_places = [
            place for place in places(problem, free, problem.visit[visit], most=10**6) if place.vehicle in mine
        ]
        if not mine_places:
            left.append(visit)
            continue
        sequence = list(free.sequences.get(mine_places[0].vehicle, ()))
        sequence.insert(mine_places[0].position, visit)
        now = resequenced(problem, free, {mine_places[0].vehicle: sequence})
    return _difference(plan, now), tuple(left)


def with_wishes(problem: PlanningProblem, solution: Plan, wishes: Mapping[str, str | None]) -> Plan:
    """Return a plan in which some stops go with the van that somebody gave them meanwhile, or with none."""
    plan = resequenced(problem, solution, taken_off(solution, wishes))
    for route in {route for route in wishes.values() if route is not None}:
        sequences, _ = given(problem, plan, [visit for visit, wish in wishes.items() if wish == route], route)
        plan = resequenced(problem, plan, sequences)
    return plan


def _difference(before: Plan, after: Plan) -> Sequences:
    old, new = before.sequences, after.sequences
    return {key: list(new.get(key, ())) for key in {*old, *new} if old.get(key, ()) != new.get(key, ())}
