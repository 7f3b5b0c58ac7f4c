"""Goes through the pages of a scan that say not which ones they are, and takes what a person says of each."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import date

from dispatch_console import texts
from dispatch_console.application.desk import Desk
from dispatch_console.application.road import sheet_filing
from dispatch_console.application.road.sheet_filing import Filed, PrintedPage
from dispatch_console.domain.errors import DispatchError
from dispatch_console.domain.papers.sheet_reading import Unread
from dispatch_console.ui.return_desk import read_words
from dispatch_console.ui.return_desk.page import ReturnPage
from dispatch_console.ui.return_desk.sheet_files import SheetFiles
from dispatch_console.ui.tasks import Tasks


class UnreadPages:
    """Shows one page after another; `done` is told which were read."""

    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        page: ReturnPage,
        files: SheetFiles,
        done: Callable[[Sequence[Filed]], Awaitable[None]],
    ) -> None:
        self._desk, self._card, self._files, self._done = desk, page.page_card, files, done
        self._left: list[Unread] = []
        self._filed: list[Filed] = []
        self._pages: tuple[PrintedPage, ...] = ()
        self._day: date | None = None
        self._ratio = 1.0
        self._card.agreed.connect(lambda: tasks.start(self._read()))
        self._card.closed.connect(lambda: tasks.start(self._next()))

    async def begin(self, unread: Sequence[Unread], day: date | None) -> None:
        """Ask about the pages that may be ours. `day`: whose sheets they may be."""
        self._left, self._filed, self._day = [one for one in unread if one.is_ours], [], day
        if self._left:
            await self._show()

    async def _show(self) -> None:
        """Ask about the first page that is left."""
        one = self._left[0]
        self._pages = await self._may_be(one)
        loop = asyncio.get_running_loop()
        try:
            picture, self._ratio = await loop.run_in_executor(None, self._files.unread_page, one)
        except DispatchError:
            # its file was taken away meanwhile; that it was not read stands at the foot
            await self._next()
            return
        if not self._pages:
            await self._next()
            return
        corners = tuple((x / self._ratio, y / self._ratio) for x, y in one.corners)
        self._card.show_page(
            read_words.not_known(one), picture, corners, [read_words.of_printed(page) for page in self._pages]
        )

    async def _may_be(self, one: Unread) -> tuple[PrintedPage, ...]:
        """Return the pages that it may be: its own code leaves one, without a code it may be any of the day."""
        if one.sheet:
            own = await self._desk.ask(sheet_filing.printed_page, one.sheet, one.sheet_page)
            return (own,) if own is not None else ()
        return await self._desk.ask(sheet_filing.printed_pages, self._day) if self._day is not None else ()

    async def _next(self) -> None:
        self._left = self._left[1:]
        if self._left:
            await self._show()
        else:
            await self._done(self._filed)

    async def _read(self) -> None:
        """Read the page as the chosen one. What is not there is said, and asked again."""
        one, chosen = self._left[0], self._pages[self._card.pages.currentIndex()]
        corners = tuple((x * self._ratio, y * self._ratio) for x, y in self._card.page.places)
        loop = asyncio.get_running_loop()
        try:
            filed = await loop.run_in_executor(None, self._files.sheet_as, one, chosen.sheet, chosen.page, corners)
        except DispatchError as error:
            self._card.ask_again(read_words.not_known(one), texts.explain(error))
            return
        self._filed.append(filed)
        await self._next()
