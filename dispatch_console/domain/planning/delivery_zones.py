"""Delivery zones: postcodes that are driven by certain vans only, or take longer at the door.

To a plan a zone that names its vans is one more skill: the stop needs it, the vans have it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from dispatch_console.domain.errors import BadInput

_SKILL = "zone:"
_SPAN = re.compile(r"(\d+)-(\d+)")


@dataclass(frozen=True, slots=True)
class DeliveryZone:
    """`postcodes` are beginnings (`001`, `SW1A`) or spans of figures (`00100-00180`). No `vans`: any may go there.

    `extra_s` is spent at each stop on top of what the depot says, such as the way through a pedestrian street.
    """

    name: str
    postcodes: tuple[str, ...]
    vans: frozenset[int] = frozenset()
    extra_s: int = 0

    @property
    def needs(self) -> frozenset[str]:
        """Return what a stop in the zone asks of a van, as skills."""
        return frozenset({_SKILL + self.name}) if self.vans else frozenset()


def is_zone(skill: str) -> bool:
    return skill.startswith(_SKILL)


def zones_of_van(zones: Iterable[DeliveryZone], van: int) -> frozenset[str]:
    """Return the zones that a van serves, as skills."""
    return frozenset(need for zone in zones if van in zone.vans for need in zone.needs)


def zone_at(zones: Iterable[DeliveryZone], postcode: str) -> DeliveryZone | None:
    """Return the zone that names a postcode most exactly: the longest beginning, a span of figures before a
    beginning.
    """
    code = plain(postcode)
    ranked = [
        (rank, zone) for zone in zones if (rank := max((_rank(entry, code) for entry in zone.postcodes), default=0))
    ]
    return max(ranked, key=lambda match: match[0])[1] if ranked else None


def plain(postcode: str) -> str:
    """Return a postcode as it is compared: `sw1a 1aa` is `SW1A1AA`."""
    return "".join(postcode.split()).upper()


def postcodes(text: str) -> tuple[str, ...]:
    """Read the entries of a zone: `001, 00500-00580`. Errors: BadInput `zone.empty`, `zone.span` for a span that is
    none.
    """
    entries = tuple(dict.fromkeys(plain(part) for part in text.replace("–", "-").split(",") if part.strip()))
    if not entries:
        raise BadInput("zone.empty")
    for entry in entries:
        span = _SPAN.fullmatch(entry)
        if span and (len(span[1]) != len(span[2]) or span[1] > span[2]):
            raise BadInput("zone.span", value=entry)
    return entries


def _rank(entry: str, code: str) -> int:
    """Return how exactly an entry names a code; 0 where it does not."""
    span = _SPAN.fullmatch(entry)
    if span:
        width = len(span[1])
        return 2 * width + 1 if code[:width].isdigit() and span[1] <= code[:width] <= span[2] else 0
    return 2 * len(entry) if code.startswith(entry) else 0
