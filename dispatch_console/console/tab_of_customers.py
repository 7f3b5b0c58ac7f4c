"""The Customers tab."""

from datetime import datetime

from sqlalchemy.orm import Session

from dispatch_console.application.customers import inbox_list
from dispatch_console.application.operations.views import ALWAYS, kinds_of
from dispatch_console.console.parts import Badge, OpenTab, Parts
from dispatch_console.station.letterhead import sender_of
from dispatch_console.station.senders import set_up_channels
from dispatch_console.ui.customers.presenter import KINDS, CustomersPresenter


def build(parts: Parts) -> OpenTab:
    customers = CustomersPresenter(
        parts.desk,
        parts.tasks,
        lambda: sender_of(parts.settings),
        lambda: set_up_channels(parts.settings),
        parts.choose_target,
        parts.settings.softphone,
    )
    customers.on_said = parts.say
    return OpenTab(
        widget=customers.tab,
        first=customers.tab.items,
        presenters=(customers,),
        kinds=KINDS,
        load=customers.load,
        refresh=customers.refresh,
        badge=Badge(_waiting, kinds_of(inbox_list.waiting_items)),
        time_kinds=ALWAYS,
    )


def _waiting(session: Session, _now: datetime) -> int:
    return inbox_list.waiting_items(session)
