"""The ways an order leaves the bench: sealed, put down, put aside, handed over."""

from collections.abc import Callable

from dispatch_console.application.desk import Desk
from dispatch_console.application.orders import holding
from dispatch_console.application.packing import part_pack, sealing
from dispatch_console.language import plural, tr
from dispatch_console.ui.packing.bench_order import OrderAtBench
from dispatch_console.ui.packing.labels import BenchLabels
from dispatch_console.ui.packing.tab import PackingTab


class BenchLeaving:
    """After each of them no order is open, and the scan field waits for the next one."""

    def __init__(
        self,
        desk: Desk,
        tab: PackingTab,
        order: OrderAtBench,
        labels: BenchLabels,
        show_queue: Callable[[], None],
    ) -> None:
        self._desk, self._tab, self._order, self._labels = desk, tab, order, labels
        self._show_queue = show_queue

    async def seal(self, waiver: str) -> None:
        """Seal the parcels and print their labels. `waiver`: the reason of a supervisor for another weight."""
        order_id, number = self._order.id, self._tab.open_number
        if order_id is None:
            return
        parcels = await self._desk.do(sealing.seal, order_id, weight_waiver=waiver)
        self._labels.offer(order_id)
        count = plural("{count} parcel", "{count} parcels", len(parcels))
        sealed = tr("{number} sealed in {parcels}", number=number, parcels=count)
        self._leave(sealed)
        await self._labels.print_first(order_id, sealed)

    async def put_down(self) -> None:
        """Free the order; what was counted stays counted."""
        if self._order.id is None:
            return
        await self._desk.do(holding.put_down, self._order.id)
        shown = self._order.facts
        about = {"number": shown.number, "packed": shown.packed, "ordered": shown.ordered} if shown else None
        self._leave(tr("{number} is put down: {packed} of {ordered} stay counted.", **about) if about else "")
        self._labels.remind()

    async def put_aside(self) -> None:
        """Let the whole order wait for pieces that are not there."""
        if self._order.id is None:
            return
        await self._desk.do(part_pack.put_aside, self._order.id)
        number = self._tab.open_number
        self._leave(tr("{number} waits: the office releases it once everything is there.", number=number))

    async def hand_over(self) -> None:
        """Put the order down for a colleague, who finds it first in the queue."""
        if self._order.id is None:
            return
        await self._desk.do(holding.hand_over_order, self._order.id)
        number = self._tab.open_number
        self._leave(tr("{number} is handed over: it comes first in every queue.", number=number))

    def _leave(self, said: str) -> None:
        self._tab.end_alarm()
        self._order.leave()
        self._show_queue()
        self._tab.scan.setFocus()
        self._tab.say_scan(said)
        self._labels.offer_last()
