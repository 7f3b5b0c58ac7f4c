"""A large plan cut into parts that are improved side by side, and put together again."""

import random
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, fields

from dispatch_console.adapters.solvers.improving import Driven
from dispatch_console.adapters.solvers.ruin_recreate.problem import Clients, Problem, Routes, Vans

# entries per stop or departure, where that is not one: name of the count in Problem, and how often
_PER_CLIENT = {
    "window": ("windows", 2), "delivery": ("loads", 1), "pickup": ("loads", 1), "served": ("kinds", 1),
    "set_up": ("kinds", 1),
}  # fmt: skip
_PER_VAN = {
    "capacity": ("loads", 1), "break_window": ("breaks", 2), "break_time": ("breaks", 1), "break_most": ("breaks", 1),
}  # fmt: skip
_WIDER = {"break_window": "windows", "break_most": "loads"}


@dataclass(slots=True)
class Part:
    """Some vans with their stops as a problem of its own. `vans` and `clients` say what they are in the whole."""

    problem: Problem
    routes: Routes
    vans: list[int]
    clients: list[int]

    def placed_into(self, whole: Routes, routes: Routes) -> None:
        """Write this part's routes over those of the whole plan."""
        for van, route in zip(self.vans, routes, strict=True):
            whole[van] = [self.clients[client] for client in route]

    def whole(self, driven: Driven) -> Driven:
        """Return a route of this part as one of the whole plan."""
        van, route = driven
        return self.vans[van], tuple(self.clients[client] for client in route)


def take_part(problem: Problem, routes: Routes, vans: Sequence[int], absent: Sequence[int] = ()) -> Part:
    """Return the vans with what they serve, and some of the stops that nobody serves."""
    vans = sorted(vans)
    clients = [client for van in vans for client in routes[van]] + list(absent)
    number = {client: index for index, client in enumerate(clients)}
    van_number = {van: index for index, van in enumerate(vans)}
    own = Clients(**{entry.name: _picked(problem, entry.name, problem.clients, clients, _PER_CLIENT)
                     for entry in fields(Clients)})  # fmt: skip
    own_vans = Vans(**{entry.name: _picked(problem, entry.name, problem.vans, vans, _PER_VAN)
                       for entry in fields(Vans)})  # fmt: skip
    own.pair = array("i", [number.get(other, -1) for other in own.pair])
    own.only = array("i", [van_number.get(van, -2) if van >= 0 else -1 for van in own.only])
    own.home = array("i", [van_number.get(van, -2) if van >= 0 else -1 for van in own.home])
    own_vans.after = array("i", [van_number.get(van, -1) for van in own_vans.after])
    places = sorted({*own.place, *own_vans.start_place, *own_vans.end_place} - {-1})
    place = {old: index for index, old in enumerate(places)}
    place[-1] = -1
    own.place = array("i", [place[old] for old in own.place])
    own_vans.start_place = array("i", [place[old] for old in own_vans.start_place])
    own_vans.end_place = array("i", [place[old] for old in own_vans.end_place])
    part = Problem(
        clients=own,
        vans=own_vans,
        places=len(places),
        loads=problem.loads,
        windows=problem.windows,
        breaks=problem.breaks,
        profiles=problem.profiles,
        rounding=problem.rounding,
        always_rest=problem.always_rest,
        strict=problem.strict,
        kinds=problem.kinds,
    )
    if problem.time is not None and problem.cost is not None:
        part.time = _table(problem.time, problem, places)
        part.cost = part.time if problem.cost is problem.time else _table(problem.cost, problem, places)
    if problem.distance is not None:
        part.distance = _table(problem.distance, problem, places)
    if problem.x:
        part.x = array("d", [problem.x[old] for old in places])
        part.y = array("d", [problem.y[old] for old in places])
    return Part(part, [[number[client] for client in routes[van]] for van in vans], list(vans), clients)


def _picked(
    problem: Problem, name: str, group: Clients | Vans, chosen: Sequence[int], several: dict[str, tuple[str, int]]
) -> "array[int]":
    values: array[int] = getattr(group, name)
    width = 1
    if name in several:
        count, times = several[name]
        width = getattr(problem, count) * times
        width *= getattr(problem, _WIDER[name]) if name in _WIDER else 1
    if width == 1:
        return array(values.typecode, [values[index] for index in chosen])
    picked = array(values.typecode)
    for index in chosen:
        picked.extend(values[index * width : (index + 1) * width])
    return picked


def _table(table: "array[int]", problem: Problem, places: Sequence[int]) -> "array[int]":
    picked = array("i")
    for profile in range(problem.profiles):
        for a in places:
            begin = (profile * problem.places + a) * problem.places
            row = table[begin : begin + problem.places]
            picked.extend(array("i", [row[b] for b in places]))
    return picked


def cut(problem: Problem, routes: Routes, count: int, dice: random.Random) -> list[list[int]]:
    """Cut the vans into `count` groups of neighbouring routes with about the same number of stops each.

    Each cut runs between two places drawn by lot, so that the next one lies elsewhere. Departures of one van stay
    together.
    """
    chains: dict[int, list[int]] = {}
    for van in range(len(routes)):
        head = van
        while problem.vans.after[head] >= 0:
            head = problem.vans.after[head]
        chains.setdefault(head, []).append(van)
    groups = [list(chains.values())]
    while len(groups) < count:
        groups.sort(key=lambda group: -sum(len(routes[van]) for chain in group for van in chain))
        groups[:1] = _halves(problem, routes, groups[0], dice)
    return [[van for chain in group for van in chain] for group in groups]


def _halves(problem: Problem, routes: Routes, chains: list[list[int]], dice: random.Random) -> list[list[list[int]]]:
    busy = [chain for chain in chains if any(routes[van] for van in chain)]
    idle = [chain for chain in chains if not any(routes[van] for van in chain)]
    stops = [client for chain in busy for van in chain for client in routes[van]]
    if not stops:
        return [chains[::2], chains[1::2]]
    one = problem.clients.place[dice.choice(stops)]
    two = max((problem.clients.place[client] for client in dice.sample(stops, min(20, len(stops)))),
              key=lambda place: travel(problem, one, place))  # fmt: skip

    def side(chain: list[int]) -> float:
        clients = [client for van in chain for client in routes[van]]
        places = [problem.clients.place[client] for client in clients]
        return sum(travel(problem, one, place) - travel(problem, two, place) for place in places) / len(clients)

    busy.sort(key=side)
    total, seen, at = len(stops), 0, 0
    while at < len(busy) and seen * 2 < total:
        seen += sum(len(routes[van]) for van in busy[at])
        at += 1
    return [busy[:at] + idle[::2], busy[at:] + idle[1::2]]


def travel(problem: Problem, a: int, b: int) -> float:
    if problem.cost is not None:
        return problem.cost[a * problem.places + b]
    return float(((problem.x[a] - problem.x[b]) ** 2 + (problem.y[a] - problem.y[b]) ** 2) ** 0.5)
