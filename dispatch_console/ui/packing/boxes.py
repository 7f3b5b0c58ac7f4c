"""Turns keys for the boxes of the open order into operations."""

from collections.abc import Awaitable, Callable

from dispatch_console.application.desk import Desk
from dispatch_console.application.packing import boxes, starting
from dispatch_console.ui.packing.facts import PackFacts
from dispatch_console.ui.packing.tab import PackingTab
from dispatch_console.ui.tasks import Tasks


class BenchBoxes:
    """`shown` returns what stands on the screen of the open order, None for none."""

    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        tab: PackingTab,
        shown: Callable[[], PackFacts | None],
        weigh: Callable[[], Awaitable[None]],
        count_again: Callable[[], None],
    ) -> None:
        """`weigh` begins the weighing of a full box. `count_again`: the next scan counts a piece in."""
        self._desk, self._tab, self._shown = desk, tab, shown
        self._weigh, self._count_again = weigh, count_again
        side, start = tab.side, tasks.start
        side.box_wanted.connect(lambda: start(self._begin()))
        side.box_closed.connect(lambda: start(self._close()))
        side.box_opened.connect(lambda position: start(self._open(position)))
        side.next_box_wanted.connect(lambda: start(self._open_next()))
        side.other_box_wanted.connect(lambda: start(self._choose_other()))

    async def _begin(self) -> None:
        self._count_again()
        facts = self._shown()
        if facts is not None:
            await self._desk.do(starting.new_parcel, facts.order_id)

    async def _close(self) -> None:
        """Go on with the next box, or with the weight where all is in."""
        facts = self._shown()
        if facts is not None and facts.packed < facts.ordered:
            await self._begin()
        else:
            await self._weigh()

    async def _open(self, position: int) -> None:
        facts = self._shown()
        if facts is not None:
            await self._desk.do(starting.open_parcel, facts.order_id, position)
            self._tab.scan.setFocus()

    async def _open_next(self) -> None:
        """Open the box behind the open one, and behind the last the first."""
        facts = self._shown()
        if facts is None or len(facts.parcels) < 2:
            return
        row = next((row for row, box in enumerate(facts.parcels) if box.is_open), -1)
        await self._open(facts.parcels[(row + 1) % len(facts.parcels)].position)

    async def _choose_other(self) -> None:
        """Take the next kind of box of the catalogue for the open one."""
        facts = self._shown()
        opened = next((box for box in facts.parcels if box.is_open), None) if facts is not None else None
        if facts is None or opened is None:
            return
        kinds = await self._desk.ask(boxes.names)
        following = kinds[(kinds.index(opened.box) + 1) % len(kinds)] if opened.box in kinds else kinds[0]
        await self._desk.do(starting.choose_box, facts.order_id, opened.position, following)
