"""Each gate: which items it asks of whom, when it is passed, and when it may open again."""

import pytest

from dispatch_console.domain.errors import Refused
from dispatch_console.domain.orders import gates
from dispatch_console.domain.orders.admission import Handover, Remark
from dispatch_console.domain.orders.gates import Item
from dispatch_console.domain.orders.requirements import Requirement
from dispatch_console.domain.orders.stages import Axes

VERIFY = ("products_match", "quantities_match", "customer_known", "address_exact", "instructions_read")
PACK = ("items_inspected", "papers_in", "weight_checked", "sealed_and_labelled")


def keys(gate: str, *needs: str) -> tuple[str, ...]:
    return tuple(item.key for item in gates.items_for(gate, needs))


def test_the_items_of_each_gate_stand_in_the_order_in_which_they_are_worked() -> None:
    assert keys("verify") == VERIFY
    assert keys("pack") == PACK
    assert keys("papers") == ()


@pytest.mark.parametrize(
    ("need", "item"),
    (
        (Requirement.AGE_18, "age_limit_told"),
        (Requirement.CASH_ON_DELIVERY, "cash_told"),
        (Requirement.FRAGILE, "fragile_marked"),
        (Remark.NOT_PAID, "payment_agreed"),
        (Remark.HELD_AT_SOURCE, "released_at_source"),
        (Remark.REFUND_OPEN, "refund_understood"),
        (Remark.STATE_UNKNOWN, "state_understood"),
        (Remark.HANDOVER_UNCLEAR, "handover_known"),
    ),
)
def test_an_item_is_asked_of_orders_that_need_it_only(need: str, item: str) -> None:
    assert keys("verify", need) == (*VERIFY, item)
    assert keys("pack", need) == PACK


def test_what_the_customer_fetches_needs_no_place_on_the_map() -> None:
    assert keys("verify", Handover.DELIVERY) == VERIFY
    assert keys("verify", Handover.COLLECTION) == tuple(key for key in VERIFY if key != "address_exact")


def test_evidence_of_each_item() -> None:
    evidence = {item.key: item.evidence for item in gates.ITEMS if item.evidence != "tick"}
    assert evidence == {
        "address_exact": "pin", "age_limit_told": "call", "cash_told": "call",
        "payment_agreed": "call", "items_inspected": "scan",
        "papers_in": "print", "weight_checked": "weight", "sealed_and_labelled": "print",
    }  # fmt: skip


def test_an_item_of_the_site_is_asked_behind_ours() -> None:
    own = (Item("bag_closed", "pack"), Item("other", "verify"))
    assert [item.key for item in gates.items_for("pack", (), own)] == [*PACK, "bag_closed"]


def test_a_gate_is_passed_by_ticks_and_waivers_together() -> None:
    items = gates.items_for("pack", ())
    gates.require_passed("pack", items, PACK[:3], PACK[3:])
    with pytest.raises(Refused) as refusal:
        gates.require_passed("pack", items, PACK[:1], PACK[3:])
    assert (refusal.value.code, refusal.value.facts) == ("gate.open", {"gate": "pack", "missing": PACK[1:3]})


def test_a_gate_that_was_not_passed_needs_no_opening() -> None:
    for gate in ("verify", "papers", "pack"):
        assert gates.reopening(gate, Axes(), "1") is None


@pytest.mark.parametrize("dispatch", ("unplanned", "planned", "on_manifest"))
def test_verify_opens_again_until_the_order_leaves(dispatch: str) -> None:
    passage = gates.reopening("verify", Axes(verification="verified", packing="packed", dispatch=dispatch), "1")
    assert passage is not None
    assert (passage.axis, passage.reopen) == ("verification", "reopen")


@pytest.mark.parametrize("dispatch", ("loaded", "out", "at_door", "done"))
def test_verify_of_an_order_that_leaves_stays_closed(dispatch: str) -> None:
    with pytest.raises(Refused) as refusal:
        gates.reopening("verify", Axes(verification="verified", dispatch=dispatch), "1002")
    assert (refusal.value.code, refusal.value.facts) == ("gate.passed", {"number": "1002"})


@pytest.mark.parametrize("gate", ("papers", "pack"))
def test_a_seal_is_not_opened_by_a_tick(gate: str) -> None:
    with pytest.raises(Refused, match=r"gate\.passed"):
        gates.reopening(gate, Axes(verification="verified", packing="packed"), "1002")


@pytest.mark.parametrize("role", ("packer", "dispatcher", "order_processor", "customer_service", "driver", ""))
def test_only_a_supervisor_waives(role: str) -> None:
    assert not gates.may_waive(role)
    with pytest.raises(Refused) as refusal:
        gates.require_waiver_right(role, "the scale is away")
    assert (refusal.value.code, refusal.value.facts) == ("waiver.role", {"role": role})


def test_a_waiver_has_a_reason_of_three_letters() -> None:
    assert gates.may_waive("supervisor")
    gates.require_waiver_right("supervisor", "ill")
    for reason in ("", "  no ", "x"):
        with pytest.raises(Refused, match=r"waiver\.reason"):
            gates.require_waiver_right("supervisor", reason)


@pytest.mark.parametrize(
    ("text", "enough"), [("", False), ("ok", False), (" a b ", True), ("ok ", False), ("old", True)]
)
def test_a_reason_has_three_letters_or_more(text: str, enough: bool) -> None:
    assert gates.is_reason(text) is enough
