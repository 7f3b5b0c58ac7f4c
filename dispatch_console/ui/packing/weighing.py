"""The weight of the open order: from the scale of the bench, or typed."""

import asyncio
from typing import Protocol

from PySide6.QtCore import QTimer

from dispatch_console import texts
from dispatch_console.application.desk import Desk
from dispatch_console.application.packing import sealing
from dispatch_console.domain.errors import BadInput, Unavailable
from dispatch_console.domain.packing.scale import ScaleState, Weighing
from dispatch_console.domain.packing.weight import read_weight
from dispatch_console.language import decimal, tr
from dispatch_console.ui.packing import scale_words
from dispatch_console.ui.packing.bench_order import OrderAtBench
from dispatch_console.ui.packing.tab import PackingTab
from dispatch_console.ui.tasks import Tasks
from dispatch_console.ui.widgets import sounds

# how often the scale is looked at
LOOK_MS = 300


class BenchScale(Protocol):
    """The scale of this station; each call may take half a second. Errors: Unavailable `scale.away`."""

    def look(self) -> Weighing:
        """Return what it shows."""

    def take(self) -> Weighing:
        """Return the weight to be written down, or why there is none."""

    def close(self) -> None: ...


class BenchWeighing:
    """Weighs the box of the open order that comes next, and says whether its weight is right."""

    def __init__(
        self, desk: Desk, tasks: Tasks, tab: PackingTab, scale: BenchScale | None, order: OrderAtBench
    ) -> None:
        self._desk, self._tab, self._scale, self._order = desk, tab, scale, order
        self._looking = False
        # an empty pan that shows zero is seen only by looking
        self._looks = QTimer(tab)
        self._looks.setInterval(LOOK_MS)
        self._looks.timeout.connect(lambda: tasks.start(self._look(), background=True))
        if scale is not None:
            self._looks.start()

    def close(self) -> None:
        """Let go of the scale."""
        self._looks.stop()
        if self._scale is not None:
            self._scale.close()

    async def _look(self) -> None:
        if self._scale is None or self._looking or not self._tab.isVisible():
            return
        self._looking = True
        try:
            weighing = await asyncio.get_event_loop().run_in_executor(None, self._scale.look)
            self._tab.side.show_scale(scale_words.shown(weighing))
        except Unavailable as error:
            self._tab.side.show_scale(texts.explain(error))
        finally:
            self._looking = False

    async def weigh_now(self) -> None:
        """Take the weight that the scale shows; without a scale, and where it gives none, it is typed."""
        if self._scale is None or self._order.id is None:
            self._tab.side.to_weight()
            return
        try:
            weighing = await asyncio.get_event_loop().run_in_executor(None, self._scale.take)
        except Unavailable:
            self._tab.side.to_weight()
            raise
        if weighing.state is not ScaleState.STABLE or weighing.grams is None:
            sounds.wrong()
            self._tab.say_scan(scale_words.why_not(weighing), is_doubtful=True)
            return
        await self._keep(weighing.grams)

    async def write_down(self, text: str) -> None:
        """Write down a weight that was typed. Errors: BadInput `pack.weight`."""
        grams = read_weight(text)
        if grams is None:
            sounds.wrong()
            self._tab.side.weight.selectAll()
            raise BadInput("pack.weight", weight=text)
        await self._keep(grams)

    async def _keep(self, grams: int) -> None:
        if self._order.id is None:
            return
        box, several = self._order.weighed_box, self._order.facts is not None and len(self._order.facts.parcels) > 1
        await self._desk.do(sealing.weigh, self._order.id, grams, box)
        self._tab.leave_weight()
        facts = await self._order.show()
        weight = decimal(grams / 1000, 2)
        if facts.weight.is_off and facts.weight.position == box:
            sounds.wrong()
            self._tab.say_scan(facts.weight.words, is_doubtful=True)
        elif several and box is not None:
            self._tab.say_scan(tr("Parcel {position}: {weight} kg written down", position=box, weight=weight))
        else:
            self._tab.say_scan(tr("{weight} kg written down", weight=weight))
