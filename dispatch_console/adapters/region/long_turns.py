"""Turn restrictions that reach over one or more ways, as at the two carriageways of a wide street.

Whether one may turn at the end of a segment depends on where one came from. So the segments between are laid a second
time, entered only from the street of the restriction, and the copy of the last one has only the turns that are left,
or its turns under the rule of the restriction where that depends on the vehicle or the hour.
"""

from dataclasses import replace

from dispatch_console.adapters.region.segments import Arc, RuleSets, Segment
from dispatch_console.adapters.region.turn_restrictions import LongTurn, TurnFacts

MOST_SEGMENTS = 30
Turns = list[dict[int, Arc]]


def lay(facts: TurnFacts, rules: RuleSets, segments: list[Segment], turns: Turns) -> None:
    """Add the copies and their turns. What leads nowhere is counted as not read."""
    wanted: dict[int, list[LongTurn]] = {}
    for restriction in facts.over_ways:
        wanted.setdefault(restriction.start, []).append(restriction)
    applied: set[int] = set()
    # a copy is part of a street where another restriction may begin; copies of copies are not asked again
    begin = 0
    for _ in range(2):
        begin, asked = len(segments), range(begin, len(segments))
        for number in asked:
            laid: set[int] = set()
            for restriction in wanted.get(segments[number].way.way_id, ()):
                for chain in _chains(restriction, segments, turns, number, laid):
                    _lay(restriction, rules, segments, turns, number, chain, laid)
                    applied.add(id(restriction))
    facts.unread += sum(id(restriction) not in applied for restriction in facts.over_ways)


def _chains(
    restriction: LongTurn, segments: list[Segment], turns: Turns, start: int, laid: set[int]
) -> list[list[int]]:
    """Return the segments of the ways between, from the street of the restriction to a turn into the forbidden one.

    `laid`: the copies that this street has already. Those of another have the restriction already.
    """
    chains = []
    for first in turns[start]:
        if segments[first].way.way_id != restriction.via[0] or (segments[first].copy_of >= 0 and first not in laid):
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


def _lay(
    restriction: LongTurn,
    rules: RuleSets,
    segments: list[Segment],
    turns: Turns,
    start: int,
    chain: list[int],
    laid: set[int],
) -> None:
    before = start
    for part in chain:
        if part in laid:
            before = part
            continue
        original = segments[part].copy_of if segments[part].copy_of >= 0 else part
        segments.append(replace(segments[part], copy_of=original))
        turns.append(dict(turns[part]))
        copy = len(segments) - 1
        laid.add(copy)
        turns[before][copy] = turns[before].pop(part)
        before = copy
    into = _turns_into(segments, turns, before, restriction.end)
    for follower, arc in list(turns[before].items()):
        if (follower in into) == restriction.only:
            continue
        if restriction.rule is None:
            del turns[before][follower]
        else:
            turns[before][follower] = replace(arc, rules=rules.adding(arc.rules, restriction.rule))
