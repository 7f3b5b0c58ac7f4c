"""Turns what people want in the Orders tab into operations, and changes into fresh views."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from PySide6.QtCore import QSignalBlocker

from dispatch_console import texts
from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import quarantine, readdressing, rules, source_change
from dispatch_console.application.intake.comparing import ImportCount
from dispatch_console.application.intake.readdressing import Contact
from dispatch_console.application.operations.views import kinds_of
from dispatch_console.application.orders import addresses, detail, lists, queue, verifying
from dispatch_console.application.orders.order_view import order_view
from dispatch_console.application.orders.queue import OrderFilter, OrderRow
from dispatch_console.application.site import depot
from dispatch_console.domain.errors import BadInput, DispatchError, Refused
from dispatch_console.domain.orders.incoming import Problem
from dispatch_console.domain.orders.van_time import will_miss
from dispatch_console.domain.values import Coordinate
from dispatch_console.language import tr
from dispatch_console.ui import words
from dispatch_console.ui.in_turn import in_turn
from dispatch_console.ui.map.scheme import TileReader
from dispatch_console.ui.orders.columns import columns, hidden_from, hidden_text
from dispatch_console.ui.orders.compare_presenter import ComparePresenter
from dispatch_console.ui.orders.facts import AddressText, facts_of
from dispatch_console.ui.orders.import_presenter import ImportPresenter, Intake
from dispatch_console.ui.orders.list_entries import list_entries
from dispatch_console.ui.orders.tab import OrdersTab
from dispatch_console.ui.orders.waiting_presenter import KINDS as WAITING
from dispatch_console.ui.orders.waiting_presenter import Corrections, WaitingPresenter
from dispatch_console.ui.tasks import Tasks
from dispatch_console.ui.widgets.rows_model import PAGE, RowsModel

ROWS = kinds_of(queue.page, queue.stage_counts, lists.lists)
PANEL = kinds_of(order_view)
ZONE = kinds_of(depot.zone_of)
# refusals of an act on several orders that are told in full
MOST_SAID = 3
# of the form of an address: how its customer is reached, and in which language
CONTACT = ("phone", "email", "language")
KINDS = ROWS | PANEL | WAITING | ZONE
# what the clock alone changes
TIME = frozenset({"time"})


class Files(Intake, Corrections, Protocol):
    """What the tab does with files of orders, and with orders that are typed."""

    def take_by_hand(
        self, typed: Mapping[str, str], lines: Sequence[Mapping[str, str]]
    ) -> tuple[ImportCount | None, tuple[Problem, ...]]: ...


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """Which columns of the queue are hidden at this station, as the setting says it."""

    read: Callable[[], str]
    keep: Callable[[str], None]


class OrdersPresenter:
    """Owns the model and the question it answers."""

    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        intake: Files,
        choose_file: Callable[[], Path | None],
        choose_target: Callable[[str], Path | None],
        choice: ColumnChoice,
        *,
        tiles: TileReader,
        centre: Coordinate,
    ) -> None:
        self._desk, self._tasks, self._choose_file, self._files = desk, tasks, choose_file, intake
        self._choice, self._keeping = choice, asyncio.Lock()
        self._wanted = OrderFilter(work=True)
        self._sort, self._descending = "leaves", False
        self._zone = ZoneInfo("UTC")
        self._shown: int | None = None
        # named elsewhere, so it stays in the panel though the list may not have it
        self._named: int | None = None
        self._lists: dict[str, OrderFilter] = {}
        self.model: RowsModel[OrderRow] = RowsModel(columns(lambda: self._zone, desk.clock))
        self.tab = OrdersTab(self.model, tiles, centre, self._is_late)
        self.tab.table.hide_columns(hidden_from(choice.read()))
        self.comparing = ComparePresenter(
            desk, tasks, self.tab.compare, self.tab.show_compare, lambda said: self.on_said(said)
        )
        self.on_said: Callable[[str], None] = lambda _: None
        self.importing = ImportPresenter(tasks, self.tab.import_page, intake, self._import_closed)
        self.waiting = WaitingPresenter(
            desk, tasks, self.tab.waiting_page, intake, choose_target, lambda said: self.on_said(said)
        )
        self._connect()

    def _connect(self) -> None:
        tab, panel = self.tab, self.tab.panel
        self.model.page_wanted.connect(lambda number: self._tasks.start(self._load_page(number), background=True))
        tab.text_changed.connect(lambda text: self._ask(replace(self._wanted, text=text)))
        tab.filters.chosen.connect(self._choose_list)
        tab.filters.saving.connect(lambda name: self._tasks.start(self._desk.do(lists.save, name, self._wanted)))
        tab.filters.forgetting.connect(lambda key: self._tasks.start(self._forget_list(key)))
        tab.sort_chosen.connect(self._order_by)
        tab.columns_chosen.connect(lambda: self._tasks.start(self._keep_columns()))
        panel.compare_wanted.connect(lambda: self._tasks.start(self._compare()))
        tab.order_chosen.connect(self._choose_order)
        tab.import_wanted.connect(self._choose)
        tab.file_dropped.connect(lambda name: self._tasks.start(self.check_file(Path(name))))
        tab.hand_page.saved.connect(lambda typed, lines: self._tasks.start(self._take_by_hand(typed, lines)))
        tab.waiting.toggled.connect(lambda on: self._tasks.start(self._load_waiting()) if on else None)
        panel.ticked.connect(lambda key, on, said: self._tasks.start(self._tick(key, on, said)))
        panel.tick_sure_wanted.connect(lambda: self._tasks.start(self._simple(verifying.tick_sure)))
        panel.verify_wanted.connect(lambda: self._tasks.start(self._verify()))
        panel.hold_wanted.connect(
            lambda reason: self._tasks.start(self._with_reason(verifying.hold, reason, tr("held")))
        )
        panel.reject_wanted.connect(
            lambda reason: self._tasks.start(self._with_reason(verifying.reject, reason, tr("rejected")))
        )
        panel.release_wanted.connect(lambda: self._tasks.start(self._release()))
        panel.change_wanted.connect(lambda: self._tasks.start(self._simple(source_change.take_change)))
        panel.keep_wanted.connect(lambda why: self._tasks.start(self._with_reason(source_change.keep_ours, why)))
        panel.address_wanted.connect(lambda text: self._tasks.start(self._correct_address(text)))
        panel.waive_wanted.connect(lambda key, reason: self._tasks.start(self._waive(key, reason)))
        panel.reason_ended.connect(tab.table.setFocus)
        panel.pin_wanted.connect(lambda text: self._tasks.start(self._set_pin(text)))

    @in_turn
    async def load(self) -> None:
        """Look for the first time, and after each new question."""
        self._zone = await self._desk.ask(depot.zone_of)
        total, first = await self._desk.ask(queue.first_page, self._wanted, self._sort, self._descending)
        self.model.reset(total, first)
        self.tab.show_total(total, filtered=self._wanted != OrderFilter(work=True))
        await self._load_counts()
        await self._load_waiting()
        if not first:
            # no key may act on an order that the list does not show
            self._show_nothing()
        elif self._shown not in {row.id for row in first}:
            self.tab.select_first()
        else:
            self.tab.mark(self._shown)

    async def refresh(self, kinds: frozenset[str]) -> None:
        """Ask the same question again: something changed here or at another station."""
        if kinds & ZONE:
            self._zone = await self._desk.ask(depot.zone_of)
        if kinds & ROWS:
            await self._refresh_rows()
        if kinds & WAITING:
            await self._load_waiting()
        if kinds & TIME and self._wanted.late:
            await self._refresh_rows()
        elif kinds & TIME:
            await self._load_late()
        if kinds & PANEL and self._shown is not None:
            await self.show_order(self._shown)
            await self.comparing.refresh()

    @in_turn
    async def _refresh_rows(self) -> None:
        pages = {}
        total = await self._desk.ask(queue.total, self._wanted)
        for number in self.model.pages_in_use:
            pages[number] = await self._desk.ask(
                queue.page, self._wanted, self._sort, self._descending, PAGE, number * PAGE, total
            )
        self.model.refresh(total, pages)
        self.tab.show_total(total, filtered=self._wanted != OrderFilter(work=True))
        self.tab.keep_row(self._shown)
        if total == 0 and self._shown != self._named:
            # its last order has left the list: no key may act on it unseen
            self._show_nothing()
        await self._load_counts()

    async def show_order(self, order_id: int) -> None:
        self._take_up(order_id)
        await self._read_order(order_id)

    def _take_up(self, order_id: int) -> None:
        """Note which order the keys mean from now on: at once, so that what was chosen last is what is shown."""
        if order_id != self._shown:
            if self.comparing.is_open:
                self.comparing.close()
            self.tab.panel.reason.drop()
        self._shown = order_id

    def _choose_order(self, order_id: int) -> None:
        self._take_up(order_id)
        self._tasks.start(self._read_order(order_id))

    async def _read_order(self, order_id: int) -> None:
        """Show an order, unless another one was chosen meanwhile."""
        if self._shown != order_id:
            return
        order = await self._desk.ask(order_view, order_id)
        if self._shown == order_id:
            now, role = self._desk.clock(), self._desk.actor.role
            self.tab.panel.show_order(facts_of(order, self._zone, now, role))

    async def _compare(self) -> None:
        """Show both versions of the order, or the one that it looks like."""
        if self._shown is not None:
            await self.comparing.open(self._shown, self._zone)

    async def _keep_columns(self) -> None:
        """Keep which columns are hidden, one after the other: a choice that came first must not be written last."""
        loop = asyncio.get_event_loop()
        async with self._keeping:
            await loop.run_in_executor(None, self._choice.keep, hidden_text(self.tab.table.hidden))

    def _show_nothing(self) -> None:
        self._shown = None
        if self.comparing.is_open:
            self.comparing.close()
        self.tab.panel.show_nothing()

    async def check_file(self, file: Path) -> None:
        """Show what a file would do. A file that cannot be read leaves the queue on the screen."""
        await self.importing.open(file)
        self.tab.show_import(True)

    async def _take_by_hand(self, typed: Mapping[str, str], lines: Sequence[Mapping[str, str]]) -> None:
        """Write a typed order, or say on the page what is wrong with it."""
        loop = asyncio.get_event_loop()
        count, problems = await loop.run_in_executor(None, self._files.take_by_hand, typed, lines)
        if count is None:
            self.tab.hand_page.show_wrong(
                [(one.column, texts.sentence(one.code, {"value": one.value, **one.facts})) for one in problems]
            )
            return
        self.tab.show_by_hand(False)
        self.on_said(tr("Order {number} is in. It opens at Verify.", number=count.new[0]))
        await self._after_import((count.source, count.new[0]))

    def _import_closed(self, said: str, first: tuple[str, str] | None) -> None:
        self.tab.show_import(False)
        self.tab.table.setFocus()
        if said:
            self.on_said(said)
        self._tasks.start(self._after_import(first))

    async def _after_import(self, first: tuple[str, str] | None) -> None:
        """Show the first order of the file in the panel."""
        await self.load()
        if first:
            source, number = first
            order_id = await self._desk.ask(detail.id_of, number, source)
            if not await self._desk.ask(queue.has, order_id, self._wanted):
                # what just came in is seen, whatever was looked for before
                with QSignalBlocker(self.tab.search):
                    self.tab.search.clear()
                self.tab.show_work()
                self._wanted = OrderFilter(work=True)
                await self.load()
            await self.go_to(order_id)

    async def go_to(self, order_id: int) -> None:
        """Open an order that was named elsewhere, and mark its row."""
        self._named = order_id
        await self._go_on(order_id)

    async def _go_on(self, order_id: int) -> None:
        await self.show_order(order_id)
        self.tab.mark(order_id)

    def _choose(self) -> None:
        file = self._choose_file()
        if file is not None:
            self._tasks.start(self.check_file(file))

    def _choose_list(self, key: str) -> None:
        saved = self._lists.get(key)
        # what is searched for goes on in a list of the queue; a saved list brings its own words
        wanted = saved if saved is not None else self._narrowed(key)
        if saved is not None:
            with QSignalBlocker(self.tab.search):
                self.tab.search.setText(saved.text)
        self._ask(wanted)

    async def _forget_list(self, key: str) -> None:
        await self._desk.do(lists.forget, int(key.removeprefix("saved:")))

    async def _load_lists(self) -> None:
        shown = list_entries(await self._desk.ask(lists.lists), self._zone, self._desk.clock())
        self._lists = shown.wanted
        self.tab.filters.show_lists(shown.groups)

    def _narrowed(self, stage: str) -> OrderFilter:
        """Search in another list: what needs work, all open, one stage, or what a figure of the header counts."""
        one = stage if stage in words.STAGES else ""
        verification = stage if stage == "on_hold" else ""
        return OrderFilter(
            text=self._wanted.text,
            stage=one,
            verification=verification,
            work=stage == "work",
            open=stage == "open",
            late=stage == "late",
            changed=stage == "changed",
        )

    def _ask(self, wanted: OrderFilter) -> None:
        self._wanted = wanted
        self._tasks.start(self.load())

    def _order_by(self, key: str, descending: bool) -> None:
        self._sort, self._descending = key, descending
        self._tasks.start(self.load())

    async def _load_page(self, number: int) -> None:
        total, asked = self.model.rowCount(), (self._wanted, self._sort, self._descending)
        rows = await self._desk.ask(queue.page, *asked, PAGE, number * PAGE, total)
        # rows of a question that is no longer asked
        if asked == (self._wanted, self._sort, self._descending) and total == self.model.rowCount():
            self.model.set_page(number, rows)

    async def _load_counts(self) -> None:
        counts = await self._desk.ask(queue.stage_counts)
        self.tab.show_counts(counts)
        await self._load_lists()
        self.tab.changed.show_number(await self._desk.ask(queue.total, OrderFilter(changed=True)))
        self.tab.on_hold.show_number(await self._desk.ask(queue.total, OrderFilter(verification="on_hold")))
        await self._load_late()

    async def _load_late(self) -> None:
        """Count the orders that may miss their van, and draw their rows anew: time moves on by itself."""
        self.tab.late.show_number(await self._desk.ask(queue.total, OrderFilter(late=True)))
        self.tab.table.viewport().update()

    def _is_late(self, row: OrderRow) -> bool:
        return will_miss(row.stage, row.leaves_at, self._desk.clock())

    async def _load_waiting(self) -> None:
        waiting = await self._desk.ask(quarantine.count_waiting)
        kept = await self._desk.ask(rules.rules)
        self.tab.show_waiting_count(waiting, len(kept))
        if self.tab.waiting.isChecked():
            await self.waiting.load(self._zone)

    async def _tick(self, key: str, on: bool, said: str) -> None:
        if self._shown is None:
            return
        try:
            if on:
                await self._desk.do(verifying.tick, self._shown, "verify", key, said)
            else:
                await self._desk.do(verifying.untick, self._shown, "verify", key)
        except DispatchError:
            # nothing changed, so no news come: the box shows again what is so
            await self.show_order(self._shown)
            raise

    async def _verify(self) -> None:
        if self._shown is None:
            return
        if not await self._with_several(verifying.verify, tr("verified")):
            await self._desk.do(verifying.verify, self._shown)
        following = await self._desk.ask(verifying.next_to_verify, self._shown, self._wanted)
        if following is not None:
            await self._go_on(following)
        else:
            self.on_said(tr("Nothing more to verify in this list."))
        self.tab.table.setFocus()

    async def _with_reason(self, operation: Callable[..., None], reason: str, done: str = "") -> None:
        if self._shown is None:
            return
        if not (done and await self._with_several(operation, done, reason)):
            await self._desk.do(operation, self._shown, reason)
        self.tab.panel.reason.leave()

    async def _refusal(self, operation: Callable[..., None], order_id: int, *given: object) -> str:
        """Do an act of its own with one of several orders. Return why it was refused, empty where it was done."""
        try:
            await self._desk.do(operation, order_id, *given)
        except Refused as error:
            return texts.explain(error)
        return ""

    async def _with_several(self, operation: Callable[..., None], done: str, *given: object) -> bool:
        """Do the same with each chosen order, and say with which it was not done and why. False where one is chosen."""
        chosen = self.tab.chosen()
        if len(chosen) < 2:
            return False
        said_of_each = [await self._refusal(operation, order_id, *given) for order_id in chosen]
        refused = [refusal for refusal in said_of_each if refusal]
        said = tr("{count} of {chosen} {done}.", count=len(chosen) - len(refused), chosen=len(chosen), done=done)
        self.on_said(" ".join((said, *refused[:MOST_SAID], *(["…"] if len(refused) > MOST_SAID else []))))
        return True

    async def _correct_address(self, text: AddressText) -> None:
        if self._shown is not None:
            order = await self._desk.ask(order_view, self._shown)
            door = {name: value for name, value in asdict(text).items() if name not in CONTACT}
            whole = replace(order.address.text, **door, lat=None, lon=None)
            contact = Contact(**{name: getattr(text, name) for name in CONTACT})
            await self._desk.do(readdressing.correct_address, self._shown, whole, contact)
            self.tab.panel.address.leave()

    async def _release(self) -> None:
        if not await self._with_several(verifying.release, tr("released")):
            await self._simple(verifying.release)

    async def _simple(self, operation: Callable[..., None]) -> None:
        if self._shown is not None:
            await self._desk.do(operation, self._shown)

    async def _waive(self, key: str, reason: str) -> None:
        if self._shown is not None:
            await self._desk.do(verifying.waive, self._shown, "verify", key, reason)
            self.tab.panel.reason.leave()

    async def _set_pin(self, text: str) -> None:
        if self._shown is None:
            return
        try:
            lat, lon = (float(part) for part in text.replace(";", ",").split(","))
        except ValueError as error:
            raise BadInput("pin.unreadable") from error
        order = await self._desk.ask(order_view, self._shown)
        await self._desk.do(addresses.set_pin, order.address.id, Coordinate(lat, lon))
        self.tab.panel.end_pin()
