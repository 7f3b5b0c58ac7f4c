"""Whether a turn restriction is one for a van.

Source: wiki.openstreetmap.org/wiki/Relation:restriction.
"""

from collections.abc import Mapping
from functools import lru_cache

from dispatch_console.domain.planning.outing import VanSize
from dispatch_console.region_files.road_rules.access import chain
from dispatch_console.region_files.road_rules.conditions import SUFFIX, Moment, Value, possible

NONE = "none"


@lru_cache(maxsize=64)
def keys(size: VanSize) -> tuple[str, ...]:
    """Return the keys that speak of a van, the one that decides first."""
    return (*(f"restriction:{mode}" for mode in chain(size) if mode != "access"), "restriction")


def kinds(tags: Mapping[str, str], size: VanSize, moment: Moment | None) -> frozenset[str]:
    """Return the restrictions that may hold, as `no_left_turn`; `none` where the turn is free.

    A vehicle that `except` names is free of it; as with access, a van is a car where goods vehicles are not named.
    """
    excepted = {part.strip() for part in tags.get("except", "").split(";")}
    if excepted & set(chain(size)):
        return frozenset((NONE,))
    known = {NONE}
    for key in reversed(keys(size)):
        if key in tags or key + SUFFIX in tags:
            values = possible(tags, key, size, moment)
            known = {kind for value in values for kind in _of_value(value, known)}
    return frozenset(known)


def _of_value(value: Value, otherwise: set[str]) -> set[str]:
    return otherwise if value.text is None else {value.text if value.text.startswith(("no_", "only_")) else NONE}
