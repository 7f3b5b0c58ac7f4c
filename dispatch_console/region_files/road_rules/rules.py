"""Rules of a road graph: what a set of tags says of one van on one outing."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from dispatch_console.domain.planning.outing import LARGE_VAN, Outing, VanSize
from dispatch_console.region_files.road_rules import access, barriers, oneways, sizes, turns
from dispatch_console.region_files.road_rules.conditions import SUFFIX, Moment, Value, possible
from dispatch_console.region_files.road_rules.passage import Passage

WAY, NODE, TURN = "way", "node", "turn"
# the smallest of its kind, so that what one of these may drive may be driven at all
SMALLEST = (
    VanSize(height_cm=1, width_cm=1, length_cm=1, mass_kg=1),
    VanSize(height_cm=1, width_cm=1, length_cm=1, mass_kg=3501),
)
# what a way is to a van where no key of access speaks
_FOR_FEET = ("pedestrian", "footway", "path", "cycleway", "bridleway")


@dataclass(frozen=True, slots=True)
class Rule:
    """Tags of a way, a node or a turn restriction. `kind` is one of `WAY`, `NODE`, `TURN`."""

    kind: str
    tags: tuple[tuple[str, str], ...]

    @property
    def by_key(self) -> dict[str, str]:
        return dict(self.tags)

    @property
    def is_timed(self) -> bool:
        return any(key.endswith(SUFFIX) for key, _ in self.tags)


def strictest(rule: Rule, outing: Outing, direction: str = "", place: tuple[float, float] | None = None) -> Passage:
    """Return how far a rule lets a van pass while it is away; what is not certain counts as the strictest it may be.

    `direction`: of a way, `forward` or `backward`. `place`, a latitude and longitude, says whose public holidays count.
    """
    moments: Iterable[Moment | None] = (None,)
    if rule.is_timed:
        moments = [Moment(when, place) for when in outing.moments] or (None,)
    return max(max(_passages(rule, outing.size, direction, moment)) for moment in moments)


def strictest_of(
    rules: Iterable[Rule], outing: Outing, direction: str, place: tuple[float, float] | None = None
) -> Passage:
    """Return how far all of some rules let a van pass."""
    return max((strictest(rule, outing, direction, place) for rule in rules), default=Passage.OPEN)


@lru_cache(maxsize=8192)
def mildest(rule: Rule, direction: str = "") -> Passage:
    """Return how far a rule may ever let any van pass."""
    return min(min(_passages(rule, size, direction, None)) for size in SMALLEST)


def always_holds(rule: Rule) -> bool:
    """Return whether a turn restriction holds for every van at all times."""
    return all(turns.NONE not in turns.kinds(rule.by_key, size, None) for size in (LARGE_VAN, *SMALLEST))


def encode(sets: Iterable[tuple[Rule, ...]]) -> str:
    """Return sets of rules as JSON."""
    return json.dumps([[[rule.kind, dict(rule.tags)] for rule in rules] for rules in sets], ensure_ascii=False)


def decode(text: str) -> tuple[tuple[Rule, ...], ...]:
    """Return the sets of rules that `encode` wrote."""
    return tuple(tuple(Rule(kind, tuple(tags.items())) for kind, tags in rules) for rules in json.loads(text))


def _passages(rule: Rule, size: VanSize, direction: str, moment: Moment | None) -> frozenset[Passage]:
    tags = rule.by_key
    if rule.kind == TURN:
        kinds = turns.kinds(tags, size, moment)
        return frozenset(Passage.OPEN if kind == turns.NONE else Passage.CLOSED for kind in kinds)
    default = barriers.default(tags) if rule.kind == NODE else of_way(tags)
    if rule.kind == WAY and default is Passage.CLOSED:
        # what is open to everybody there is open to everybody on foot: a van is let in by its own name
        tags = {key: text for key, text in tags.items() if key.split(":")[0] not in ("access", "vehicle")}
    passages = access.passages(tags, size, direction, moment, default)
    passages = frozenset(max(passage, fits) for passage in passages for fits in _fits(tags, size, direction, moment))
    if not direction:
        return passages
    ways = oneways.directions(tags, size, moment)
    return frozenset(passage if direction in known else Passage.CLOSED for passage in passages for known in ways)


def of_way(tags: Mapping[str, str]) -> Passage:
    """Return what a way is to a van where no key of access speaks."""
    closed = (
        tags.get("highway") in _FOR_FEET
        or tags.get("service") == "emergency_access"
        or tags.get("impassable") == "yes"
        or tags.get("smoothness") == "impassable"
        or tags.get("hov") in ("designated", "only")
        # a ferry that says nothing of vehicles may be one for people on foot
        or tags.get("route") == "ferry"
    )
    return Passage.CLOSED if closed else Passage.OPEN


def _fits(tags: Mapping[str, str], size: VanSize, direction: str, moment: Moment | None) -> frozenset[Passage]:
    """Return what the limits of size may mean for a van."""
    fits = {Passage.OPEN}
    for key in (*sizes.LIMITS, *(sizes.HEAVY_LIMITS if size.is_heavy else ())):
        for name in (key, f"{key}:{direction}") if direction else (key,):
            if name in tags or name + SUFFIX in tags:
                values = possible(tags, name, size, moment)
                fits = {max(before, _limited(value, size, key)) for before in fits for value in values}
    return frozenset(fits)


def _limited(value: Value, size: VanSize, key: str) -> Passage:
    if not sizes.exceeds(size, key, value.text):
        return Passage.OPEN
    released = value.errand is not None and not sizes.exceeds(size, key, value.errand)
    return Passage.INSIDE if released else Passage.CLOSED
