"""Which problems PyVRP can take part in; without loading it, which takes half a second."""

from dispatch_console.adapters.solvers.ruin_recreate.problem import Problem

LARGEST = 2000


def applies(problem: Problem) -> bool:
    """Return whether PyVRP knows every constraint of this problem."""
    clients, vans = problem.clients, problem.vans
    plain = (
        not any(clients.fixed) and not any(clients.setup) and set(clients.pair) <= {-1} and set(clients.only) <= {-1}
    )
    alone = (
        not problem.strict
        and not any(vans.closed)
        and problem.breaks == 0
        and problem.profiles == 1
        and set(clients.home) <= {-1}
    )
    anchored = min(*vans.start_place, *vans.end_place, 0) >= 0
    open_stops = all(most >= len(clients) for most in vans.max_stops)
    apart = all(before < 0 or vans.end[before] <= vans.start[van] for van, before in enumerate(vans.after))
    return plain and alone and anchored and open_stops and apart and 0 < problem.places <= LARGEST
