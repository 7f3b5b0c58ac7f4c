"""The route solver that this station uses."""

from dispatch_console import plugins
from dispatch_console.ports import RouteSolver
from dispatch_console.settings import Settings


def solver_of(settings: Settings) -> RouteSolver:
    """Return a new solver as the settings name it."""
    chosen: RouteSolver = plugins.load("solvers", settings.solver)(settings.cluster, settings.cluster_dir)
    return chosen
