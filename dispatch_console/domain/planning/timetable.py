"""Compute when a van is where for a given sequence: drive, rest, wait for the window, serve."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from dispatch_console.domain.planning.problem import (
    Break,
    PlannedBreak,
    PlannedRoute,
    PlannedStop,
    PlanningProblem,
    Vehicle,
    Visit,
    Window,
)

ENDLESS = 10**12
ANY: Window = (-ENDLESS, ENDLESS)


@dataclass(frozen=True, slots=True)
class _Reached:
    """The earliest way to be done with some stops and some breaks: lateness so far, the clock, and how it came."""

    late_s: int
    clock_s: int
    rests: tuple[tuple[int, int, int], ...] = ()
    starts: tuple[int, ...] = ()

    def __lt__(self, other: "_Reached") -> bool:
        return (self.late_s, self.clock_s) < (other.late_s, other.clock_s)


def timetable(
    problem: PlanningProblem, vehicle: Vehicle, sequence: Sequence[str], begin_s: int | None = None
) -> PlannedRoute:
    """Return the timetable of a sequence: as early as possible, then leaving as late as that allows.

    A late stop is planned late, never dropped. `begin_s`: not to leave before, where the van has been out already.
    """
    begin = vehicle.start_s if begin_s is None else max(vehicle.start_s, begin_s)
    visits = [problem.visit[key] for key in sequence]
    if not visits:
        return PlannedRoute(vehicle.key, begin, begin, 0, 0, ())
    legs = _legs(problem, vehicle, visits)
    over, begin = _over_before(vehicle, visits[0], legs[0][0], begin)
    loads = on_board(visits) if any(rest.most is not None for rest in vehicle.breaks) else None
    done = _earliest(vehicle, visits, legs, over, begin, loads) or _earliest(vehicle, visits, legs, over, begin)
    assert done is not None
    return _shifted(problem, vehicle, visits, legs, done, begin)


def choose_window(windows: Sequence[Window], arrive: int) -> Window | None:
    """Return the first window that is not over yet; the last one when all are."""
    ordered = sorted(windows)
    return next((window for window in ordered if arrive <= window[1]), ordered[-1] if ordered else None)


def driving(problem: PlanningProblem, vehicle: Vehicle, start: int | None, end: int | None) -> int:
    return 0 if start is None or end is None else problem.driven(vehicle).durations[start][end]


def serving(visits: Sequence[Visit], index: int, vehicle: Vehicle) -> int:
    """Return the seconds at a stop: setting up counts only where the van comes from another place."""
    before = visits[index - 1].location if index else vehicle.start_location
    visit = visits[index]
    if visit.by_kind:
        setup, service = visit.times(vehicle.kind)
        return service + (setup if before != visit.location else 0)
    return visit.service_s + (visit.setup_s if before != visit.location else 0)


def on_board(visits: Sequence[Visit]) -> list[list[int]]:
    """Return the load behind the depot and behind every stop, one number per dimension."""
    width = max((len(load) for visit in visits for load in (visit.delivery, visit.pickup)), default=0)
    board = [0] * width
    for visit in visits:
        if not visit.after:
            board = _changed(board, visit.delivery, 1)
    loads = [board]
    for visit in visits:
        board = _changed(_changed(board, visit.pickup, 1), visit.delivery, -1)
        loads.append(board)
    return loads


def _changed(board: Sequence[int], load: Sequence[int], by: int) -> list[int]:
    return [amount + by * (load[at] if at < len(load) else 0) for at, amount in enumerate(board)]


def light_enough(rest: Break, load: Sequence[int]) -> bool:
    """Return whether a break may be taken with this load on board."""
    return rest.most is None or all(amount <= most for amount, most in zip(load, rest.most, strict=False))


def break_due(rest: Break, start_s: int, finish_s: int) -> bool:
    """Return whether a van that is away at this time has to rest."""
    if rest.always or not rest.windows:
        return True
    return min(early for early, _ in rest.windows) < finish_s and start_s < max(late for _, late in rest.windows)


def _over_before(vehicle: Vehicle, first: Visit, drive_s: int, begin: int) -> tuple[int, int]:
    """Return how many breaks are over before a van leaves for its first stop, and from when it can leave."""
    opens = min((early for early, late in first.windows if early <= late), default=begin)
    leaves = max(begin, opens - drive_s)
    over = 0
    for rest in vehicle.breaks:
        if break_due(rest, leaves, ENDLESS):
            break
        over, begin = over + 1, max(begin, *(late for _, late in rest.windows))
    return over, begin


def _legs(problem: PlanningProblem, vehicle: Vehicle, visits: Sequence[Visit]) -> list[tuple[int, int]]:
    """Return seconds and metres to each stop and to the end."""
    places = [vehicle.start_location, *(visit.location for visit in visits), vehicle.end_location]
    table = problem.driven(vehicle)
    return [
        (0, 0) if start is None or end is None else (table.durations[start][end], table.distances[start][end])
        for start, end in pairwise(places)
    ]


def _earliest(
    vehicle: Vehicle,
    visits: Sequence[Visit],
    legs: Sequence[tuple[int, int]],
    over: int,
    begin: int,
    loads: Sequence[Sequence[int]] | None = None,
) -> _Reached | None:
    """Return the earliest end over all ways to place the remaining breaks; a break lies before a drive or after it.

    Of ways that are as quick the one that rests first: one more stop before the break does not push it out of its
    windows. But who can serve and then rest rests neither at the customer's door nor before the first stop. `loads`,
    where a break asks for them: what is on board behind each stop; None where the van is never light enough for its
    breaks.
    """
    count = len(vehicle.breaks)
    anywhere = [True] * count
    states: list[_Reached | None] = [None] * (count + 1)
    states[over] = _Reached(0, begin)
    for index, (seconds, _) in enumerate(legs):
        arrived: list[_Reached | None] = [None] * (count + 1)
        may = anywhere if loads is None else [light_enough(rest, loads[index]) for rest in vehicle.breaks]
        for taken, state in enumerate(states):
            now = state
            unserved = index > 0 and state is not None and _rested_before_serving(state, index - 1)
            for before in range(taken, count + 1):
                if now is None:
                    break
                if before > taken:
                    if not may[before - 1]:
                        break
                    now = _rest(vehicle, before - 1, now, index * 2)
                then = _Reached(now.late_s, now.clock_s + seconds, now.rests, now.starts)
                for after in range(before, count + 1):
                    if after > before:
                        if not may[after - 1]:
                            break
                        then = _rest(vehicle, after - 1, then, index * 2 + 1)
                    known = arrived[after]
                    if known is None or then < known or not (known < then or after > before or unserved):
                        arrived[after] = then
        if index == len(visits):
            states = arrived
            break
        states = [_serve(visits, index, vehicle, state) for state in arrived]
    allowed = [state for taken, state in enumerate(states) if state and not _due(vehicle, taken, state.clock_s)]
    return min(allowed, default=None)


def _rested_before_serving(state: _Reached, index: int) -> bool:
    """Return whether the last rest was at this stop's door, or anywhere before the first stop."""
    return bool(state.rests) and state.rests[-1][1] >= (index * 2 + 1 if index else 0)


