"""What an OpenStreetMap extract says of roads: how fast one drives, under which rules, and what lies in between."""

import re
from array import array
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import osmium

from dispatch_console.adapters.region import turn_restrictions, way_tags
from dispatch_console.adapters.region.turn_restrictions import TurnFacts
from dispatch_console.adapters.region.walls import Wall, shores, wall_of
from dispatch_console.domain.errors import BadInput
from dispatch_console.region_files.road_graph import CLASSES, FERRY, SPEEDS
from dispatch_console.region_files.road_rules.conditions import SUFFIX
from dispatch_console.region_files.road_rules.oneways import BACKWARD, FORWARD
from dispatch_console.region_files.road_rules.passage import Passage
from dispatch_console.region_files.road_rules.rules import Rule, mildest

# posted limits are rarely reached in traffic with stops and bends
POSTED_SHARE = 0.82
IMPLIED = {"walk": 6, "urban": 50, "rural": 80, "living_street": 10, "motorway": 110}
# ways for people on foot or bicycles, where a sign lets vans in
LET_IN = {
    "pedestrian": "living_street",
    "footway": "service",
    "cycleway": "service",
    "path": "track",
    "bridleway": "track",
}
# without one of these, in whatever form, no van is let in there
BY_VEHICLE = tuple(key + end for key in ("motor_vehicle", "motorcar", "goods", "hgv") for end in ("", SUFFIX))
# a ferry that says nothing of its duration
FERRY_KMH = 12.0
_ISO = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadWay:
    """`forward` and `backward` say in which direction a van may ever drive; `speed` in km/h, `lasts_s` of a ferry.

    Nodes with their longitudes and latitudes are packed arrays: a city has millions of them.
    """

    way_id: int
    road_class: int
    speed: float
    forward: bool
    backward: bool
    name: str
    nodes: "array[int]"
    lon: "array[float]"
    lat: "array[float]"
    rules: tuple[Rule, ...] = ()
    lasts_s: float | None = None


@dataclass(slots=True)
class RoadFacts:
    """Ways, traffic signals and rules by node, turn restrictions, and lines that nobody walks across.

    `not_understood` counts tags as `key=value` that no table knows: a van is kept off where they may forbid it.
    """

    ways: list[RoadWay] = field(default_factory=list)
    signals: set[int] = field(default_factory=set)
    node_rules: dict[int, Rule] = field(default_factory=dict)
    turns: TurnFacts = field(default_factory=TurnFacts)
    walls: list[Wall] = field(default_factory=list)
    not_understood: "Counter[str]" = field(default_factory=Counter)


def read(extract: Path, on_progress: Callable[[int], None] | None = None) -> RoadFacts:
    """Read the file; relations of water first, since they name ways. Errors: BadInput `region.broken`."""
    facts = RoadFacts()
    try:
        of_relations = shores(extract)
        speaking = osmium.filter.KeyFilter("highway", *way_tags.NODE_KEYS)
        speaking.enable_for(osmium.osm.NODE)
        for number, element in enumerate(osmium.FileProcessor(str(extract)).with_locations().with_filter(speaking)):
            if on_progress and number % 50_000 == 0:
                on_progress(number)
            if isinstance(element, osmium.osm.Node):
                _node(element, facts)
            elif isinstance(element, osmium.osm.Way):
                way = _way(element, facts)
                if way is not None:
                    facts.ways.append(way)
                elif (wall := wall_of(element, of_relations)) is not None:
                    facts.walls.append(wall)
            elif isinstance(element, osmium.osm.Relation) and _restricts(element):
                turn_restrictions.read(element, facts.turns)
    except (RuntimeError, OSError) as error:
        raise BadInput("region.broken", file=extract.name, reason=str(error)) from error
    return facts


def _restricts(relation: osmium.osm.Relation) -> bool:
    return (relation.tags.get("type") or "").split(":")[0] == "restriction"


def _node(node: osmium.osm.Node, facts: RoadFacts) -> None:
    if node.tags.get("highway") == "traffic_signals":
        facts.signals.add(node.id)
    rule = way_tags.of_node(dict(node.tags))
    if rule is not None:
        facts.node_rules[node.id] = rule
        facts.not_understood.update(way_tags.not_understood(rule))


def _way(way: osmium.osm.Way, facts: RoadFacts) -> RoadWay | None:
    """Return a way that some van may drive at some time."""
    kind = way.tags.get("highway") or (FERRY if way.tags.get("route") == FERRY else "")
    # most ways are houses and footpaths: they are told apart before their tags are copied
    if kind not in SPEEDS and (kind not in LET_IN or not any(key in way.tags for key in BY_VEHICLE)):
        return None
    tags = dict(way.tags)
    if tags.get("area") == "yes":
        return None
    inside = [node for node in way.nodes if node.location.valid()]
    if len(inside) < 2:
        return None
    rule = way_tags.of_way(tags)
    # where people walk, a permit for some is no road for a van
    needed = Passage.INSIDE if kind in LET_IN else Passage.PRIVATE
    ways = way_tags.ever_driven(tags)
    forward, backward = (way in ways and (rule is None or mildest(rule, way) <= needed) for way in (FORWARD, BACKWARD))
    if not forward and not backward:
        return None
    if rule is not None:
        facts.not_understood.update(way_tags.not_understood(rule))
    return RoadWay(
        way_id=way.id,
        road_class=CLASSES.index(LET_IN.get(kind, kind)),
        speed=FERRY_KMH if kind == FERRY else _speed(tags, LET_IN.get(kind, kind)),
        forward=forward,
        backward=backward,
        name=tags.get("name", ""),
        nodes=array("q", [node.ref for node in inside]),
        lon=array("d", [node.location.lon for node in inside]),
        lat=array("d", [node.location.lat for node in inside]),
        rules=(rule,) if rule else (),
        lasts_s=duration_s(tags.get("duration", "")) if kind == FERRY else None,
    )


def _speed(tags: dict[str, str], kind: str) -> float:
    posted = posted_speed(tags.get("maxspeed", ""))
    free = float(SPEEDS[kind])
    return min(max(posted * POSTED_SHARE, 4.0), 110.0) if posted else free


def posted_speed(text: str) -> float | None:
    """Return `50`, `30 mph`, `FI:urban`, `walk` in km/h; None for anything else."""
    text = text.split(";")[0].strip().lower()
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(mph|km/h|kmh|kph)?", text)
    if match:
        return float(match.group(1)) * (1.609344 if match.group(2) == "mph" else 1.0)
    return float(IMPLIED[text.split(":")[-1]]) if text.split(":")[-1] in IMPLIED else None


def duration_s(text: str) -> float | None:
    """Return the seconds of a ferry's `duration`: `25`, `00:25`, `1:10:00`, `PT1H10M`; None for anything else."""
    parts = text.strip().split(":")
    if 1 <= len(parts) <= 3 and all(part.isdecimal() for part in parts):
        hours, minutes, seconds = [0, *map(int, parts), 0] if len(parts) == 1 else [*map(int, parts), 0][:3]
        return float(hours * 3600 + minutes * 60 + seconds) or None
    iso = _ISO.fullmatch(text.strip().upper())
    if iso and any(iso.groups()):
        return float(sum(int(part or 0) * unit for part, unit in zip(iso.groups(), (3600, 60, 1), strict=True)))
    return None
