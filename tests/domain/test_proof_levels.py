"""How strongly a proof is asked, of which orders; and the PIN that nobody keeps."""

from dataclasses import replace

import pytest

from dispatch_console.domain.orders import pins
from dispatch_console.domain.orders.proof_levels import DEFAULTS, Level, ProofRule, levels_of, whole
from dispatch_console.domain.orders.requirements import from_tags
from dispatch_console.domain.orders.site_items import AskedOf, Scope
from dispatch_console.domain.road.proof import COUNTER, SHEET, HandoffFacts, lacking_proof, missing_proof

ORDER = AskedOf(["GIN-1"], "Aino", "shopify", [])
WHOLE = HandoffFacts(
    outcome="delivered_to_recipient", recipient="Anna", said_name=True, said_number=True, has_signature=True
)
EVERY = ProofRule("photo", Level.WARNED, Scope.EVERY, "")


def test_without_a_rule_the_defaults_stand_and_an_order_raises_them() -> None:
    assert levels_of((), ORDER) == DEFAULTS
    asked = levels_of((), replace(ORDER, requirements=from_tags("photo, PIN")))
    assert (asked["photo"], asked["pin"], asked["signature"]) == (Level.REQUIRED, Level.REQUIRED, Level.REQUIRED)


@pytest.mark.parametrize(
    ("rules", "level"),
    [
        ([EVERY], Level.WARNED),
        # one that means these orders wins over one for every order, also when it asks for less
        ([EVERY, replace(EVERY, level=Level.OFF, scope=Scope.PRODUCT, value="GIN-*")], Level.OFF),
        ([EVERY, replace(EVERY, level=Level.REQUIRED, scope=Scope.CUSTOMER, value="Bo")], Level.WARNED),
        ([EVERY, replace(EVERY, level=Level.WANTED)], Level.WARNED),
        ([replace(EVERY, proof="of_age", level=Level.OFF)], Level.OFF),
    ],
)
def test_the_narrower_rule_wins_then_the_stronger(rules: list[ProofRule], level: Level) -> None:
    assert levels_of(rules, ORDER)["photo"] is level
    assert levels_of(reversed(rules), ORDER)["photo"] is level
    assert "of_age" not in levels_of(rules, ORDER)


@pytest.mark.parametrize(
    ("level", "missing", "lacking"),
    [(Level.OFF, (), ()), (Level.WANTED, (), ()), (Level.WARNED, (), ("photo",)), (Level.REQUIRED, ("photo",), ())],
)
def test_a_level_says_whether_a_record_waits(level: Level, missing: tuple[str, ...], lacking: tuple[str, ...]) -> None:
    levels = {**DEFAULTS, "photo": level}
    assert missing_proof(WHOLE, (), due=0, permitted=False, levels=levels) == missing
    assert lacking_proof(WHOLE, levels=levels) == lacking
    for facts in (WHOLE, replace(WHOLE, outcome="delivered_mailbox")):
        with_photo = replace(facts, has_photo=True)
        assert missing_proof(with_photo, (), due=0, permitted=False, levels=levels) == ()
        assert lacking_proof(with_photo, levels=levels) == ()
    # a miss needs no picture, and nobody takes one at our counter
    missed, fetched = HandoffFacts(outcome="failed_not_home"), replace(WHOLE, outcome="picked_up")
    for facts, through in ((missed, ""), (fetched, COUNTER)):
        assert missing_proof(facts, (), due=0, permitted=False, through=through, levels=levels) == ()


@pytest.mark.parametrize("outcome", ["delivered_mailbox", "delivered_pickup_point", "delivered_safe_place"])
@pytest.mark.parametrize("level", Level)
def test_where_nobody_signs_a_photo_is_missed_but_on_paper(outcome: str, level: Level) -> None:
    facts, levels = replace(WHOLE, outcome=outcome), {**DEFAULTS, "photo": level}
    is_required = level is Level.REQUIRED
    assert missing_proof(facts, (), due=0, permitted=True, levels=levels) == (("photo",) if is_required else ())
    assert lacking_proof(facts, levels=levels) == (() if is_required else ("photo",))
    on_paper = ("photo",) if level is Level.WARNED else ()
    assert lacking_proof(facts, through=SHEET, levels=levels) == on_paper
    # a house that asks for no signature asks for nothing in its place
    none = {**DEFAULTS, "signature": Level.OFF}
    assert lacking_proof(facts, levels=none) == ()


def test_a_sheet_has_no_box_for_what_was_asked_and_none_for_a_pin() -> None:
    levels = {**DEFAULTS, "pin": Level.REQUIRED}
    paper = replace(WHOLE, said_name=False, said_number=False)
    assert missing_proof(paper, (), due=0, permitted=False, through=SHEET, levels=levels) == ("pin",)
    right = replace(paper, pin_right=True)
    assert missing_proof(right, (), due=0, permitted=False, through=SHEET, levels=levels) == ()


def test_what_is_off_stays_off_in_a_whole_record() -> None:
    assert whole({"photo": Level.OFF, "pin": Level.WANTED}) == {"photo": Level.OFF, "pin": Level.REQUIRED}


def test_a_pin_is_of_its_order_and_its_site() -> None:
    all_of_them = [pins.pin_of("a", order) for order in range(3000)]
    assert all(pins.is_pin(pin) for pin in all_of_them)
    # spread over all numbers, and another one at another site
    assert len(set(all_of_them)) > 2400
    assert sum(pin == pins.pin_of("b", order) for order, pin in enumerate(all_of_them)) < 10
    assert not pins.is_pin("12 4") and not pins.is_pin("١٢٣٤") and not pins.is_pin("12345")
