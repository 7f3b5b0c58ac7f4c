"""Keep several plans of a day side by side, compare them, and use one."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.operations.views import reads
from dispatch_console.application.planning import keeping
from dispatch_console.application.planning.day_problem import DayProblem
from dispatch_console.application.planning.seen import PlanSeen
from dispatch_console.domain import roles
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.planning.plan_check import check
from dispatch_console.domain.planning.plan_cost import route_cost
from dispatch_console.domain.planning.pricing import cost_serving, resequenced
from dispatch_console.domain.planning.problem import Plan
from dispatch_console.language import tr
from dispatch_console.store.entities import PlanVariant
from dispatch_console.store.kinds import Kind
from dispatch_console.store.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """A plan in figures; `cost` of its routes, without what is left out.

    `compared` is the cost of what both it and the plan in use serve, its own first: one that serves more is not dearer.
    `moved` are visits that change their van against the plan in use, with the old and the new one; `late` are visits
    with the seconds after the end of their window; `shifts` are drivers with the percentage of their time away that
    the plan uses.
    """

    cost: int
    late: tuple[tuple[str, int], ...]
    unrouted: tuple[str, ...]
    distance_m: int
    driving_s: int
    overtime_s: int
    back_s: int
    moved: tuple[tuple[str, str, str], ...]
    broken: int
    vans: int
    shifts: tuple[tuple[str, int], ...]
    compared: tuple[int, int]

    @property
    def dearer(self) -> float:
        """Return by which share it is dearer than the plan in use, for what both serve."""
        own, in_use = self.compared
        return own / in_use - 1 if in_use else 0.0


@dataclass(frozen=True, slots=True)
class Variant:
    name: str
    by: str
    at: datetime | None
    plan: Plan
    measures: Measures


@operation("keep_variant", roles.DISPATCH)
def keep(tx: Transaction, prepared: DayProblem, plan: Plan, name: str) -> None:
    """Keep a plan under a name; an earlier one of that name is replaced."""
    routes = {
        prepared.place(route.vehicle): [list(prepared.orders[stop.visit]) for stop in route.stops]
        for route in plan.routes
    }
    query = select(PlanVariant).where(PlanVariant.day == prepared.day, PlanVariant.name == name)
    variant = tx.session.scalar(query.with_for_update())
    if variant is None:
        variant = PlanVariant(day=prepared.day, name=name)
        tx.session.add(variant)
    variant.by, variant.at, variant.routes = tx.actor.name, tx.now, routes


@operation("forget_variant", roles.DISPATCH)
def forget(tx: Transaction, day: date, name: str) -> None:
    """Delete a kept plan. Errors: Refused `variant.unknown`."""
    tx.session.delete(_variant(tx.session, day, name))


@reads(Kind.VARIANTS)
def names(session: Session, day: date) -> tuple[str, ...]:
    """Return the names of the kept plans."""
    return tuple(session.scalars(select(PlanVariant.name).where(PlanVariant.day == day)))


@operation("take_plan", roles.DISPATCH)
def take_plan(tx: Transaction, prepared: DayProblem, plan: Plan, what: str, seen: PlanSeen | None = None) -> None:
    """Use a plan that was not kept. Errors: those of `keep_plan`."""
    keeping.keep_plan(tx, prepared, plan, what, seen=seen)


@operation("take_variant", roles.DISPATCH)
def take(tx: Transaction, prepared: DayProblem, name: str) -> None:
    """Use a kept plan. Errors: Refused `variant.unknown`."""
    variant = _variant(tx.session, prepared.day, name)
    keeping.keep_plan(tx, prepared, _plan(prepared, variant), tr("plan {name}", name=name))


def side_by_side(session: Session, prepared: DayProblem) -> tuple[Variant, ...]:
    """Return the plan in use and the kept ones, with times and figures for today's orders and vans."""
    standing = prepared.standing
    query = select(PlanVariant).where(PlanVariant.day == prepared.day).order_by(PlanVariant.id)
    kept = [(variant.name, variant.by, variant.at, _plan(prepared, variant)) for variant in session.scalars(query)]
    return (
        Variant("", "", None, standing, measured(prepared, standing)),
        *(Variant(name, by, at, plan, measured(prepared, plan)) for name, by, at, plan in kept),
    )


