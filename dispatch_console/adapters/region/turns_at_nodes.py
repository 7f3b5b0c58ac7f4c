"""What may be driven after a stretch of road: the turns at its end, the seconds they take, the rules they are under."""

from functools import lru_cache

from dispatch_console.adapters.region.road_ways import RoadFacts
from dispatch_console.adapters.region.segments import Arc, RuleSets, Segment
from dispatch_console.adapters.region.turn_restrictions import TurnFacts
from dispatch_console.region_files.road_rules.barriers import OPENED_BY_HAND
from dispatch_console.region_files.road_rules.rules import Rule

TURN_S = {"straight": 0.0, "right": 1.5, "left": 4.0, "back": 25.0}
SIGNAL_S = 6.0
# a gate is opened by hand, or asks who is there
GATE_S = 15.0


def turns(
    facts: RoadFacts, rules: RuleSets, segments: list[Segment], leaving: dict[int, list[int]], segment: Segment
) -> dict[int, Arc]:
    """Return what may be driven after a segment, the seconds that the turn takes, and the rules it is under."""
    followers = leaving.get(segment.end, ())
    restricted = segment.end in facts.turns.nodes
    node = facts.node_rules.get(segment.end)
    signal = SIGNAL_S if segment.end in facts.signals else 0.0
    arcs = {}
    for following in followers:
        after = segments[following]
        ruling = _ruling(facts.turns, segment, after) if restricted else ()
        if ruling is None:
            continue
        turn = _turn(segment, after, alone=len(followers) == 1)
        seconds = TURN_S[turn] + signal
        # who turns round in front of a barrier has not passed it
        if node is not None and not segment.turns_back(after):
            ruling = (*ruling, node)
            seconds += GATE_S if node.by_key.get("barrier") in OPENED_BY_HAND else 0.0
        arcs[following] = _arc(seconds, rules.number(*ruling))
    return arcs


@lru_cache(maxsize=4096)
def _arc(seconds: float, rules: int) -> Arc:
    """Return one and the same arc for equal turns: a city has hundreds of thousands, of a few kinds."""
    return Arc(seconds, rules)


def _ruling(turns: TurnFacts, before: Segment, after: Segment) -> tuple[Rule, ...] | None:
    """Return the rules that a turn from one segment into another is under; None where it is never allowed."""
    start, via, end = before.way.way_id, before.end, after.way.way_id
    # one that names a way twice speaks of turning round on it
    if start != end or before.turns_back(after):
        if (start, via, end) in turns.forbidden:
            return None
        ruled = turns.ruled.get((start, via, end))
    else:
        ruled = None
    only = turns.only.get((start, via))
    if only is not None and end not in only:
        return None
    others = turns.only_ruled.get((start, via), {})
    return (*((ruled,) if ruled else ()), *(rule for to, rule in others.items() if to != end))


def _turn(before: Segment, after: Segment, *, alone: bool) -> str:
    if before.turns_back(after):
        return "back"
    if alone:
        return "straight"
    angle = (after.leaving - before.arriving + 180) % 360 - 180
    if abs(angle) < 35:
        return "straight"
    return "back" if abs(angle) > 165 else "right" if angle > 0 else "left"
