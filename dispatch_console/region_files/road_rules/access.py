"""Access by the hierarchy of vehicles: the most specific key that is there decides.

Source: wiki.openstreetmap.org/wiki/Key:access.
"""

from collections.abc import Mapping
from functools import lru_cache

from dispatch_console.domain.planning.outing import VanSize
from dispatch_console.region_files.road_rules.conditions import SUFFIX, Moment, Value, possible
from dispatch_console.region_files.road_rules.passage import Passage

OPEN, INSIDE, PRIVATE, CLOSED = Passage
# the most specific first: a van is a light goods vehicle, and where nothing is said of those, a car
VAN = ("goods", "motorcar", "motor_vehicle", "vehicle", "access")
HEAVY = ("hgv", "motor_vehicle", "vehicle", "access")
DIRECTIONS = ("forward", "backward")
VALUES: Mapping[str, Passage] = {
    "yes": OPEN,
    "permissive": OPEN,
    "designated": OPEN,
    "official": OPEN,
    "public": OPEN,
    "allowed": OPEN,
    "discouraged": OPEN,
    "unknown": OPEN,
    "destination": INSIDE,
    "delivery": INSIDE,
    "customers": INSIDE,
    "visitors": INSIDE,
    "private": PRIVATE,
    "permit": PRIVATE,
    "residents": PRIVATE,
    "resident": PRIVATE,
    "employees": PRIVATE,
    "staff": PRIVATE,
    "members": PRIVATE,
    "no": CLOSED,
    "agricultural": CLOSED,
    "forestry": CLOSED,
    "military": CLOSED,
    "emergency": CLOSED,
    "psv": CLOSED,
    "bus": CLOSED,
    "hov": CLOSED,
    "school": CLOSED,
    "use_sidepath": CLOSED,
    "dismount": CLOSED,
}
# a value that nobody has written down may mean anything but a way through
NOT_UNDERSTOOD = PRIVATE


def passage_of(text: str) -> Passage:
    """Return what a value means; the mildest of a list, since each of its groups may drive."""
    parts = [part.strip() for part in text.lower().split(";") if part.strip()]
    return min((VALUES.get(part, NOT_UNDERSTOOD) for part in parts), default=OPEN)


def is_understood(text: str) -> bool:
    """Return whether every part of a value is in the table."""
    return all(part.strip() in VALUES for part in text.lower().split(";") if part.strip())


@lru_cache(maxsize=64)
def chain(size: VanSize, direction: str = "") -> tuple[str, ...]:
    """Return the keys that speak of a van, the one that decides first; `direction` is `forward` or `backward`."""
    modes = HEAVY if size.is_heavy else VAN
    return tuple(key for mode in modes for key in ((f"{mode}:{direction}", mode) if direction else (mode,)))


def passages(
    tags: Mapping[str, str], size: VanSize, direction: str, moment: Moment | None, default: Passage
) -> frozenset[Passage]:
    """Return what may hold for a van: one passage where everything is known. `default` holds where no key speaks."""
    open_still = {default}
    for key in reversed(chain(size, direction)):
        if key in tags or key + SUFFIX in tags:
            values = possible(tags, key, size, moment)
            open_still = {passage for value in values for passage in _of_value(value, open_still)}
    if size.is_heavy and passage_of(tags.get("motorcar", "yes")) is CLOSED and "hgv" not in tags:
        # a sign against cars is one against everything with two tracks
        return frozenset((CLOSED,))
    return frozenset(open_still)


def speaks(tags: Mapping[str, str], size: VanSize) -> bool:
    """Return whether any key of the hierarchy is there."""
    return any(key in tags or key + SUFFIX in tags for key in chain(size))


def _of_value(value: Value, otherwise: set[Passage]) -> set[Passage]:
    stated = otherwise if value.text is None else {passage_of(value.text)}
    if value.errand is None:
        return stated
    for_us = passage_of(value.errand)
    if for_us is CLOSED:
        return {CLOSED}
    return {min(passage, max(INSIDE, for_us)) for passage in stated}
