"""What an action needs beyond its own axis."""

import pytest

from dispatch_console.domain.errors import Refused
from dispatch_console.domain.orders import guards
from dispatch_console.domain.orders.stages import Axes

READY = Axes(verification="verified", packing="packed", appointment="confirmed")


def test_a_ready_order_may_be_planned() -> None:
    assert guards.may_plan(READY, handover="delivery", has_window=True, has_pin=True) == ()


def test_every_reason_against_planning_is_named() -> None:
    assert guards.may_plan(READY, handover="delivery", has_window=False, has_pin=True) == ("no_window",)
    assert guards.may_plan(READY, handover="delivery", has_window=True, has_pin=False) == ("no_pin",)
    assert guards.may_plan(READY, handover="collection", has_window=True, has_pin=True) == ("collection",)
    closed = Axes(verification="on_hold", closure="cancelled")
    assert guards.may_plan(closed, handover="delivery", has_window=False, has_pin=False) == (
        "closed",
        "not_verified",
        "no_window",
        "no_pin",
    )


def test_only_open_verified_and_packed_orders_are_loaded() -> None:
    guards.require_packed_for_load(READY, number="1002")
    with pytest.raises(Refused) as refusal:
        guards.require_packed_for_load(Axes(verification="changed", packing="packed"), number="1002")
    assert (refusal.value.code, refusal.value.facts) == ("load.not_verified", {"number": "1002"})
    with pytest.raises(Refused, match=r"load\.not_packed"):
        guards.require_packed_for_load(Axes(verification="verified", packing="reopened"), number="1002")
    with pytest.raises(Refused, match=r"load\.closed"):
        guards.require_packed_for_load(
            Axes(verification="verified", packing="packed", closure="cancelled"), number="1002"
        )


def test_a_van_leaves_with_all_and_nothing_else() -> None:
    guards.require_load_balanced(missing=(), surplus=())
    for missing, surplus in ((("0041",), ()), ((), ("0042",))):
        with pytest.raises(Refused) as refusal:
            guards.require_load_balanced(missing=missing, surplus=surplus)
        assert refusal.value.facts == {"missing": missing, "surplus": surplus}
        assert refusal.value.code == ("load.unbalanced" if missing else "load.surplus")
