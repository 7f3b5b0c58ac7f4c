"""The stage of an order and its next action, by its axes."""

import pytest

from dispatch_console.domain.orders.stages import Axes, next_action, stage_of

CHECKED = {"verification": "verified"}
PACKED = {**CHECKED, "packing": "packed"}
PROMISED = {**PACKED, "appointment": "confirmed"}


@pytest.mark.parametrize(
    ("axes", "stage", "action"),
    (
        ({}, "verify", "verify"),
        ({"verification": "changed"}, "verify", "verify"),
        ({"verification": "on_hold"}, "needs_attention", "release"),
        ({"verification": "rejected"}, "needs_attention", "cancel"),
        (CHECKED, "pack", "pack"),
        ({**CHECKED, "packing": "in_progress"}, "pack", "pack"),
        ({**CHECKED, "packing": "reopened", "dispatch": "planned"}, "pack", "pack"),
        (PACKED, "schedule", "confirm_window"),
        ({**PACKED, "appointment": "proposed"}, "schedule", "confirm_window"),
        ({**PACKED, "appointment": "lapsed"}, "schedule", "confirm_window"),
        ({**PACKED, "appointment": "moved"}, "schedule", "confirm_window"),
        ({**PACKED, "appointment": "moved", "dispatch": "planned"}, "load", "publish"),
        (PROMISED, "route", "plan"),
        ({**PROMISED, "dispatch": "planned"}, "load", "publish"),
        ({**PROMISED, "dispatch": "on_manifest"}, "load", "load"),
        ({**PROMISED, "dispatch": "loaded"}, "load", "depart"),
        ({**PROMISED, "dispatch": "out"}, "on_the_road", "hand_over"),
        ({**PROMISED, "dispatch": "at_door"}, "on_the_road", "hand_over"),
        ({**PROMISED, "dispatch": "out", "verification": "on_hold"}, "on_the_road", "hand_over"),
        ({**PROMISED, "dispatch": "done", "outcome": "delivered"}, "reconcile", "reconcile"),
        ({**PROMISED, "dispatch": "done", "outcome": "picked_up"}, "reconcile", "reconcile"),
        ({**PROMISED, "dispatch": "done", "outcome": "failed"}, "needs_attention", "rebook"),
        ({**PROMISED, "dispatch": "done", "outcome": "unattempted"}, "needs_attention", "rebook"),
        ({**PROMISED, "outcome": "delivered", "closure": "reconciled"}, "closed", "none"),
        ({"closure": "cancelled", "verification": "on_hold"}, "closed", "none"),
    ),
)
def test_a_stage_and_what_a_person_does_next(axes: dict[str, str], stage: str, action: str) -> None:
    assert (stage_of(Axes(**axes)), next_action(Axes(**axes))) == (stage, action)
