"""Instants that a database may hold and Python cannot: year 1 east of Greenwich, year 12000, infinity.

They are read as the first or last moment that every zone can show, so that one row stops no list.
"""

from datetime import UTC, datetime

EARLIEST, LATEST = datetime(2, 1, 1, tzinfo=UTC), datetime(9998, 12, 31, tzinfo=UTC)


def within(instant: datetime) -> datetime:
    """Return an instant that Python can compute with."""
    try:
        return min(max(instant, EARLIEST), LATEST)
    except OverflowError:
        return EARLIEST if instant.year < LATEST.year else LATEST


def to_text(instant: datetime) -> str:
    """Write an instant as `from_text` reads it."""
    return instant.astimezone(UTC).isoformat(timespec="seconds")


def from_text(text: str) -> datetime:
    """Read an instant in ISO 8601. Errors: ValueError."""
    return within(datetime.fromisoformat(text))
