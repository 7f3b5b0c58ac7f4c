"""What the week shows of the slots: days, hours and cells."""

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from dispatch_console.application.promises.slots import Booked, DayLoad, SlotLoad
from dispatch_console.language import plural, tr, weekday
from dispatch_console.ui import words
from dispatch_console.ui.schedule.week import Cell, Chip


def days_of(holds: Sequence[DayLoad], today: date) -> list[tuple[str, str]]:
    """Return the name of each day, and what it holds."""
    shown = []
    for hold in holds:
        name = f"{weekday(hold.day)} {hold.day.day}" + (f"  {tr('today')}" if hold.day == today else "")
        stops = plural("{count} order", "{count} orders", hold.orders)
        vans = plural("{count} van", "{count} vans", hold.vans) if hold.vans else tr("no shift")
        if hold.closing is not None:
            clock = f"{hold.closing.begins:%H:%M}" if hold.closing.begins else ""
            vans = tr("closed from {clock}", clock=clock) if clock else tr("closed")
            vans = f"{vans}: {hold.closing.reason}"
        shown.append((name, f"{stops}, {vans}"))
    return shown


def hours_of(loads: Sequence[SlotLoad], zone: ZoneInfo) -> list[tuple[str, str]]:
    """Return from when until when each row is."""
    ends = {start: words.clock(load.window.end, zone) for load in loads if (start := _start(load, zone))}
    return [(f"{start:%H:%M}", end) for start, end in sorted(ends.items())]


def cells(loads: Sequence[SlotLoad], first: date, zone: ZoneInfo, now: datetime) -> list[Cell]:
    """Return a cell for each slot of each day."""
    starts = sorted({_start(load, zone) for load in loads})
    return [
        Cell(
            column=(load.window.start.astimezone(zone).date() - first).days,
            row=starts.index(_start(load, zone)),
            start=load.window.start,
            time_share=load.share,
            volume_share=load.volume_share,
            chips=tuple(_chip(one, load, zone, now) for one in load.booked),
            is_over=load.window.end <= now or load.is_closed,
            closed_for=load.closed_for,
        )
        for load in loads
    ]


def _chip(one: Booked, load: SlotLoad, zone: ZoneInfo, now: datetime) -> Chip:
    own = words.span(one.window.start, one.window.end, zone, now) if one.window != load.window else ""
    return Chip(one.order_id, one.customer, one.appointment == "confirmed", one.number, own)


def _start(load: SlotLoad, zone: ZoneInfo) -> time:
    return load.window.start.astimezone(zone).time()
