"""The weight of the open order: from the scale of the bench, or typed."""

import asyncio
from collections.abc import Callable
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
    """`open_order` returns the id of the order at the bench, None for none."""

    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        tab: PackingTab,
        scale: BenchScale | None,
        open_order: Callable[[], int | None],
        box: Callable[[], int | None],
    ) -> None:
        """`box`: the position of the one that is weighed, None for the open one."""
        self._desk, self._tab, self._scale, self._open, self._box = desk, tab, scale, open_order, box
        self._looking = False
        # an empty pan that shows zero is seen only by looking
        self._looks = QTimer()
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
        if self._scale is None or self._open() is None:
            self._tab.side.to_weight()
            return
        try:
            weighing = await asyncio.get_event_loop().run_in_executor(None, self._scale.take)
        except Unavailable:
            self._tab.side.to_weight()
            raise
        order = self._open()
        if weighing.state is not ScaleState.STABLE or weighing.grams is None or order is None:
            sounds.wrong()
            self._tab.say_scan(scale_words.why_not(weighing), is_doubtful=True)
            return
        await self._desk.do(sealing.weigh, order, weighing.grams, self._box())
        self._tab.say_scan(tr("{weight} kg written down", weight=decimal(weighing.grams / 1000, 2)))
        self._tab.leave_weight()

    async def write_down(self, text: str) -> None:
        """Write down a weight that was typed. Errors: BadInput `pack.weight`."""
        grams, order = read_weight(text), self._open()
        if grams is None:
            sounds.wrong()
            self._tab.side.weight.selectAll()
            raise BadInput("pack.weight", weight=text)
        if order is not None:
            await self._desk.do(sealing.weigh, order, grams, self._box())
            self._tab.say_scan(tr("{weight} kg written down", weight=decimal(grams / 1000, 2)))
            self._tab.leave_weight()
