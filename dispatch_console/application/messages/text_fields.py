"""Which facts a text to customers may name, by kind of message."""

from collections.abc import Mapping

from dispatch_console.domain.messages.due import ABOUT_THE_VAN, ASKING, MessageKind
from dispatch_console.domain.messages.links import OF_MESSAGE

# as they stand in braces, in the order in which they are offered
FIELDS = (
    "name",
    "first_name",
    "number",
    "address",
    "parcels",
    "weight_kg",
    "to_pay",
    "day",
    "eta_from",
    "eta_until",
    "old_day",
    "old_from",
    "old_until",
    "ahead",
    "driver",
    "driver_first",
    "driver_phone",
    "recipient",
    "time",
    "items",
    "not_taken",
    "still_open",
    "left_in",
    "is_delivered",
    "is_missed",
    "link",
    "text",
    "can_answer",
    "asks_pin",
    "company",
    "company_phone",
)
_ALWAYS = (
    "name", "first_name", "number", "address", "parcels", "weight_kg", "to_pay", "can_answer", "asks_pin",
    "company",
    "company_phone",
)  # fmt: skip
_RANGE = ("day", "eta_from", "eta_until")
_DRIVER = ("driver", "driver_first", "driver_phone")
_MORE: Mapping[MessageKind, tuple[str, ...]] = {
    MessageKind.MOVED: ("old_day", "old_from", "old_until"),
    MessageKind.ON_THE_WAY: ("ahead",),
    MessageKind.DELIVERED: ("day", "time", "recipient", "items", "not_taken", "still_open", "left_in"),
    MessageKind.CORRECTION: (
        "day",
        "time",
        "recipient",
        "items",
        "not_taken",
        "still_open",
        "left_in",
        "is_delivered",
        "is_missed",
    ),
    MessageKind.SURVEY: ("day",),
    MessageKind.PART: ("items",),
    MessageKind.ANSWER: ("text",),
}
# without these a text of the kind says too little, or what is no longer true when it is read
_NEEDED: Mapping[MessageKind, tuple[str, ...]] = {
    **dict.fromkeys((*ASKING, *ABOUT_THE_VAN, MessageKind.CONFIRMED), ("number", *_RANGE)),
    MessageKind.CORRECTION: ("number", "is_delivered", "is_missed"),
    MessageKind.ANSWER: ("text",),
}


def fields_of(kind: MessageKind) -> tuple[str, ...]:
    """Return the facts that a text of a kind may name, in the order of `FIELDS`."""
    known = {*_ALWAYS, *_MORE.get(kind, ())}
    if kind in ASKING or kind in ABOUT_THE_VAN or kind is MessageKind.CONFIRMED:
        known |= set(_RANGE)
    if kind in ABOUT_THE_VAN:
        known |= set(_DRIVER)
    if kind in OF_MESSAGE:
        known.add("link")
    return tuple(name for name in FIELDS if name in known)


def needed_in(kind: MessageKind) -> tuple[str, ...]:
    """Return the facts that a text of a kind must name."""
    return _NEEDED.get(kind, ("number",))
