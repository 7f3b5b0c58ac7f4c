"""What was accepted and turned down at a door, and the money that follows."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_console.domain.errors import BadInput, Refused
from dispatch_console.domain.road import act_times, corrections, handed
from dispatch_console.domain.road.corrections import Told
from dispatch_console.domain.road.handed import SentLine, Turned

MUG = SentLine(line_id=1, sku="MUG", name="Mug", sent=6, price=1290)
PAN = SentLine(line_id=2, sku="PAN", name="Pan", sent=1, price=None)
LINES = (MUG, PAN)
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def turned(
    line_id: int = 1, refused: int = 0, damaged: int = 0, issue: str = "damaged", done: str = "back_refund"
) -> Turned:
    return Turned(line_id=line_id, refused=refused, damaged=damaged, issue=issue, done=done)


def test_what_is_turned_down_came_at_all_and_has_a_reason() -> None:
    handed.require_turned(LINES, (turned(damaged=1), turned(2, refused=1, issue="not_wanted")))
    handed.require_turned(LINES, (turned(issue="", done=""),))
    for bad in (turned(3), turned(refused=-1), turned(refused=4, damaged=3)):
        with pytest.raises(BadInput):
            handed.require_turned(LINES, (bad,))
    for bad in (turned(refused=1, issue=""), turned(refused=1, done="thrown away")):
        with pytest.raises(Refused, match=r"handoff\.issue"):
            handed.require_turned(LINES, (bad,))


def test_what_was_refused_comes_back_whatever_was_done_and_only_what_is_damaged_is_kept() -> None:
    kept = turned(refused=2, damaged=3, done="kept_refund")
    handed.require_turned(LINES, (kept,))
    assert (kept.comes_back, handed.received(LINES, (kept,)), handed.accepted(LINES, (kept,))) == (2, 5, 2)
    assert turned(refused=2, damaged=3).comes_back == 5
    with pytest.raises(Refused, match=r"handoff\.kept"):
        handed.require_turned(LINES, (turned(refused=2, done="kept_refund"),))


def test_who_keeps_all_that_is_damaged_has_got_his_delivery() -> None:
    all_damaged = (turned(damaged=6, done="kept_refund"), turned(2, damaged=1, done="kept_refund"))
    assert handed.outcome_of("delivered_to_recipient", LINES, all_damaged) == "delivered_to_recipient"
    assert handed.outcome_of("delivered_to_recipient", LINES, all_damaged[:1]) == "delivered_to_recipient"
    one_back = (turned(refused=1, damaged=5, done="kept_refund"), all_damaged[1])
    assert handed.outcome_of("delivered_to_recipient", LINES, one_back) == "delivered_partial"
    # whoever says so himself is believed
    assert handed.outcome_of("delivered_partial", LINES, all_damaged) == "delivered_partial"


def test_a_signature_is_given_for_the_pieces_that_stay() -> None:
    before, after = (
        corrections.signed_for("Petra", (turned(damaged=1, done=done),), 0) for done in ("kept_refund", "back_refund")
    )
    assert corrections.signature_holds(before, before) and not corrections.signature_holds(before, after)


def test_the_outcome_is_what_the_pieces_say() -> None:
    assert handed.outcome_of("delivered_to_recipient", LINES, ()) == "delivered_to_recipient"
    assert handed.outcome_of("delivered_to_recipient", LINES, (turned(damaged=1),)) == "delivered_partial"
    assert handed.outcome_of("picked_up", LINES, (turned(damaged=1),)) == "picked_up"
    assert handed.outcome_of("failed_refused", LINES, (turned(refused=6),)) == "failed_refused"
    with pytest.raises(Refused, match=r"handoff\.nothing_taken"):
        handed.outcome_of("delivered_third_party", LINES, (turned(refused=6), turned(2, refused=1)))
    with pytest.raises(Refused, match=r"handoff\.part_of_all"):
        handed.outcome_of("delivered_partial", LINES, ())


@pytest.mark.parametrize(
    ("due", "parts", "expected"),
    (
        (12950, (turned(damaged=1),), (11660, 0, False)),
        # it was paid before: the money goes back
        (0, (turned(damaged=1),), (0, 1290, False)),
        (1000, (turned(damaged=1),), (0, 290, False)),
        # goods that come once more are paid for now
        (12950, (turned(damaged=1, done="back_again"),), (12950, 0, False)),
        (12950, (turned(damaged=1, done="kept_refund"),), (11660, 0, False)),
        (0, (turned(2, refused=1),), (0, 0, True)),
        (500, (), (500, 0, False)),
    ),
)
def test_the_money_follows_the_goods(due: int, parts: tuple[Turned, ...], expected: tuple[int, int, bool]) -> None:
    money = handed.balance(due, LINES, parts)
    assert (money.due, money.refund, money.unpriced) == expected


@given(st.integers(0, 20000), st.integers(0, 6))
def test_no_coin_is_made_or_lost(due: int, pieces: int) -> None:
    money = handed.balance(due, LINES, (turned(refused=pieces),))
    assert money.due - money.refund == due - pieces * 1290 and min(money.due, money.refund) == 0


@pytest.mark.parametrize(
    ("at", "arrived", "left", "code"),
    (
        (-10, None, -60, None),
        (-10, -20, -60, None),
        (1, None, -60, None),
        (3, None, -60, "act.ahead"),
        (-10, -5, -60, "act.before_arrival"),
        (-10, -90, -60, "act.before_departure"),
        (-70, None, -60, "act.before_departure"),
        (-1400, None, None, None),
        (-1500, None, None, "act.long_ago"),
    ),
)
def test_an_act_was_when_it_can_have_been(at: int, arrived: int | None, left: int | None, code: str | None) -> None:
    def minutes(value: int | None) -> datetime | None:
        return NOW + timedelta(minutes=value) if value is not None else None

    def look() -> None:
        acted = NOW + timedelta(minutes=at)
        act_times.require_possible(
            acted, arrived_at=minutes(arrived), left_depot_at=minutes(left), now=NOW, clock="12:00"
        )

    if code is None:
        look()
        return
    with pytest.raises(Refused) as refusal:
        look()
    assert refusal.value.code == code


def test_a_customer_is_told_again_only_of_what_he_was_told_wrong() -> None:
    told = Told(outcome="delivered_to_recipient", recipient="Anna", acted_at=NOW, pieces=7)
    for other in (
        Told(outcome="failed_not_home", recipient="", acted_at=NOW, pieces=0),
        Told(outcome="", recipient="", acted_at=None, pieces=0),
        Told(outcome="delivered_to_recipient", recipient="Aila", acted_at=NOW, pieces=7),
        Told(outcome="delivered_to_recipient", recipient="Anna", acted_at=NOW + timedelta(minutes=9), pieces=7),
        Told(outcome="delivered_partial", recipient="Anna", acted_at=NOW, pieces=6),
    ):
        assert corrections.says_otherwise(told, other) and corrections.says_otherwise(other, told)
    assert not corrections.says_otherwise(told, told)
    missed = Told(outcome="failed_not_home", recipient="", acted_at=NOW, pieces=0)
    refused = Told(outcome="failed_refused", recipient="", acted_at=NOW + timedelta(hours=1), pieces=0)
    assert not corrections.says_otherwise(missed, refused)


def test_a_correction_has_its_reason() -> None:
    corrections.require_why("wrong_code", "", tells=True)
    with pytest.raises(Refused, match=r"correct\.why"):
        corrections.require_why("", "slip", tells=True)
    for why, tells in (("other", True), ("wrong_code", False)):
        with pytest.raises(Refused, match=r"correct\.words"):
            corrections.require_why(why, "  no ", tells=tells)
        corrections.require_why(why, "rang twice", tells=tells)
