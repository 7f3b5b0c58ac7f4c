"""For which problems routes may be put together anew; without loading OR-Tools, which takes half a second."""

from dispatch_console.adapters.solvers.ruin_recreate.problem import Problem


def applies(problem: Problem) -> bool:
    """Return whether a route costs the same whatever the others are: no van waits for its own earlier departure."""
    vans = problem.vans
    return set(vans.after) <= {-1} and not any(vans.closed) and not any(problem.clients.fixed)
