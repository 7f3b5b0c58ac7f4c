"""When a message is due."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from dispatch_console.domain.messages.due import night, quiet, reminder_due_at, told_range

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
PROMISE = (NOW + timedelta(hours=2), NOW + timedelta(hours=4))


@pytest.mark.parametrize(
    ("clock", "silent"),
    (
        (time(20, 59), False), (time(21, 0), True), (time(23, 59), True), (time(0, 0), True), (time(6, 59), True),
        (time(7, 0), False), (time(12, 0), False),
    ),
)  # fmt: skip
def test_nobody_is_written_to_between_nine_and_seven(clock: time, silent: bool) -> None:
    assert quiet(clock) is silent


@pytest.mark.parametrize(("lead", "minutes"), ((None, 90), (30, 60), (60, 60), (75, 75), (120, 120), (500, 120)))
def test_a_reminder_goes_one_to_two_hours_before(lead: int | None, minutes: int) -> None:
    due = reminder_due_at(NOW) if lead is None else reminder_due_at(NOW, timedelta(minutes=lead))
    assert NOW - due == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("eta", "start", "end"),
    (
        ("14:07", "14:00", "14:40"),
        ("14:32", "14:15", "15:05"),
        ("14:00", "14:00", "14:30"),
        ("13:50", "13:35", "14:20"),
        # never later than what is promised, and never before it comes
        ("15:40", "15:25", "16:00"),
        ("16:10", "15:55", "16:40"),
    ),
)
def test_customers_are_told_a_range_on_round_minutes(eta: str, start: str, end: str) -> None:
    def at(clock: str) -> datetime:
        return datetime.combine(NOW.date(), time.fromisoformat(clock), UTC)

    assert told_range(at(eta), at("14:00"), at("16:00")) == (at(start), at(end))


@pytest.mark.parametrize(
    ("at", "hours", "begins", "ends"),
    (
        ("2026-11-22T23:30", ("21:00", "07:00"), "2026-11-22T21:00", "2026-11-23T07:00"),
        ("2026-11-23T06:10", ("21:00", "07:00"), "2026-11-22T21:00", "2026-11-23T07:00"),
        ("2026-11-23T02:00", ("01:00", "08:00"), "2026-11-23T01:00", "2026-11-23T08:00"),
        # the night in which clocks go back has an hour more
        ("2026-10-25T05:00", ("21:00", "07:00"), "2026-10-24T21:00", "2026-10-25T07:00"),
    ),
)
def test_a_night_is_told_by_the_clock_of_its_reader(at: str, hours: tuple[str, str], begins: str, ends: str) -> None:
    zone = ZoneInfo("Europe/Helsinki")

    def local(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=zone)

    held = time.fromisoformat(hours[0]), time.fromisoformat(hours[1])
    assert night(local(at), zone, held) == (local(begins), local(ends))
    assert night(local("2026-11-23T12:00"), zone, held) is None
    assert night(local("2026-11-23T12:00"), zone, (time(9), time(9))) is None
