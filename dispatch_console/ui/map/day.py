"""A day's board as the map shows it."""

from collections.abc import Iterable
from dataclasses import replace

from dispatch_console.application.planning.day_board import BoardLeg, BoardStop, BoardVan, DayBoard
from dispatch_console.application.planning.day_problem import visit_key
from dispatch_console.language import tr
from dispatch_console.ports import DrivenPath
from dispatch_console.ui import words
from dispatch_console.ui.map.paths import Paths, ways_of
from dispatch_console.ui.map.state import MapLine, MapPlace, MapRoute, MapState, MapStop
from dispatch_console.ui.widgets.map_colours import driver_colours


def stop_key(stop: BoardStop) -> str:
    """Return the key of the stop's visit in the day's problem: it outlives every edit, which the row of the stop does
    not.
    """
    return visit_key(stop.order_ids[0])


def order_key(order_id: int) -> str:
    return f"order-{order_id}"


def map_routes(board: DayBoard, paths: Paths) -> tuple[MapRoute, ...]:
    """Return the routes of all vans, none of them chosen: made once per reading of the day, not at each selection."""
    return tuple(_route(board, van, paths) for van in board.vans if van.stops)


def map_state(
    board: DayBoard,
    routes: Iterable[MapRoute],
    letter: str,
    selected: str,
    *,
    editable: bool = False,
    way: Iterable[DrivenPath] = (),
) -> MapState:
    """Return all vans' routes; the one with `letter` on top, with numbered pins, and a `way` as a proposal."""
    places = [
        MapPlace(
            order_key(order.order_id),
            "unrouted",
            order.place.lat,
            order.place.lon,
            f"{order.customer}, {order.address}",
            order_key(order.order_id) == selected,
        )
        for order in board.tray
        if order.place is not None
    ]
    if board.depot_place is not None:
        places.append(
            MapPlace(
                "depot", "depot", board.depot_place.lat, board.depot_place.lon, tr("Depot {depot}", depot=board.depot)
            )
        )
    shown = tuple(replace(route, selected=True) if route.letter == letter else route for route in routes)
    return MapState(
        shown, tuple(places), selected, editable=editable, way=tuple(point for path in way for point in path.points)
    )


def _route(board: DayBoard, van: BoardVan, paths: Paths) -> MapRoute:
    colours = driver_colours(van.letter)
    lines = [line for leg in van.legs for line in _lines(board, leg, paths)]
    stops = tuple(
        MapStop(
            stop_key(stop),
            stop.sequence,
            stop.place.lat,
            stop.place.lon,
            stop.state,
            f"{van.letter} {stop.sequence}, {stop.customer}, {stop.address}" + (tr(", locked") if stop.locked else ""),
            stop.locked,
        )
        for stop in van.stops
    )
    return MapRoute(
        letter=van.letter,
        title=f"{van.letter}, {van.driver}, {van.vehicle}",
        fill=colours.fill,
        tint=colours.tint,
        selected=False,
        lines=tuple(lines),
        stops=stops,
        van=(van.seen.place.lat, van.seen.place.lon) if van.seen else None,
        van_title=seen_words(board, van),
    )


def seen_words(board: DayBoard, van: BoardVan) -> str:
    """Return where a van was seen last: its letter, when, and to within how many metres."""
    if van.seen is None:
        return ""
    at = words.clock(van.seen.at, board.zone)
    return tr("{letter}, seen at {at}, to within {metres} m", letter=van.letter, at=at, metres=van.seen.accuracy_m)


def _lines(board: DayBoard, leg: BoardLeg, paths: Paths) -> list[MapLine]:
    """Return what is driven, then what is to come. Straight lines are said to be an estimate."""
    done = sum(stop.state in ("done", "missed") for stop in leg.stops)
    return [
        MapLine(path.points, driven=number < done, estimate=path.estimate)
        for number, path in enumerate(paths.along(ways_of(board, leg)))
    ]
