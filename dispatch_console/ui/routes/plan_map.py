"""A plan as a small map, so that several can be looked at side by side: routes, stops that move, stops left out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QWidget

from dispatch_console.domain.geometry.mercator import mercator
from dispatch_console.language import mark, tr
from dispatch_console.ui.theme import font, tokens
from dispatch_console.ui.widgets.map_colours import driver_colours, map_colours

Shapes = Mapping[str, Sequence[tuple[Sequence[Sequence[tuple[float, float]]], Mapping[str, Any]]]]
# a rectangle of Mercator's unit square: west, north, east, south
Bounds = tuple[float, float, float, float]
GroundReader = Callable[[float, float, float, float], Shapes]
HEIGHT, MARGIN = 200, 14
STREET_WIDTH = {"major": 4.0, "medium": 3.0, "minor": 2.0, "service": 1.0}
SAID = mark("© OpenStreetMap contributors")


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A route's way over the map as (lat, lon)."""

    letter: str
    points: tuple[tuple[float, float], ...]
    estimate: bool


@dataclass(frozen=True, slots=True)
class PlanDot:
    """A stop; without a letter nobody drives there. `moved`: against the plan in use."""

    key: str
    lat: float
    lon: float
    letter: str
    moved: bool


@dataclass(frozen=True, slots=True)
class PlanPicture:
    lines: tuple[PlanLine, ...] = ()
    dots: tuple[PlanDot, ...] = ()


def bounds_of(pictures: Iterable[PlanPicture]) -> Bounds | None:
    """Return what all of them lie in, so that they are drawn alike."""
    flat = [
        mercator(lat, lon)
        for picture in pictures
        for lat, lon in (
            *((dot.lat, dot.lon) for dot in picture.dots),
            *(point for line in picture.lines for point in line.points),
        )
    ]
    if not flat:
        return None
    return (min(x for x, _ in flat), min(y for _, y in flat), max(x for x, _ in flat), max(y for _, y in flat))


def widened(bounds: Bounds) -> Bounds:
    """Return the ground that is seen around the routes when the map is about three times as wide as high."""
    west, north, east, south = bounds
    high = max(south - north, (east - west) / 3, 1e-6) * 1.3
    wide = max(east - west, 3 * high) * 1.1
    x, y = (west + east) / 2, (north + south) / 2
    return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2


class Ground:
    """The streets below, painted once per size and shared by the maps that stand side by side."""

    def __init__(self, shapes: Shapes, bounds: Bounds) -> None:
        self.bounds = bounds
        self._shapes = shapes
        self._painted: dict[tuple[int, int, bool], QPixmap] = {}

    def place(self, size: QSize, x: float, y: float) -> QPointF:
        west, north, east, south = self.bounds
        wide, high = max(east - west, 1e-9), max(south - north, 1e-9)
        scale = min((size.width() - 2 * MARGIN) / wide, (size.height() - 2 * MARGIN) / high)
        middle_x, middle_y = (west + east) / 2, (north + south) / 2
        return QPointF(size.width() / 2 + (x - middle_x) * scale, size.height() / 2 + (y - middle_y) * scale)

    def picture(self, size: QSize) -> QPixmap:
        key = size.width(), size.height(), tokens().dark
        if key not in self._painted:
            self._painted[key] = self._paint(size)
        return self._painted[key]

    def _paint(self, size: QSize) -> QPixmap:
        picture, colours = QPixmap(size), map_colours()
        picture.fill(QColor(colours.land))
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for layer, colour in (("park", colours.park), ("water", colours.water), ("building", colours.building)):
            painter.setBrush(QColor(colour))
            for rings, _ in self._shapes.get(layer, ()):
                path = self._path(size, rings)
                path.setFillRule(Qt.FillRule.OddEvenFill)
                painter.drawPath(path)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for lines, properties in self._shapes.get("street", ()):
            wide = STREET_WIDTH.get(str(properties.get("kind")))
            if wide:
                painter.setPen(QPen(QColor(colours.street), wide))
                painter.drawPath(self._path(size, lines))
        painter.end()
        return picture

    def _path(self, size: QSize, lines: Sequence[Sequence[tuple[float, float]]]) -> QPainterPath:
        path = QPainterPath()
        for line in lines:
            path.addPolygon(QPolygonF([self.place(size, *point) for point in line]))
        return path


class PlanMap(QWidget):
    """`mark` rings a stop, in every map in which it stands."""

    def __init__(self, name: str, picture: PlanPicture, ground: Ground) -> None:
        super().__init__()
        self._picture, self._ground, self._marked = picture, ground, ""
        self.setFixedHeight(HEIGHT)
        self.setMinimumWidth(120)
        moved = sum(dot.moved for dot in picture.dots)
        out = sum(not dot.letter for dot in picture.dots)
        self.setAccessibleName(
            tr(
                "Map of {name}: {dots} stops, {moved} moved, {out} without a route",
                name=name,
                dots=len(picture.dots),
                moved=moved,
                out=out,
            )
        )

    def mark(self, key: str) -> None:
        if key != self._marked:
            self._marked = key
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, self._ground.picture(self.size()))
        for line in self._picture.lines:
            pen = QPen(QColor(driver_colours(line.letter).fill), 2)
            pen.setStyle(Qt.PenStyle.DashLine if line.estimate else Qt.PenStyle.SolidLine)
            painter.setPen(pen)
            painter.drawPolyline(QPolygonF([self._at(*point) for point in line.points]))
        for dot in self._picture.dots:
            self._draw(painter, dot)
        self._say(painter)

    def _at(self, lat: float, lon: float) -> QPointF:
        return self._ground.place(self.size(), *mercator(lat, lon))

    def _draw(self, painter: QPainter, dot: PlanDot) -> None:
        t, colours, at = tokens(), map_colours(), self._at(dot.lat, dot.lon)
        if dot.key == self._marked:
            painter.setPen(QPen(QColor(t.acc), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(at, 11, 11)
        if not dot.letter:
            painter.setPen(QPen(QColor(t.tx), 1.5))
            painter.setBrush(QColor(t.panel))
            painter.drawPolygon(QPolygonF([at + QPointF(x, y) for x, y in ((0, -6), (6, 0), (0, 6), (-6, 0))]))
            return
        if dot.moved:
            painter.setPen(QPen(QColor(t.acc), 2))
            painter.setBrush(QColor(t.panel))
            painter.drawEllipse(at, 6.5, 6.5)
        painter.setPen(QPen(QColor(colours.land), 1))
        painter.setBrush(QColor(driver_colours(dot.letter).fill))
        painter.drawEllipse(at, 3.6, 3.6)

    def _say(self, painter: QPainter) -> None:
        colours = map_colours()
        painter.setFont(font(11))
        wide = painter.fontMetrics().horizontalAdvance(tr(SAID)) + 12
        box = QRectF(self.width() - wide, self.height() - 20, wide, 20)
        painter.fillRect(box, QColor(colours.panel))
        painter.setPen(QColor(colours.quiet))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, tr(SAID))
