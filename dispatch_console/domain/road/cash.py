"""Cash that a driver brings back: notes and coins counted against what his stops gave."""

from collections.abc import Mapping

from dispatch_console.domain.errors import BadInput

# of a currency with two digits, largest first, in minor units; what is smaller is counted as loose coins
NOTES = (50000, 20000, 10000, 5000, 2000, 1000, 500)
MOST_PIECES = 10_000


def total(pieces: Mapping[int, int], loose: int) -> int:
    """Return what lies on the table, in minor units. Errors: BadInput `cash.count` for a count that is none."""
    for note, count in pieces.items():
        if note <= 0 or not 0 <= count <= MOST_PIECES:
            raise BadInput("cash.count")
    if not 0 <= loose <= 10**9:
        raise BadInput("cash.count")
    return sum(note * count for note, count in pieces.items()) + loose
