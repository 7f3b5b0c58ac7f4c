"""Derive the stage of an order and its next action from the six axes."""

from dataclasses import dataclass
from enum import StrEnum

from dispatch_console.domain.orders.admission import Handover


class Stage(StrEnum):
    VERIFY = "verify"
    PACK = "pack"
    SCHEDULE = "schedule"
    ROUTE = "route"
    LOAD = "load"
    # packed, until the customer fetches it
    COUNTER = "counter"
    ON_THE_ROAD = "on_the_road"
    RECONCILE = "reconcile"
    CLOSED = "closed"
    NEEDS_ATTENTION = "needs_attention"


@dataclass(frozen=True, slots=True)
class Axes:
    """The state of an order on each axis."""

    verification: str = "new"
    packing: str = "waiting"
    appointment: str = "unset"
    dispatch: str = "unplanned"
    outcome: str = "none"
    closure: str = "open"


_NEXT = {
    Stage.VERIFY: "verify",
    Stage.PACK: "pack",
    Stage.SCHEDULE: "confirm_window",
    Stage.ROUTE: "plan",
    Stage.LOAD: "load",
    Stage.COUNTER: "hand_over",
    Stage.ON_THE_ROAD: "hand_over",
    Stage.RECONCILE: "reconcile",
    Stage.CLOSED: "none",
}


def stage_of(axes: Axes, handover: str = Handover.DELIVERY) -> Stage:
    """Return the first step of the procedure that is still open. Packing and scheduling may run side by side: a
    confirmed window is asked for before routing, packing before loading.

    What the customer fetches waits at the counter once it is packed.
    """
    if axes.closure in ("reconciled", "cancelled"):
        return Stage.CLOSED
    if axes.outcome in ("failed", "unattempted"):
        return Stage.NEEDS_ATTENTION
    if axes.outcome in ("delivered", "picked_up"):
        return Stage.RECONCILE
    if axes.dispatch in ("out", "at_door"):
        return Stage.ON_THE_ROAD
    if axes.verification in ("on_hold", "rejected"):
        return Stage.NEEDS_ATTENTION
    if axes.verification in ("new", "changed"):
        return Stage.VERIFY
    if axes.packing != "packed":
        return Stage.PACK
    if handover == Handover.COLLECTION and axes.dispatch == "unplanned":
        return Stage.COUNTER
    if axes.appointment in ("unset", "proposed", "lapsed", "moved") and axes.dispatch == "unplanned":
        return Stage.SCHEDULE
    if axes.dispatch == "unplanned":
        return Stage.ROUTE
    return Stage.LOAD


def next_action(axes: Axes, handover: str = Handover.DELIVERY) -> str:
    """Return the code of what a person does next."""
    stage = stage_of(axes, handover)
    if stage is Stage.NEEDS_ATTENTION:
        return {"on_hold": "release", "rejected": "cancel"}.get(axes.verification, "rebook")
    if stage is Stage.LOAD and axes.dispatch == "planned":
        return "publish"
    if stage is Stage.LOAD and axes.dispatch == "loaded":
        return "depart"
    return _NEXT[stage]
