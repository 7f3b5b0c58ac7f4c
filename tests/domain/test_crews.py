"""Who may drive which route in which van."""

from dataclasses import replace

import pytest

from dispatch_console.domain.planning.crews import Crew, DriverOnDuty, RouteNeed, VanAtHand, able, at_once, broken, fits

HOUR = 3600
ROUTE = RouteNeed("r", 8 * HOUR, 12 * HOUR, (500, 10), frozenset({"two_person", "lift"}))
DRIVER = DriverOnDuty("d", 8 * HOUR, 12 * HOUR, frozenset({"two_person"}))
VAN = VanAtHand("v", (500, 10), frozenset({"two_person", "lift", "zone:Centre"}))


def test_a_driver_and_a_van_do_together_what_both_can_and_what_is_the_vans() -> None:
    assert able(DRIVER.skills, VAN.skills) == {"two_person", "lift", "zone:Centre"}
    assert able(frozenset(), VAN.skills) == {"lift", "zone:Centre"}
    assert able(DRIVER.skills, frozenset()) == frozenset()


@pytest.mark.parametrize(
    ("route", "driver", "van"),
    (
        ({"start_s": 8 * HOUR - 1}, {}, {}),
        ({"finish_s": 12 * HOUR + 1}, {}, {}),
        ({"load": (501, 10)}, {}, {}),
        ({"load": (500, 11)}, {}, {}),
        ({"skills": frozenset({"cold"})}, {}, {}),
        ({}, {"skills": frozenset()}, {}),
        ({}, {}, {"skills": frozenset({"two_person"})}),
    ),
)
def test_a_route_is_refused_to_whom_it_does_not_fit(
    route: dict[str, object], driver: dict[str, object], van: dict[str, object]
) -> None:
    assert fits(ROUTE, DRIVER, VAN)
    assert not fits(replace(ROUTE, **route), replace(DRIVER, **driver), replace(VAN, **van))  # type: ignore[arg-type]


def test_routes_that_touch_are_not_at_once() -> None:
    assert at_once(ROUTE, replace(ROUTE, start_s=12 * HOUR - 1, finish_s=13 * HOUR))
    assert not at_once(ROUTE, replace(ROUTE, start_s=12 * HOUR, finish_s=13 * HOUR))
    assert not at_once(replace(ROUTE, start_s=12 * HOUR, finish_s=13 * HOUR), ROUTE)


def test_nobody_is_in_two_vans_and_no_van_on_two_roads() -> None:
    easy = replace(ROUTE, skills=frozenset())
    routes = (easy, replace(easy, key="s"), replace(easy, key="t", start_s=12 * HOUR, finish_s=12 * HOUR))
    drivers = (DRIVER, replace(DRIVER, key="e"))
    vans = (VAN, replace(VAN, key="w"))

    def told(*crews: tuple[str, str, str]) -> tuple[str, ...]:
        return broken([Crew(*crew) for crew in crews], routes, drivers, vans)

    assert told(("r", "d", "v"), ("s", "e", "w"), ("t", "d", "v")) == ()
    assert told(("r", "d", "v"), ("s", "d", "w")) == ("driver:r",)
    assert told(("r", "d", "v"), ("s", "e", "v")) == ("van:r",)
    assert told(("r", "d", "v"), ("s", "d", "v")) == ("driver:r", "van:r")
    assert told(("r", "d", "v"), ("r", "e", "w")) == ("twice:r",)
    unfit = broken([Crew("r", "e", "v")], (ROUTE,), (replace(DRIVER, key="e", skills=frozenset()),), vans)
    assert unfit == ("unfit:r",)
