"""Turns keys of the part pack into operations: what is missing or damaged, and what becomes of it."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any

from dispatch_console.application.desk import Desk
from dispatch_console.application.packing import part_pack
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.packing.condition import LEAVES_LATER, Condition, Decision
from dispatch_console.language import listed, tr
from dispatch_console.ui.packing.facts import FoundFacts, PackFacts
from dispatch_console.ui.packing.tab import PackingTab
from dispatch_console.ui.tasks import Tasks

ChooseFile = Callable[[], Path | None]


class BenchParts:
    """`shown` returns what stands on the screen of the open order, None for none."""

    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        tab: PackingTab,
        shown: Callable[[], PackFacts | None],
        choose_photo: ChooseFile,
        decided: Callable[[], Awaitable[None]],
    ) -> None:
        """`decided`: what follows once it is decided what becomes of a piece."""
        self._desk, self._tab, self._shown, self._choose_photo = desk, tab, shown, choose_photo
        self._decided = decided
        page, start = tab.part_page, tasks.start
        page.decided.connect(lambda finding, decision: start(self._decide(finding, decision)))
        page.changed.connect(lambda finding, damaged, note: start(self._note(finding, damaged, note)))
        page.photo_wanted.connect(lambda finding: self._choose(start, finding))
        page.there_after_all.connect(lambda finding: start(self._take_back(finding)))

    async def turn(self) -> None:
        """Show what is missing, the item that is wanted now with it, or go back to the lines."""
        facts = self._shown()
        if facts is None:
            return
        if self._tab.is_part:
            await self._desk.do(part_pack.take_back_open, facts.order_id)
            self._tab.show_part(False)
        else:
            wanted = self._tab.current_line()
            if wanted is not None:
                await self._desk.do(part_pack.report_open, facts.order_id, wanted.sku)
            self._tab.show_part(True)

    async def _decide(self, finding: int, decision: str) -> None:
        await self._desk.do(part_pack.decide_finding, finding, Decision(decision))
        await self._decided()

    async def _note(self, finding: int, damaged: bool, note: str) -> None:
        found = Condition.DAMAGED if damaged else Condition.MISSING
        await self._desk.do(part_pack.note_finding, finding, found=found, note=note)

    def _choose(self, start: Callable[[Coroutine[Any, Any, None]], object], finding: int) -> None:
        # a dialog has an event loop of its own, which no task may wait in
        file = self._choose_photo()
        if file is not None:
            start(self._photo(finding, file))

    async def _photo(self, finding: int, file: Path) -> None:
        """Take a photo out of a file: of a telephone, or of the camera of the bench."""
        try:
            photo = await asyncio.get_event_loop().run_in_executor(None, file.read_bytes)
        except OSError as error:
            raise BadInput("photo.unreadable") from error
        await self._desk.do(part_pack.note_finding, finding, found=Condition.DAMAGED, photo=photo)

    async def _take_back(self, finding: int) -> None:
        facts = self._shown()
        await self._desk.do(part_pack.take_back_finding, finding)
        if facts is not None and len(facts.found) <= 1:
            self._tab.show_part(False)


def waits(facts: PackFacts) -> bool:
    """Return whether the whole order waits for something that was found wrong."""
    return any(one.decision == Decision.WAIT for one in facts.found)


def what_follows(facts: PackFacts) -> str:
    """Return what sealing brings with it, a line each; empty where all is in."""
    later = [one for one in facts.found if one.decision in LEAVES_LATER]
    if waits(facts):
        return tr("The whole order is put aside until everything is there. Enter puts it aside.")
    if not later:
        return ""
    asked = [one for one in later if one.decision == Decision.ASK]
    parts = [
        tr("The others go now."),
        tr("{items}: order {number}.", items=_items(later), number=f"{facts.number}/2"),
    ]
    if asked:
        parts.append(tr("The office asks the customer, then releases it."))
    else:
        parts.append(tr("The office releases it once it is there."))
    parts.append(tr("The slip in the box says what follows."))
    return "\n".join(parts)


def _items(found: list[FoundFacts]) -> str:
    return listed([tr("{count} × {item}", count=one.pieces, item=one.item) for one in found])
