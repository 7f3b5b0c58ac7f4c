"""The four squares of a sheet whose code cannot be read, in a picture that shows one page and little else."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dispatch_console.adapters.sheets.straighten import CORNER_SIDE, HIGH, Points, darker, integral, square_score

# the picture is looked at with its longer side of so many pixels; the page takes up so much of it
LONGER = 1000
SHARES = (1.0, 0.92, 0.84, 0.76)
LEAST_CONTRAST = 0.6
# less than this share of dark pixels: nothing is printed or written there
BLANK = 0.0004


def is_blank(picture: Image.Image) -> bool:
    small = _small(picture)
    inner = darker(small, reach=LONGER // 30)[LONGER // 40 : -LONGER // 40, LONGER // 40 : -LONGER // 40]
    return bool(inner.mean() < BLANK)


def find_corners(picture: Image.Image) -> Points | None:
    """Return the middle of the squares nearest to the picture's corners, clockwise from its own top left, in pixels;
    None where fewer than three are there. A fourth that does not show is put where the others say.
    """
    small = _small(picture)
    ratio = max(picture.size) / LONGER
    dark = integral(darker(small, reach=LONGER // 30))
    best: Points | None = None
    best_score = 0.0
    for share in SHARES:
        score = _squares(dark, CORNER_SIDE * LONGER * share / HIGH)
        found = [_nearest(score, corner) for corner in range(4)]
        total = sum(one[1] for one in found if one is not None)
        places = [np.array(one[0]) if one is not None else None for one in found]
        hidden = [corner for corner, place in enumerate(places) if place is None]
        if len(hidden) <= 1 and total > best_score:
            for corner in hidden:
                before, opposite, after = (places[(corner + step) % 4] for step in (1, 2, 3))
                if before is not None and opposite is not None and after is not None:
                    places[corner] = before + after - opposite
            best, best_score = np.array([place for place in places if place is not None]) * ratio, total
    return best


def clockwise(corners: Sequence[tuple[float, float]]) -> Points:
    """Return four places in the order of a clock's hand, as a picture is looked at."""
    places = np.array(corners, dtype=float)
    middle = places.mean(axis=0)
    return places[np.argsort(np.arctan2(*(places - middle).T[::-1]))]


def _small(picture: Image.Image) -> NDArray[np.uint8]:
    shown = picture.copy()
    shown.thumbnail((LONGER, LONGER), Image.Resampling.BOX)
    return np.asarray(shown)


def _squares(dark: NDArray[np.float64], side: float) -> NDArray[np.float64]:
    """Return for each pixel how much more is dark in a square around it than in the ring around the square."""
    inner, clear, outer = (max(1, round(part)) for part in (side / 2 - 1, side / 2 + 1.5, side / 2 + 5))
    high, wide = dark.shape[0] - 1, dark.shape[1] - 1
    ys, xs = np.arange(outer, high - outer - 1), np.arange(outer, wide - outer - 1)
    score = np.zeros((high, wide))
    if not len(ys) or not len(xs):
        return score

    score[outer : high - outer - 1, outer : wide - outer - 1] = square_score(dark, ys, xs, (inner, clear, outer))
    return score


def _nearest(score: NDArray[np.float64], corner: int) -> tuple[tuple[float, float], float] | None:
    """Return the square of a quarter of the picture that lies nearest to its corner, and how sure it is."""
    high, wide = score.shape
    is_right, is_low = corner in (1, 2), corner in (2, 3)
    top, left = (high // 2 if is_low else 0), (wide // 2 if is_right else 0)
    quarter = score[top : top + high // 2, left : left + wide // 2]
    ys, xs = np.nonzero(quarter > LEAST_CONTRAST)
    if not len(ys):
        return None
    ys, xs = ys + top, xs + left
    away = np.hypot(xs - (wide if is_right else 0), ys - (high if is_low else 0))
    first = int(away.argmin())
    near = np.hypot(xs - xs[first], ys - ys[first]) < LONGER / 60
    values = score[ys[near], xs[near]]
    weights = values - LEAST_CONTRAST + 1e-6
    x, y = float(np.average(xs[near], weights=weights)), float(np.average(ys[near], weights=weights))
    return (x, y), float(values.max())
