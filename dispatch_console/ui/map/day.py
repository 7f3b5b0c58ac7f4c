"""A day's board as the map shows it."""

from dispatch_console.application.day_board import BoardLeg, BoardStop, BoardVan, DayBoard
from dispatch_console.ui.map.colours import driver_colours
from dispatch_console.ui.map.state import MapLine, MapPlace, MapRoute, MapState, MapStop


def stop_key(stop: BoardStop) -> str:
    return f"stop-{stop.stop_id}"


def order_key(order_id: int) -> str:
    return f"order-{order_id}"


def map_state(board: DayBoard, letter: str, selected: str, *, numbers: bool = True, legend: bool = True) -> MapState:
    """All vans; the one with `letter` on top, with numbered pins when `numbers`."""
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
        places.append(MapPlace("depot", "depot", board.depot_place.lat, board.depot_place.lon, f"Depot {board.depot}"))
    routes = tuple(_route(board, van, numbers and van.letter == letter) for van in board.vans if van.stops)
    return MapState(routes, tuple(places), selected, legend)


def _route(board: DayBoard, van: BoardVan, selected: bool) -> MapRoute:
    colours = driver_colours(van.letter)
    lines = [line for leg in van.legs for line in _lines(board, leg)]
    stops = tuple(
        MapStop(
            stop_key(stop),
            stop.sequence,
            stop.place.lat,
            stop.place.lon,
            stop.state,
            f"{van.letter} {stop.sequence}, {stop.customer}, {stop.address}",
        )
        for stop in van.stops
    )
    return MapRoute(
        van.letter,
        f"{van.letter}, {van.driver}, {van.vehicle}",
        colours.fill,
        colours.tint,
        selected,
        tuple(lines),
        stops,
    )


def _lines(board: DayBoard, leg: BoardLeg) -> list[MapLine]:
    """What is driven, then what is to come. Straight lines are said to be an estimate."""
    depot = [(board.depot_place.lat, board.depot_place.lon)] if board.depot_place else []
    points = [(stop.place.lat, stop.place.lon) for stop in leg.stops]
    done = sum(stop.state in ("done", "missed") for stop in leg.stops)
    driven = [*depot, *points[:done]] if done else []
    coming = [*(points[done - 1 : done] if done else depot), *points[done:], *depot]
    return [
        MapLine(tuple(line), driven=was, estimate=board.estimate)
        for line, was in ((driven, True), (coming, False))
        if len(line) > 1
    ]
