"""On which days a regular customer is driven to: weekdays, or one of them in the month."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.promises.slot_rules import weekdays

_IN_MONTH = re.compile(r"([1-5])\.?\s*(?:st|nd|rd|th)?\s+(\S+)")
WEEK = 7


@dataclass(frozen=True, slots=True)
class RegularDays:
    """`weekdays`: 0 is Monday. `in_month`: which of them in the month, 0 for every one."""

    weekdays: tuple[int, ...]
    in_month: int = 0

    def has(self, day: date) -> bool:
        """Return whether a day is one of them."""
        if day.weekday() not in self.weekdays:
            return False
        return not self.in_month or (day.day - 1) // WEEK + 1 == self.in_month


def read_days(text: str, names: Sequence[str]) -> RegularDays:
    """Read `Mon, Wed, Fri` or `2nd Thu`. `names`: of the week, Monday first. Errors: BadInput `field.weekdays`."""
    if not text.strip():
        raise BadInput("field.weekdays", value=text)
    found = _IN_MONTH.fullmatch(text.strip())
    if found is not None:
        return RegularDays(tuple(weekdays(found[2], names)), int(found[1]))
    return RegularDays(tuple(weekdays(text, names)))


def written(days: RegularDays, names: Sequence[str]) -> str:
    """Return days as they are read."""
    said = ", ".join(names[number] for number in days.weekdays)
    return f"{days.in_month}. {said}" if days.in_month else said
