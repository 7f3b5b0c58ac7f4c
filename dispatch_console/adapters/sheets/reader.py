"""Read the rows of a straightened page: which boxes hold ink, and how sure that is."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dispatch_console.adapters.sheets.straighten import HIGH, ROW_SIDE, ROW_X, Grey, Points, Straight, project
from dispatch_console.domain.papers.sheet_reading import ReadRow

# pixels to a millimetre of what is cut out
CUT = 8
# of a box to be ticked: how far from its edge its middle begins, and square millimetres of ink there. Of 220 boxes on
# distorted pages no empty one had so much; of the ticked ones some miss the middle, so that less says nothing
TICK_INSET, TICKED = 1.6, 0.5
# and of what is only shown
SHOWN = 5
# square millimetres of ink: less is dirt, more is writing; and how wide a signature is at the least
DIRT, WRITING, LEAST_WIDE = 0.45, 6.0, 5.0
# the printed line lies where the marks say to this, in millimetres; paper is never quite flat
LINE_AGREES = 1.5
# no pen goes straight for so many millimetres
LONGEST_STRAIGHT = 14
# the printed line stands so far above the lower edge
_LINE_UP = 2.6


def row_tops(layout: Sequence[Mapping[str, Any]]) -> list[float]:
    """Return the upper edges of the rows' marks, which are level with their boxes."""
    return [float(row["boxes"]["time"][1]) for row in layout]


def lines_agree(grey: Grey, to_pixels: Points, layout: Sequence[Mapping[str, Any]]) -> bool:
    """Return whether the lines to sign on are where a map of the page says."""
    return sum(_has_line(grey, to_pixels, _box(row)) for row in layout) * 3 >= len(layout) * 2


def is_page(grey: Grey, to_pixels: Points, layout: Sequence[Mapping[str, Any]]) -> bool:
    """Return whether a page has these rows and no further one: all that tells it from others where its code is gone."""
    lines = [_has_line(grey, to_pixels, _box(row)) for row in layout]
    tops = row_tops(layout)
    marks = [_has_mark(grey, to_pixels, top) for top in tops]
    # ink may lie over one of them where there are several
    spared = 1 if len(layout) >= 4 else 0
    if min(sum(lines), sum(marks)) < len(layout) - spared or not (lines[-1] and marks[-1]):
        return False
    if len(layout) == 1:
        return True
    pitch = tops[1] - tops[0]
    beyond = (tops[0] - pitch, tops[-1] + pitch)
    return not any(_has_mark(grey, to_pixels, top) for top in beyond if 0 < top < HIGH - pitch)


def _has_mark(grey: Grey, to_pixels: Points, top: float) -> bool:
    """Return whether the square of a row stands beside it."""
    # a millimetre off on paper that is not flat
    around = _dark(cut(grey, to_pixels, (ROW_X - 3.5, top + ROW_SIDE / 2 - 3.5, 7.0, 7.0)))
    side = round((ROW_SIDE - 0.6) * CUT)
    sums = np.pad(around.astype(float), ((1, 0), (1, 0))).cumsum(axis=0).cumsum(axis=1)
    inside = sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side]
    return bool(inside.max() > 0.85 * side * side)


def _box(row: Mapping[str, Any]) -> tuple[float, float, float, float]:
    left, top, wide, high = (float(value) for value in row["boxes"]["signature"])
    return left, top, wide, high


def _has_line(grey: Grey, to_pixels: Points, box: tuple[float, float, float, float]) -> bool:
    """Return whether a box has its line to sign on, at both of its ends."""
    left, top, wide, high = box
    ends = []
    for start in (left + 8, left + wide - 24):
        strip = cut(grey, to_pixels, (start, top + high - _LINE_UP - 2.2, 20.0, 4.4))
        seen = np.nonzero(_dark(strip).mean(axis=1) > 0.55)[0]
        ends.append(abs(float(np.abs(seen / CUT - 2.2).min())) if len(seen) else 9.0)
    return max(ends) <= LINE_AGREES


def read_rows(page: Straight, layout: Sequence[Mapping[str, Any]]) -> tuple[ReadRow, ...]:
    return tuple(_row(page, row) for row in layout)


