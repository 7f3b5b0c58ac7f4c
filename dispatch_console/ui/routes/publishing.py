"""The key M: show what publishing the day would do, then publish it and print the new papers."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from dispatch_console import texts
from dispatch_console.application.desk import Desk
from dispatch_console.application.planning import publication, publishing
from dispatch_console.application.planning.day_board import DayBoard
from dispatch_console.application.planning.publication import NewPaper, Publication, ToRing
from dispatch_console.domain.errors import Conflict
from dispatch_console.language import plural, tr
from dispatch_console.ui.papers.page import PaperFile
from dispatch_console.ui.routes.publish_card import CallRow, PaperRow
from dispatch_console.ui.routes.tab import RoutesTab
from dispatch_console.ui.tasks import Tasks
from dispatch_console.ui.words import clock, span

PrintDay = Callable[[date, str], list[Path]]


class Publishing:
    """`print_day` publishes nothing, it draws what is published; `printed` is called once papers are shown."""

    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        tab: RoutesTab,
        board: Callable[[], DayBoard | None],
        carrying: Callable[[], bool],
        print_day: PrintDay,
        printed: Callable[[], Awaitable[None]],
    ) -> None:
        self._desk, self._tab, self._board, self._carrying = desk, tab, board, carrying
        self._print, self._printed = print_day, printed
        # what stands on the card, of which day, and whose papers were asked for
        self._shown: Publication | None = None
        self._day: date | None = None
        self._letter = ""
        for elsewhere in (tab.optimise_wanted, tab.plans_button.clicked, tab.header.moved):
            elsewhere.connect(tab.publish.hide)
        tab.manifests_wanted.connect(lambda: tasks.start(self.ask("")))
        tab.publish.agreed.connect(lambda: tasks.start(self._publish()))

    async def ask(self, letter: str) -> None:
        """Show what publishing would do, or publish where that is shown already. Print at once where nothing is new."""
        board = self._board()
        if board is None:
            return
        if self._carrying():
            self._tab.said.say(tr("The change in your hand is not made yet: Enter drops it, Esc puts it back."))
            return
        if self._tab.optimiser.isVisible():
            self._tab.said.say(tr("A plan is being made: Enter keeps it, Esc leaves the day as it is."))
            return
        if self._tab.publish.isVisible():
            self._tab.publish.agree.click()
            return
        self._letter, self._day = letter, board.day
        self._shown = await self._desk.ask(publication.publication, board.day, self._desk.clock())
        if self._shown.papers:
            self._show(board)
        else:
            await self._draw(board.day, board.revision)

    def _not_on_paper(self, shown: Publication, zone: ZoneInfo) -> list[str]:
        """Return sentences about papers to be collected, and about customers whom no paper serves."""
        said = []
        if shown.collect:
            papers = ", ".join(
                tr("{departure} revision {revision}", departure=paper.departure, revision=paper.replaces)
                for paper in shown.collect
            )
            said.append(tr("No stops are left on {papers}: collect the paper.", papers=papers))
        if shown.left_out:
            now = self._desk.clock()
            who = ", ".join(f"{name} {span(*window, zone, now)}" for name, window in shown.left_out)
            said.append(tr("Promised and on no route: {who}.", who=who))
        return said

    async def refresh(self) -> None:
        """Update the open card when the day has changed."""
        board = self._board()
        if board is None or not self._tab.publish.isVisible():
            return
        now = await self._desk.ask(publication.publication, board.day, self._desk.clock())
        if now != self._shown and self._tab.publish.isVisible() and self._day == board.day:
            self._shown = now
            if now.papers:
                self._show(board)
            else:
                self._tab.publish.hide()

    async def _publish(self) -> None:
        board, seen = self._board(), self._shown
        if board is None or seen is None:
            return
        try:
            revision = await self._desk.do(publishing.publish, board.day, seen)
        except Conflict:
            self._shown = await self._desk.ask(publication.publication, board.day, self._desk.clock())
            self._show(board)
            raise
        await self._draw(board.day, revision)

    def _show(self, board: DayBoard) -> None:
        shown = self._shown
        assert shown is not None
        now = self._desk.clock()
        kinds = ", ".join(texts.papers(kind, len(shown.papers)) for kind in ("manifest", "load_list", "call_sheet"))
        unpacked = plural(
            "{count} order is not packed yet; its manifest says so: {orders}",
            "{count} orders are not packed yet; their manifests say so: {orders}",
            len(shown.unpacked),
            orders=", ".join(shown.unpacked),
        )
        self._tab.publish.show_publication(
            tr("Publish revision {revision}?", revision=shown.revision),
            tr("Prints {papers}.", papers=kinds),
            [CallRow(f"{row.customer} {row.phone}".strip(), why(row, board.zone, now)) for row in shown.ring],
            [PaperRow(paper.departure, paper_words(paper)) for paper in shown.papers],
            [*self._not_on_paper(shown, board.zone), *([unpacked] if shown.unpacked else [])],
        )

    async def _draw(self, day: date, revision: int) -> None:
        """Print, and show the papers. Drawing many takes seconds: say so until they are there."""
        self._tab.said.say(tr("Printing the papers…"), wrong=False)
        try:
            printed = await asyncio.get_event_loop().run_in_executor(None, self._print, day, self._letter)
        finally:
            self._tab.said.hide()
        if not printed:
            board, shown = self._board(), self._shown
            amiss = self._not_on_paper(shown, board.zone) if board is not None and shown is not None else []
            true = tr("Every paper that is out is still true: nothing was printed.")
            self._tab.said.say(" ".join([tr("Nothing was printed."), *amiss]) if amiss else true, wrong=bool(amiss))
            return
        kinds = [_kind(file) for file in printed]
        counted = ", ".join(texts.papers(kind, kinds.count(kind)) for kind in dict.fromkeys(kinds))
        files = [PaperFile(file, texts.paper(_kind(file)).capitalize(), _route_of(file)) for file in printed]
        self._tab.papers.show_papers(
            files,
            tr(
                "revision {revision}: {counted} in {parent}",
                revision=revision,
                counted=counted,
                parent=printed[0].parent,
            ),
        )
        self._tab.show_papers(True)
        await self._printed()


def why(row: ToRing, zone: ZoneInfo, now: datetime) -> str:
    """Return why a customer must be rung, in one line."""
    facts = {
        "order": row.number,
        "departure": row.departure,
        "arrives": clock(row.comes_at, zone),
        "window": span(*row.window, zone, now) if row.window else "",
    }
    match row.appointment, bool(row.window):
        case (("moved" | "confirmed"), True):
            return tr("{order}: {departure} comes {arrives}, promised {window}", **facts)
        case _, True:
            return tr("{order}: {departure} comes {arrives}, {window} not agreed", **facts)
        case _:
            return tr("{order}: {departure} comes {arrives}, no window agreed", **facts)


def paper_words(paper: NewPaper) -> str:
    if not paper.replaces:
        return tr("new")
    return tr(
        "replaces revision {revision}, printed by {who} at {station}: collect it",
        revision=paper.replaces,
        who=paper.printed_by,
        station=paper.station,
    )


def _kind(file: Path) -> str:
    """Return what a paper is, from the name that it was filed under."""
    first = file.name.split("-")[0]
    return {"load": "load_list", "call": "call_sheet"}.get(first, first)


def _route_of(file: Path) -> str:
    """Return `E 13:00, revision 2` for `manifest-2026-11-23-E-1300-rev2.pdf`."""
    *_, letter, clock_, revision = file.stem.split("-")
    return tr(
        "{letter} {hours}:{minutes}, revision {revision}",
        letter=letter,
        hours=clock_[:2],
        minutes=clock_[2:],
        revision=revision.removeprefix("rev"),
    )
