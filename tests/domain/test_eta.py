"""Live times: what happened stays, what comes follows from the last fact."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from dispatch_console.domain.road.eta import PlannedTimes, live_times

START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def at(minutes: int) -> datetime:
    return START + timedelta(minutes=minutes)


def stop(arrive: int, *, left: int | None = None, arrived: int | None = None, until: int = 200) -> PlannedTimes:
    return PlannedTimes(
        arrive_at=at(arrive),
        start_at=at(arrive),
        leave_at=at(arrive + 10),
        driving=timedelta(minutes=5),
        window=(at(0), at(until)),
        arrived_at=None if arrived is None else at(arrived),
        left_at=None if left is None else at(left),
    )


def test_a_late_start_moves_everything_and_tells_who_is_late() -> None:
    stops = [stop(5, arrived=5, left=35), stop(20, until=38), stop(35)]
    first, second, third = live_times(stops, at(0), at(0), at(36))
    assert (first.start_at, first.leave_at) == (at(5), at(35))
    assert (second.arrive_at, second.late) == (at(40), timedelta(minutes=2))
    assert second.is_late
    assert not third.is_late
    assert third.arrive_at == at(55)


def test_a_driver_who_rang_in_afterwards_was_there_for_as_long_as_planned() -> None:
    (only,) = live_times([stop(5, left=30)], at(0), at(0), at(31))
    assert (only.arrive_at, only.leave_at) == (at(20), at(30))


def test_a_van_that_waits_at_the_depot_leaves_now_at_the_earliest() -> None:
    (only,) = live_times([stop(5)], at(0), None, at(60))
    assert only.arrive_at == at(65)


def test_a_van_at_the_door_is_not_done_before_now() -> None:
    _, following = live_times([stop(5, arrived=6), stop(20)], at(0), at(0), at(40))
    assert following.arrive_at == at(45)


def test_a_few_seconds_are_not_late() -> None:
    planned = PlannedTimes(
        arrive_at=at(5),
        start_at=at(5),
        leave_at=at(15),
        driving=timedelta(minutes=5, seconds=40),
        window=(at(0), at(5)),
    )
    (only,) = live_times([planned], at(0), at(0), at(0))
    assert only.late == timedelta(seconds=40)
    assert not only.is_late


def test_a_break_before_the_drive_and_one_at_the_door_delay_what_follows() -> None:
    rest = timedelta(minutes=30)
    before = live_times([stop(5), replace(stop(50), rest=rest), stop(65)], at(0), None, at(0))
    assert [times.start_at for times in before] == [at(5), at(50), at(65)]
    door = live_times([stop(5), replace(stop(20), rest_at_door=rest), stop(65)], at(0), None, at(0))
    assert [times.arrive_at for times in door] == [at(5), at(20), at(65)]
    assert [times.start_at for times in door] == [at(5), at(50), at(65)]


def test_a_stop_without_a_window_is_never_late_and_begins_at_once() -> None:
    (only,) = live_times([replace(stop(5), window=None)], at(0), None, at(90))
    assert (only.arrive_at, only.start_at, only.leave_at, only.late) == (at(95), at(95), at(105), timedelta(0))
    assert not only.is_late and only.eta == at(95)


def test_a_van_that_is_early_waits_for_the_window_and_customers_are_told_so() -> None:
    early = replace(stop(5), window=(at(30), at(60)))
    (only,) = live_times([early], at(0), None, at(0))
    assert (only.arrive_at, only.eta, only.leave_at) == (at(5), at(30), at(40))


def test_a_whole_minute_is_late() -> None:
    planned = replace(stop(5), window=(at(0), at(4)))
    (only,) = live_times([planned], at(0), at(0), at(0))
    assert only.late == timedelta(minutes=1) and only.is_late


def test_a_van_that_left_early_is_counted_from_its_planned_start() -> None:
    (only,) = live_times([stop(5)], at(10), at(0), at(0))
    assert only.arrive_at == at(15)


def test_stops_that_were_done_out_of_order_bring_no_later_one_nearer() -> None:
    # the third was done before the second: the fourth comes after the second all the same
    stops = [stop(5, arrived=5, left=15), stop(20), stop(35, arrived=20, left=30), stop(50)]
    first, second, third, fourth = live_times(stops, at(0), at(0), at(31))
    assert (first.leave_at, third.leave_at) == (at(15), at(30))
    # the van goes on from where it was last
    assert second.arrive_at == at(35)
    assert fourth.arrive_at == at(50)
