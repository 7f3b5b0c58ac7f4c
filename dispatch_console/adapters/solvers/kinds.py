"""Which vans are alike, so that a route of one may be driven by another at the same cost."""

from dispatch_console.adapters.solvers.ruin_recreate.problem import Problem

_SAME = (
    "start_place", "end_place", "start", "end", "regular_end", "max_duration", "max_stops", "profile", "full",
    "van_price", "per_second", "overtime_price", "uneven_price", "skills",
    "kind", "max_driving", "max_distance", "task_price",
)  # fmt: skip


def kinds(problem: Problem) -> list[list[int]]:
    """Return the vans that are alike, as lists of their numbers. One that stops are bound to or came from is its own
    kind.
    """
    vans, loads, breaks = problem.vans, problem.loads, problem.breaks
    own = {*problem.clients.only, *problem.clients.home} - {-1}
    alike: dict[tuple[object, ...], list[int]] = {}
    for van in range(len(vans)):
        rests = slice(van * breaks, (van + 1) * breaks)
        windows = slice(van * breaks * problem.windows * 2, (van + 1) * breaks * problem.windows * 2)
        same = (
            tuple(vans.capacity[van * loads : (van + 1) * loads]),
            tuple(vans.break_time[rests]),
            tuple(vans.break_window[windows]),
            tuple(vans.break_most[van * breaks * loads : (van + 1) * breaks * loads]),
            *(getattr(vans, name)[van] for name in _SAME),
            van if van in own or vans.after[van] >= 0 or vans.closed[van] else -1,
        )
        alike.setdefault(same, []).append(van)
    return list(alike.values())
