"""Rules of who may drive which route in which van.

A route may be driven by one who is on duty for all of it, in a van that carries its load, where both together can do
what its stops need. Nobody is in two vans at once, no van on two roads.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from dispatch_console.domain.orders.requirements import OF_THE_VAN
from dispatch_console.domain.planning.delivery_zones import is_zone
from dispatch_console.domain.planning.problem import Load


@dataclass(frozen=True, slots=True)
class RouteNeed:
    """A route to be driven: when it is away (seconds since midnight), what it carries at most, what its stops need.

    `driver` and `van` had it before, empty where nobody had.
    """

    key: str
    start_s: int
    finish_s: int
    load: Load = ()
    skills: frozenset[str] = frozenset()
    driver: str = ""
    van: str = ""


@dataclass(frozen=True, slots=True)
class DriverOnDuty:
    key: str
    start_s: int
    end_s: int
    skills: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class VanAtHand:
    key: str
    capacity: Load = ()
    skills: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Crew:
    """A route with its driver and van."""

    route: str
    driver: str
    van: str


def able(driver: frozenset[str], van: frozenset[str]) -> frozenset[str]:
    """Return what a driver and a van can do together; some skills are the van's alone, such as a lift or its zone."""
    return (driver & van) | (van & OF_THE_VAN) | frozenset(filter(is_zone, van))


def fits(route: RouteNeed, driver: DriverOnDuty, van: VanAtHand) -> bool:
    on_duty = driver.start_s <= route.start_s and route.finish_s <= driver.end_s
    carries = all(need <= most for need, most in zip(route.load, van.capacity, strict=False))
    return on_duty and carries and route.skills <= able(driver.skills, van.skills)


def at_once(one: RouteNeed, other: RouteNeed) -> bool:
    return one.start_s < other.finish_s and other.start_s < one.finish_s


def broken(
    crews: Sequence[Crew], routes: Sequence[RouteNeed], drivers: Sequence[DriverOnDuty], vans: Sequence[VanAtHand]
) -> tuple[str, ...]:
    """Return the violations of a matching as codes with the routes; empty where it can be driven. Independent of
    solvers.
    """
    need = {route.key: route for route in routes}
    driver = {one.key: one for one in drivers}
    van = {one.key: one for one in vans}
    violations = [
        f"unfit:{crew.route}" for crew in crews if not fits(need[crew.route], driver[crew.driver], van[crew.van])
    ]
    for one, other in combinations(crews, 2):
        if one.route == other.route:
            violations.append(f"twice:{one.route}")
        elif at_once(need[one.route], need[other.route]):
            violations += [f"driver:{one.route}"] if one.driver == other.driver else []
            violations += [f"van:{one.route}"] if one.van == other.van else []
    return tuple(violations)
