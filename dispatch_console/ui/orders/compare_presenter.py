"""Opens the compare page on an order, follows each choice, and does what is decided."""

from collections.abc import Awaitable, Callable
from functools import partial
from zoneinfo import ZoneInfo

from dispatch_console import texts
from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import side_by_side, source_change
from dispatch_console.application.intake.side_by_side import Standing, Twins, Versions
from dispatch_console.application.orders import verifying
from dispatch_console.domain.errors import DispatchError, Refused
from dispatch_console.domain.orders import gates
from dispatch_console.domain.orders.source_parts import Part
from dispatch_console.language import tr
from dispatch_console.ui.orders import compare_words
from dispatch_console.ui.orders.compare_page import ComparePage, Consequence
from dispatch_console.ui.tasks import Tasks

# a choice that is only looked at needs no reason yet
LOOKING = "…" * gates.LEAST_LETTERS


class ComparePresenter:
    """`show` brings the page in or puts it away; `on_done` is told of what was decided."""

    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        page: ComparePage,
        show: Callable[[bool], None],
        say: Callable[[str], None],
    ) -> None:
        self._desk, self._tasks, self.page, self._show, self._say = desk, tasks, page, show, say
        self._zone = ZoneInfo("UTC")
        self._order: int | None = None
        self._versions: Versions | None = None
        self._twins: Twins | None = None
        self._asked: frozenset[str] = frozenset()
        page.chosen.connect(lambda *_: self._tasks.start(self._follow()))
        page.taking.connect(lambda reason: self._tasks.start(self._take(reason)))
        page.keeping.connect(lambda reason: self._tasks.start(self._done(self._keep(reason))))
        page.hold_wanted.connect(lambda reason: self._tasks.start(self._done(self._hold(reason))))
        page.both_wanted.connect(lambda: self._tasks.start(self._done(self._both())))
        page.reject_wanted.connect(lambda: self._tasks.start(self._done(self._reject())))
        page.closed.connect(self.close)

    @property
    def is_open(self) -> bool:
        return self._order is not None

    def close(self) -> None:
        """Put the page away; nothing is decided."""
        self._order = self._versions = self._twins = None
        self._show(False)

    async def open(self, order_id: int, zone: ZoneInfo) -> None:
        """Show both versions of an order, or the order that it looks like. Errors: Refused where there is neither."""
        self._zone = zone
        await self._read(order_id, frozenset(Part))
        self._order = order_id
        self._show(True)
        # the page must be on the screen before a field of it can take the keys
        self._fill(frozenset(Part))
        await self._follow()

    async def refresh(self) -> None:
        """Show again what is so: somebody decided elsewhere, or the source said something else."""
        order_id = self._order
        if order_id is None:
            return
        taken = self.page.taken
        before = self._versions, self._twins
        try:
            await self._read(order_id, taken)
        except Refused:
            self.close()
            return
        if (self._versions, self._twins) != before and self._order == order_id:
            self._fill(taken)
            await self._follow()

    async def _read(self, order_id: int, taken: frozenset[str]) -> None:
        try:
            self._versions, self._twins = await self._desk.ask(side_by_side.versions, order_id), None
        except Refused as error:
            if error.code != "change.none":
                raise
            self._twins, self._versions = await self._desk.ask(side_by_side.twins, order_id), None

    def _fill(self, taken: frozenset[str]) -> None:
        now = self._desk.clock()
        if self._versions is not None:
            self.page.show_compared(compare_words.of_versions(self._versions, self._zone, now), taken)
        elif self._twins is not None:
            self.page.show_compared(compare_words.of_twins(self._twins, self._zone, now), frozenset())
            later, earlier = self._twins.later.number, self._twins.earlier.number
            self.page.show_places(None, None)
            self.page.show_consequences(
                tr("What follows"),
                (
                    Consequence("check", tr("B: {later} goes its way, and its item in Verify is ticked.", later=later)),
                    Consequence(
                        "ban",
                        tr("R: {later} is rejected as the same as {earlier}; E brings it back.", later=later,
                           earlier=earlier),
                    ),
                ),
            )  # fmt: skip

    async def _follow(self) -> None:
        """Show what follows from what is chosen now; a choice that came meanwhile is followed instead."""
        shown, taken = self._versions, self.page.taken
        if shown is None:
            return
        self._asked = taken
        if not taken:
            self.page.show_places(shown.now.place, None)
            nothing = Consequence("info", tr("Nothing is taken: keep ours (O), with the reason."))
            self.page.show_consequences(tr("If you keep ours"), (nothing,))
            return
        try:
            after = await self._after(shown, taken)
        except DispatchError as error:
            if self._is_asked(shown, taken):
                cannot = Consequence("ban", texts.explain(error), "decide")
                self.page.show_consequences(tr("It cannot be taken now"), (cannot,))
            return
        if self._is_asked(shown, taken):
            self.page.show_places(shown.now.place, after.place)
            found = compare_words.consequences(shown.now, after, self._zone, self._desk.clock())
            self.page.show_consequences(tr("If you take it"), found)

    async def _after(self, shown: Versions, taken: frozenset[str]) -> Standing:
        query = partial(side_by_side.standing, order_id=shown.order_id, departure=shown.now.departure)
        return await self._desk.rehearse(query, source_change.take_change, shown.order_id, tuple(taken), LOOKING)

    def _is_asked(self, shown: Versions, taken: frozenset[str]) -> bool:
        return self._versions is shown and self._asked == taken

    async def _take(self, reason: str) -> None:
        shown, taken = self._versions, tuple(self.page.taken)
        if shown is not None:
            await self._done(self._desk.do(source_change.take_change, shown.order_id, taken, reason))

    async def _keep(self, reason: str) -> None:
        if self._versions is not None:
            await self._desk.do(source_change.keep_ours, self._versions.order_id, reason)

    async def _hold(self, reason: str) -> None:
        if self._order is not None:
            await self._desk.do(verifying.hold, self._order, reason)

    async def _both(self) -> None:
        if self._twins is not None:
            await self._desk.do(verifying.tick, self._twins.later.order_id, "verify", "not_a_duplicate")

    async def _reject(self) -> None:
        if self._twins is not None:
            reason = tr("The same as {number}", number=self._twins.earlier.number)
            await self._desk.do(verifying.reject, self._twins.later.order_id, reason)
            self._say(tr("{number} is rejected. E brings it back.", number=self._twins.later.number))

    async def _done(self, act: Awaitable[object]) -> None:
        """Do what was decided, and go back to the queue. A refusal leaves the page as it is."""
        await act
        self.page.reason.drop()
        self.close()
