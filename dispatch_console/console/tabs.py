"""The tabs of the console in their order. A new tab is an entry here and the function that builds it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dispatch_console.language import mark
from dispatch_console.ui.window import TabHead

if TYPE_CHECKING:
    from dispatch_console.console.parts import OpenTab, Parts


@dataclass(frozen=True, slots=True)
class Tab:
    """The rail shows `head` at the first paint; `build` loads what the tab needs, which comes later. `is_rare`: it is
    built when somebody first opens it, and not with the window.
    """

    head: TabHead
    build: "Callable[[Parts], OpenTab]"
    is_rare: bool = False


def _orders(parts: "Parts") -> "OpenTab":
    from dispatch_console.console.tab_of_orders import build

    return build(parts)


def _packing(parts: "Parts") -> "OpenTab":
    from dispatch_console.console.tab_of_packing import build

    return build(parts)


def _schedule(parts: "Parts") -> "OpenTab":
    from dispatch_console.console.tab_of_schedule import build

    return build(parts)


def _routes(parts: "Parts") -> "OpenTab":
    from dispatch_console.console.tab_of_routes import build

    return build(parts)


def _tracking(parts: "Parts") -> "OpenTab":
    from dispatch_console.console.tab_of_tracking import build

    return build(parts)


def _customers(parts: "Parts") -> "OpenTab":
    from dispatch_console.console.tab_of_customers import build

    return build(parts)


def _settings(parts: "Parts") -> "OpenTab":
    from dispatch_console.console.tab_of_settings import build

    return build(parts)


TABS = (
    Tab(TabHead("orders", mark("Orders"), "inbox"), _orders),
    Tab(TabHead("packing", mark("Packing"), "package"), _packing),
    Tab(TabHead("schedule", mark("Schedule"), "calendar-clock"), _schedule),
    Tab(TabHead("routes", mark("Routes"), "route"), _routes),
    Tab(TabHead("tracking", mark("Tracking"), "radar"), _tracking),
    Tab(TabHead("customers", mark("Customers"), "message-square-text"), _customers),
    Tab(TabHead("settings", mark("Settings"), "settings"), _settings, is_rare=True),
)
HEADS = tuple(tab.head for tab in TABS)
