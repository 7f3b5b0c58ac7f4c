"""What the report of a day says, in words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportCheck:
    """One thing that should be so, and how far it is. `is_so`: nothing of it is open or was let pass."""

    words: str
    state: str
    is_so: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportCash:
    """The cash of a driver, of the counter, or of all (`is_sum`). `reason` explains the difference."""

    driver: str
    taken: str
    counted: str
    difference: str
    reason: str
    is_sum: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportGroup:
    """Things of one kind: what, what is known of it, and since when. `has_boxes`: each has a box to tick with a pen."""

    head: str
    rows: tuple[tuple[str, str, str], ...]
    has_boxes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DayReport:
    """A day on paper. `state`: who closed it, or that it is open. No customer is named: anybody may read it."""

    day: str
    summary: str
    state: str
    printed: str
    checks: tuple[ReportCheck, ...]
    cash: tuple[ReportCash, ...]
    groups: tuple[ReportGroup, ...]
