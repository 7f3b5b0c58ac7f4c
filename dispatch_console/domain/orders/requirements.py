"""Delivery requirements of an order, and what each demands at the door and of the van."""

from enum import StrEnum


class Requirement(StrEnum):
    ID_CHECK = "id_check"
    AGE_18 = "age_18"
    CASH_ON_DELIVERY = "cash_on_delivery"
    SIGNATURE = "signature"
    FRAGILE = "fragile"
    TWO_PERSON = "two_person"
    LIFT = "lift"
    COLD = "cold"
    THIS_WAY_UP = "this_way_up"
    PHOTO = "photo"
    # a number that only the customer knows
    PIN = "pin"
    # no prices in the box
    GIFT = "gift"


SKILLS = frozenset({Requirement.TWO_PERSON, Requirement.LIFT, Requirement.COLD})
# what the van has, whoever drives it
OF_THE_VAN = frozenset({str(Requirement.LIFT), str(Requirement.COLD)})

_TAGS = {
    "id": Requirement.ID_CHECK,
    "id check": Requirement.ID_CHECK,
    "id-check": Requirement.ID_CHECK,
    "18+": Requirement.AGE_18,
    "age 18": Requirement.AGE_18,
    "age-18": Requirement.AGE_18,
    "adult": Requirement.AGE_18,
    "cod": Requirement.CASH_ON_DELIVERY,
    "cash on delivery": Requirement.CASH_ON_DELIVERY,
    "signature": Requirement.SIGNATURE,
    "photo": Requirement.PHOTO,
    "pin": Requirement.PIN,
    "pin code": Requirement.PIN,
    "fragile": Requirement.FRAGILE,
    "two person": Requirement.TWO_PERSON,
    "two-person": Requirement.TWO_PERSON,
    "2 persons": Requirement.TWO_PERSON,
    "lift": Requirement.LIFT,
    "tail lift": Requirement.LIFT,
    "cold": Requirement.COLD,
    "chilled": Requirement.COLD,
    "this way up": Requirement.THIS_WAY_UP,
    "gift": Requirement.GIFT,
    "gift order": Requirement.GIFT,
}


def from_tags(tags: str) -> tuple[Requirement, ...]:
    """Return the requirements named in a shop's comma-separated tags; other tags are ignored."""
    known = (_TAGS.get(part.strip().lower().replace("_", " ")) for part in tags.replace(";", ",").split(","))
    return tuple(dict.fromkeys(requirement for requirement in known if requirement))
