"""Driving times from a Valhalla server (tried with 3.9)."""

from collections.abc import Sequence
from typing import Any, ClassVar

from dispatch_console.adapters.travel.all_day import SameAllDay
from dispatch_console.adapters.travel.blocks import FARTHEST_SNAP_M, Cells, square
from dispatch_console.adapters.travel.great_circle import GreatCircle
from dispatch_console.adapters.travel.server import ask
from dispatch_console.domain.errors import Unavailable
from dispatch_console.domain.geometry.distance import distance_m
from dispatch_console.domain.planning.outing import ANY_TIME, Outing
from dispatch_console.domain.planning.problem import Matrix
from dispatch_console.domain.values import Coordinate
from dispatch_console.ports import DrivenPath

# a server as it comes answers 2,500 pairs, and 20 places at once
SIDE, LOCATED = 50, 20
NO_ROUTE = (170, 442)


class Valhalla(SameAllDay):
    """Entry point `valhalla`. Places far from every road get straight-line estimates."""

    estimate: ClassVar[bool] = False

    def matrix(self, places: Sequence[Coordinate], outing: Outing = ANY_TIME) -> Matrix:
        """Return seconds and metres; UNREACHABLE where no way leads. Errors: Unavailable `roads.away`."""
        away = self.snapped(places)

        def block(sources: Sequence[int], targets: Sequence[int]) -> tuple[Cells, Cells]:
            body = {
                "sources": [_place(places[number]) for number in sources],
                "targets": [_place(places[number]) for number in targets],
                "costing": "auto",
                "verbose": False,
            }
            table = self._sound(ask(self._server, "/sources_to_targets", body))["sources_to_targets"]
            metres = [[None if cell is None else cell * 1000 for cell in row] for row in table["distances"]]
            return table["durations"], metres

        return square(places, [number for number, metres in enumerate(away) if metres is not None], SIDE, block)

    def snapped(self, places: Sequence[Coordinate]) -> tuple[float | None, ...]:
        """Return the metres from each place to its road; None where no road is near."""
        metres_away: list[float | None] = []
        for at in range(0, len(places), LOCATED):
            chosen = places[at : at + LOCATED]
            body = {"locations": [_place(place) for place in chosen], "costing": "auto", "verbose": False}
            answer = self._sound(ask(self._server, "/locate", body))["answer"]
            for place, located in zip(chosen, answer, strict=True):
                spots = [Coordinate(edge["correlated_lat"], edge["correlated_lon"]) for edge in located["edges"] or ()]
                away = min((distance_m(place, spot) for spot in spots), default=FARTHEST_SNAP_M + 1)
                metres_away.append(away if away <= FARTHEST_SNAP_M else None)
        return tuple(metres_away)

    def path(self, start: Coordinate, end: Coordinate, outing: Outing = ANY_TIME) -> DrivenPath:
        """Return the fastest way; a straight line where there is none. Errors: Unavailable `roads.away`."""
        if None in self.snapped((start, end)):
            return GreatCircle().path(start, end)
        body = {"locations": [_place(start), _place(end)], "costing": "auto", "directions_type": "none"}
        answer = ask(self._server, "/route", body)
        if answer.get("error_code") in NO_ROUTE:
            return GreatCircle().path(start, end)
        trip = self._sound(answer)["trip"]
        points = tuple(point for leg in trip["legs"] for point in _decoded(leg["shape"]))
        return DrivenPath(points, trip["summary"]["length"] * 1000, float(trip["summary"]["time"]))

    def _sound(self, answer: dict[str, Any]) -> dict[str, Any]:
        if "status" in answer or "error_code" in answer:
            detail = answer.get("error") or f"status {answer.get('status')}"
            raise Unavailable("roads.away", server=self._server, detail=detail)
        return answer


def _place(place: Coordinate) -> dict[str, float]:
    return {"lat": place.lat, "lon": place.lon, "search_cutoff": FARTHEST_SNAP_M}


def _decoded(shape: str) -> list[tuple[float, float]]:
    """Decode Google's polyline encoding with six decimals, as Valhalla documents it."""
    points, values, at = [], [0, 0], 0
    while at < len(shape):
        for axis in (0, 1):
            shift = number = 0
            while True:
                byte = ord(shape[at]) - 63
                at += 1
                number |= (byte & 0x1F) << shift
                shift += 5
                if byte < 0x20:
                    break
            values[axis] += ~(number >> 1) if number & 1 else number >> 1
        points.append((values[0] / 1e6, values[1] / 1e6))
    return points
