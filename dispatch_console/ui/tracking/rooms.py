"""The pages over the board: load-out, handoff, correction, return desk, end of the day, phones.

Each leads back to the page from which it was opened.
"""

from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path

from dispatch_console.application.desk import Desk
from dispatch_console.application.road import handoff_view
from dispatch_console.domain.road.day_end import OpenKind, OpenThing
from dispatch_console.language import tr
from dispatch_console.ui.handoff import correct_presenter
from dispatch_console.ui.handoff import presenter as handoff_presenter
from dispatch_console.ui.handoff.correct_presenter import CorrectPresenter
from dispatch_console.ui.handoff.presenter import HandoffPresenter
from dispatch_console.ui.load_out import presenter as load_out_presenter
from dispatch_console.ui.load_out.presenter import LoadOutPresenter
from dispatch_console.ui.map.day import stop_key
from dispatch_console.ui.phones import presenter as phones_presenter
from dispatch_console.ui.phones.presenter import PhonesPresenter
from dispatch_console.ui.return_desk import day_presenter
from dispatch_console.ui.return_desk import presenter as return_presenter
from dispatch_console.ui.return_desk.day_presenter import DayPresenter
from dispatch_console.ui.return_desk.presenter import ReturnPresenter
from dispatch_console.ui.tasks import Tasks
from dispatch_console.ui.tracking.chosen import Chosen
from dispatch_console.ui.tracking.stop_papers import TrackingPapers
from dispatch_console.ui.tracking.tab import (
    BOARD,
    CORRECT,
    DAY_END,
    HANDOFF,
    LOAD_OUT,
    PHONES,
    RETURN_DESK,
    TrackingTab,
)
from dispatch_console.ui.widgets.reading import ReadOff

KINDS = load_out_presenter.KINDS | handoff_presenter.KINDS | correct_presenter.KINDS
KINDS |= return_presenter.KINDS | day_presenter.KINDS | phones_presenter.KINDS


