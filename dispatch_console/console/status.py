"""The status line and the numbers on the rail: one look at the database for all that changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from dispatch_console import texts
from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import live_sources
from dispatch_console.application.intake.live_sources import LiveSourceView
from dispatch_console.application.messages import backlog, stopping
from dispatch_console.application.operations.views import kinds_of
from dispatch_console.application.packing import supervisor_calls
from dispatch_console.application.packing.supervisor_calls import OpenCall
from dispatch_console.application.papers.stale import stale_papers
from dispatch_console.application.site import depot
from dispatch_console.console.due_sending import DueSending
from dispatch_console.console.parts import OpenTab
from dispatch_console.console.supervisor_bell import SupervisorBell
from dispatch_console.console.watch import DatabaseWatch
from dispatch_console.domain.local_day import LocalDay
from dispatch_console.store.station_lock import somebody_sends
from dispatch_console.ui import words
from dispatch_console.ui.tasks import Tasks
from dispatch_console.ui.window import MainWindow

SOURCES = kinds_of(live_sources.live_sources)
MESSAGES = kinds_of(backlog.waiting, backlog.unsent, stopping.stopped)
PAPERS = kinds_of(stale_papers)
ZONE = kinds_of(depot.zone_of)
CALLS = kinds_of(supervisor_calls.open_calls)


@dataclass(slots=True)
class Look:
    """What was read; `messages` and `stale` only where they may have changed."""

    zone: ZoneInfo
    messages: tuple[int, int, bool] | None = None
    stopped: bool = False
    stale: int | None = None
    sources: tuple[LiveSourceView, ...] | None = None
    calls: tuple[OpenCall, ...] | None = None
    badges: dict[str, int] = field(default_factory=dict)


class Status:
    """Shows who is here, which messages and papers need somebody, and what waits on each tab."""

    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        window: MainWindow,
        tabs: Mapping[str, OpenTab],
        watch: DatabaseWatch,
        sending: DueSending,
    ) -> None:
        self._desk, self._window, self._tabs, self._watch, self._sending = desk, window, tabs, watch, sending
        self._bell = SupervisorBell(desk, tasks, window)
        actor = desk.actor
        window.status.show_who(f"{actor.name}, {texts.plain(actor.role)}")
        window.status.show_facts([("station", actor.station)])

    async def refresh(self, kinds: frozenset[str]) -> None:
        """Read what these kinds touch, and show it."""
        wanted = {
            key: tab.badge
            for key, tab in self._tabs.items()
            if tab.badge and kinds & tab.badge.kinds and not (tab.badge.shown and key == self._window.shown)
        }
        if kinds & (MESSAGES | PAPERS | ZONE | SOURCES | CALLS) or wanted:
            now, elsewhere = self._desk.clock(), not self._sending.is_set_up

            def look(session: Session) -> Look:
                seen = Look(depot.zone_of(session))
                local = LocalDay.of(now, seen.zone)
                if kinds & MESSAGES:
                    # without a mail server here another station may be the one that sends
                    others = elsewhere and somebody_sends(session)
                    unsent = len(backlog.unsent(session, local.begins))
                    seen.messages = backlog.waiting(session), unsent, others
                    seen.stopped = stopping.stopped(session) is not None
                if kinds & SOURCES:
                    seen.sources = live_sources.live_sources(session)
                if kinds & CALLS:
                    seen.calls = supervisor_calls.open_calls(session, now)
                if kinds & PAPERS:
                    seen.stale = len(stale_papers(session, local.day))
                seen.badges = {key: badge.count(session, now) for key, badge in wanted.items()}
                return seen

            self._show(await self._desk.ask(look))
        shown = self._tabs[self._window.shown].badge
        if shown and shown.shown:
            self._window.rail[self._window.shown].show_badge(shown.shown())

    def _show(self, seen: Look) -> None:
        self._watch.zone = seen.zone
        line = self._window.status
        if seen.messages is not None:
            waiting, unsent, elsewhere = seen.messages
            blocked = seen.stopped or (bool(self._sending.blocked and waiting) and not elsewhere)
            line.show_messages(waiting, unsent, blocked=blocked, stopped=seen.stopped)
        if seen.stale is not None:
            line.show_stale(seen.stale)
        if seen.sources is not None:
            line.show_sources(*words.sources(seen.sources, seen.zone, self._desk.clock()))
        if seen.calls is not None:
            self._bell.show(seen.calls)
        for key, count in seen.badges.items():
            self._window.rail[key].show_badge(count)

    async def _today(self) -> date:
        zone = await self._desk.ask(depot.zone_of)
        return self._desk.clock().astimezone(zone).date()
