"""An invented signature, different for each name."""

import hashlib
import io
import math

from PIL import Image, ImageDraw


def signature_png(name: str) -> bytes:
    """Return a PNG of 420 x 165 pixels, black on white."""
    seed = hashlib.sha256(name.encode()).digest()
    picture = Image.new("L", (420, 165), 255)
    pen = ImageDraw.Draw(picture)
    points = []
    for step in range(140):
        phase = step / 140
        wave = sum(math.sin(phase * (6 + seed[k] % 24) + seed[k + 1]) * (30 - 6 * k) for k in range(4))
        points.append((30 + phase * 340 + 12 * math.sin(step / 3 + seed[9]), 85 + wave * (1.2 - phase)))
    pen.line(points, fill=0, width=3, joint="curve")
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()
