"""Which of many windows are put before a customer."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from dispatch_console.domain.values import TimeWindow

# of one day, so that another one can be offered too
OF_A_DAY = 4


def spread(windows: Sequence[TimeWindow], zone: ZoneInfo, most: int) -> list[TimeWindow]:
    """Return the first few windows, at most so many, not all of one day where there is another."""
    chosen: list[TimeWindow] = []
    left = list(windows)
    while left and len(chosen) < most:
        days = [window.start.astimezone(zone).date() for window in chosen]
        other = (window for window in left if days.count(window.start.astimezone(zone).date()) < OF_A_DAY)
        following = next(other, left[0])
        chosen.append(following)
        left.remove(following)
    return chosen
