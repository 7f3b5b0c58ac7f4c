"""What the map is told to show, as plain values that travel to the page as JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class MapStop:
    """`state` is todo, done, late, missed or door. `number` is shown for the selected route only."""

    id: str
    number: int
    lat: float
    lon: float
    state: str
    title: str
    locked: bool = False


@dataclass(frozen=True, slots=True)
class MapLine:
    """A stretch of a route as (lat, lon) points; an estimate is drawn straight and dashed."""

    points: tuple[tuple[float, float], ...]
    driven: bool
    estimate: bool


@dataclass(frozen=True, slots=True)
class MapRoute:
    """`van`: where it was seen last, as `van_title` says."""

    letter: str
    title: str
    fill: str
    tint: str
    selected: bool
    lines: tuple[MapLine, ...]
    stops: tuple[MapStop, ...]
    van: tuple[float, float] | None = None
    van_title: str = ""


@dataclass(frozen=True, slots=True)
class MapPlace:
    """A lone mark: an order without a route, an address to be corrected, the depot."""

    id: str
    kind: str
    lat: float
    lon: float
    title: str
    selected: bool = False
    movable: bool = False


@dataclass(frozen=True, slots=True)
class MapState:
    """`placing` makes a click on the map say where a pin belongs; `editable` lets pins be carried to other routes.

    `way` is the drive to and from what is carried, as (lat, lon) points.
    """

    routes: tuple[MapRoute, ...] = ()
    places: tuple[MapPlace, ...] = ()
    selected: str = ""
    legend: bool = True
    placing: bool = False
    editable: bool = False
    way: tuple[tuple[float, float], ...] = ()

    def as_json(self, sent: Mapping[str, MapRoute] | None = None) -> str:
        """Return the state for the page. A route that was `sent` already, by letter, goes as its letter."""
        known = sent or {}
        routes = [route.letter if known.get(route.letter) == route else route for route in self.routes]
        return json.dumps(_as_object(self) | {"routes": routes}, ensure_ascii=True, default=_as_object)


def _as_object(value: Any) -> dict[str, Any]:
    """Return the fields without copies: `asdict` took most of a selection's time."""
    return {entry.name: getattr(value, entry.name) for entry in fields(value)}
