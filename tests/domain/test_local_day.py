"""A day's clocks, instants and seconds agree, also on the two days that have 23 and 25 hours."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_console.domain.local_day import LocalDay

HELSINKI, NEW_YORK = ZoneInfo("Europe/Helsinki"), ZoneInfo("America/New_York")
NIGHTS = (
    (HELSINKI, date(2027, 3, 28), 23), (HELSINKI, date(2027, 10, 31), 25), (HELSINKI, date(2027, 6, 1), 24),
    (NEW_YORK, date(2027, 3, 14), 23), (NEW_YORK, date(2027, 11, 7), 25),
    # clocks change at midnight here
    (ZoneInfo("America/Santiago"), date(2027, 9, 5), 23), (ZoneInfo("America/Havana"), date(2027, 11, 7), 25),
)  # fmt: skip


@pytest.mark.parametrize(("zone", "day", "hours"), NIGHTS)
def test_a_day_is_as_long_as_it_is_and_follows_the_one_before(zone: ZoneInfo, day: date, hours: int) -> None:
    local = LocalDay(day, zone)
    assert local.length_s == hours * 3600
    assert LocalDay(day - timedelta(days=1), zone).ends == local.begins
    assert local.begins.tzinfo is UTC


@given(st.sampled_from(NIGHTS), st.integers(0, 25 * 3600 - 1))
def test_seconds_and_instants_are_each_other_s_reverse(night: tuple[ZoneInfo, date, int], second: int) -> None:
    zone, day, hours = night
    local = LocalDay(day, zone)
    assert local.seconds(local.instant(second)) == second
    if second < hours * 3600:
        assert LocalDay.of(local.instant(second), zone) == local
        assert local.clock(second) == f"{local.instant(second).astimezone(zone):%H:%M}"


def test_noon_is_noon_whatever_the_night_was() -> None:
    spring, autumn = LocalDay(date(2027, 3, 28), HELSINKI), LocalDay(date(2027, 10, 31), HELSINKI)
    assert spring.at("12:00") == datetime(2027, 3, 28, 9, tzinfo=UTC)
    assert (spring.seconds(spring.at("12:00")), autumn.seconds(autumn.at("12:00"))) == (11 * 3600, 13 * 3600)


def test_what_clocks_skip_or_show_twice() -> None:
    spring, autumn = LocalDay(date(2027, 3, 28), HELSINKI), LocalDay(date(2027, 10, 31), HELSINKI)
    assert spring.span("03:00", "04:00") is None
    assert spring.at("03:30").astimezone(HELSINKI).strftime("%H:%M") == "04:30"
    both = autumn.span("03:00", "04:00")
    assert both is not None and both[1] - both[0] == timedelta(hours=2)
    assert autumn.at("03:30", last=True) - autumn.at("03:30") == timedelta(hours=1)


def test_hours_are_those_of_the_clock() -> None:
    spring, autumn = LocalDay(date(2027, 3, 28), HELSINKI), LocalDay(date(2027, 10, 31), HELSINKI)
    assert spring.hours(3600, 5 * 3600) == (1, 2, 4, 5)
    assert autumn.hours(3600, 5 * 3600) == (1, 2, 3)
    assert LocalDay(date(2027, 6, 1), HELSINKI).hours(13 * 3600, 16 * 3600 + 1800) == (13, 14, 15, 16)
    assert spring.span("20:00", "24:00") == (spring.at("20:00"), spring.ends)