def _due(vehicle: Vehicle, taken: int, clock: int) -> bool:
    """Return whether a van that is back at this time still owes a break."""
    return taken < len(vehicle.breaks) and break_due(vehicle.breaks[taken], vehicle.start_s, clock)


def _rest(vehicle: Vehicle, number: int, state: _Reached, slot: int) -> _Reached:
    rest = vehicle.breaks[number]
    window = choose_window(rest.windows, state.clock_s)
    start = max(state.clock_s, window[0]) if window else state.clock_s
    late = max(0, start - window[1]) if window else 0
    return _Reached(
        state.late_s + late, start + rest.duration_s, (*state.rests, (number, slot, start)), state.starts
    )  # fmt: skip


def _serve(visits: Sequence[Visit], index: int, vehicle: Vehicle, state: _Reached | None) -> _Reached | None:
    if state is None:
        return None
    window = choose_window(visits[index].windows, state.clock_s)
    start = max(state.clock_s, window[0]) if window else state.clock_s
    late = max(0, start - window[1]) if window else 0
    leave = start + serving(visits, index, vehicle)
    return _Reached(state.late_s + late, leave, state.rests, (*state.starts, start))


def _shifted(
    problem: PlanningProblem,
    vehicle: Vehicle,
    visits: Sequence[Visit],
    legs: Sequence[tuple[int, int]],
    done: _Reached,
    begin: int,
) -> PlannedRoute:
    """Begin the same windows and breaks as late as possible without ending later."""
    events = _events(vehicle, visits, legs, done)
    lasts, early, late = 0, begin, ENDLESS
    for event in events:
        arrive = lasts + event.drive_s
        opens, closes = event.window
        wait = max(0, opens - arrive - late)
        early, late = max(opens - arrive, early) - wait, min(closes - arrive, late)
        lasts = arrive + wait + event.lasts_s
    clock = leave = max(begin, early)
    arrived, moved = clock, False
    stops: list[PlannedStop] = []
    breaks = []
    for event in events:
        clock += event.drive_s
        if event.moves:
            arrived = clock
        moved = moved or event.moves
        start = max(clock, event.window[0])
        clock = start + event.lasts_s
        if event.rest is not None:
            rest = vehicle.breaks[event.rest]
            over = max(0, start - max(closes for _, closes in rest.windows)) if rest.windows else 0
            breaks.append(PlannedBreak(rest.key, start, clock, len(stops), moved, over))
        elif len(stops) < len(visits):
            visit, (seconds, metres) = visits[len(stops)], legs[len(stops)]
            window = choose_window(visit.windows, start)
            stops.append(PlannedStop(visit.key, arrived, start, clock, metres, seconds, window))
            moved = False
    metres, seconds = sum(metres for _, metres in legs), sum(seconds for seconds, _ in legs)
    return PlannedRoute(vehicle.key, leave, clock, metres, seconds, tuple(stops), tuple(breaks))


@dataclass(frozen=True, slots=True)
class _Event:
    """A stop, a break or the end: the drive before it, when it may begin, how long it lasts."""

    drive_s: int
    moves: bool
    window: Window
    lasts_s: int
    rest: int | None = None


def _events(vehicle: Vehicle, visits: Sequence[Visit], legs: Sequence[tuple[int, int]], done: _Reached) -> list[_Event]:
    events = []
    rests = list(done.rests)
    for index, (seconds, _) in enumerate(legs):
        moved = False
        while rests and rests[0][1] <= index * 2 + 1:
            number, slot, start = rests.pop(0)
            moves = slot % 2 == 1 and not moved
            window = _window(vehicle.breaks[number].windows, start)
            events.append(_Event(seconds if moves else 0, moves, window, vehicle.breaks[number].duration_s, number))
            moved = moved or moves
        drive = 0 if moved else seconds
        if index < len(visits):
            window = _window(visits[index].windows, done.starts[index])
            events.append(_Event(drive, not moved, window, serving(visits, index, vehicle)))
        else:
            events.append(_Event(drive, not moved, ANY, 0))
    return events


def _window(windows: Sequence[Window], start: int) -> Window:
    """Return the window in which a start lies; a late one gives itself a window."""
    inside = [window for window in windows if window[0] <= start <= window[1]]
    if inside:
        return max(inside, key=lambda window: window[1])
    return (start, start) if windows else ANY
