"""What a slot would cost while a customer is on the line, and what it would break where it does not fit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dispatch_console.domain.planning.pricing import effect, moved, offer_slots, places, resequenced
from dispatch_console.domain.planning.problem import Plan, PlanningProblem, Visit, Window

# of the places that fit nowhere so many are walked through, those first that are in the slot
MOST_TRIED = 24


@dataclass(frozen=True, slots=True)
class SlotOffer:
    """A slot with the seconds of work that it brings, None where no van can be there. `late`: (visit, seconds) of
    promises that it would break, with the visit that is offered itself where it would come too late.
    """

    slot: Window
    more_s: int | None
    late: tuple[tuple[str, int], ...] = ()

    @property
    def keeps_all(self) -> bool:
        return self.more_s is not None and not self.late


def filled(problem: PlanningProblem, plan: Plan, but: str) -> Plan:
    """Return the plan with every promised stop that is on none yet, but one, each at its cheapest sound place.

    Whoever promises a day that nobody has planned yet must reckon with what is promised there already.
    """
    placed = {stop.visit for route in plan.routes for stop in route.stops}
    waiting = [visit for visit in problem.visits if visit.key not in placed and visit.key != but]
    for visit in sorted(waiting, key=_opens):
        found = places(problem, plan, visit, most=1)
        if found:
            plan = resequenced(problem, plan, moved(plan, visit.key, found[0].vehicle, found[0].position))
    return plan


def _opens(visit: Visit) -> tuple[int, int, str]:
    """Return the key of the order in which stops are placed: the tightest and the earliest first."""
    starts, ends = visit.windows[0] if visit.windows else (0, 24 * 3600)
    return (ends, ends - starts, visit.key)


def offers(problem: PlanningProblem, plan: Plan, visit: Visit, slots: Sequence[Window]) -> tuple[SlotOffer, ...]:
    """Return what each slot of a day costs for a stop that is not on the plan."""
    return tuple(
        _sound(problem, plan, visit, slot, place.vehicle, place.position)
        if place is not None
        else _least_breaking(problem, plan, visit, slot)
        for slot, place in offer_slots(problem, plan, visit, slots)
    )


def _in_slot(problem: PlanningProblem, visit: Visit, slot: Window) -> PlanningProblem:
    slotted = replace(visit, windows=(slot,))
    return replace(problem, visits=(*(other for other in problem.visits if other.key != visit.key), slotted))


def _sound(problem: PlanningProblem, plan: Plan, visit: Visit, slot: Window, vehicle: str, position: int) -> SlotOffer:
    done = effect(_in_slot(problem, visit, slot), plan, moved(plan, visit.key, vehicle, position))
    return SlotOffer(slot, done.working_s)


def _least_breaking(problem: PlanningProblem, plan: Plan, visit: Visit, slot: Window) -> SlotOffer:
    """Return the place that breaks fewest promises, and among those the one that takes least work."""
    slotted, best = _in_slot(problem, visit, slot), SlotOffer(slot, None)
    least: tuple[int, int, int] | None = None
    for vehicle, position in _near(problem, plan, visit, slot):
        done = effect(slotted, plan, moved(plan, visit.key, vehicle, position))
        if any(one.code not in ("visit.late", "route.overtime") for one in done.broken):
            continue
        key = len(done.broken), sum(seconds for _, seconds in done.late), done.working_s
        if least is None or key < least:
            least, best = key, SlotOffer(slot, done.working_s, done.late)
    return best


def _near(problem: PlanningProblem, plan: Plan, visit: Visit, slot: Window) -> Iterator[tuple[str, int]]:
    """Yield places where a van stands about then, the nearest in time first."""
    middle = sum(slot) // 2
    routes = {route.vehicle: route for route in plan.routes}
    found: list[tuple[int, str, int]] = []
    for van in problem.vehicles:
        if van.key in problem.closed or not visit.skills <= van.skills:
            continue
        stops = routes[van.key].stops if van.key in routes else ()
        first = len(problem.locked.get(van.key, ()))
        times = [van.start_s, *(stop.leave_s for stop in stops)]
        found += [(abs(times[at] - middle), van.key, at) for at in range(first, len(stops) + 1)]
    for _, key, position in sorted(found)[:MOST_TRIED]:
        yield key, position
