"""Words that several papers of an order say alike."""

from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch_console.language import short_date, weekday_month
from dispatch_console.store.entities import Order


def promise_words(order: Order, zone: ZoneInfo) -> str:
    """Return the window that was promised; empty for none."""
    if order.promise_start is None or order.promise_end is None:
        return ""
    return window_words(order.promise_start, order.promise_end, zone)


def window_words(start: datetime, end: datetime, zone: ZoneInfo) -> str:
    """Return a window with its day, in the depot's zone."""
    local = start.astimezone(zone)
    return f"{weekday_month(local)}, {local:%H:%M}–{end.astimezone(zone):%H:%M}"


def day_words(at: datetime, zone: ZoneInfo) -> str:
    """Return the day of an instant in the depot's zone."""
    local = at.astimezone(zone)
    return short_date(local)
