"""Turn restrictions that reach over one or more ways, as at the two carriageways of a wide street.

Whether one may turn at the end of a segment depends on where one came from. So the segments between are laid a second
time, entered only from the street of the restriction, and the copy of the last one has only the turns that are left.
"""

from dataclasses import replace

from dispatch_console.adapters.region.segments import Arc, Segment
from dispatch_console.adapters.region.turn_restrictions import LongTurn, TurnFacts

MOST_SEGMENTS = 30
Turns = list[dict[int, Arc]]


def lay(facts: TurnFacts, segments: list[Segment], turns: Turns) -> None:
    """Add the copies and their turns. What leads nowhere is counted as not read."""
    wanted: dict[int, list[LongTurn]] = {}
    for restriction in facts.over_ways:
        wanted.setdefault(restriction.start, []).append(restriction)
    applied = set()
    for number in range(len(segments)):
        for restriction in wanted.get(segments[number].way.way_id, ()):
            for chain in _chains(restriction, segments, turns, number):
                _lay(restriction, segments, turns, number, chain)
                applied.add(id(restriction))
    facts.unread += sum(id(restriction) not in applied for restriction in facts.over_ways)


def _chains(restriction: LongTurn, segments: list[Segment], turns: Turns, start: int) -> list[list[int]]:
    """Return the segments of the ways between, from the street of the restriction to a turn into the forbidden one."""
    chains = []
    for first in turns[start]:
        if segments[first].way.way_id != restriction.via[0] or segments[first].copy_of >= 0:
            continue
        chain = [first]
        while not _turns_into(segments, turns, chain[-1], restriction.end) and len(chain) < MOST_SEGMENTS:
            onward = [
                follower
                for follower in turns[chain[-1]]
                if segments[follower].way.way_id in restriction.via
                and not segments[chain[-1]].turns_back(segments[follower])
            ]
            if len(onward) != 1:
                break
            chain += onward
        if _turns_into(segments, turns, chain[-1], restriction.end):
            chains.append(chain)
    return chains


def _turns_into(segments: list[Segment], turns: Turns, number: int, way: int) -> list[int]:
    return [follower for follower in turns[number] if segments[follower].way.way_id == way]


def _lay(restriction: LongTurn, segments: list[Segment], turns: Turns, start: int, chain: list[int]) -> None:
    before = start
    for original in chain:
        segments.append(replace(segments[original], copy_of=original))
        turns.append(dict(turns[original]))
        copy = len(segments) - 1
        turns[before][copy] = turns[before].pop(original)
        before = copy
    into = _turns_into(segments, turns, before, restriction.end)
    for follower in list(turns[before]):
        if (follower in into) != restriction.only:
            del turns[before][follower]
