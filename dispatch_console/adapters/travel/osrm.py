"""Driving times from an OSRM server (HTTP API v1, tried with 26.10)."""

from collections.abc import Sequence
from typing import Any, ClassVar

from dispatch_console.adapters.travel.all_day import SameAllDay
from dispatch_console.adapters.travel.blocks import FARTHEST_SNAP_M, Cells, square
from dispatch_console.adapters.travel.great_circle import GreatCircle
from dispatch_console.adapters.travel.server import ask
from dispatch_console.domain.errors import Unavailable
from dispatch_console.domain.planning.outing import ANY_TIME, Outing
from dispatch_console.domain.planning.problem import Matrix
from dispatch_console.domain.values import Coordinate
from dispatch_console.ports import DrivenPath

# a server as it comes answers tables of 100 places in all
SIDE = 50


class Osrm(SameAllDay):
    """Entry point `osrm`. Places far from every road get straight-line estimates."""

    estimate: ClassVar[bool] = False

    def matrix(self, places: Sequence[Coordinate], outing: Outing = ANY_TIME) -> Matrix:
        """Return seconds and metres, rounded; UNREACHABLE where no way leads. Errors: Unavailable `roads.away`."""
        away = self.snapped(places)

        def block(sources: Sequence[int], targets: Sequence[int]) -> tuple[Cells, Cells]:
            chosen = [places[number] for number in (*sources, *targets)]
            first = ";".join(str(number) for number in range(len(sources)))
            last = ";".join(str(number) for number in range(len(sources), len(chosen)))
            options = f"annotations=duration,distance&sources={first}&destinations={last}&generate_hints=false"
            answer = self._asked(f"/table/v1/driving/{_line(chosen)}?{options}")
            return answer["durations"], answer["distances"]

        return square(places, [number for number, metres in enumerate(away) if metres is not None], SIDE, block)

    def snapped(self, places: Sequence[Coordinate]) -> tuple[float | None, ...]:
        """Return the metres from each place to its road; None where no road is near."""
        metres_away: list[float | None] = []
        for at in range(0, len(places), 2 * SIDE):
            # the server snaps to the nearest road of the world that it knows, however far
            answer = self._asked(
                f"/table/v1/driving/{_line(places[at : at + 2 * SIDE])}?sources=0&generate_hints=false"
            )
            away = [float(waypoint["distance"]) for waypoint in answer["destinations"]]
            metres_away += [metres if metres <= FARTHEST_SNAP_M else None for metres in away]
        return tuple(metres_away)

    def path(self, start: Coordinate, end: Coordinate, outing: Outing = ANY_TIME) -> DrivenPath:
        """Return the fastest way; a straight line where there is none. Errors: Unavailable `roads.away`."""
        if None in self.snapped((start, end)):
            return GreatCircle().path(start, end)
        answer = ask(self._server, f"/route/v1/driving/{_line((start, end))}?overview=full&geometries=geojson")
        if answer.get("code") == "NoRoute":
            return GreatCircle().path(start, end)
        route = self._sound(answer)["routes"][0]
        points = tuple((lat, lon) for lon, lat in route["geometry"]["coordinates"])
        return DrivenPath(points, float(route["distance"]), float(route["duration"]))

    def _asked(self, path: str) -> dict[str, Any]:
        return self._sound(ask(self._server, path))

    def _sound(self, answer: dict[str, Any]) -> dict[str, Any]:
        if answer.get("code") != "Ok":
            detail = answer.get("message") or answer.get("code") or f"status {answer.get('status')}"
            raise Unavailable("roads.away", server=self._server, detail=detail)
        return answer


def _line(places: Sequence[Coordinate]) -> str:
    return ";".join(f"{place.lon:.6f},{place.lat:.6f}" for place in places)
