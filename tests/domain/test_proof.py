"""Which proofs a handoff needs."""

from dataclasses import replace

import pytest

from dispatch_console.domain.errors import Refused
from dispatch_console.domain.road.outcomes import OUTCOMES
from dispatch_console.domain.road.proof import HandoffFacts, missing_proof, require_proof

WHOLE = HandoffFacts(
    outcome="delivered_to_recipient", recipient="Anna", said_name=True, said_number=True, has_signature=True
)


def missing(facts: HandoffFacts, *needs: str, due: int = 0, permitted: bool = False) -> tuple[str, ...]:
    return missing_proof(facts, needs, due=due, permitted=permitted)


def test_a_whole_record_misses_nothing() -> None:
    assert missing(WHOLE) == ()
    assert missing(HandoffFacts(outcome="somewhere")) == ("outcome",)


@pytest.mark.parametrize(
    "outcome", ("delivered_to_recipient", "delivered_third_party", "delivered_partial", "picked_up")
)
def test_a_person_is_named_asked_and_signs(outcome: str) -> None:
    assert missing(HandoffFacts(outcome=outcome)) == ("recipient", "said_name", "said_number", "signature")
    assert missing(replace(WHOLE, outcome=outcome, recipient="  ")) == ("recipient",)


@pytest.mark.parametrize("outcome", ("delivered_mailbox", "delivered_pickup_point", "failed_not_home", "unattempted"))
def test_where_nobody_is_nobody_signs(outcome: str) -> None:
    assert missing(HandoffFacts(outcome=outcome), "fragile", "photo") == ()


@pytest.mark.parametrize("outcome", ("delivered_mailbox", "delivered_pickup_point"))
@pytest.mark.parametrize("need", ("id_check", "age_18", "cash_on_delivery", "signature", "pin"))
def test_what_is_handed_to_a_person_is_left_nowhere(outcome: str, need: str) -> None:
    assert missing(HandoffFacts(outcome=outcome), need) == ("in_person",)
    assert "in_person" in missing(HandoffFacts(outcome=outcome), due=100)


def test_at_the_counter_nothing_is_open_and_at_a_door_what_happened_is_recorded() -> None:
    bare = HandoffFacts(outcome="delivered_to_recipient", recipient="Anna", said_name=True)
    with pytest.raises(Refused) as refusal:
        require_proof(bare, (), due=0, permitted=False)
    assert refusal.value.facts["missing"] == ("said_number", "signature")
    assert require_proof(bare, (), due=500, permitted=False, through="phone") == ("said_number", "signature", "cash")
    # without a name there is nothing to record
    with pytest.raises(Refused) as refusal:
        require_proof(replace(bare, recipient=""), (), due=0, permitted=False, through="phone")
    assert refusal.value.facts["missing"] == ("recipient",)
    with pytest.raises(Refused):
        require_proof(HandoffFacts(outcome="delivered_safe_place"), (), due=0, permitted=False, through="phone")


def test_at_the_counter_every_parcel_is_checked_before_it_is_handed_out() -> None:
    fetched = replace(WHOLE, outcome="picked_up")
    for checked in ({}, {7: "scanned"}):
        with pytest.raises(Refused) as refusal:
            require_proof(replace(fetched, checked=checked), (), due=0, permitted=False, parcels=(7, 8))
        assert refusal.value.facts["missing"] == ("parcels",)
    both = {7: "scanned", 8: "seen"}
    assert require_proof(replace(fetched, checked=both), (), due=0, permitted=False, parcels=(7, 8)) == ()


def test_a_sheet_says_what_was_done_also_where_it_should_not_have_been() -> None:
    left = HandoffFacts(outcome="delivered_safe_place")
    assert require_proof(left, ("id_check",), due=0, permitted=False, through="sheet") == ("permission", "in_person")


def test_a_signature_on_a_sheet_is_still_to_come() -> None:
    assert require_proof(replace(WHOLE, on_paper=True), (), due=0, permitted=False, through="phone") == ("signature",)
    missed = HandoffFacts(outcome="failed_not_home", on_paper=True)
    assert require_proof(missed, (), due=0, permitted=False, through="phone") == ()


def test_identity_and_age_are_seen_where_they_are_asked_for() -> None:
    assert missing(WHOLE, "id_check", "age_18") == ("id_kind", "of_age")
    assert missing(replace(WHOLE, id_kind="library card"), "id_check") == ("id_kind",)
    assert missing(replace(WHOLE, id_kind="passport", of_age=True), "id_check", "age_18") == ()


def test_cash_is_taken_to_the_last_cent() -> None:
    assert missing(replace(WHOLE, collected=2399), due=2400) == ("cash",)
    assert missing(replace(WHOLE, collected=2400), due=2400) == ()
    assert missing(replace(WHOLE, outcome="picked_up"), due=1) == ("cash",)
    assert missing(HandoffFacts(outcome="failed_not_home"), due=2400) == ()


def test_no_mailbox_holds_what_two_people_carry() -> None:
    mailbox = HandoffFacts(outcome="delivered_mailbox")
    assert missing(mailbox) == () and missing(mailbox, "two_person") == ("too_large",)
    with pytest.raises(Refused):
        require_proof(mailbox, ("two_person",), due=0, permitted=True, through="phone")
    assert "too_large" not in missing(HandoffFacts(outcome="delivered_safe_place"), "two_person", permitted=True)


def test_a_safe_place_needs_permission_and_nothing_that_is_done_in_person() -> None:
    left = HandoffFacts(outcome="delivered_safe_place")
    assert missing(left) == ("permission",)
    assert missing(left, permitted=True) == ()
    for need in ("id_check", "age_18", "cash_on_delivery"):
        assert missing(left, need, permitted=True) == ("in_person",)
    assert missing(left, "fragile", permitted=True) == ()


def test_an_open_record_is_refused_with_what_is_missing() -> None:
    require_proof(WHOLE, (), due=0, permitted=False)
    with pytest.raises(Refused) as refusal:
        require_proof(HandoffFacts(outcome="delivered_safe_place"), (), due=5, permitted=False)
    assert (refusal.value.code, refusal.value.facts) == (
        "handoff.missing",
        {"missing": ("cash", "permission", "in_person")},
    )


def test_codes_that_drivers_write_on_paper() -> None:
    assert {outcome.paper_code: code for code, outcome in OUTCOMES.items()} == {
        10: "delivered_to_recipient", 11: "delivered_third_party", 12: "delivered_mailbox",
        13: "delivered_safe_place", 14: "delivered_pickup_point", 15: "delivered_partial", 20: "picked_up",
        31: "failed_not_home", 32: "failed_cant_find_address", 33: "failed_no_access", 34: "failed_no_time",
        35: "failed_parcel_missing", 36: "failed_missing_required_proof", 37: "failed_payment_not_received",
        38: "failed_refused", 39: "failed_damaged", 40: "failed_id_check_failed", 50: "unattempted",
    }  # fmt: skip
