"""Public holidays by country, part of it and kind, from the calendar of the `holidays` package."""

from datetime import date
from functools import lru_cache

import holidays

from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.promises.slot_rules import read_holidays


@lru_cache(maxsize=256)
def _calendar(place: str, year: int) -> holidays.HolidayBase | None:
    """Return the holidays of a place. Errors: BadInput `holidays.unknown` for a country, part or kind that is none."""
    wanted = read_holidays(place)
    if wanted is None:
        return None
    try:
        return holidays.country_holidays(
            wanted.country, subdiv=wanted.part or None, years=year, categories=("public", *wanted.kinds)
        )
    except (NotImplementedError, ValueError) as error:
        raise BadInput("holidays.unknown", value=place) from error


def check_place(place: str, day: date) -> None:
    """Require that the calendar knows a place. Errors: BadInput `holidays.unknown`."""
    _calendar(place.strip(), day.year)


def holiday_name(place: str, day: date) -> str:
    """Return what a day is called there; empty for a day that is no holiday, or where no place is named."""
    known = _calendar(place, day.year)
    return str(known.get(day, "")) if known is not None else ""
