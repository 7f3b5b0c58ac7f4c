"""The Routes tab with this station's solver, roads and mail."""

from datetime import datetime

from sqlalchemy.orm import Session

from dispatch_console.application.operations.views import ALWAYS, kinds_of
from dispatch_console.application.planning import unrouted
from dispatch_console.application.site import depot
from dispatch_console.console.parts import Badge, OpenTab, Parts
from dispatch_console.console.solver import solver_of
from dispatch_console.ports import TravelTimes
from dispatch_console.station import regions
from dispatch_console.station.letterhead import sender_of
from dispatch_console.ui.papers.mail_presenter import MailPresenter
from dispatch_console.ui.routes.presenter import KINDS, RoutesPresenter


def _count(session: Session, now: datetime) -> int:
    return unrouted.count(session, now.astimezone(depot.zone_of(session)).date())


def build(parts: Parts) -> OpenTab:
    desk, settings = parts.desk, parts.settings

    def travel() -> TravelTimes:
        return regions.travel_times(desk, settings)

    routes = RoutesPresenter(
        desk=desk,
        tasks=parts.tasks,
        solver=lambda: solver_of(settings),
        travel=travel,
        paths=parts.paths,
        print_day=parts.printers.day,
        tiles=parts.street_map.tile,
        ground=parts.street_map.shapes,
        centre=parts.street_map.centre,
        seconds=settings.plan_seconds,
        caught_up=parts.caught_up,
    )
    tab = routes.tab
    routes.mailing = MailPresenter(desk, parts.tasks, tab.papers, parts.mail_channel, sender_of(settings))

    def close() -> None:
        tab.torn_map.bring_back()
        tab.papers.release()

    return OpenTab(
        widget=tab,
        first=tab.timeline,
        presenters=(routes,),
        kinds=KINDS,
        load=routes.load,
        refresh=routes.refresh,
        badge=Badge(_count, kinds_of(unrouted.count)),
        maps=(tab.map,),
        time_kinds=ALWAYS,
        is_torn_off=lambda: tab.torn_map.torn_off,
        close=close,
    )
