"""Where goods go that a van or the counter brings back."""

from enum import StrEnum


class Destination(StrEnum):
    """`other_van`: another van took them over on the road; `lost`: they are nowhere, and a person said so."""

    REBOOK = "rebook"
    STOCK = "stock"
    SUPPLIER = "supplier"
    DAMAGE = "damage"
    OTHER_VAN = "other_van"
    LOST = "lost"


def first_guess(*, damaged: int, whole_parcel: bool) -> Destination:
    """Return where something goes unless somebody says otherwise: a parcel waits for its next attempt."""
    if damaged:
        return Destination.DAMAGE
    return Destination.REBOOK if whole_parcel else Destination.STOCK
