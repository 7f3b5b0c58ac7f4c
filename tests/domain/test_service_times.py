"""What stops teach of the time that they take."""

import random

import pytest

from dispatch_console.domain.planning.service_times import LEAST_STOPS, DoorTime, ServiceTimes, learn

PRESENT = ServiceTimes(180, 120, 30)


def day(true: ServiceTimes, stops: int, seed: int, coffee: float = 0.1) -> list[DoorTime]:
    dice = random.Random(seed)
    done = []
    for _ in range(stops):
        orders = dice.choice((1, 1, 1, 2, 3))
        parcels = orders * dice.choice((1, 1, 2, 4))
        late = dice.uniform(300, 2000) if dice.random() < coffee else 0
        done.append(DoorTime(orders, parcels, true.of(orders, parcels) + dice.gauss(0, 40) + late))
    return done


@pytest.mark.parametrize("true", [ServiceTimes(300, 60, 60), ServiceTimes(60, 200, 10), ServiceTimes(420, 120, 30)])
@pytest.mark.parametrize("seed", range(3))
def test_times_are_found_again_though_some_stops_had_coffee(true: ServiceTimes, seed: int) -> None:
    learnt = learn(day(true, 600, seed), PRESENT)
    assert learnt is not None and learnt.is_better
    assert abs(learnt.times.setup_s - true.setup_s) <= 40
    assert abs(learnt.times.per_order_s - true.per_order_s) <= 40
    assert abs(learnt.times.per_parcel_s - true.per_parcel_s) <= 10
    assert learnt.error_s < learnt.was_error_s


def test_times_that_fit_are_not_changed() -> None:
    learnt = learn(day(PRESENT, 300, 1), PRESENT)
    assert learnt is not None and not learnt.is_better
    assert abs(learnt.times.of(1, 1) - PRESENT.of(1, 1)) <= 20


def test_what_the_stops_cannot_tell_apart_stays_as_it_is() -> None:
    # one order and one parcel at each door: only their sum is known, and it is ten minutes longer
    learnt = learn([DoorTime(1, 1, 930.0)] * 200, PRESENT)
    assert learnt is not None
    assert abs(learnt.times.of(1, 1) - 930) <= 15
    gained = (
        learnt.times.setup_s - PRESENT.setup_s,
        learnt.times.per_order_s - PRESENT.per_order_s,
        learnt.times.per_parcel_s - PRESENT.per_parcel_s,
    )
    assert max(gained) - min(gained) <= 20


def test_few_stops_teach_nothing_and_odd_ones_are_not_asked() -> None:
    few = learn([DoorTime(1, 1, 900.0)] * (LEAST_STOPS - 1), PRESENT)
    assert few is not None and not few.is_better and few.stops == LEAST_STOPS - 1
    assert learn([DoorTime(1, 1, seconds) for seconds in (-60.0, 0.0, 5.0, 4000.0)], PRESENT) is None


def test_no_time_comes_out_below_zero() -> None:
    learnt = learn([DoorTime(orders, orders, 30.0) for orders in (1, 2, 3)] * 50, PRESENT)
    assert learnt is not None
    assert min(learnt.times.setup_s, learnt.times.per_order_s, learnt.times.per_parcel_s) >= 0
