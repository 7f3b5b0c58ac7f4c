"""Write appointments as a calendar file (iCalendar, RFC 5545)."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from icalendar import Calendar, Event

from dispatch_console.domain.errors import Unavailable
from dispatch_console.domain.promises.appointments import Appointment
from dispatch_console.language import plural

PRODUCT = "-//dispatch-console//schedule//EN"


def calendar_text(appointments: Sequence[Appointment], now: datetime) -> bytes:
    """Return a calendar. What is confirmed is so there too; what is only offered or planned with is tentative."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    for one in appointments:
        event = Event()
        # a calendar that reads the next file moves what it has, instead of adding a second one
        event.add("uid", one.key)
        event.add("sequence", one.changes)
        event.add("dtstamp", now)
        event.add("last-modified", one.agreed_at or now)
        event.add("dtstart", one.window.start)
        event.add("dtend", one.window.end)
        event.add("summary", f"{one.number}  {one.customer}")
        event.add("location", one.address)
        parcels = plural("{count} parcel", "{count} parcels", one.parcels) if one.parcels else ""
        event.add("description", "\n".join(part for part in (one.phone, parcels) if part))
        event.add("status", "CONFIRMED" if one.is_confirmed else "TENTATIVE")
        event.add("transp", "OPAQUE")
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def write_calendar(file: Path, appointments: Sequence[Appointment], now: datetime) -> None:
    """Write a calendar file. Errors: Unavailable `file.unwritable`."""
    try:
        file.write_bytes(calendar_text(appointments, now))
    except OSError as error:
        raise Unavailable("file.unwritable", file=str(file), detail=error.strerror or str(error)) from error
