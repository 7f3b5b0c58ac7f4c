"""The clock of a customer: that of his country, where that has one."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo


def zone_of_customer(zones: Sequence[str], depot: ZoneInfo, now: datetime) -> ZoneInfo:
    """Return a zone for a customer out of those of his country, the most usual first.

    Where the depot's clock is one of them, it is his too: a van does not drive across a country of several clocks.
    """
    known = [ZoneInfo(name) for name in zones]
    offset = now.astimezone(depot).utcoffset()
    if not known or any(now.astimezone(zone).utcoffset() == offset for zone in known):
        return depot
    return known[0]
