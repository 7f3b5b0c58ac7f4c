"""The six axes of an order's state, each written down once as `(state, action) → state`.

Buttons, batch verbs, database checks, the diagram in STATES.md and the tests derive from these tables. Guards
that need facts beyond the axis itself stand in `guards.py`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dispatch_console.domain import roles
from dispatch_console.domain.errors import Refused


@dataclass(frozen=True)
class Axis:
    """One guarded state machine. `roles` says who acts: action → roles."""

    name: str
    initial: str
    moves: Mapping[tuple[str, str], str]
    roles: Mapping[str, tuple[str, ...]]

    @property
    def states(self) -> tuple[str, ...]:
        states = dict.fromkeys([self.initial])
        for (before, _), after in self.moves.items():
            states[before] = states[after] = None
        return tuple(states)

    @property
    def actions(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(action for _, action in self.moves))

    def allows(self, state: str, action: str) -> bool:
        return (state, action) in self.moves

    def after(self, state: str, action: str) -> str:
        """Return the next state. Errors: Refused `lifecycle.illegal` with axis, state and action."""
        try:
            return self.moves[state, action]
        except KeyError:
            raise Refused("lifecycle.illegal", axis=self.name, state=state, action=action) from None


VERIFICATION = Axis(
    "verification",
    "new",
    {
        ("new", "verify"): "verified",
        ("changed", "verify"): "verified",
        ("new", "hold"): "on_hold",
        ("changed", "hold"): "on_hold",
        ("verified", "hold"): "on_hold",
        ("on_hold", "release"): "new",
        ("new", "reject"): "rejected",
        ("changed", "reject"): "rejected",
        ("on_hold", "reject"): "rejected",
        ("rejected", "release"): "new",
        ("verified", "source_changed"): "changed",
        ("verified", "reopen"): "new",
    },
    {
        "verify": roles.OFFICE,
        "hold": roles.OFFICE,
        "release": roles.OFFICE,
        "reject": roles.OFFICE,
        "reopen": roles.OFFICE,
    },
)

PACKING = Axis(
    "packing",
    "waiting",
    {
        ("waiting", "start"): "in_progress",
        ("reopened", "start"): "in_progress",
        ("in_progress", "put_back"): "waiting",
        ("in_progress", "close"): "packed",
        ("packed", "reopen"): "reopened",
        ("in_progress", "reopen"): "reopened",
    },
    {"start": roles.PACKING, "put_back": roles.PACKING, "close": roles.PACKING, "reopen": roles.PACKING},
)

APPOINTMENT = Axis(
    "appointment",
    "unset",
    {
        ("unset", "propose"): "proposed",
        ("proposed", "propose"): "proposed",
        ("lapsed", "propose"): "proposed",
        ("unset", "confirm"): "confirmed",
        ("proposed", "confirm"): "confirmed",
        ("lapsed", "confirm"): "confirmed",
        ("confirmed", "move"): "moved",
        ("moved", "move"): "moved",
        ("moved", "confirm"): "confirmed",
        # the customer's yes still holds: the act that would have broken it was undone
        ("moved", "restore"): "confirmed",
        ("confirmed", "lapse"): "lapsed",
        ("moved", "lapse"): "lapsed",
        ("proposed", "lapse"): "lapsed",
        # the attempt that was given up was none: what was agreed for it held
        ("lapsed", "restore"): "confirmed",
    },
    {
        "propose": roles.DESK,
        "confirm": roles.DESK,
        "move": roles.DESK,
        "restore": roles.DESK,
        "lapse": roles.DESK,
    },
)

DISPATCH = Axis(
    "dispatch",
    "unplanned",
    {
        ("unplanned", "plan"): "planned",
        ("planned", "unplan"): "unplanned",
        ("planned", "publish"): "on_manifest",
        ("on_manifest", "unplan"): "unplanned",
        ("on_manifest", "plan"): "planned",
        ("on_manifest", "load"): "loaded",
        ("loaded", "leave_behind"): "unplanned",
        ("loaded", "depart"): "out",
        ("out", "arrive"): "at_door",
        ("out", "recall"): "unplanned",
        ("at_door", "recall"): "unplanned",
        ("out", "finish"): "done",
        ("at_door", "finish"): "done",
        ("unplanned", "finish"): "done",
        ("done", "retry"): "unplanned",
        # what was recorded of another door: the van still has it
        ("done", "take_back"): "out",
        ("done", "return_to_counter"): "unplanned",
    },
    {
        "plan": roles.DISPATCH,
        "unplan": roles.DISPATCH,
        "publish": roles.DISPATCH,
        "load": roles.LOADING,
        "leave_behind": roles.DISPATCH,
        "depart": roles.ROAD,
        "recall": roles.DISPATCH,
        "arrive": roles.ROAD,
        "finish": roles.HANDOFF,
        "retry": roles.DESK,
        "take_back": roles.DISPATCH,
        "return_to_counter": roles.DISPATCH,
    },
)

_RECORDED = ("delivered", "failed", "picked_up", "unattempted")
# what a record becomes once it is put right; `take_back`: nothing has happened there yet
_CORRECTED = {
    "deliver": "delivered",
    "fail": "failed",
    "pick_up": "picked_up",
    "leave_unattempted": "unattempted",
    "take_back": "none",
}

OUTCOME = Axis(
    "outcome",
    "none",
    {
        ("none", "deliver"): "delivered",
        ("none", "fail"): "failed",
        ("none", "pick_up"): "picked_up",
        ("none", "leave_unattempted"): "unattempted",
        ("failed", "retry"): "none",
        ("unattempted", "retry"): "none",
        **{(before, f"correct_{action}"): after for before in _RECORDED for action, after in _CORRECTED.items()},
    },
    {
        "deliver": roles.HANDOFF,
        "fail": roles.HANDOFF,
        "pick_up": roles.HANDOFF,
        "leave_unattempted": roles.HANDOFF,
        "retry": roles.DESK,
        **{f"correct_{action}": roles.DISPATCH for action in _CORRECTED},
    },
)

CLOSURE = Axis(
    "closure",
    "open",
    {
        ("open", "reconcile"): "reconciled",
        ("reconciled", "reopen"): "open",
        ("open", "cancel"): "cancelled",
        ("cancelled", "reopen"): "open",
    },
    {"reconcile": roles.DISPATCH, "cancel": roles.OFFICE, "reopen": roles.SUPERVISOR},
)

AXES: dict[str, Axis] = {axis.name: axis for axis in (VERIFICATION, PACKING, APPOINTMENT, DISPATCH, OUTCOME, CLOSURE)}


def started(actions: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the state of each axis of a new order after these actions, each with its axis. Errors: as `Axis.after`."""
    states = {name: axis.initial for name, axis in AXES.items()}
    for axis, action in actions:
        states[axis] = AXES[axis].after(states[axis], action)
    return states


def diagram() -> str:
    """Return all axes as one Mermaid text, as STATES.md shows it."""
    lines = ["stateDiagram-v2"]
    for axis in AXES.values():
        lines.append(f"    state {axis.name} {{")
        lines.append(f"        [*] --> {axis.name}_{axis.initial}")
        for state in axis.states:
            lines.append(f"        {axis.name}_{state}: {state}")
        for (before, action), after in axis.moves.items():
            lines.append(f"        {axis.name}_{before} --> {axis.name}_{after}: {action}")
        lines.append("    }")
    return "\n".join(lines)
