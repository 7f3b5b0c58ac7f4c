"""Find a sheet in a picture by its code, and where its millimetres lie by its marks.

The code says which page it is and which way is up. The marks are then looked for from the nearest to the farthest, each
where those before it say it must be. A mark that does not agree with the others is left out; where too few agree, or
those that agree do not span the page, nobody guesses: the edge of the paper, or a black box, is never taken for a mark.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import zxingcpp
from numpy.typing import NDArray
from PIL import Image

from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.papers import codes
from dispatch_console.domain.papers.codes import Code, CodeKind

Points = NDArray[np.float64]
Grey = NDArray[np.uint8]
# a place in millimetres of the page, and in pixels
Pair = tuple[tuple[float, ...], tuple[float, float]]

# pixels to a millimetre of the straightened page, and what lies around it, in millimetres
SCALE, AROUND = 6.0, 26.0
WIDE, HIGH = 210.0, 297.0
# of the printed sheet, see `documents/manifest.py`: the QR code without its quiet zone, and the squares of its corners
_MODULE = 19.0 / 29
QR = np.array([(175 + 4 * _MODULE, 5.6 + 4 * _MODULE), (175 + 25 * _MODULE, 5.6 + 4 * _MODULE),
               (175 + 25 * _MODULE, 5.6 + 25 * _MODULE), (175 + 4 * _MODULE, 5.6 + 25 * _MODULE)])  # fmt: skip
CORNERS = {"top right": (200.0, 10.0), "top left": (10.0, 10.0), "bottom right": (200.0, 287.0),
           "bottom left": (10.0, 287.0)}  # fmt: skip
CLOCKWISE = ("top left", "top right", "bottom right", "bottom left")
CORNER_SIDE, ROW_SIDE, ROW_X = 5.0, 3.0, 200.0
# a person points so near to the middle of a square, in millimetres
NEAR = 6.0
# a mark stands where the others say to this, in millimetres
AGREES = 1.0
LEAST_CONTRAST = 0.55
_QR_CODES = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


@dataclass(frozen=True, slots=True)
class Found:
    """A sheet's code in a picture, and where its corners are, clockwise from the code's own top left, in pixels."""

    code: Code
    corners: Points


@dataclass(frozen=True, slots=True)
class Straight:
    """A page as a picture of `SCALE`, with the way from its millimetres to its pixels."""

    grey: Grey
    to_pixels: Points
    missing: tuple[str, ...]


def find_codes(picture: Image.Image) -> tuple[tuple[Found, ...], bool]:
    """Return the sheets whose QR code is in a picture, and whether there is one that is damaged."""
    found: dict[str, Found] = {}
    damaged = False
    for seen in zxingcpp.read_barcodes(np.asarray(picture), formats=_QR_CODES):
        try:
            code = codes.parse(seen.text)
        except BadInput:
            damaged = True
            continue
        if code is None or code.kind is not CodeKind.SHEET:
            continue
        place = seen.position
        corners = [place.top_left, place.top_right, place.bottom_right, place.bottom_left]
        found[str(code)] = Found(code, np.array([(corner.x, corner.y) for corner in corners], dtype=float))
    return tuple(found.values()), damaged


def straighten(
    picture: Image.Image, found: Found, row_tops: Sequence[float], is_right: Callable[[Grey, Points], bool]
) -> Straight | None:
    """Return the page upright; None where its marks do not say where it lies. `row_tops`: of the rows' marks, in mm.

    Four corners always agree on some map, also where one is a black square that is no mark. So `is_right` looks whether
    what is printed between them lies where the map says; without it the map of the other three is tried.
    """
    grey = np.asarray(_upright(picture, found))
    dark = integral(darker(grey))
    known = {f"code {number}": (tuple(point), _canvas(point)) for number, point in enumerate(QR)}
    placed = _look_for(dark, CORNERS | _rows(row_tops), known)
    return _settled(grey, placed, known, len(row_tops), is_right)


def turned_right(
    picture: Image.Image, corners: Points, row_tops: Sequence[float], is_right: Callable[[Grey, Points], bool]
) -> Straight | None:
    """Return a page whose code cannot be read, the right way up; None where it fits no way, or two as well. `corners`:
    about where its four squares are, pixels, in the order of a clock's hand.
    """
    turns = (np.roll(corners, -turn, axis=0) for turn in range(4))
    fits = [way for turn in turns if (way := straighten_by_corners(picture, turn, row_tops, is_right)) is not None]
    if len(row_tops) == 1:
        # one row says little of which way is up: then every corner has to agree
        fits = [way for way in fits if not way.missing]
    fewest = min((len(way.missing) for way in fits), default=0)
    best = [way for way in fits if len(way.missing) == fewest]
    return best[0] if len(best) == 1 else None


def straighten_by_corners(
    picture: Image.Image, corners: Points, row_tops: Sequence[float], is_right: Callable[[Grey, Points], bool]
) -> Straight | None:
    """Return a page whose code cannot be read; None where its marks do not agree. `corners`: about where the squares of
    its corners are in the picture, pixels, clockwise from the page's own top left.
    """
    grey = np.asarray(_laid_flat(picture, corners))
    dark = integral(darker(grey))
    seen = {name: _square(dark, np.array(_canvas(CORNERS[name])), NEAR * SCALE, CORNER_SIDE) for name in CLOCKWISE}
    known: dict[str, Pair] = {name: (CORNERS[name], at) for name, at in seen.items() if at is not None}
    if len(known) < 3:
        return None
    placed = _look_for(dark, _rows(row_tops), known)
    return _settled(grey, placed, {}, len(row_tops), is_right)


def _rows(row_tops: Sequence[float]) -> dict[str, tuple[float, float]]:
    return {f"row {number}": (ROW_X, top + ROW_SIDE / 2) for number, top in enumerate(row_tops, 1)}


def _settled(
    grey: Grey,
    placed: Mapping[str, Pair],
    known: Mapping[str, Pair],
    rows: int,
    is_right: Callable[[Grey, Points], bool],
) -> Straight | None:
    """Return the page by the marks that agree, with each corner left out in turn where all of them do not."""
    corners = [name for name in CORNERS if name in placed]
    for left_out in ("", *corners):
        tried = {name: pair for name, pair in placed.items() if name != left_out}
        model, kept = _agreeing(tried, known)
        if model is not None and _spans(kept, rows) and is_right(grey, model):
            return Straight(grey, model, tuple(name for name in CORNERS if name not in kept))
    return None


def _spans(kept: frozenset[str], rows: int) -> bool:
    """Return whether marks that agree stand on all sides of the page, and beside its rows."""
    corners = [name for name in CORNERS if name in kept]
    below = any(name.startswith("bottom") for name in corners)
    beside = any("left" in name for name in corners)
    return len(corners) >= 3 and below and beside and 2 * sum(name.startswith("row") for name in kept) >= rows


def project(model: Points, points: Points) -> Points:
    """Return where points lie after a projective map."""
    ones = np.column_stack([points, np.ones(len(points))]) @ model.T
    # a map of corners in the wrong order may send a point beyond every horizon
    far = np.where(np.abs(ones[:, 2:3]) < 1e-12, 1e-12, ones[:, 2:3])
    result: Points = ones[:, :2] / far
    return result


def _upright(picture: Image.Image, found: Found) -> Image.Image:
    """Turn and scale a picture so that the code lies where the page has it; what leans is put right by the marks."""
    back = _affine(np.array([_canvas(point) for point in QR]), found.corners)
    size = (round((WIDE + 2 * AROUND) * SCALE), round((HIGH + 2 * AROUND) * SCALE))
    data = tuple(float(value) for value in back[:2].ravel())
    return picture.transform(size, Image.Transform.AFFINE, data, Image.Resampling.BILINEAR, fillcolor=255)


def _laid_flat(picture: Image.Image, corners: Points) -> Image.Image:
    """Look at a picture so that its corners lie where the page has them."""
    back = _homography(np.array([_canvas(CORNERS[name]) for name in CLOCKWISE]), corners)
    size = (round((WIDE + 2 * AROUND) * SCALE), round((HIGH + 2 * AROUND) * SCALE))
    data = tuple(float(value) for value in back.ravel()[:8])
    return picture.transform(size, Image.Transform.PERSPECTIVE, data, Image.Resampling.BILINEAR, fillcolor=255)


def _canvas(point: Sequence[float] | Points) -> tuple[float, float]:
    return (float(point[0]) + AROUND) * SCALE, (float(point[1]) + AROUND) * SCALE


def _affine(source: Points, target: Points) -> Points:
    """Return the affine map, 3 by 3, that fits best."""
    ones = np.column_stack([source, np.ones(len(source))])
    solved, *_ = np.linalg.lstsq(ones, target, rcond=None)
    return np.vstack([solved.T, [0.0, 0.0, 1.0]])


def _homography(source: Points, target: Points) -> Points:
    """Return the projective map that fits best, by normalised direct linear transformation."""
    to_source, to_target = _normal(source), _normal(target)
    a, b = project(to_source, source), project(to_target, target)
    rows = []
    for (x, y), (u, v) in zip(a, b, strict=True):
        rows.append((x, y, 1, 0, 0, 0, -u * x, -u * y, -u))
        rows.append((0, 0, 0, x, y, 1, -v * x, -v * y, -v))
    *_, last = np.linalg.svd(np.array(rows))
    model = np.linalg.inv(to_target) @ last[-1].reshape(3, 3) @ to_source
    result: Points = model / model[2, 2]
    return result


def _normal(points: Points) -> Points:
    centre = points.mean(axis=0)
    spread = float(np.sqrt(((points - centre) ** 2).sum(axis=1)).mean()) or 1.0
    scale = np.sqrt(2) / spread
    return np.array([[scale, 0, -scale * centre[0]], [0, scale, -scale * centre[1]], [0, 0, 1.0]])


def darker(grey: Grey, reach: int = round(9 * SCALE)) -> NDArray[np.float64]:
    """Return what is darker than its surroundings, so that shadows and weak toner do not count."""
    whole = integral(grey.astype(np.float64))
    mean = _box_mean(whole, grey.shape, reach)
    result: NDArray[np.float64] = (grey < np.minimum(mean * 0.78, mean - 18)).astype(np.float64)
    return result


def integral(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.pad(values, ((1, 0), (1, 0))).cumsum(axis=0).cumsum(axis=1)


def _box_mean(whole: NDArray[np.float64], shape: tuple[int, ...], reach: int) -> NDArray[np.float64]:
    high, wide = shape[:2]
    tops, bottoms = np.clip(np.arange(high) - reach, 0, high), np.clip(np.arange(high) + reach + 1, 0, high)
    lefts, rights = np.clip(np.arange(wide) - reach, 0, wide), np.clip(np.arange(wide) + reach + 1, 0, wide)
    sums = whole[bottoms][:, rights] - whole[tops][:, rights] - whole[bottoms][:, lefts] + whole[tops][:, lefts]
    result: NDArray[np.float64] = sums / np.outer(bottoms - tops, rights - lefts)
    return result


def _look_for(
    dark: NDArray[np.float64],
    marks: Mapping[str, tuple[float, float]],
    known: Mapping[str, Pair],
) -> dict[str, Pair]:
    """Return the marks that are there, the nearest to what is known first; each as millimetres and pixels."""
    placed = dict(known)
    left = dict(marks)
    while left:
        at = np.array([point for point, _ in placed.values()])
        name = min(left, key=lambda one: float(np.min(np.hypot(*(at - left[one]).T))))
        point = left.pop(name)
        away = float(np.min(np.hypot(*(at - np.array(point)).T)))
        model = _model(placed)
        expected = project(model, np.array([point]))[0]
        # the farther from what is known, the farther it may lie off
        reach = (1.5 + 0.1 * away) * SCALE
        side = ROW_SIDE if name.startswith("row") else CORNER_SIDE
        seen = _square(dark, expected, reach, side)
        if seen is not None:
            placed[name] = (point, seen)
    return placed


def _model(placed: Mapping[str, Pair]) -> Points:
    """Return the map of what is placed: projective once marks span the page, affine before."""
    source, target = (np.array([pair[side] for pair in placed.values()], dtype=float) for side in (0, 1))
    corners = sum(name in CORNERS for name in placed)
    return _homography(source, target) if corners >= 3 else _affine(source, target)


def square_score(
    dark: NDArray[np.float64], ys: NDArray[np.int_], xs: NDArray[np.int_], halves: tuple[int, int, int]
) -> NDArray[np.float64]:
    """Return how much more is dark in the square around each pixel than in the ring around that square. `dark` is
    summed up (`integral`); `halves`: of the square, and of the ring's inner and outer edge, in pixels.
    """
    inner, clear, outer = halves

    def total(half: int) -> NDArray[np.float64]:
        top, bottom, start, end = ys - half, ys + half + 1, xs - half, xs + half + 1
        result: NDArray[np.float64] = (
            dark[np.ix_(bottom, end)] - dark[np.ix_(top, end)] - dark[np.ix_(bottom, start)] + dark[np.ix_(top, start)]
        )
        return result

    inside = total(inner) / (2 * inner + 1) ** 2
    ring = (total(outer) - total(clear)) / ((2 * outer + 1) ** 2 - (2 * clear + 1) ** 2)
    result: NDArray[np.float64] = inside - ring
    return result


def _square(dark: NDArray[np.float64], centre: Points, reach: float, side: float) -> tuple[float, float] | None:
    """Return the middle of the solid square with white around it that lies nearest where it must; None for none."""
    high, wide = dark.shape[0] - 1, dark.shape[1] - 1
    inner, clear, outer = (round(part * SCALE) for part in (side / 2 - 0.35, side / 2 + 0.45, side / 2 + 1.5))
    lows = [max(outer, round(float(value) - reach)) for value in centre]
    xs = np.arange(lows[0], min(wide - outer - 1, round(float(centre[0]) + reach)) + 1)
    ys = np.arange(lows[1], min(high - outer - 1, round(float(centre[1]) + reach)) + 1)
    if not len(xs) or not len(ys):
        return None

    score = square_score(dark, ys, xs, (inner, clear, outer))
    best = float(score.max())
    if best < LEAST_CONTRAST:
        return None
    rows, columns = np.nonzero(score >= best - 0.04)
    return float(xs[columns].mean()), float(ys[rows].mean())


def _agreeing(
    placed: Mapping[str, Pair],
    known: Mapping[str, Pair],
) -> tuple[Points | None, frozenset[str]]:
    """Return the map on which marks agree, and which do; those that do not are left out, the worst first."""
    kept = dict(placed)
    while sum(name in CORNERS for name in kept) >= 3:
        source, target = (np.array([pair[side] for pair in kept.values()], dtype=float) for side in (0, 1))
        model = _homography(source, target)
        off = np.hypot(*(project(model, source) - target).T) / SCALE
        worst = int(off.argmax())
        if off[worst] <= AGREES:
            codes_off = [float(one) for one, name in zip(off, kept, strict=True) if name in known]
            if len(codes_off) < len(known) or max(codes_off, default=0.0) > AGREES:
                return None, frozenset()
            return model, frozenset(kept)
        del kept[list(kept)[worst]]
    return None, frozenset()
