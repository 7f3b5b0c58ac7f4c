"""The order that lies at the bench: which one it is, and what the tab shows of it."""

import asyncio
from zoneinfo import ZoneInfo

from dispatch_console.application.desk import Desk
from dispatch_console.application.packing import bench
from dispatch_console.application.packing.bench import OpenOrder
from dispatch_console.domain.packing.scan_match import Match, ScanResult
from dispatch_console.ui.packing import alarm_words, order_facts
from dispatch_console.ui.packing.facts import LineFacts, PackFacts
from dispatch_console.ui.packing.parts import what_follows
from dispatch_console.ui.packing.tab import PackingTab


class OrderAtBench:
    """`id` is None while no order is open. `busy` is held from a scan until what it did is shown."""

    def __init__(self, desk: Desk, tab: PackingTab) -> None:
        self._desk, self._tab = desk, tab
        self._me = (desk.actor.name, desk.actor.station)
        self._read: OpenOrder | None = None
        self._shown: PackFacts | None = None
        self.pictures: dict[str, bytes] = {}
        self.id: int | None = None
        self.zone = ZoneInfo("UTC")
        self.busy = asyncio.Lock()

    @property
    def facts(self) -> PackFacts | None:
        """Return what stands on the screen, None while it is of another order than the open one."""
        return self._shown if self._shown is not None and self._shown.order_id == self.id else None

    @property
    def weighed_box(self) -> int | None:
        """Return the position of the box that is weighed next, None for the open one."""
        return self.facts.weight.position if self.facts is not None else None

    def paper_of(self, text: str) -> str:
        """Return the paper of the kit whose code was scanned, empty for none."""
        papers = self._read.state.papers if self._read is not None else ()
        return next((paper.key for paper in papers if paper.code and paper.code == text.strip()), "")

    def line(self, line_id: int | None) -> LineFacts | None:
        """Return a line of the order as it is shown."""
        return next((line for line in (self.facts.lines if self.facts else ()) if line.line_id == line_id), None)

    async def take(self, order_id: int) -> None:
        """Let an order be the open one; `show` brings it to the screen."""
        self.id = order_id
        self.pictures = await self._desk.ask(bench.pictures, order_id)

    def leave(self) -> PackFacts | None:
        """Let no order be open, and return what was shown of the one that was."""
        left, self.id = self.facts, None
        self._tab.show_nothing()
        return left

    async def is_shown(self) -> bool:
        """Return whether the screen shows all that was done with the order."""
        assert self.id is not None
        return self._read is not None and await self._desk.ask(bench.seen, self.id) == self._read.seen

    async def show(self) -> PackFacts:
        """Read the whole order and show it."""
        assert self.id is not None
        asked = self.id
        order = await self._desk.ask(bench.open_order, asked, self._desk.clock())
        facts = order_facts.facts_of(order, self.zone, self._desk.clock(), self.pictures)
        # the order may have been put down while we looked: it must not come back to the screen
        if self.id == asked:
            self._show(order, facts)
            self._tab.side.show_follows(what_follows(facts))
            if facts.stopped:
                self._tab.show_alarm(alarm_words.stopped(facts.stopped, facts.number))
            elif order.seen.held_by and (order.seen.held_by, order.seen.held_at) != self._me:
                self.leave()
                self._tab.show_alarm(alarm_words.taken_over(order.seen.held_by, order.seen.held_at, facts.number))
        return facts

    async def counted(self, match: Match) -> PackFacts:
        """Show what a scan counted. The order is not read again for it, where what is on the screen says it all; the
        feed compares both afterwards.
        """
        shown, read = self.facts, self._read
        if shown is None or read is None:
            return await self.show()
        if match.result is not ScanResult.COUNTED:
            return shown
        after = bench.counted(read, match.line_id or 0, match.pieces) if not shown.found else None
        if after is None:
            return await self.show()
        facts = order_facts.facts_of(after, self.zone, self._desk.clock(), self.pictures)
        self._show(after, facts)
        return facts

    def _show(self, order: OpenOrder, facts: PackFacts) -> None:
        self._read, self._shown = order, facts
        self._tab.show_order(facts)
