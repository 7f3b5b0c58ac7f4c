"""Words that several papers of an order say alike."""

from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch_console.language import short_date, weekday_month
from dispatch_console.store.entities import Order


def promise_words(order: Order, zone: ZoneInfo) -> str:
    """Return the window that was promised; empty for none."""
    if order.promise_start is None or order.promise_end is None:
        return ""
    start, end = order.promise_start.astimezone(zone), order.promise_end.astimezone(zone)
    return f"{weekday_month(start)}, {start:%H:%M}–{end:%H:%M}"


def day_words(at: datetime, zone: ZoneInfo) -> str:
    """Return the day of an instant in the depot's zone."""
    local = at.astimezone(zone)
    return short_date(local)
