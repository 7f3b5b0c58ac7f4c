"""The street map below a route or an address on paper: greys only, drawn from the region's vector tiles."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from reportlab.lib.units import mm

from dispatch_console.adapters.documents.sheet import REGULAR, Sheet, width_of
from dispatch_console.domain.geometry.mercator import mercator
from dispatch_console.language import tr
from dispatch_console.region_files.map_shapes import Drawn, TileReader, shapes_between

EARTH_M = 40_075_016.686
LAND, PARK, BUILDING, WATER, STREET = 0.957, 0.93, 0.90, 0.862, 1.0
STREET_M = {"major": 16.0, "medium": 12.0, "minor": 9.0, "service": 5.0}
LEAST_NAME_GAP, NAME_SIZE = 40.0, 5.6


@dataclass(frozen=True, slots=True)
class Frame:
    """Maps degrees onto an area of the page: `scale` is millimetres per unit of the Mercator square."""

    area: tuple[float, float, float, float]
    west: float
    north: float
    scale: float

    @classmethod
    def around(
        cls, points: Sequence[tuple[float, float]], area: tuple[float, float, float, float], *, margin: float = 0
    ) -> "Frame":
        """Return the frame of the largest scale at which all (lat, lon) points lie in the area with a margin in mm."""
        flat = [mercator(lat, lon) for lat, lon in points]
        west, east = min(x for x, _ in flat), max(x for x, _ in flat)
        north, south = min(y for _, y in flat), max(y for _, y in flat)
        x, y, width, height = area
        inner_width, inner_height = width - 2 * margin, height - 2 * margin
        # closer than 250 m across helps nobody
        least = 250 / EARTH_M / math.cos(math.radians(points[0][0]))
        scale = min(inner_width / max(east - west, least), inner_height / max(south - north, least))
        left = (west + east) / 2 - width / 2 / scale
        top = (north + south) / 2 - height / 2 / scale
        return cls((x, y, width, height), left, top, scale)

    def place(self, lat: float, lon: float) -> tuple[float, float]:
        """Return millimetres from the page's top left corner."""
        return self.at(*mercator(lat, lon))

    def at(self, x: float, y: float) -> tuple[float, float]:
        return self.area[0] + (x - self.west) * self.scale, self.area[1] + (y - self.north) * self.scale

    def metre(self) -> float:
        """Return the millimetres on paper of a metre on the ground, in the middle of the frame."""
        middle = math.pi * (1 - 2 * (self.north + self.area[3] / 2 / self.scale))
        return self.scale / (EARTH_M * (1 / math.cosh(middle)))


def draw_ground(sheet: Sheet, frame: Frame, tiles: TileReader) -> None:
    """Draw land, parks, water, buildings, streets with names, and the attribution."""
    x, y, width, height = frame.area
    canvas = sheet.canvas
    canvas.saveState()
    clip = canvas.beginPath()
    clip.rect(x * mm, (sheet.height - y - height) * mm, width * mm, height * mm)
    canvas.clipPath(clip, stroke=0, fill=0)
    sheet.box(x, y, width, height, line=0, fill=LAND)
    layers = _layers(frame, tiles)
    for layer, grey in (("park", PARK), ("water", WATER), ("building", BUILDING)):
        for geometry, _ in layers.get(layer, []):
            _fill(sheet, frame, geometry, grey)
    streets = layers.get("street", [])
    metre = frame.metre()
    for grey, more in ((0.8, 0.25), (STREET, 0.0)):
        for geometry, properties in streets:
            wide = STREET_M.get(str(properties.get("kind")))
            if wide:
                _stroke(sheet, frame, geometry, max(0.35, wide * metre) + more, grey)
    _names(sheet, frame, streets)
    canvas.restoreState()
    said = tr("© OpenStreetMap contributors")
    sheet.box(x + width - 28.5, y + height - 3.2, 28.3, 3, line=0, fill=1)
    sheet.text(x + width - 1, y + height - 1, said, 5.5, REGULAR, align="right")


