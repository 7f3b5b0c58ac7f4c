"""Conditions of an action beyond its own axis: one function per rule, which names what is missing."""

from dispatch_console.domain.errors import Refused
from dispatch_console.domain.orders.admission import Handover
from dispatch_console.domain.orders.stages import Axes


def may_plan(axes: Axes, *, handover: str, has_window: bool, has_pin: bool) -> tuple[str, ...]:
    """Return the reasons why an order cannot be routed; empty when it can."""
    reasons = []
    if axes.closure != "open":
        reasons.append("closed")
    if handover != Handover.DELIVERY:
        reasons.append(handover)
    if axes.verification != "verified":
        reasons.append("not_verified")
    if not has_window:
        reasons.append("no_window")
    if not has_pin:
        reasons.append("no_pin")
    return tuple(reasons)


def require_packed_for_load(axes: Axes, *, number: str) -> None:
    """Require that an order is open, verified and packed before its parcels are loaded.

    Errors: Refused `load.closed`, `load.not_verified`, `load.not_packed`.
    """
    if axes.closure != "open":
        raise Refused("load.closed", number=number)
    if axes.verification != "verified":
        raise Refused("load.not_verified", number=number)
    if axes.packing != "packed":
        raise Refused("load.not_packed", number=number)


def require_load_balanced(*, missing: tuple[str, ...], surplus: tuple[str, ...]) -> None:
    """Require that every parcel is in the van and none too many. Errors: Refused `load.unbalanced`,
    `load.surplus`.
    """
    if missing or surplus:
        raise Refused("load.unbalanced" if missing else "load.surplus", missing=missing, surplus=surplus)
