"""What the day shows of its half hours."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch_console.application.promises.half_hours import HalfHour
from dispatch_console.language import decimal, plural, tr
from dispatch_console.ui import words
from dispatch_console.ui.schedule.day import DayRow
from dispatch_console.ui.schedule.week import Chip

LITRES = 1000


def rows(found: Sequence[HalfHour], zone: ZoneInfo, now: datetime) -> list[DayRow]:
    """Return a row for each half hour."""
    return [
        DayRow(
            start=one.start,
            clock=words.clock(one.start, zone),
            time_share=one.share,
            time=_time(one),
            volume_share=one.volume_share,
            volume=_volume(one),
            starts=plural("{count} start", "{count} starts", one.starts) if one.starts else "",
            chips=tuple(
                Chip(
                    booked.order_id,
                    booked.customer,
                    booked.appointment == "confirmed",
                    booked.number,
                    words.span(booked.window.start, booked.window.end, zone, now),
                )
                for booked in one.booked
            ),
        )
        for one in found
    ]


def full(found: Sequence[HalfHour]) -> tuple[str, str]:
    """Return what a full bar of driver minutes and of volume is, where most vans are out."""
    vans = max((one.vans for one in found), default=0)
    litres = max((one.litres_capacity for one in found), default=0.0)
    # of its load a van has a part in each half hour
    volume = tr("line = {volume} m³ a half hour", volume=decimal(litres / LITRES, 1)) if litres else ""
    return plural("line = {count} van", "line = {count} vans", vans), volume


def _time(one: HalfHour) -> str:
    if one.share is None:
        return tr("no shift") if not one.minutes else tr("no shift, {minutes} min", minutes=round(one.minutes))
    return tr(
        "{share} %  {minutes} of {all} min", share=round(one.share * 100), minutes=round(one.minutes),
        all=round(one.capacity),
    )  # fmt: skip


def _volume(one: HalfHour) -> str:
    if one.volume_share is None:
        return ""
    return tr(
        "{share} %  {volume} of {all} m³",
        share=round(one.volume_share * 100),
        volume=decimal(one.litres / LITRES, 1),
        all=decimal(one.litres_capacity / LITRES, 1),
    )
