"""Which tags of an extract go into the rules of a road graph, and which of them nobody understands."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from dispatch_console.domain.planning.outing import LARGE_VAN
from dispatch_console.region_files.road_rules import access, barriers, conditions, oneways, sizes, turns
from dispatch_console.region_files.road_rules.rules import NODE, SMALLEST, TURN, WAY, Rule

SIZES = (LARGE_VAN, SMALLEST[1])
_ACCESS = frozenset(key for size in SIZES for way in ("forward", "backward") for key in access.chain(size, way))
_LIMITS = frozenset((*sizes.LIMITS, *sizes.HEAVY_LIMITS))
_DIRECTED = frozenset(f"{key}:{way}" for key in _LIMITS for way in ("forward", "backward"))
_ONEWAY = frozenset(key for size in SIZES for key in oneways.keys(size))
_TURN = frozenset(key for size in SIZES for key in turns.keys(size))


def _at_times(keys: frozenset[str]) -> frozenset[str]:
    return keys | {key + conditions.SUFFIX for key in keys}


_OF_WAY, _OF_NODE = _at_times(_ACCESS | _LIMITS | _DIRECTED), _at_times(_ACCESS | _LIMITS)
_OF_DIRECTION, _OF_TURN = _at_times(_ONEWAY), _at_times(_TURN)
# nodes without any of these are no part of a rule
NODE_KEYS = ("barrier", *sorted(_LIMITS))
_KINDS = frozenset(("service", "impassable", "smoothness", "hov", "route"))


def of_way(tags: Mapping[str, str]) -> Rule | None:
    """Return the rule of a way, None where it is open to everybody. Its directions are no part of it while no time or
    vehicle changes them.
    """
    kept = _kept(tags, _OF_WAY)
    kept |= {key: tags[key] for key in _KINDS & tags.keys() if _closes(key, tags)}
    turning = _kept(tags, _OF_DIRECTION)
    if turning.keys() - {"oneway"} or turning.get("oneway") == "reversible":
        kept |= turning | {key: tags[key] for key in ("junction",) if key in tags}
        kept |= {"highway": tags["highway"]} if tags.get("highway") == "motorway" else {}
    if tags.get("highway") in ("pedestrian", "footway", "path", "cycleway", "bridleway"):
        kept["highway"] = tags["highway"]
    return Rule(WAY, tuple(sorted(kept.items()))) if kept else None


def ever_driven(tags: Mapping[str, str]) -> oneways.Directions:
    """Return the directions in which any van may ever drive a way, as far as its keys of `oneway` say."""
    shape = {key: tags[key] for key in ("junction", "highway") if key in tags}
    return _ever_driven(tuple((_kept(tags, _OF_DIRECTION) | shape).items()))


@lru_cache(maxsize=4096)
def _ever_driven(tags: tuple[tuple[str, str], ...]) -> oneways.Directions:
    every = (way for size in SMALLEST for ways in oneways.directions(dict(tags), size, None) for way in ways)
    return frozenset(every)


def of_node(tags: Mapping[str, str]) -> Rule | None:
    """Return the rule of a node, None where nothing stands there."""
    if "barrier" not in tags and not tags.keys() & _LIMITS:
        return None
    kept = _kept(tags, _OF_NODE) | {key: tags[key] for key in ("barrier", "locked") if key in tags}
    return Rule(NODE, tuple(sorted(kept.items())))


def of_turn(tags: Mapping[str, str]) -> Rule:
    """Return the rule of a turn restriction."""
    kept = _kept(tags, _OF_TURN) | {key: tags[key] for key in ("except",) if key in tags}
    return Rule(TURN, tuple(sorted(kept.items())))


def not_understood(rule: Rule) -> Iterator[str]:
    """Yield the tags of a rule as `key=value` that are in no table."""
    for key, text in rule.tags:
        if not _is_understood(key, text):
            yield f"{key}={text}"


def _kept(tags: Mapping[str, str], keys: frozenset[str]) -> dict[str, str]:
    return {key: tags[key] for key in keys & tags.keys()}


def _closes(key: str, tags: Mapping[str, str]) -> bool:
    return (key, tags[key]) in {
        ("service", "emergency_access"),
        ("impassable", "yes"),
        ("smoothness", "impassable"),
        ("hov", "designated"),
        ("hov", "only"),
        ("route", "ferry"),
    }


def _is_understood(key: str, text: str) -> bool:
    if key.endswith(conditions.SUFFIX):
        return conditions.is_understood(text)
    if key in _ACCESS:
        return access.is_understood(text)
    if key in _LIMITS | _DIRECTED:
        return sizes.is_understood(key.removesuffix(":forward").removesuffix(":backward"), text)
    if key in _ONEWAY:
        return text in oneways.VALUES
    if key in _TURN:
        return text.startswith(("no_", "only_", "none"))
    return key != "barrier" or text in barriers.DEFAULTS
