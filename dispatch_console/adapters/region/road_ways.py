"""What an OpenStreetMap extract says of roads: who may drive where, how fast, and which turns are forbidden."""

import re
from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import osmium

from dispatch_console.domain.errors import BadInput
from dispatch_console.region_files.road_graph import CLASSES, SPEEDS

# posted limits are rarely reached in traffic with stops and bends
POSTED_SHARE = 0.82
CLOSED = frozenset(("no", "private", "agricultural", "forestry", "military", "emergency"))
IMPLIED = {"walk": 6, "urban": 50, "rural": 80, "living_street": 10, "motorway": 110}


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadWay:
    """`forward` and `backward` say in which direction a van may drive; `speed` in km/h.

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


@dataclass(frozen=True, slots=True)
class LongTurn:
    """A turn restriction over one or more ways: from, the ways between, to. `only` where it is the one allowed."""

    start: int
    via: tuple[int, ...]
    end: int
    only: bool


@dataclass(slots=True)
class RoadFacts:
    """Ways, traffic signals by node, and turn restrictions as (from way, via node, to way); those over ways apart."""

    ways: list[RoadWay] = field(default_factory=list)
    signals: set[int] = field(default_factory=set)
    forbidden: set[tuple[int, int, int]] = field(default_factory=set)
    only: dict[tuple[int, int], int] = field(default_factory=dict)
    long_turns: list[LongTurn] = field(default_factory=list)
    unread_restrictions: int = 0


def read(extract: Path, on_progress: Callable[[int], None] | None = None) -> RoadFacts:
    """Read the file in one pass. Errors: BadInput `region.broken`."""
    facts = RoadFacts()
    try:
        for number, element in enumerate(osmium.FileProcessor(str(extract)).with_locations()):
            if on_progress and number % 50_000 == 0:
                on_progress(number)
            if isinstance(element, osmium.osm.Node):
                if element.tags.get("highway") == "traffic_signals":
                    facts.signals.add(element.id)
            elif isinstance(element, osmium.osm.Way):
                way = _way(element)
                if way is not None:
                    facts.ways.append(way)
            elif isinstance(element, osmium.osm.Relation) and element.tags.get("type") == "restriction":
                _restriction(element, facts)
    except (RuntimeError, OSError) as error:
        raise BadInput("region.broken", file=extract.name, reason=str(error)) from error
    return facts


def _way(way: osmium.osm.Way) -> RoadWay | None:
    tags = {tag.k: tag.v for tag in way.tags}
    kind = tags.get("highway", "")
    allowed = tags.get("motor_vehicle") or tags.get("vehicle") or tags.get("access") or ""
    if kind not in SPEEDS:
        # a pedestrian street that lets vans in is a street for us
        if kind != "pedestrian" or tags.get("motor_vehicle") not in ("yes", "delivery", "destination", "permissive"):
            return None
        kind = "living_street"
    if allowed in CLOSED or tags.get("area") == "yes":
        return None
    inside = [node for node in way.nodes if node.location.valid()]
    if len(inside) < 2:
        return None
    forward, backward = _directions(tags, kind)
    return RoadWay(
        way_id=way.id,
        road_class=CLASSES.index(kind),
        speed=_speed(tags, kind),
        forward=forward,
        backward=backward,
        name=tags.get("name", ""),
        nodes=array("q", [node.ref for node in inside]),
        lon=array("d", [node.location.lon for node in inside]),
        lat=array("d", [node.location.lat for node in inside]),
    )


def _directions(tags: dict[str, str], kind: str) -> tuple[bool, bool]:
    said = tags.get("oneway:motor_vehicle") or tags.get("oneway", "")
    if said in ("-1", "reverse"):
        return False, True
    implied = tags.get("junction") in ("roundabout", "circular") or kind == "motorway"
    if said in ("yes", "true", "1") or (implied and said not in ("no", "false", "0")):
        return True, False
    return True, True


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


def _restriction(relation: osmium.osm.Relation, facts: RoadFacts) -> None:
    """Return a restriction via one node or some ways. Those for other vehicles or at certain hours are counted, not
    read.
    """
    tags = {tag.k: tag.v for tag in relation.tags}
    kind = tags.get("restriction:motor_vehicle") or tags.get("restriction", "")
    members: dict[str, list[tuple[str, int]]] = {}
    for member in relation.members:
        members.setdefault(member.role, []).append((member.type, member.ref))
    roles = [members.get(role, []) for role in ("from", "via", "to")]
    kinds = ["".join(kind for kind, _ in role_members) for role_members in roles]
    exact = kinds[0] == kinds[2] == "w" and (kinds[1] == "n" or kinds[1].strip("w") == "" != kinds[1])
    if not exact or not kind.startswith(("no_", "only_")) or "motorcar" in tags.get("except", ""):
        facts.unread_restrictions += 1
        return
    start, via, end = (role_members[0][1] for role_members in roles)
    if kinds[1] != "n":
        ways = tuple(number for _, number in roles[1])
        facts.long_turns.append(LongTurn(start, ways, end, kind.startswith("only_")))
    elif kind.startswith("no_"):
        facts.forbidden.add((start, via, end))
    else:
        facts.only[start, via] = end
