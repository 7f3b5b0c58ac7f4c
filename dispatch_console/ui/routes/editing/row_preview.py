"""The timeline as it would be with a change that is not made yet."""

from collections.abc import Callable, Mapping
from datetime import datetime

from dispatch_console.application.planning.day_board import BoardVan, DayBoard
from dispatch_console.application.planning.day_problem import DayProblem
from dispatch_console.domain.planning.problem import Plan, PlannedRoute
from dispatch_console.language import tr
from dispatch_console.ui.map.day import stop_key
from dispatch_console.ui.routes import views
from dispatch_console.ui.routes.timeline.rows import Bar, Leg, VanRow


class RowPreview:
    """The rows of one board over one plan; those that a change leaves alone are made once, not at each step."""

    def __init__(self, board: DayBoard, prepared: DayProblem) -> None:
        self.board, self.prepared = board, prepared
        self._standing = _by_vehicle(prepared.standing)
        self._shown = {row.letter: row for row in views.rows(board)}
        self._locked = {stop_key(stop) for stop in board.stops if stop.locked}
        self._kept = {van.letter: self._row(van, self._standing) for van in board.vans}

    def rows(self, plan: Plan) -> tuple[VanRow, ...]:
        """Return the departures that have not left, driven as the plan says."""
        planned = _by_vehicle(plan)
        return tuple(
            self._row(van, planned) if self._changed(van, planned) else self._kept[van.letter]
            for van in self.board.vans
        )

    def _changed(self, van: BoardVan, planned: Mapping[str, PlannedRoute]) -> bool:
        keys = (vehicle.key for vehicle in self.prepared.problem.departures.get(van.letter, ()))
        return any(planned.get(key) != self._standing.get(key) for key in keys)

    def _row(self, van: BoardVan, planned: Mapping[str, PlannedRoute]) -> VanRow:
        row = self._shown[van.letter]
        gone = tuple(leg for leg, known in zip(row.legs, van.legs, strict=True) if known.departed_at)
        number, legs = last_out(van), []
        for vehicle in self.prepared.problem.departures.get(van.letter, ()):
            route = planned.get(vehicle.key)
            if route is not None:
                legs.append(self._leg(route, vehicle.end_s, number))
                number += len(route.stops)
        shown = (*gone, *legs)
        under = (
            tr("{vehicle}, back {end}", vehicle=van.vehicle, end=f"{shown[-1].end:%H:%M}")
            if shown
            else tr("{vehicle}, nothing planned", vehicle=van.vehicle)
        )
        return VanRow(row.letter, row.driver, under, shown, row.off, row.locked)

    def _leg(self, route: PlannedRoute, end_s: int, number: int) -> Leg:
        """Return a departure as it would be driven. `number` is the last stop on the departures before it."""
        at = clock_of(self.board, self.prepared)
        bars = []
        for place, stop in enumerate(route.stops, number + 1):
            promise = (at(stop.window[0]), at(stop.window[1])) if stop.window else None
            state = "late" if stop.window and stop.start_s > stop.window[1] else "todo"
            bars.append(
                Bar(
                    key=stop.visit,
                    number=place,
                    arrive=at(stop.arrive_s),
                    start=at(stop.start_s),
                    end=at(stop.leave_s),
                    state=state,
                    promise=promise,
                    locked=stop.visit in self._locked,
                )
            )
        rests = tuple((at(rest.start_s), at(rest.end_s)) for rest in route.breaks)
        return Leg(at(route.start_s), at(route.finish_s), at(end_s), tuple(bars), rests)


def clock_of(board: DayBoard, prepared: DayProblem) -> Callable[[int], datetime]:
    """Return a function from seconds of the problem to an instant in the depot's zone."""
    return lambda seconds: prepared.local.instant(seconds).astimezone(board.zone)


def last_out(van: BoardVan) -> int:
    """Return the highest number that is on the road already: a driver counts through the day."""
    return max((stop.sequence for leg in van.legs if leg.departed_at for stop in leg.stops), default=0)


def _by_vehicle(plan: Plan) -> dict[str, PlannedRoute]:
    return {route.vehicle: route for route in plan.routes}