def _row(page: Straight, row: Mapping[str, Any]) -> ReadRow:
    boxes = {name: tuple(float(value) for value in area) for name, area in row["boxes"].items()}
    signature = cut(page.grey, page.to_pixels, boxes["signature"])
    area, wide = _ink_of_signature(signature, boxes["signature"])
    signed, confidence = _judge(area, wide)
    name = cut(page.grey, page.to_pixels, boxes["name"])
    time = cut(page.grey, page.to_pixels, boxes["time"])
    x, y, wide_all, _ = boxes["time"]
    whole = (x, y, boxes["name"][2], boxes["signature"][1] + boxes["signature"][3] - y)
    written = cut(page.grey, page.to_pixels, whole, SHOWN)
    return ReadRow(
        stop=int(row["stop"]),
        orders=tuple(part.strip() for part in str(row["order"]).split(",")),
        signed=signed,
        confidence=round(confidence, 2),
        name_written=_ink(name, ((0.0, 0.0, 18.0, 8.4),)) > 1.5,
        time_written=_ink(time, ((0.0, 0.0, 31.5, 3.4), *_combs(wide_all))) > 0.8,
        ticked=_ticked(page, boxes["tick"]) if "tick" in boxes else None,
        crop=_png(signature),
        written=_png(written),
    )


def _ticked(page: Straight, box: Sequence[float]) -> bool | None:
    """Return whether a box is ticked for certain; else None, and a person looks. Only its middle counts: a shift of
    the paper brings the printed edge into the rest.
    """
    left, top, wide, high = box
    around = cut(page.grey, page.to_pixels, (left - 3, top - 3, wide + 6, high + 6))
    inset = round((3 + TICK_INSET) * CUT)
    ink = float(_dark(around)[inset:-inset, inset:-inset].sum()) / CUT**2
    return True if ink >= TICKED else None


def cut(grey: Grey, to_pixels: Points, area: Sequence[float], scale: int = CUT) -> Grey:
    """Return a box of the page as a picture of its own, straight. `area`: left, top, width, height in millimetres."""
    left, top, wide, high = area
    xs = left + (np.arange(round(wide * scale)) + 0.5) / scale
    ys = top + (np.arange(round(high * scale)) + 0.5) / scale
    grid = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
    at = project(to_pixels, grid)
    x, y = at[:, 0], at[:, 1]
    x0 = np.clip(np.floor(x).astype(int), 0, grey.shape[1] - 2)
    y0 = np.clip(np.floor(y).astype(int), 0, grey.shape[0] - 2)
    fx, fy = np.clip(x - x0, 0, 1), np.clip(y - y0, 0, 1)
    upper = grey[y0, x0] * (1 - fx) + grey[y0, x0 + 1] * fx
    lower = grey[y0 + 1, x0] * (1 - fx) + grey[y0 + 1, x0 + 1] * fx
    made = (upper * (1 - fy) + lower * fy).reshape(len(ys), len(xs))
    result: Grey = made.astype(np.uint8)
    return result


def _dark(box: Grey) -> NDArray[np.bool_]:
    """Return what is darker than the paper of this box."""
    paper = float(np.percentile(box, 75))
    result: NDArray[np.bool_] = box < paper - max(28.0, 0.2 * paper)
    return result


def _without(dark: NDArray[np.bool_], printed: Sequence[Sequence[float]]) -> NDArray[np.bool_]:
    """Leave out what is printed, and the edges of the box."""
    edge = round(1.1 * CUT)
    dark = dark.copy()
    dark[:edge], dark[-edge:], dark[:, :edge], dark[:, -edge:] = False, False, False, False
    for left, top, wide, high in printed:
        start = top if top >= 0 else dark.shape[0] / CUT + top
        dark[round(start * CUT) : round((start + high) * CUT), round(left * CUT) : round((left + wide) * CUT)] = False
    return dark


def _ink(box: Grey, printed: Sequence[Sequence[float]]) -> float:
    """Return the square millimetres of ink in a box beside what is printed there."""
    return float(_without(_dark(box), printed).sum()) / CUT**2


