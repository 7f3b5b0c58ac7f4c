"""When something happened by a phone whose clock is wrong, is put right, or jumps."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_console.domain.road.phone_clock import Heard, Reading, act_time

NINE = datetime(2026, 11, 23, 9, 38, tzinfo=UTC)
FAST = timedelta(minutes=47)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def heard(at: datetime, ahead: timedelta = timedelta(0), jumped: timedelta = timedelta(0)) -> Heard:
    """Return a moment at which the phone's clock was ahead of ours."""
    return Heard(ours=at, phone=Reading(at + ahead, jumped))


def test_a_clock_that_is_right_is_believed() -> None:
    found = act_time(Reading(NINE + minutes(55), minutes(0)), heard(NINE), heard(NINE + minutes(90)))
    assert (found.at, found.corrected, found.is_doubtful) == (NINE + minutes(55), False, False)


def test_a_clock_that_is_always_fast_is_corrected() -> None:
    act = Reading(NINE + minutes(55) + FAST, minutes(0))
    found = act_time(act, heard(NINE, FAST), heard(NINE + minutes(90), FAST))
    assert (found.at, found.corrected, found.is_doubtful) == (NINE + minutes(55), True, False)


def test_a_clock_that_was_put_right_before_the_hand_in_is_known_by_the_jump_that_was_seen() -> None:
    # an act before the clock was put right, and one after it
    jump = -FAST
    before = Reading(NINE + minutes(55) + FAST, minutes(0))
    after = Reading(NINE + minutes(80), jump)
    end = Heard(ours=NINE + minutes(90), phone=Reading(NINE + minutes(90), jump))
    for act, true in ((before, 55), (after, 80)):
        found = act_time(act, heard(NINE, FAST), end)
        assert (found.at, found.is_doubtful) == (NINE + minutes(true), False)


def test_a_day_off_is_corrected() -> None:
    day = timedelta(days=-1)
    found = act_time(Reading(NINE + minutes(10) + day, minutes(0)), heard(NINE, day), heard(NINE + minutes(20), day))
    assert found.at == NINE + minutes(10)


def test_a_phone_that_slept_did_not_jump() -> None:
    # the counter stood still for an hour: it looks like a jump, and both ends say that it was none
    end = Heard(ours=NINE + minutes(90), phone=Reading(NINE + minutes(90), minutes(60)))
    found = act_time(Reading(NINE + minutes(55), minutes(40)), heard(NINE), end)
    assert (found.at, found.is_doubtful) == (NINE + minutes(55), False)


def test_a_jump_among_sleeps_is_said_to_be_doubtful_and_the_truth_lies_between() -> None:
    end = Heard(ours=NINE + minutes(90), phone=Reading(NINE + minutes(90), minutes(60)))
    found = act_time(Reading(NINE + minutes(55) + FAST, minutes(40)), heard(NINE, FAST), end)
    assert found.is_doubtful and found.earliest <= NINE + minutes(55) <= found.latest
    assert found.latest <= end.ours


def test_a_phone_that_never_heard_from_us_goes_by_the_hand_in() -> None:
    found = act_time(Reading(NINE + FAST, minutes(0)), None, heard(NINE + minutes(5), FAST))
    assert (found.at, found.corrected) == (NINE, True)


@given(
    ahead=st.integers(-3000, 3000),
    when=st.integers(0, 300),
    jumps=st.lists(st.tuples(st.integers(0, 400), st.integers(-2000, 2000)), max_size=4),
)
def test_jumps_that_were_all_seen_never_move_an_act(ahead: int, when: int, jumps: list[tuple[int, int]]) -> None:
    def reading(at: int) -> Reading:
        jumped = minutes(sum(by for after, by in jumps if after <= at))
        return Reading(NINE + minutes(at) + minutes(ahead) + jumped, jumped)

    start, end = Heard(ours=NINE, phone=reading(-1)), Heard(ours=NINE + minutes(500), phone=reading(500))
    start = Heard(ours=NINE - minutes(1), phone=start.phone)
    found = act_time(reading(when), start, end)
    total = sum(by for _, by in jumps)
    if abs(total) > 1:
        assert abs(found.at - (NINE + minutes(when))) <= minutes(1)


@pytest.mark.parametrize("jumped", [0, 30])
def test_nothing_is_later_than_now(jumped: int) -> None:
    end = heard(NINE + minutes(3), minutes(-40))
    found = act_time(Reading(NINE + minutes(200), minutes(jumped)), heard(NINE), end)
    assert found.latest <= end.ours or not found.is_doubtful
