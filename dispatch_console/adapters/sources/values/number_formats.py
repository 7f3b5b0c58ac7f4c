"""The text that a spreadsheet shows for a value: `000017` for 17 under the format `000000`, `10:00` for a fraction."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_FIGURES = re.compile(r"[#0?][#0?,]*(?:[.][#0?]*)?")
_HOURS = re.compile(r"h|s|AM/PM", re.IGNORECASE)
MOST_FIGURES = 15


def shown(value: object, pattern: str) -> str:
    """Return the text of a cell. Numbers have a point before decimals and no sign between thousands."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        only_day = value.time() == time(0) and not _HOURS.search(_LITERAL.sub("", pattern))
        return f"{value:%Y-%m-%d}" if only_day else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    if isinstance(value, int | float):
        return _number(value, pattern)
    return str(value).strip()


def _number(value: float, pattern: str) -> str:
    section = pattern.split(";")[0]
    figures = _FIGURES.findall(_LITERAL.sub("", section))
    padded = sum(part.count("0") for part in (one.split(".")[0] for one in figures))
    if value == int(value) and value >= 0 and padded > 1 and "%" not in section:
        return _filled(int(value), section, padded)
    return _plain(value)


def _filled(value: int, section: str, padded: int) -> str:
    """Return a whole number with leading zeros, and what the format writes between: `00000-0000`."""
    pieces = [part for part in re.split(r'("[^"]*"|\\.|_.|\*.|\[[^\]]*\])', section) if part]
    digits = str(value).zfill(padded)
    shown_so_far, left = "", list(digits)
    for piece in reversed(pieces):
        if _LITERAL.fullmatch(piece):
            shown_so_far = (
                piece.strip('"') if piece[0] == '"' else piece[1:] if piece[0] == "\\" else ""
            ) + shown_so_far
            continue
        for sign in reversed(piece):
            if sign in "0#?":
                shown_so_far = (left.pop() if left else "") + shown_so_far
            elif sign not in ",.":
                shown_so_far = sign + shown_so_far
    return "".join(left) + shown_so_far


def _plain(value: float) -> str:
    text = f"{Decimal(f'{value:.{MOST_FIGURES}g}'):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    # three decimals would look like thousands to whoever reads the text
    return f"{text}0" if re.search(r"\.\d{3}$", text) else text