def _layers(frame: Frame, tiles: TileReader) -> dict[str, list[Drawn]]:
    """Return everything that lies in the frame, by layer, in Mercator units."""
    _, _, width, height = frame.area
    east, south = frame.west + width / frame.scale, frame.north + height / frame.scale
    return shapes_between(tiles, frame.west, frame.north, east, south)


def _path(sheet: Sheet, frame: Frame, line: list[tuple[float, float]], path: Any) -> None:
    for number, point in enumerate(line):
        left, top = frame.at(*point)
        (path.lineTo if number else path.moveTo)(left * mm, (sheet.height - top) * mm)


def _fill(sheet: Sheet, frame: Frame, rings: list[list[tuple[float, float]]], grey: float) -> None:
    path = sheet.canvas.beginPath()
    for ring in rings:
        _path(sheet, frame, ring, path)
        path.close()
    sheet.canvas.setFillGray(grey)
    sheet.canvas.drawPath(path, stroke=0, fill=1, fillMode=0)


def _stroke(sheet: Sheet, frame: Frame, lines: list[list[tuple[float, float]]], width: float, grey: float) -> None:
    path = sheet.canvas.beginPath()
    for line in lines:
        _path(sheet, frame, line, path)
    sheet.canvas.setStrokeGray(grey)
    sheet.canvas.setLineWidth(width * mm)
    sheet.canvas.setLineCap(1)
    sheet.canvas.setLineJoin(1)
    sheet.canvas.drawPath(path, stroke=1, fill=0)


def _names(sheet: Sheet, frame: Frame, streets: list[Drawn]) -> None:
    """Write a name wherever its street runs straight for as long as the name is, not too near to another."""
    by_name: dict[str, list[list[tuple[float, float]]]] = {}
    for lines, properties in streets:
        if properties.get("name"):
            placed = [[frame.at(*point) for point in line] for line in lines]
            by_name.setdefault(str(properties["name"]), []).extend(placed)
    stood: list[tuple[str, float, float]] = []
    for name, lines in by_name.items():
        joined = shapely.line_merge(shapely.MultiLineString([line for line in lines if len(line) > 1]))
        room = width_of(name, NAME_SIZE, REGULAR) + 2
        for part in shapely.get_parts(joined):
            for start, end in _straights(list(part.coords), room):
                middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
                gaps = ((math.dist(middle, (x, y)), other == name) for other, x, y in stood)
                if _outside(middle, frame.area) or any(gap < (LEAST_NAME_GAP if same else 4) for gap, same in gaps):
                    continue
                stood.append((name, *middle))
                _turned(sheet, name, middle, math.atan2(end[1] - start[1], end[0] - start[0]))


def _straights(
    points: list[tuple[float, float]], room: float
) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """Return chords of stretches that are at least `room` mm long and hardly bent."""
    start = 0
    length = 0.0
    for number in range(1, len(points)):
        length += math.dist(points[number - 1], points[number])
        if length >= room:
            if math.dist(points[start], points[number]) >= 0.97 * length:
                yield points[start], points[number]
            start, length = number, 0.0


def _outside(point: tuple[float, float], area: tuple[float, float, float, float]) -> bool:
    x, y, width, height = area
    return not (x + 4 < point[0] < x + width - 4 and y + 4 < point[1] < y + height - 4)


def _turned(sheet: Sheet, name: str, middle: tuple[float, float], angle: float) -> None:
    if abs(angle) > math.pi / 2:
        angle -= math.copysign(math.pi, angle)
    canvas = sheet.canvas
    canvas.saveState()
    canvas.translate(middle[0] * mm, (sheet.height - middle[1]) * mm)
    canvas.rotate(-math.degrees(angle))
    canvas.setFillGray(0.25)
    canvas.setFont(REGULAR, NAME_SIZE)
    canvas.drawCentredString(0, -0.7 * mm, name)
    canvas.restoreState()
