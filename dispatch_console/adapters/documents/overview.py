"""The overview of a route on paper: depot, numbered stops, and the way between them."""

import math
from collections.abc import Sequence
from itertools import pairwise

from reportlab.lib.units import mm

from dispatch_console.adapters.documents.ground import Frame, draw_ground
from dispatch_console.adapters.documents.sheet import BOLD, REGULAR, Sheet
from dispatch_console.language import tr
from dispatch_console.region_files.map_shapes import TileReader

DISC = 4.4
ARROW_EVERY = 15.0


def draw_overview(
    sheet: Sheet,
    area: tuple[float, float, float, float],
    points: Sequence[tuple[float, float]],
    numbers: Sequence[int],
    *,
    estimate: bool,
    tiles: TileReader | None = None,
    ways: Sequence[Sequence[tuple[float, float]]] = (),
) -> None:
    """Draw the stops of a route on the map.

    `points` begins with the depot, `numbers` are those of the stops; `area` is x, y, width, height in mm.

    `ways` are the driven streets from point to point and back, as (lat, lon); without them lines are straight, and
    dashed where they are an estimate. Streets lie below where a region's `tiles` are there.
    """
    x, y, width, height = area
    driven = [point for way in ways for point in way]
    frame = Frame.around([*points, *driven], area, margin=10)
    if tiles is not None:
        draw_ground(sheet, frame, tiles)
    sheet.box(x, y, width, height, line=0.4)
    placed = [frame.place(lat, lon) for lat, lon in points]
    line = [frame.place(lat, lon) for lat, lon in driven] or [*placed, placed[0]]
    if not estimate:
        # a white casing tells the route from the streets below
        _draw(sheet, line, 1.7, grey=1)
    _draw(sheet, line, 0.75, dashed=estimate)
    if driven:
        _arrows(sheet, line)
    discs = _pushed_apart(placed[1:])
    for number, (left, top), (true_x, true_y) in zip(numbers, discs, placed[1:], strict=True):
        if math.dist((left, top), (true_x, true_y)) > 2:
            sheet.line(left, top, true_x, true_y, 0.2)
        sheet.disc(left, top, DISC + 0.8, fill=1)
        sheet.disc(left, top, DISC)
        sheet.text(left, top + 1, str(number), 8 if number < 100 else 6, BOLD, align="centre", grey=1)
    left, top = placed[0]
    sheet.box(left - 2.2, top - 2.2, 4.4, 4.4, line=0.5, fill=1)
    sheet.text(left, top + 1.1, "D", 8, BOLD, align="centre")
    sheet.box(x + 0.6, y + 0.8, 22, 4.4, line=0, fill=1)
    sheet.text(x + 1.5, y + 4, tr("N ↑   D depot"), 7, BOLD)
    if estimate:
        sheet.box(x + 0.6, y + height - 7.2, 38, 3.2, line=0, fill=1)
        sheet.text(x + 1.5, y + height - 5, tr("Straight lines: times are estimates"), 6, REGULAR)


def _draw(
    sheet: Sheet, line: Sequence[tuple[float, float]], width: float, *, grey: float = 0.0, dashed: bool = False
) -> None:
    canvas = sheet.canvas
    canvas.saveState()
    canvas.setLineWidth(width * mm)
    canvas.setStrokeGray(grey)
    canvas.setLineJoin(1)
    if dashed:
        canvas.setDash(2 * mm, 1.2 * mm)
    path = canvas.beginPath()
    for number, (left, top) in enumerate(line):
        (path.lineTo if number else path.moveTo)(left * mm, (sheet.height - top) * mm)
    canvas.drawPath(path, stroke=1, fill=0)
    canvas.restoreState()


def _arrows(sheet: Sheet, line: Sequence[tuple[float, float]]) -> None:
    """Draw an arrow about every 15 mm, which says which way round the van drives."""
    since = ARROW_EVERY / 2
    for (x1, y1), (x2, y2) in pairwise(line):
        length = math.dist((x1, y1), (x2, y2))
        since += length
        if since < ARROW_EVERY or length < 1.5:
            continue
        since = 0.0
        dx, dy, x, y = (x2 - x1) / length, (y2 - y1) / length, (x1 + x2) / 2, (y1 + y2) / 2
        for side in (-1, 1):
            sheet.line(x + dx, y + dy, x - dx * 0.6 - side * dy * 1.1, y - dy * 0.6 + side * dx * 1.1, 0.4)


def _pushed_apart(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Move discs that would cover each other until they are 1.08 diameters apart."""
    moved = [list(point) for point in points]
    wanted = DISC * 1.08
    for _ in range(60):
        still = True
        for i, a in enumerate(moved):
            for b in moved[i + 1 :]:
                gap = math.dist(a, b)
                if gap < wanted:
                    still = False
                    dx, dy = ((b[0] - a[0]) / gap, (b[1] - a[1]) / gap) if gap > 1e-6 else (1.0, 0.0)
                    push = (wanted - gap) / 2
                    a[0], a[1], b[0], b[1] = a[0] - dx * push, a[1] - dy * push, b[0] + dx * push, b[1] + dy * push
        if still:
            break
    return [(point[0], point[1]) for point in moved]
