"""Speeds are learnt from drives: what was slow comes out slow, little evidence moves little."""

import random

import pytest

from dispatch_console.domain.planning.speeds import FREE, Drive, SpeedProfile, calibrated

SLOW_CLASS, SLOW_HOUR = 1.4, 1.3


def drives(count: int, seed: int = 1) -> list[Drive]:
    """Vans in a town whose main streets are slow all day, and everything at eight in the morning."""
    dice = random.Random(seed)
    made = []
    for _ in range(count):
        hour = dice.choice((8, 10))
        main, side = dice.uniform(0, 400), dice.uniform(60, 300)
        took = (SLOW_CLASS * main + side) * (SLOW_HOUR if hour == 8 else 1.0)
        made.append(Drive(hour, took * dice.uniform(0.95, 1.05) + 20, {"primary": main, "residential": side}, 20))
    return made


def test_slow_streets_and_slow_hours_are_told_apart() -> None:
    learnt = calibrated(FREE, drives(600))
    assert learnt.used == 600
    assert learnt.profile.of("primary", (10,)) == pytest.approx(SLOW_CLASS, abs=0.06)
    assert learnt.profile.of("primary", (8,)) == pytest.approx(SLOW_CLASS * SLOW_HOUR, abs=0.1)
    assert learnt.profile.of("residential", (10,)) == pytest.approx(1.0, abs=0.06)
    assert learnt.error_after_s < 0.3 * learnt.error_before_s


def test_a_single_drive_moves_little_and_unknown_roads_stay_free() -> None:
    learnt = calibrated(FREE, [Drive(8, 600, {"primary": 200.0})])
    assert 1.0 < learnt.profile.of("primary", (8,)) < 1.5
    assert learnt.profile.of("motorway", (8,)) == 1.0
    assert learnt.profile.of("primary", (15,)) == 1.0


def test_what_was_noted_wrongly_is_left_out() -> None:
    wrong = [Drive(8, 5, {"primary": 300.0}), Drive(8, 9000, {"primary": 300.0})]
    learnt = calibrated(FREE, wrong)
    assert (learnt.used, learnt.left_out) == (0, 2)
    assert learnt.profile.factors == {}


def test_some_hours_are_driven_at_their_mean() -> None:
    profile = SpeedProfile({("primary", 8): 1.6, ("primary", 9): 1.2})
    assert profile.of("primary", (8, 9)) == pytest.approx(1.4)
    assert profile.of("primary", (8, 9, 10, 11)) == pytest.approx(1.2)
    assert profile.over(("primary", "road"), (8,)) == (1.6, 1.0)
