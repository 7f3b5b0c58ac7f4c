"""When a message is due, and whether it may go."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from dispatch_console.domain.messages.due import (
    MessageFacts,
    MessageKind,
    falsehood,
    quiet,
    reminder_due_at,
    told_range,
)

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
PROMISE = (NOW + timedelta(hours=2), NOW + timedelta(hours=4))
REMINDER = MessageFacts(
    kind=MessageKind.REMINDER, verification="verified", dispatch="out", outcome="none",
    eta_at=NOW + timedelta(hours=2), promise=PROMISE,
    address="a@example.com", opted_out=False, already_sent=False, attempt_over=False, now=NOW,
)  # fmt: skip
THANKS = replace(REMINDER, kind=MessageKind.DELIVERED, outcome="delivered", dispatch="done")
HELD = replace(REMINDER, kind=MessageKind.ON_HOLD, verification="on_hold", dispatch="unplanned")
MISSED = replace(REMINDER, kind=MessageKind.MISSED, outcome="failed", dispatch="done")


@pytest.mark.parametrize("message", (REMINDER, THANKS, MISSED, HELD, replace(THANKS, outcome="picked_up")))
def test_what_is_true_goes_and_what_is_unwelcome_does_not(message: MessageFacts) -> None:
    assert falsehood(message) is None
    assert falsehood(replace(message, already_sent=True)) == "told_already"
    assert falsehood(replace(message, opted_out=True)) == "opted_out"
    assert falsehood(replace(message, address="")) == "no_address"


@pytest.mark.parametrize(
    ("changes", "code"),
    (
        ({"attempt_over": True}, "stop_passed"),
        ({"dispatch": "on_manifest"}, "not_loaded"),
        ({"dispatch": "at_door"}, "not_loaded"),
        ({"dispatch": "loaded"}, None),
        ({"outcome": "failed"}, "stop_done"),
        ({"eta_at": None}, "stop_passed"),
        ({"eta_at": NOW}, "stop_passed"),
        ({"eta_at": PROMISE[0] - timedelta(minutes=30)}, None),
        ({"eta_at": PROMISE[0] - timedelta(minutes=31)}, "outside_promise"),
        ({"eta_at": PROMISE[1]}, None),
        ({"eta_at": PROMISE[1] + timedelta(seconds=1)}, "outside_promise"),
        ({"promise": None, "eta_at": NOW + timedelta(hours=9)}, None),
    ),
)
def test_a_reminder_says_what_the_board_says(changes: dict[str, object], code: str | None) -> None:
    assert falsehood(replace(REMINDER, **changes)) == code  # type: ignore[arg-type]


def test_thanks_and_missed_notes_are_about_what_happened() -> None:
    assert falsehood(replace(THANKS, outcome="failed")) == "not_delivered"
    assert falsehood(replace(THANKS, attempt_over=True)) is None
    assert falsehood(replace(MISSED, outcome="none")) == "not_missed"
    assert falsehood(replace(MISSED, outcome="none", attempt_over=True)) is None


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


@pytest.mark.parametrize("kind", [MessageKind.ON_HOLD, MessageKind.REJECTED])
def test_what_the_office_decided_is_told_only_while_it_is_so(kind: MessageKind) -> None:
    assert falsehood(replace(HELD, kind=kind, verification=kind.value)) is None
    for state in {"new", "verified", "changed", "on_hold", "rejected"} - {kind.value}:
        assert falsehood(replace(HELD, kind=kind, verification=state)) == "decided_otherwise"


def test_a_message_about_a_promise_that_was_moved_or_an_order_that_was_cancelled_is_not_sent() -> None:
    assert falsehood(replace(REMINDER, promise_moved=True)) == "window_moved"
    for message in (REMINDER, THANKS, MISSED, HELD):
        assert falsehood(replace(message, cancelled=True)) == "cancelled"
    assert falsehood(replace(THANKS, promise_moved=True)) is None


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
