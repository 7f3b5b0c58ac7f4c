"""In which directions a way is driven, with exceptions by vehicle and hour.

Source: wiki.openstreetmap.org/wiki/Key:oneway.
"""

from collections.abc import Mapping
from functools import lru_cache

from dispatch_console.domain.planning.outing import VanSize
from dispatch_console.region_files.road_rules.access import chain
from dispatch_console.region_files.road_rules.conditions import SUFFIX, Moment, possible

Directions = frozenset[str]
FORWARD, BACKWARD = "forward", "backward"
BOTH: Directions = frozenset((FORWARD, BACKWARD))
VALUES: Mapping[str, Directions] = {
    "yes": frozenset((FORWARD,)),
    "true": frozenset((FORWARD,)),
    "1": frozenset((FORWARD,)),
    "-1": frozenset((BACKWARD,)),
    "reverse": frozenset((BACKWARD,)),
    "no": BOTH,
    "false": BOTH,
    "0": BOTH,
    # both directions take turns, so one waits but drives
    "alternating": BOTH,
    # nobody knows which one is open, unless a condition says so
    "reversible": frozenset(),
}


@lru_cache(maxsize=64)
def keys(size: VanSize) -> tuple[str, ...]:
    """Return the keys that speak of a van, the one that decides first."""
    return (*(f"oneway:{mode}" for mode in chain(size) if mode != "access"), "oneway")


def is_implied(tags: Mapping[str, str]) -> bool:
    """Return whether a way is one-way unless it says otherwise."""
    return tags.get("junction") in ("roundabout", "circular") or tags.get("highway") == "motorway"


def directions(tags: Mapping[str, str], size: VanSize, moment: Moment | None) -> frozenset[Directions]:
    """Return the directions that may hold: one set where everything is known."""
    open_still = {VALUES["yes"] if is_implied(tags) else BOTH}
    for key in reversed(keys(size)):
        if key in tags or key + SUFFIX in tags:
            values = possible(tags, key, size, moment)
            open_still = {
                known
                for value in values
                for known in (open_still if value.text is None else {VALUES.get(value.text, BOTH)})
            }
    return frozenset(open_still)
