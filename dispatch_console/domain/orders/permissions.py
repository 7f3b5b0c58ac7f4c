"""Where a parcel may be left without its receiver: who allowed it, until when, and what it excludes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dispatch_console.domain.orders.requirements import Requirement

# such goods are handed to the receiver, whoever allowed what
IN_PERSON = frozenset(
    {
        Requirement.ID_CHECK,
        Requirement.AGE_18,
        Requirement.CASH_ON_DELIVERY,
        # the order itself asks for it, not only the house
        Requirement.SIGNATURE,
        Requirement.PIN,
    }
)


class PermissionKind(StrEnum):
    SAFE_PLACE = "safe_place"
    NEIGHBOUR = "neighbour"


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """A permission as it stands. `place`: where, or with whom; `until`: the last day, None for no end; `most`: goods
    worth more are excluded, in minor units of `currency`, None for no bound.
    """

    kind: PermissionKind
    place: str
    said_by: str
    said_at: datetime
    until: date | None = None
    most: int | None = None
    currency: str = ""


def may_be_left(requirements: Collection[str], due: int) -> bool:
    """Return whether goods may be left with anybody or anywhere at all. `due`: money to collect, in minor units."""
    return not set(requirements) & IN_PERSON and due <= 0


def refusal(
    allowed: Allowed | None,
    *,
    day: date,
    worth: int | None,
    currency: str,
    requirements: Collection[str],
    due: int,
) -> str:
    """Return why a permission does not hold for an order on a day; empty where it does: `in_person`, `no_permission`,
    `permission_over`, `worth_more`, `worth_unknown`.
    """
    if not may_be_left(requirements, due):
        return "in_person"
    if allowed is None:
        return "no_permission"
    if allowed.until is not None and day > allowed.until:
        return "permission_over"
    if allowed.most is None:
        return ""
    if worth is None or (allowed.currency and currency != allowed.currency):
        return "worth_unknown"
    return "worth_more" if worth > allowed.most else ""
