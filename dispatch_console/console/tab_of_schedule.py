"""The Schedule tab."""

from datetime import datetime

from sqlalchemy.orm import Session

from dispatch_console.application.operations.views import kinds_of
from dispatch_console.application.promises import calls
from dispatch_console.console.parts import Badge, OpenTab, Parts
from dispatch_console.ui.schedule.presenter import KINDS, SchedulePresenter


def build(parts: Parts) -> OpenTab:
    schedule = SchedulePresenter(parts.desk, parts.tasks, parts.settings.sender_name)
    schedule.on_said = parts.say
    return OpenTab(
        widget=schedule.tab,
        first=schedule.tab.calls,
        presenters=(schedule,),
        kinds=KINDS,
        load=schedule.load,
        refresh=schedule.refresh,
        badge=Badge(_to_ring, kinds_of(calls.to_ring)),
        is_live=True,
    )


def _to_ring(session: Session, _now: datetime) -> int:
    return calls.to_ring(session)
