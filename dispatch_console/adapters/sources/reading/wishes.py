"""When the customer wants it: the windows that cells or notes of an order hold, and his wish in the source's words."""

from collections.abc import Callable
from dataclasses import dataclass

from dispatch_console.adapters.sources.reading.note_block import Notes
from dispatch_console.adapters.sources.reading.taking import Taking
from dispatch_console.adapters.sources.values import days, hours, windows
from dispatch_console.domain.values import TimeWindow


@dataclass(frozen=True, slots=True)
class _Texts:
    """The texts of a wish, and the fields that they stand in."""

    day: str
    hours: str
    begin: str
    end: str
    day_field: str
    hours_field: str

    @property
    def wish(self) -> str:
        return " ".join(
            part for part in (self.day, self.hours, " - ".join(filter(None, (self.begin, self.end)))) if part
        )


def of(taking: Taking, notes: Notes) -> tuple[tuple[TimeWindow, ...], str]:
    """Return the windows, and the wish as text. What cannot be read is said on its cell, and stays in the wish."""
    day, slot = notes.take("day"), notes.take("hours")
    if day or slot:
        texts = _Texts(day, slot, "", "", "notes", "notes")
    else:
        begin, end = taking.text("window_from"), taking.text("window_to")
        slot = taking.text("window")
        field = "window" if slot else "window_to" if end else "window_from" if begin else "delivery_day"
        texts = _Texts(taking.text("delivery_day"), slot, begin, end, "delivery_day", field)
    return _read(taking, texts), texts.wish


def of_texts(
    day: str, hours_text: str, order: str, zone: str, say: Callable[[str, str, str], None]
) -> tuple[TimeWindow, ...]:
    """Return the windows of a day and its hours. What cannot be read is said: `day` or `hours`, code and text."""
    wish = " ".join(part for part in (day, hours_text) if part)
    where = "hours" if hours_text else "day"
    try:
        return windows.read(day, hours_text, order, zone)
    except hours.OneTime:
        say(where, "window.one_time", "")
    except windows.Impossible:
        say(where, "window.impossible", "")
    except ValueError:
        say(where, "window.unreadable", wish)
    return ()


def _read(taking: Taking, texts: _Texts) -> tuple[TimeWindow, ...]:
    zone = taking.habits.zone
    order = next(
        (
            taking.habits.orders[column]
            for field in (texts.day_field, texts.hours_field, "window_from")
            for column in taking.columns.get(field, ())
            if column in taking.habits.orders
        ),
        "",
    )
    shown = texts.hours or texts.end or texts.begin or texts.day
    try:
        if texts.hours or not (texts.begin or texts.end):
            return windows.read(texts.day, texts.hours, order, zone)
        if texts.begin and texts.end:
            return windows.between(texts.day, texts.begin, texts.end, order, zone)
        taking.say(texts.hours_field, "window.one_time", value=shown)
    except days.Unclear:
        taking.say(texts.day_field, "day.order", value=texts.day or shown)
    except hours.OneTime:
        taking.say(texts.hours_field, "window.one_time", value=shown)
    except windows.Impossible:
        taking.say(texts.hours_field, "window.impossible", value=shown)
    except ValueError:
        if _is_day(texts.day, order):
            taking.say(texts.hours_field, "window.unreadable", value=shown)
        else:
            taking.say(texts.day_field, "day.unreadable", value=texts.day)
    return ()


def _is_day(text: str, order: str) -> bool:
    try:
        return not text or days.find(text, order) is not None
    except ValueError:
        return False
