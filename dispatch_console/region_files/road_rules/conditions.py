"""Values that hold under a condition: `no @ (Mo-Fr 07:00-09:00); destination @ (weight>7.5)`.

Source: wiki.openstreetmap.org/wiki/Conditional_restrictions.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from dispatch_console.domain.planning.outing import VanSize
from dispatch_console.region_files.road_rules.sizes import OF_SIZE, limit

if TYPE_CHECKING:
    from opening_hours import OpeningHours

SUFFIX = ":conditional"
# whoever delivers has this errand, as soon as the door lies inside
ERRANDS = frozenset(("destination", "delivery", "deliveries", "loading", "unloading", "customers", "access"))
# no van of a warehouse is one of these
OTHERS = frozenset(
    ("permit", "permit_holders", "resident", "residents", "emergency", "disabled", "trailer", "caravan", "bus", "psv",
     "taxi", "agricultural", "forestry", "hazmat", "hazmat:water", "hov", "electric", "bicycle", "foot", "doctor")
)  # fmt: skip
_COMPARED = re.compile(r"(\w+)\s*(<=|>=|<|>|=)\s*(.+)")
_CLAUSE = re.compile(r"([^@;]+)@\s*(\((?:[^()]|\([^()]*\))*\)|[^;]+)")


@dataclass(frozen=True, slots=True)
class Value:
    """A value that may hold, and the one that holds instead for who has something to deliver inside.

    None: no value at all.
    """

    text: str | None
    errand: str | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """A local time, and a place (latitude, longitude) whose country knows its public holidays."""

    when: datetime
    place: tuple[float, float] | None = None


def possible(tags: Mapping[str, str], key: str, size: VanSize, moment: Moment | None) -> frozenset[Value]:
    """Return the values that a key may have for this van at this moment.

    One value where everything is known; several where the time is not, or where a condition is not understood. The
    last condition that holds decides.
    """
    values = {Value(tags.get(key))}
    for value, condition in clauses(tags.get(key + SUFFIX, "")):
        holds, errand = _holds(condition, size, moment)
        if holds is False:
            continue
        changed = {replace(one, errand=value) for one in values} if errand else {Value(value)}
        values = changed if holds else values | changed
    return frozenset(values)


@lru_cache(maxsize=4096)
def clauses(text: str) -> tuple[tuple[str, str], ...]:
    """Return values with their conditions, in their order."""
    return tuple((value.strip().lower(), condition.strip(" ()")) for value, condition in _CLAUSE.findall(text))


def is_understood(text: str) -> bool:
    """Return whether every clause and each of its conditions is read."""
    parts = clauses(text)
    return bool(parts) and all(_known(part) for _, condition in parts for part in _all_of(condition))


def _holds(condition: str, size: VanSize, moment: Moment | None) -> tuple[bool | None, bool]:
    """Return whether a condition holds, None where that is not known, and whether it asks for an errand."""
    known: bool | None = True
    errand = False
    for part in _all_of(condition):
        if part in ERRANDS:
            errand = True
            continue
        holds = _part_holds(part, size, moment)
        if holds is False:
            return False, errand
        known = None if holds is None else known
    return known, errand


def _all_of(condition: str) -> list[str]:
    return [part.strip(" ()") for part in re.split(r"\s+AND\s+", condition, flags=re.IGNORECASE)]


def _known(part: str) -> bool:
    compared = _COMPARED.fullmatch(part)
    if compared and compared.group(1) in OF_SIZE:
        return limit(compared.group(1), compared.group(3)) is not None
    return part in ERRANDS or part.lower() in OTHERS or _hours(part) is not None


def _part_holds(part: str, size: VanSize, moment: Moment | None) -> bool | None:
    if part.lower() in OTHERS:
        return False
    compared = _COMPARED.fullmatch(part)
    if compared and compared.group(1) in OF_SIZE:
        return _compares(size, *compared.groups())
    if moment is None:
        return None
    hours = _hours(part, moment.place)
    return None if hours is None else hours.is_open(moment.when)


def _compares(size: VanSize, measure: str, sign: str, text: str) -> bool | None:
    mine, other = OF_SIZE[measure](size), limit(measure, text)
    if other is None:
        return None
    signs = {"<": mine < other, "<=": mine <= other, ">": mine > other, ">=": mine >= other, "=": mine == other}
    return signs[sign]


@lru_cache(maxsize=4096)
def _hours(text: str, place: tuple[float, float] | None = None) -> "OpeningHours | None":
    # with its calendars of public holidays it is loaded where a road has hours, and most have none
    from opening_hours import OpeningHours, validate

    return OpeningHours(text, coords=place, auto_timezone=False) if validate(text) else None
