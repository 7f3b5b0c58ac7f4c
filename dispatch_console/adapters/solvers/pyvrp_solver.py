"""PyVRP behind the solver port: one client group per stop with several windows, one profile per set of skills."""

import time
from collections import Counter
from collections.abc import Callable
from typing import ClassVar

from pyvrp import Client, ClientGroup, Location, Model, Profile

from dispatch_console.domain.planning import Plan, PlanningProblem, timetable

# dropping a stop costs more than any detour of a day
PRIZE = 500_000
PRIORITY_PRIZE = 200_000
NEVER = 10_000_000
DAY_S = 86_400
# a second above the fair share costs as much as this many seconds of driving
OVERTIME_COST = 2
DRIVING_ON_TOP = 1.2


class _Stop:
    """Time is up, or somebody asked; tells of each improvement."""

    def __init__(
        self,
        seconds: float,
        on_improvement: Callable[[int, float], None] | None,
        should_stop: Callable[[], bool] | None,
    ) -> None:
        self._begin, self._seconds = time.monotonic(), seconds
        self._tell, self._ask = on_improvement, should_stop
        self._best: float | None = None

    def __call__(self, best_cost: float) -> bool:
        elapsed = time.monotonic() - self._begin
        if self._tell and best_cost < NEVER * 100 and (self._best is None or best_cost < self._best):
            self._best = best_cost
            self._tell(int(best_cost), elapsed)
        return elapsed >= self._seconds or bool(self._ask and self._ask())


class PyVrpSolver:
    """Entry point `pyvrp`."""

    name: ClassVar[str] = "pyvrp"

    def solve(
        self,
        problem: PlanningProblem,
        seconds: float,
        on_improvement: Callable[[int, float], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> Plan:
        """Stops that no vehicle can serve are left out and come back as unplanned."""
        servable = [visit for visit in problem.visits if any(visit.skills <= van.skills for van in problem.vehicles)]
        if not servable or not problem.vehicles:
            return Plan((), tuple(visit.key for visit in problem.visits), self.name, problem.matrix.estimate)
        model = Model()
        size = len(problem.matrix.durations)
        places = [model.add_location(0, 0) for _ in range(size)]
        profiles = {skills: model.add_profile() for skills in {van.skills for van in problem.vehicles}}
        fair = _fair_shares(problem)
        depots = {}
        for van in problem.vehicles:
            for place in (van.start_location, van.end_location):
                if place not in depots:
                    depots[place] = model.add_depot(places[place])
        for van in problem.vehicles:
            model.add_vehicle_type(
                1,
                capacity=[van.weight_g, van.volume_ml],
                start_depot=depots[van.start_location],
                end_depot=depots[van.end_location],
                tw_early=van.start_s,
                tw_late=van.end_s,
                unit_distance_cost=0,
                unit_duration_cost=1,
                shift_duration=fair[van.key],
                max_overtime=DAY_S,
                unit_overtime_cost=OVERTIME_COST if problem.balance else 0,
                profile=profiles[van.skills],
                name=van.key,
            )
        keys: list[str] = []
        needs: dict[int, frozenset[str]] = {}
        for visit in servable:
            windows = visit.windows or ((0, 10**9),)
            group: ClientGroup | None = model.add_client_group(required=False) if len(windows) > 1 else None
            for early, late in windows:
                client: Client = model.add_client(
                    places[visit.location],
                    delivery=[visit.weight_g, visit.volume_ml],
                    service_duration=visit.service_s,
                    tw_early=early,
                    tw_late=late,
                    prize=PRIZE + PRIORITY_PRIZE * visit.priority,
                    required=False,
                    group=group,
                    name=visit.key,
                )
                assert client is not None
                keys.append(visit.key)
            needs[visit.location] = needs.get(visit.location, frozenset()) | visit.skills
        self._edges(problem, model, places, profiles, needs)
        result = model.solve(_Stop(seconds, on_improvement, should_stop), display=False, collect_stats=False)
        routes = []
        for route in result.best.routes():
            van = problem.vehicles[route.vehicle_type()]
            sequence = [keys[activity.idx] for activity in route if activity.is_client()]
            if sequence:
                routes.append(timetable(problem, van, sequence))
        planned = {stop.visit for route in routes for stop in route.stops}
        left = tuple(visit.key for visit in problem.visits if visit.key not in planned)
        return Plan(tuple(routes), left, self.name, problem.matrix.estimate)

    def _edges(
        self,
        problem: PlanningProblem,
        model: Model,
        places: list[Location],
        profiles: dict[frozenset[str], Profile],
        needs: dict[int, frozenset[str]],
    ) -> None:
        """A van without the skill finds the way to such a stop too long."""
        matrix = problem.matrix
        for skills, profile in profiles.items():
            for a, row in enumerate(matrix.durations):
                for b, duration in enumerate(row):
                    if a == b:
                        continue
                    barred = not needs.get(b, frozenset()) <= skills
                    far = NEVER if barred else duration
                    model.add_edge(places[a], places[b], matrix.distances[a][b], far, profile)


def _fair_shares(problem: PlanningProblem) -> dict[str, int]:
    """What each departure would work if the service of the stops that fall into its hours were spread evenly."""
    shares = {}
    hours = Counter((van.start_s, van.end_s) for van in problem.vehicles)
    for van in problem.vehicles:
        fitting = [
            visit.service_s
            for visit in problem.visits
            if not visit.windows or any(van.start_s < late and early < van.end_s for early, late in visit.windows)
        ]
        shares[van.key] = int(sum(fitting) / hours[van.start_s, van.end_s] * DRIVING_ON_TOP)
    return shares
