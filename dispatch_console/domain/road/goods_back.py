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


# from there nobody takes a parcel for another attempt
STAYS = (Destination.DAMAGE, Destination.SUPPLIER, Destination.LOST)


def first_guess(*, damaged: int, whole_parcel: bool, outcome: str = "", goes_again: bool = True) -> Destination:
    """Return where something goes unless somebody says otherwise: a parcel waits for its next attempt, but for one that
    was refused or came damaged, and where nobody tries again. `outcome`: of the stop that it comes back from.
    """
    if damaged or outcome == "failed_damaged":
        return Destination.DAMAGE
    if outcome == "failed_refused":
        return Destination.STOCK
    return Destination.REBOOK if whole_parcel and goes_again else Destination.STOCK
