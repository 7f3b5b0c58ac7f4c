"""Reads scans of signed sheets at the return desk, shows what was read of a row, and takes what a person decides."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from pathlib import Path

from dispatch_console import texts
from dispatch_console.application.desk import Desk
from dispatch_console.application.road import sheet_filing
from dispatch_console.application.road.sheet_filing import Filed, SheetsRead, ShownRow
from dispatch_console.domain.errors import DispatchError
from dispatch_console.language import listed, tr
from dispatch_console.ui.return_desk import read_words
from dispatch_console.ui.return_desk.page import ReturnPage
from dispatch_console.ui.return_desk.sheet_files import SheetFiles
from dispatch_console.ui.return_desk.unread_pages import UnreadPages
from dispatch_console.ui.tasks import Tasks


class SheetPresenter:
    """`choose` asks for files, `files` reads and files them, `reload` shows the van again."""

    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        page: ReturnPage,
        choose: Callable[[], Sequence[Path]],
        files: SheetFiles,
        reload: Callable[[], Awaitable[None]],
    ) -> None:
        self._desk, self._tasks, self._page, self._choose = desk, tasks, page, choose
        self._files, self._reload = files, reload
        self._unread = UnreadPages(desk, tasks, page, files, self._settled)
        self._order: int | None = None
        self._read: ShownRow | None = None
        # a decision against what was read, said once
        self._sure = 0, False
        self._sure_of_tick = 0

    def choose(self, day: date | None) -> None:
        """Read the files that somebody chooses. `day`: the one that the desk shows."""
        # a dialog has an event loop of its own, which no task may wait in
        if files := self._choose():
            self._tasks.start(self._read_all(files, day))

    async def _read_all(self, files: Sequence[Path], day: date | None) -> None:
        """Read files of signed sheets, and say what was found and what was not."""
        self._page.say(tr("Reading {files}…", files=listed([file.name for file in files])))
        loop = asyncio.get_event_loop()
        try:
            found = await loop.run_in_executor(None, self._files.sheets, files)
        except DispatchError as error:
            self._page.say(texts.explain(error), "wrong")
            return
        self._page.say(read_words.summary(found, day), _tone(found, day))
        await self._reload()
        self._page.grid.begin()
        await self._unread.begin(found.unread, day)

    async def _settled(self, filed: Sequence[Filed]) -> None:
        """Show what came of the pages that a person named."""
        if filed:
            await self._reload()
            self._page.say(" ".join(read_words.of_page(one) for one in filed))
        self._page.grid.begin()

    async def show(self, order_id: int | None) -> None:
        """Show the signature that was read of an order."""
        self._order = order_id
        read = await self._desk.ask(sheet_filing.shown_row, order_id) if order_id is not None else None
        if self._order != order_id:
            return
        self._read = read
        self._page.show_read(
            read.picture if read is not None else b"",
            read_words.of_row(read) if read is not None else "",
            "decide" if read is not None and (read.signed is None or read.stale) else "quiet",
        )

    def may_claim_tick(self, order_id: int) -> bool:
        """Return whether somebody may say that the identity box is ticked: against what was read only said twice."""
        read = self._read
        if read is None or self._order != order_id or read.ticked or self._sure_of_tick == read.row_id:
            self._sure_of_tick = 0
            return True
        self._sure_of_tick = read.row_id
        self._page.say(tr("No tick was read there for certain. F6 again says that you see one in the strip."), "decide")
        return False

    async def decide(self, *, signed: bool) -> None:
        """Say of the row that is shown what its box holds; against what was read only when it is said twice."""
        read = self._read
        if read is None:
            return
        if read.signed is not None and read.signed != signed and self._sure != (read.row_id, signed):
            self._sure = read.row_id, signed
            said = (
                tr("It was read as empty. F7 again says that it is signed all the same.")
                if signed
                else tr("It was read as signed. F8 again says that it is empty all the same.")
            )
            self._page.say(said, "decide")
            return
        await self._desk.do(sheet_filing.decide, read.row_id, signed=signed)
        self._sure = 0, False
        self._page.say(
            tr("Stop {stop}: noted as signed.", stop=read.stop)
            if signed
            else tr("Stop {stop}: noted as empty.", stop=read.stop)
        )
        self._page.grid.begin()


def _tone(found: SheetsRead, day: date | None) -> str:
    """Return how a reading is said: wrong where somebody has to act, decide where a page is none of ours."""
    unread = [one for one in found.unread if one.reason != "blank"]
    if found.missing or any(_needs_a_look(one, day) for one in found.filed):
        return "wrong"
    if any(one.is_ours or one.reason != "no_code" for one in unread):
        return "wrong"
    return "decide" if unread else ""


def _needs_a_look(one: Filed, day: date | None) -> bool:
    return bool(one.doubtful or one.stale or (day is not None and one.day != day.isoformat()))
