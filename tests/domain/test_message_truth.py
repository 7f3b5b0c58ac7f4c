"""Whether a message may go: one table over all kinds and all that may make them untrue."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dispatch_console.domain.messages.due import SURVEY_LASTS, MessageKind
from dispatch_console.domain.messages.truth import MessageFacts, checks_of, falsehood

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
        ({"dispatch": "at_door"}, "at_door"),
        ({"dispatch": "done", "outcome": "delivered"}, "stop_done"),
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


OFFER = replace(REMINDER, kind=MessageKind.ASK, appointment="proposed", offered_until=NOW + timedelta(hours=2))
TRUE = {
    MessageKind.REMINDER: REMINDER,
    MessageKind.EVENING: replace(REMINDER, kind=MessageKind.EVENING, dispatch="on_manifest"),
    MessageKind.ON_THE_WAY: replace(REMINDER, kind=MessageKind.ON_THE_WAY),
    MessageKind.DELAY: replace(REMINDER, kind=MessageKind.DELAY, told_eta=NOW + timedelta(hours=1)),
    MessageKind.DELIVERED: THANKS,
    MessageKind.CORRECTION: replace(THANKS, kind=MessageKind.CORRECTION),
    MessageKind.SURVEY: replace(THANKS, kind=MessageKind.SURVEY, written_at=NOW - timedelta(days=1)),
    MessageKind.MISSED: MISSED,
    MessageKind.ON_HOLD: HELD,
    MessageKind.REJECTED: replace(HELD, kind=MessageKind.REJECTED, verification="rejected"),
    MessageKind.CONFIRMED: replace(REMINDER, kind=MessageKind.CONFIRMED, dispatch="unplanned"),
    MessageKind.PART: replace(REMINDER, kind=MessageKind.PART),
    MessageKind.ASK: OFFER,
    MessageKind.MOVED: replace(OFFER, kind=MessageKind.MOVED, appointment="moved"),
    MessageKind.ANSWER: replace(REMINDER, kind=MessageKind.ANSWER),
}
# what may happen between writing and sending
HAPPENS: tuple[dict[str, object], ...] = (
    {"already_sent": True}, {"opted_out": True}, {"wrong_number": True}, {"came_back": True}, {"address": ""},
    {"cancelled": True},
    {"attempt_over": True}, {"promise_moved": True}, {"dispatch": "unplanned"}, {"dispatch": "at_door"},
    {"dispatch": "on_manifest"}, {"outcome": "delivered"}, {"outcome": "failed"}, {"outcome": "none"}, {"eta_at": None},
    {"eta_at": NOW}, {"eta_at": PROMISE[0] - timedelta(hours=1)}, {"eta_at": PROMISE[1] + timedelta(minutes=1)},
    {"appointment": "lapsed"}, {"appointment": "proposed"}, {"appointment": "moved"}, {"appointment": "confirmed"},
    {"follows": False}, {"offered_until": NOW}, {"told_eta": NOW + timedelta(hours=2)}, {"rated": True},
    {"written_at": NOW - SURVEY_LASTS - timedelta(minutes=1)}, {"verification": "verified"},
    {"verification": "on_hold"}, {"verification": "rejected"}, {"corrected_again": True},
    {"phone_silent": True},
)  # fmt: skip
# what each of them refuses, beside what all do
REFUSES = {
    MessageKind.REMINDER: {
        "stop_passed",
        "at_door",
        "phone_silent",
        "window_moved",
        "not_loaded",
        "stop_done",
        "outside_promise",
    },
    MessageKind.EVENING: {
        "stop_passed",
        "at_door",
        "phone_silent",
        "window_moved",
        "not_on_route",
        "stop_done",
        "outside_promise",
    },
    MessageKind.ON_THE_WAY: {"stop_passed", "at_door", "phone_silent", "not_loaded", "stop_done"},
    MessageKind.DELAY: {"stop_passed", "at_door", "phone_silent", "stop_done", "delay_over"},
    MessageKind.DELIVERED: {"not_delivered"},
    MessageKind.CORRECTION: {"corrected_again"},
    MessageKind.SURVEY: {"not_delivered", "rated_already", "too_old"},
    MessageKind.MISSED: {"not_missed"},
    MessageKind.ON_HOLD: {"decided_otherwise"},
    MessageKind.REJECTED: {"decided_otherwise"},
    MessageKind.CONFIRMED: {"stop_done", "window_moved"},
    MessageKind.PART: {"nothing_follows"},
    MessageKind.ASK: {"window_moved", "offer_over"},
    MessageKind.MOVED: {"window_moved", "offer_over"},
    MessageKind.ANSWER: set(),
}
ALWAYS = {"told_already", "opted_out", "wrong_number", "no_address", "came_back"}


@pytest.mark.parametrize("kind", list(MessageKind))
def test_each_kind_goes_while_it_is_true_and_is_refused_for_each_of_its_reasons(kind: MessageKind) -> None:
    assert falsehood(TRUE[kind]) is None
    met = {falsehood(replace(TRUE[kind], **happened)) for happened in HAPPENS} - {None}  # type: ignore[arg-type]
    # what was rejected, and what somebody writes by hand, is told of a cancelled order too
    cancelled = set() if kind in (MessageKind.REJECTED, MessageKind.ANSWER) else {"cancelled"}
    assert met == REFUSES[kind] | ALWAYS | cancelled
    assert {check.code for check in checks_of(kind)} == met
