"""The Schedule tab."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from dispatch_console.application.operations.views import ALWAYS, kinds_of
from dispatch_console.application.promises import calls
from dispatch_console.console.parts import Badge, OpenTab, Parts
from dispatch_console.domain.promises.appointments import Appointment
from dispatch_console.station import regions
from dispatch_console.station.senders import may_send
from dispatch_console.ui.schedule.presenter import KINDS, SchedulePresenter


def build(parts: Parts) -> OpenTab:
    schedule = SchedulePresenter(
        parts.desk,
        parts.tasks,
        parts.settings.sender_name,
        lambda: regions.travel_times(parts.desk, parts.settings),
        parts.settings.softphone,
    )
    schedule.on_said = parts.say
    schedule.choose_target, schedule.write_calendar = parts.choose_target, _write_calendar
    schedule.can_send = lambda: may_send(parts.settings)
    return OpenTab(
        widget=schedule.tab,
        first=schedule.tab.calls,
        presenters=(schedule,),
        kinds=KINDS,
        load=schedule.load,
        refresh=schedule.refresh,
        badge=Badge(_to_ring, kinds_of(calls.to_ring)),
        time_kinds=ALWAYS,
    )


def _write_calendar(file: Path, appointments: Sequence[Appointment], now: datetime) -> None:
    # the library is needed by nobody who writes no calendar
    from dispatch_console.adapters.documents.calendar_file import write_calendar

    write_calendar(file, appointments, now)


def _to_ring(session: Session, _now: datetime) -> int:
    return calls.to_ring(session)
