"""The six axes: every table is whole, and nothing but its moves is possible."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_console.domain.errors import Refused
from dispatch_console.domain.orders import lifecycle
from dispatch_console.domain.orders.lifecycle import AXES, Axis
from dispatch_console.domain.orders.stages import Axes, Stage, next_action, stage_of

ROOT = Path(__file__).parents[2]
ACTIONS = {
    "verify", "release", "cancel", "pack", "confirm_window", "plan", "publish", "load", "depart", "hand_over",
    "reconcile", "rebook", "none",
}  # fmt: skip


@pytest.mark.parametrize("axis", AXES.values(), ids=list(AXES))
def test_every_state_can_be_reached_from_the_first(axis: Axis) -> None:
    reached, before = {axis.initial}, set[str]()
    while reached != before:
        before = set(reached)
        reached |= {after for (state, _), after in axis.moves.items() if state in before}
    assert reached == set(axis.states)


@given(st.sampled_from(list(AXES.values())), st.data())
def test_what_is_not_in_the_table_is_refused_with_what_was_tried(axis: Axis, data: st.DataObject) -> None:
    state, action = data.draw(st.sampled_from(axis.states)), data.draw(st.sampled_from(axis.actions))
    if axis.allows(state, action):
        assert axis.after(state, action) in axis.states
    else:
        with pytest.raises(Refused) as refusal:
            axis.after(state, action)
        assert refusal.value.facts == {"axis": axis.name, "state": state, "action": action}


@given(st.builds(Axes, *(st.sampled_from(axis.states) for axis in AXES.values())))
def test_every_combination_has_a_stage_and_a_next_action(axes: Axes) -> None:
    assert stage_of(axes) in Stage
    assert next_action(axes) in ACTIONS
    assert (stage_of(axes) is Stage.CLOSED) == (axes.closure != "open") == (next_action(axes) == "none")


def test_states_move_only_through_the_one_method() -> None:
    """A state machine expressed twice is not expressed: nobody assigns an axis but `Order.take`."""
    assignment = re.compile(rf"\.({'|'.join(AXES)})\s*=[^=]")
    found = [
        f"{file.name}: {line.strip()}"
        for file in (ROOT / "dispatch_console").rglob("*.py")
        for line in file.read_text().splitlines()
        if assignment.search(line)
    ]
    assert found == []


def test_the_diagram_in_the_architecture_is_the_generated_one() -> None:
    assert lifecycle.diagram() in (ROOT / "dispatch_console/domain/orders/STATES.md").read_text()
