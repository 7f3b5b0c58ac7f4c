"""Look at a picture that a phone sent: whether it is one, and without what a camera writes into its files."""

import io
import warnings

from PIL import Image, UnidentifiedImageError

from dispatch_console.application.phones.photos import Looked

# a picture that says it has more is not opened
MOST_PIXELS, LONGEST = 60_000_000, 1600
# a picture with less difference between its darkest and brightest shows nothing
LEAST_CONTRAST = 12


def look(data: bytes) -> Looked:
    """Return a picture as it is kept: upright, at most 1600 pixels long, no metadata; or why it is none."""
    if not data:
        return Looked(None, "photo.empty")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    return Looked(None, "photo.large")
                opened.draft("RGB", (LONGEST, LONGEST))
                made = _upright(opened).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError,
            Image.DecompressionBombWarning):  # fmt: skip
        return Looked(None, "photo.unreadable")
    low, high = made.convert("L").getextrema()
    if not isinstance(low, int | float) or not isinstance(high, int | float) or high - low < LEAST_CONTRAST:
        return Looked(None, "photo.shows_nothing")
    made.thumbnail((LONGEST, LONGEST))
    out = io.BytesIO()
    made.save(out, "JPEG", quality=80)
    return Looked(out.getvalue(), "")


def _upright(picture: Image.Image) -> Image.Image:
    """Turn a picture as its camera says."""
    turn = picture.getexif().get(0x0112, 1)
    ways = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_270, 8: Image.Transpose.ROTATE_90}
    return picture.transpose(ways[turn]) if turn in ways else picture
