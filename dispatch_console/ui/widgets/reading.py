"""Read what was typed of a handoff: amounts, times of the day, whether a box is signed."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.local_day import LocalDay
from dispatch_console.domain.road import act_times
from dispatch_console.domain.values import minor_digits


@dataclass(frozen=True, slots=True)
class Times:
    """When the van came and when it was done. `arrived_at` is None where nobody knows."""

    arrived_at: datetime | None
    acted_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReadOff:
    """What somebody typed of a signed sheet before he opened the form; empty where nothing was typed."""

    outcome: str = ""
    acted: str = ""
    recipient: str = ""
    # its scan shows a signature, which comes to the record by itself
    is_signed: bool = False


def amount(text: str, currency: str) -> int | None:
    """Return what was typed in minor units; nothing typed is nothing taken. None where it is no amount."""
    typed = text.strip().replace(" ", "")
    if not typed:
        return 0
    if typed.count(",") == 1 and "." not in typed:
        typed = typed.replace(",", ".")
    try:
        value = Decimal(typed)
    except InvalidOperation:
        return None
    if not value.is_finite() or value < 0:
        return None
    minor = value * 10 ** minor_digits(currency)
    return int(minor) if minor == minor.to_integral_value() and minor < 10**11 else None


def times(arrived: str, acted: str, day: date, zone: ZoneInfo) -> Times:
    """Return the times of a day. Errors: BadInput `act.unread`."""
    local = LocalDay(day, zone)
    since, done = act_times.read_clock(arrived), act_times.read_clock(acted)
    if done is None:
        raise BadInput("act.unread", value=acted)
    return Times(local.at(since) if since is not None else None, local.at(done))


def signed(text: str) -> bool:
    """Return whether the box of a sheet is signed: 1 or y; 0, n or nothing for an empty one. Errors: BadInput
    `sheet.signed`.
    """
    typed = text.strip().casefold()
    if typed in ("", "0", "n"):
        return False
    if typed in ("1", "y"):
        return True
    raise BadInput("sheet.signed", value=typed)
