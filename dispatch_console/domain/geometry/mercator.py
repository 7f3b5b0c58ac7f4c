"""The square onto which street maps flatten the earth."""

import math


def mercator(lat: float, lon: float) -> tuple[float, float]:
    """Project degrees onto the unit square, origin in the north-west."""
    return lon / 360 + 0.5, 0.5 - math.asinh(math.tan(math.radians(lat))) / (2 * math.pi)
