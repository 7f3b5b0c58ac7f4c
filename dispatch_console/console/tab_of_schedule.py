"""The Schedule tab."""

from dispatch_console.console.parts import OpenTab, Parts
from dispatch_console.console.tab_of_orders import in_stage
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
        badge=in_stage("schedule"),
    )
