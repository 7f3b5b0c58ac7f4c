"""The Tracking tab with load-out and handoff over it."""

from datetime import datetime

from sqlalchemy.orm import Session

from dispatch_console.application.operations.views import ALWAYS, kinds_of
from dispatch_console.application.phones import phones_list
from dispatch_console.application.planning.day_board import day_board
from dispatch_console.application.site import depot
from dispatch_console.console.parts import Badge, OpenTab, Parts
from dispatch_console.console.solver import solver_of
from dispatch_console.station import regions
from dispatch_console.station.letterhead import sender_of
from dispatch_console.ui.tracking import views
from dispatch_console.ui.tracking.presenter import KINDS, TrackingPresenter


def _exceptions(session: Session, now: datetime) -> int:
    day = now.astimezone(depot.zone_of(session)).date()
    return len(views.exceptions(day_board(session, day, now), phones_list.waiting_count(session, day)))


def build(parts: Parts) -> OpenTab:
    street_map = parts.street_map
    tracking = TrackingPresenter(
        parts.desk,
        parts.tasks,
        papers=parts.printers,
        paths=parts.paths,
        tiles=street_map.tile,
        centre=street_map.centre,
        choose_sheets=parts.choose_sheets,
        door=lambda: parts.settings.door_address,
        channel=parts.mail_channel,
        sender=sender_of(parts.settings),
        solver=lambda: solver_of(parts.settings),
        travel=lambda: regions.travel_times(parts.desk, parts.settings),
    )
    tab = tracking.tab
    return OpenTab(
        widget=tab,
        first=tab.board.exceptions,
        presenters=(tracking,),
        kinds=KINDS,
        load=tracking.load,
        refresh=tracking.refresh,
        badge=Badge(_exceptions, kinds_of(day_board), lambda: tracking.exception_count),
        maps=(tab.board.map,),
        time_kinds=ALWAYS,
        is_scanned=lambda: tab.takes_scans,
    )