def measured(prepared: DayProblem, plan: Plan) -> Measures:
    """Return the figures of a plan, compared with the one in use."""
    problem = prepared.problem
    was = {
        visit: problem.vehicle[key].route
        for key, visits in prepared.visits_of_departure.items()
        if key in problem.vehicle
        for visit in visits
    }
    now = {stop.visit: problem.vehicle[route.vehicle].route for route in plan.routes for stop in route.stops}
    moved = tuple(
        (visit, was.get(visit, ""), now.get(visit, ""))
        for visit in problem.visit
        if was.get(visit, "") != now.get(visit, "")
    )
    late = tuple(
        (stop.visit, stop.start_s - stop.window[1])
        for route in plan.routes
        for stop in route.stops
        if stop.window and stop.start_s > stop.window[1]
    )
    return Measures(
        cost=sum(route_cost(problem, route) for route in plan.routes),
        late=late,
        unrouted=plan.unplanned,
        distance_m=sum(route.distance_m for route in plan.routes),
        driving_s=sum(route.driving_s for route in plan.routes),
        overtime_s=sum(max(0, route.finish_s - problem.vehicle[route.vehicle].end_s) for route in plan.routes),
        back_s=max((route.finish_s for route in plan.routes), default=0),
        moved=moved,
        broken=len(check(plan, problem)),
        vans=len({problem.vehicle[route.vehicle].route for route in plan.routes if route.stops}),
        shifts=_shifts(prepared, plan),
        compared=_compared(prepared, plan),
    )


def _compared(prepared: DayProblem, plan: Plan) -> tuple[int, int]:
    both = _served(plan) & _served(prepared.standing)
    return cost_serving(prepared.problem, plan, both), cost_serving(prepared.problem, prepared.standing, both)


def _served(plan: Plan) -> set[str]:
    return {stop.visit for route in plan.routes for stop in route.stops}


def _shifts(prepared: DayProblem, plan: Plan) -> tuple[tuple[str, int], ...]:
    works: dict[str, int] = {}
    for route in plan.routes:
        letter = prepared.problem.vehicle[route.vehicle].route
        works[letter] = works.get(letter, 0) + (route.finish_s - route.start_s if route.stops else 0)
    return tuple(
        (letter, round(100 * works.get(letter, 0) / max(1, sum(van.end_s - van.start_s for van in vans))))
        for letter, vans in prepared.problem.departures.items()
    )


def _plan(prepared: DayProblem, variant: PlanVariant) -> Plan:
    """Return what is left of a kept plan: orders that left or were cancelled are dropped, closed departures stand."""
    key_of = {prepared.place(key): key for key in prepared.shifts}
    sequences: dict[str, tuple[str, ...]] = {key: () for key in prepared.shifts if key not in prepared.problem.closed}
    placed = {visit for key in prepared.problem.closed for visit in prepared.visits_of_departure.get(key, ())}
    for place, stops in variant.routes.items():
        key = key_of.get(place)
        if key in sequences:
            visits = [visit for visit in prepared.visits_of(stops) if visit not in placed]
            placed |= set(visits)
            sequences[key] = tuple(visits)
    empty = resequenced(prepared.problem, Plan((), (), "kept", prepared.problem.matrix.estimate), {})
    closed = {key: prepared.visits_of_departure.get(key, ()) for key in prepared.problem.closed}
    return resequenced(prepared.problem, empty, sequences | closed)


def _variant(session: Session, day: date, name: str) -> PlanVariant:
    variant = session.scalar(select(PlanVariant).where(PlanVariant.day == day, PlanVariant.name == name))
    if variant is None:
        raise Refused("variant.unknown", name=name, day=day)
    return variant
