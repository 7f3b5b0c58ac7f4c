"""What the small map of a plan shows: its routes along the streets, its stops, and those that nobody drives to."""

from collections.abc import Iterator, Sequence

from dispatch_console.application.planning.day_board import DayBoard
from dispatch_console.application.planning.day_problem import DayProblem
from dispatch_console.application.planning.variants import Variant
from dispatch_console.domain.values import Coordinate
from dispatch_console.ui.map.day import stop_key
from dispatch_console.ui.map.paths import Paths, Way, ways_between
from dispatch_console.ui.routes.plan_map import PlanDot, PlanLine, PlanPicture


def ways_of(board: DayBoard, prepared: DayProblem, variants: Sequence[Variant]) -> Iterator[Way]:
    """Return every way that one of these plans drives."""
    where = _places(board, prepared)
    for variant in variants:
        for _, ways in _routes(board, prepared, variant, where):
            yield from ways


def picture_of(board: DayBoard, prepared: DayProblem, variant: Variant, paths: Paths) -> PlanPicture:
    where = _places(board, prepared)
    lines = []
    for letter, ways in _routes(board, prepared, variant, where):
        driven = list(paths.along(ways))
        points = tuple(point for path in driven for point in path.points)
        lines.append(PlanLine(letter, points, any(path.estimate for path in driven)))
    vehicle = prepared.problem.vehicle
    letter_of = {stop.visit: vehicle[route.vehicle].route for route in variant.plan.routes for stop in route.stops}
    moved = {visit for visit, _, _ in variant.measures.moved}
    dots = tuple(
        PlanDot(visit, where[visit].lat, where[visit].lon, letter_of.get(visit, ""), visit in moved)
        for visit in prepared.problem.visit
        if visit in where
    )
    return PlanPicture(tuple(lines), dots)


def _routes(
    board: DayBoard, prepared: DayProblem, variant: Variant, where: dict[str, Coordinate]
) -> Iterator[tuple[str, list[Way]]]:
    depot = [board.depot_place] if board.depot_place else []
    for route in variant.plan.routes:
        if route.stops:
            stops = [where[stop.visit] for stop in route.stops if stop.visit in where]
            letter, outing = prepared.problem.vehicle[route.vehicle].route, prepared.outings[route.vehicle]
            yield letter, ways_between([*depot, *stops, *depot], outing)


def _places(board: DayBoard, prepared: DayProblem) -> dict[str, Coordinate]:
    """Return where the visits are, from the board's stops and its tray."""
    places = {stop_key(stop): stop.place for stop in board.stops}
    for order in board.tray:
        if order.place is not None:
            for visit in prepared.visits_of([[order.order_id]]):
                places.setdefault(visit, order.place)
    return places