class Rooms:
    """Each page is opened for what is chosen on the board, or for what is given. `door` is the address of the phones'
    pages; `select` chooses a stop on the board.
    """

    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        tab: TrackingTab,
        chosen: Chosen,
        *,
        papers: TrackingPapers,
        door: Callable[[], str],
        choose_sheets: Callable[[], Sequence[Path]],
        select: Callable[[str], Coroutine[object, object, None]],
    ) -> None:
        self._desk, self._tab, self._chosen = desk, tab, chosen
        self._start = start = tasks.start
        self._select = select
        self._came_from = BOARD
        # called with the letter of a van that is to be seen in Routes
        self.on_van: Callable[[str], None] = lambda _: None
        self.load_out = LoadOutPresenter(desk, tasks, tab.loading, self._back)
        self.handoff = HandoffPresenter(
            desk, tasks, tab.handoff, self._back, lambda record: start(self.open_correction(record))
        )
        self.correction = CorrectPresenter(desk, tasks, tab.correct, self._back, papers.forget)
        self.returns = ReturnPresenter(
            desk,
            tasks,
            tab.returns,
            self._back,
            lambda record: start(self.open_correction(record)),
            self._record_order,
            lambda: start(self.open_day_end()),
            show_stop=self._show_stop,
            choose_sheets=choose_sheets,
            sheet_files=papers,
        )
        self.day_end = DayPresenter(
            desk,
            tasks,
            tab.day_end,
            self._back,
            self._go,
            papers.day_report,
            lambda said, file: tab.said.say(said, wrong=False, file=file),
        )
        self.phones = PhonesPresenter(desk, tasks, tab.phone_page, self._back, self._record_order, door)

    async def refresh(self, kinds: frozenset[str]) -> None:
        await self.load_out.refresh(kinds)
        await self.handoff.refresh(kinds)
        await self.correction.refresh(kinds)
        await self.returns.refresh(kinds)
        await self.day_end.refresh(kinds)
        await self.phones.refresh(kinds)

    async def open_page(self, page: int) -> None:
        """Open a page that is of a whole day or van; the others begin with a stop that is chosen."""
        if page == RETURN_DESK:
            await self.open_returns()
        elif page == DAY_END:
            await self.open_day_end()
        elif page == PHONES:
            await self.open_phones()

    async def open_load_out(self) -> None:
        """Open the chosen van's next departure, or the first one that has not left."""
        board = self._chosen.board
        legs = [(van.letter, leg) for van in (board.vans if board else ()) for leg in van.legs]
        waiting = [(letter, leg) for letter, leg in legs if leg.departed_at is None and leg.stops]
        mine = [leg for letter, leg in waiting if letter == self._chosen.letter] or [leg for _, leg in waiting]
        if not mine:
            self._tab.said.say(tr("No van is left to be loaded. Plan and publish first, in Routes."), wrong=False)
            return
        self._tab.show_page(LOAD_OUT)
        await self.load_out.open(mine[0].route_id)

    async def open_handoff(self) -> None:
        """Open the form for the chosen stop; for none where it has its record already."""
        self._tab.show_page(HANDOFF)
        chosen = self._chosen.stop()
        if chosen is not None and self._tab.board.stop.record.isEnabled():
            await self.handoff.open(chosen[1].order_ids[0])
        else:
            self.handoff.close()
            await self.handoff.load()

    def _record_order(self, order_id: int, read_off: ReadOff | None = None) -> None:
        self._note_where()
        self._tab.show_page(HANDOFF)
        self._start(self.handoff.open(order_id, read_off))

    async def correct_stop(self) -> None:
        """Correct the record of the chosen stop; of several orders the first is open, the others stand in the list."""
        chosen = self._chosen.stop()
        if chosen is None:
            return
        view = await self._desk.ask(handoff_view.view, chosen[1].order_ids[0])
        standing = [record for record in view.records if record.replaced_at is None]
        await self.open_correction(standing[-1].record_id if standing else None)

    async def open_correction(self, record_id: int | None, proposed: str = "") -> None:
        """Open a record to be corrected; `proposed` is the code of an outcome, chosen already."""
        self._note_where()
        self._tab.show_page(CORRECT)
        await self.correction.load(self._chosen.day)
        if record_id is None:
            self.correction.close()
            return
        await self.correction.open(record_id)
        if proposed:
            self.correction.propose(proposed)

    async def open_returns(self, letter: str = "", *, to_count: str = "") -> None:
        if self._chosen.day is not None:
            self._tab.show_page(RETURN_DESK)
            await self.returns.open(self._chosen.day, letter or self._chosen.letter, to_count=to_count)

    async def open_day_end(self) -> None:
        if self._chosen.day is not None:
            self._tab.show_page(DAY_END)
            await self.day_end.open(self._chosen.day)

    async def open_phones(self) -> None:
        if self._chosen.day is not None:
            self._tab.show_page(PHONES)
            await self.phones.open(self._chosen.day)

    def _go(self, code: str, thing: OpenThing) -> None:
        """Go from an open thing of the day to where it is settled."""
        self._chosen.letter = thing.letter or self._chosen.letter
        if code == "record" and thing.order_id is not None:
            self._record_order(thing.order_id)
        elif code == "phones":
            self._start(self.open_phones())
        elif code == "correct":
            self._start(self.open_correction(thing.record_id))
        elif code == "load_out":
            self._start(self.open_load_out())
        elif code == "routes":
            self.on_van(thing.letter)
        else:
            count = thing.currency if thing.kind is OpenKind.CASH else ""
            self._start(self.open_returns(thing.letter, to_count=count))

    def _show_stop(self, order_id: int) -> None:
        """Show the stop of an order on the board, with what can be done about it."""
        stops = self._chosen.board.stops if self._chosen.board is not None else ()
        stop = next((stop for stop in stops if order_id in stop.order_ids), None)
        if stop is not None:
            self._tab.show_page(BOARD)
            self._start(self._select(stop_key(stop)))

    def _note_where(self) -> None:
        """Keep from where a record is opened: its page leads back there."""
        here = self._tab.pages.currentIndex()
        self._came_from = here if here in (RETURN_DESK, DAY_END, PHONES) else BOARD

    def _back(self, said: str) -> None:
        page, self._came_from = self._came_from, BOARD
        self._tab.show_page(page)
        if page == RETURN_DESK:
            self._start(self.returns.resume(said))
            return
        if page == DAY_END:
            self._start(self.day_end.load())
        elif page == PHONES:
            self._start(self.open_phones())
        if said:
            self._tab.said.say(said, wrong=False)
