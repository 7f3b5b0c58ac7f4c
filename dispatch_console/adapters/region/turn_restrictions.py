"""Turn restrictions of an extract, as relations give them."""

from dataclasses import dataclass, field
from itertools import product

import osmium

from dispatch_console.adapters.region import way_tags
from dispatch_console.region_files.road_rules.rules import Rule, always_holds

# one way, or a node, or some ways in a row
Turn = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class LongTurn:
    """A turn restriction over one or more ways: from, the ways between, to. `only` where it is the one allowed.

    `rule` where it depends on the vehicle or the hour; None where it holds for everybody at all times.
    """

    start: int
    via: tuple[int, ...]
    end: int
    only: bool
    rule: Rule | None


@dataclass(slots=True)
class TurnFacts:
    """Turns as (from way, via node, to way).

    `forbidden` to everybody at all times. `only`: what may be driven into from (from way, via node), nothing else.
    `ruled` and `only_ruled`: the same where it depends on the vehicle or the hour. `nodes`: where any of these stands.
    """

    forbidden: set[Turn] = field(default_factory=set)
    only: dict[tuple[int, int], set[int]] = field(default_factory=dict)
    ruled: dict[Turn, Rule] = field(default_factory=dict)
    only_ruled: dict[tuple[int, int], dict[int, Rule]] = field(default_factory=dict)
    over_ways: list[LongTurn] = field(default_factory=list)
    unread: int = 0
    nodes: set[int] = field(default_factory=set)


def read(relation: osmium.osm.Relation, turns: TurnFacts) -> None:
    """Add a restriction via one node or some ways; one whose members make no turn is counted as not read.

    Several ways may be forbidden to enter one (`no_entry`), or one way to leave into several (`no_exit`).
    """
    tags = dict(relation.tags)
    rule = way_tags.of_turn(tags)
    kind = next((text.split("@")[0].strip() for key, text in rule.tags if key != "except"), "")
    members: dict[str, list[tuple[str, int]]] = {}
    for member in relation.members:
        members.setdefault(member.role, []).append((member.type, member.ref))
    starts, via, ends = (members.get(role, []) for role in ("from", "via", "to"))
    types = "".join(sorted({kind for kind, _ in (*starts, *ends)}))
    over = "".join(kind for kind, _ in via)
    if not starts or not ends or types != "w" or not kind.startswith(("no_", "only_")):
        turns.unread += 1
    elif over == "n":
        for (_, start), (_, end) in product(starts, ends):
            _add(turns, (start, via[0][1], end), rule, only=kind.startswith("only_"))
    elif over and not over.strip("w"):
        ways = tuple(number for _, number in via)
        depends = None if always_holds(rule) else rule
        for (_, start), (_, end) in product(starts, ends):
            turns.over_ways.append(LongTurn(start, ways, end, kind.startswith("only_"), depends))
    else:
        turns.unread += 1


def _add(turns: TurnFacts, turn: Turn, rule: Rule, *, only: bool) -> None:
    start, via, end = turn
    turns.nodes.add(via)
    holds_always = always_holds(rule)
    if only and holds_always:
        turns.only.setdefault((start, via), set()).add(end)
    elif only:
        turns.only_ruled.setdefault((start, via), {})[end] = rule
    elif holds_always:
        turns.forbidden.add(turn)
    else:
        turns.ruled[turn] = rule