def _ink_of_signature(box: Grey, area: Sequence[float]) -> tuple[float, float]:
    """Return the square millimetres of ink where one signs, and over how many millimetres it reaches.

    Paper that is not flat shifts a box by a millimetre or two. The printed line says by how much; it, the edges of the
    box and creases are straight for longer than any pen is.
    """
    dark = _dark(box)
    straight = _straight(dark)
    line = area[3] - _LINE_UP
    off = _offset(straight, line)
    caption = (0.0, 0.0, 16.0, max(3.2, 3.6 + off))
    cross = (0.0, area[3] - 6.2 + min(off, 0.0), 6.0, 6.2)
    below = (0.0, line + off - 0.5, area[2], area[3])
    dark = _without(dark & ~straight, (caption, cross, below))
    columns = np.nonzero(dark.sum(axis=0) > 1)[0]
    wide = (float(np.percentile(columns, 95)) - float(np.percentile(columns, 5))) / CUT if len(columns) else 0.0
    return float(dark.sum()) / CUT**2, wide


def _straight(dark: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the pixels of lines that go straight for longer than a pen does, across or down, a little aslant too."""
    high, wide = dark.shape[0] // 2 * 2, dark.shape[1] // 2 * 2
    # half as fine is fine enough for a line
    half: NDArray[np.bool_] = dark[:high, :wide].reshape(high // 2, 2, wide // 2, 2).max(axis=(1, 3))
    found = np.zeros_like(half)
    for slope in np.linspace(-0.048, 0.048, 7):
        found |= _runs(half, slope)
        found |= _runs(half.T, slope).T
    thick = found.copy()
    thick[1:] |= found[:-1]
    thick[:-1] |= found[1:]
    thick[:, 1:] |= found[:, :-1]
    thick[:, :-1] |= found[:, 1:]
    result = np.zeros_like(dark)
    result[:high, :wide] = thick.repeat(2, axis=0).repeat(2, axis=1)
    return result


def _runs(field: NDArray[np.bool_], slope: float) -> NDArray[np.bool_]:
    """Return the pixels of dark runs along a slope that are longer than a pen goes straight."""
    high, wide = field.shape
    length = min(LONGEST_STRAIGHT * CUT // 2, wide // 2)
    shifts = np.round((np.arange(wide) - wide / 2) * slope).astype(int)
    rows = np.arange(high)[:, None] + shifts[None, :]
    inside = (rows >= 0) & (rows < high)
    columns = np.broadcast_to(np.arange(wide), rows.shape)
    sheared = field[np.clip(rows, 0, high - 1), columns] & inside
    sums = np.pad(sheared.cumsum(axis=1, dtype=np.int32), ((0, 0), (1, 0)))
    full = (sums[:, length:] - sums[:, :-length]) >= 0.92 * length
    ys, xs = np.nonzero(full)
    mark = np.zeros((high, wide + 1), dtype=np.int32)
    np.add.at(mark, (ys, xs), 1)
    np.add.at(mark, (ys, xs + length), -1)
    covered = (mark.cumsum(axis=1)[:, :wide] > 0) & inside
    ys, xs = np.nonzero(covered)
    result = np.zeros_like(field)
    result[ys + shifts[xs], xs] = True
    return result


def _offset(straight: NDArray[np.bool_], line: float) -> float:
    """Return by how many millimetres the printed line lies lower than it must; 0 where it is not seen."""
    share = straight.mean(axis=1)
    first, last = max(0, round((line - 2.2) * CUT)), round((line + 2.0) * CUT)
    rows = np.nonzero(share[first:last] > 0.3)[0]
    return float(rows.min() + first) / CUT - line if len(rows) else 0.0


def _judge(area: float, wide: float) -> tuple[bool | None, float]:
    """Return whether somebody signed, and how sure that is; None where a person has to look."""
    if area <= DIRT:
        return False, 1.0 - 0.3 * area / DIRT
    if area >= WRITING and wide >= LEAST_WIDE:
        return True, min(1.0, 0.8 + 0.2 * (area - WRITING) / WRITING)
    return None, 0.5


def _combs(wide: float) -> tuple[tuple[float, float, float, float], ...]:
    lines = (1.2 + cell * 7 + (1.6 if cell >= 2 else 0) for cell in range(1, 4))
    return (*((x - 0.4, 0.0, 0.8, 10.2) for x in lines), (wide / 2 - 1.6, 3.0, 3.2, 7.2))


def _png(box: Grey) -> bytes:
    out = io.BytesIO()
    Image.fromarray(box).save(out, "PNG", compress_level=4)
    return out.getvalue()
