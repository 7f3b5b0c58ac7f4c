"""Routes get drivers and vans that can drive them, as before where that is possible; judged independently."""

import random
from itertools import product

import pytest

from dispatch_console.adapters.solvers.crew_matching import match_crews
from dispatch_console.domain.planning.crews import Crew, DriverOnDuty, RouteNeed, VanAtHand, broken, fits

HOUR = 3600
LIFT = frozenset({"lift"})
MORNING, NOON = (8 * HOUR, 12 * HOUR), (13 * HOUR, 16 * HOUR)
ANA = DriverOnDuty("Ana", 7 * HOUR, 17 * HOUR)
SAMI = DriverOnDuty("Sami", 7 * HOUR, 17 * HOUR)
EARLY = DriverOnDuty("Early", 6 * HOUR, 12 * HOUR)
SMALL, LARGE = VanAtHand("Small", (100,)), VanAtHand("Large", (900,), LIFT)


def test_everybody_keeps_his_route_where_nothing_forces_a_change() -> None:
    routes = [
        RouteNeed("1", *MORNING, (50,), driver="Sami", van="Large"),
        RouteNeed("2", *MORNING, (50,), driver="Ana"),
    ]
    assert set(match_crews(routes, [ANA, SAMI], [SMALL, LARGE])) == {
        Crew("1", "Sami", "Large"),
        Crew("2", "Ana", "Small"),
    }


def test_a_driver_called_off_leaves_his_route_to_who_can_drive_it() -> None:
    routes = [
        RouteNeed("1", *MORNING, (500,), driver="Sami", van="Large"),
        RouteNeed("2", *NOON, (500,), LIFT, driver="Sami", van="Large"),
    ]
    found = match_crews(routes, [EARLY, ANA], [SMALL, LARGE])
    assert broken(found, routes, [EARLY, ANA], [SMALL, LARGE]) == ()
    assert {crew.route for crew in found} == {"1", "2"}
    assert next(crew for crew in found if crew.route == "2") == Crew("2", "Ana", "Large")


@pytest.mark.parametrize(
    ("route", "why"),
    [
        (RouteNeed("1", *MORNING, (950,)), "too heavy for every van"),
        (RouteNeed("1", *MORNING, (1,), frozenset({"two_person"})), "nobody can"),
        (RouteNeed("1", 5 * HOUR, 9 * HOUR), "nobody is there yet"),
    ],
)
def test_a_route_that_nobody_can_drive_is_left_out(route: RouteNeed, why: str) -> None:
    assert match_crews([route], [ANA, SAMI], [SMALL, LARGE]) == (), why


def test_as_many_routes_as_possible_are_manned() -> None:
    """Against trying everything, on small fleets drawn by lot."""
    dice = random.Random(3)
    for _ in range(25):
        routes = []
        for number in range(4):
            start = dice.choice((8, 10, 13)) * HOUR
            skills = LIFT if dice.random() < 0.3 else frozenset[str]()
            routes.append(RouteNeed(str(number), start, start + 3 * HOUR, (dice.choice((50, 500)),), skills))
        drivers, vans = [ANA, EARLY], [SMALL, LARGE]
        found = match_crews(routes, drivers, vans)
        assert broken(found, routes, drivers, vans) == ()
        choices = [
            [None, *(Crew(route.key, d.key, v.key) for d in drivers for v in vans if fits(route, d, v))]
            for route in routes
        ]
        most = max(
            sum(crew is not None for crew in chosen)
            for chosen in product(*choices)
            if broken([crew for crew in chosen if crew], routes, drivers, vans) == ()
        )
        assert len(found) == most
