"""Turns scans and keys at the packing station into operations."""

import asyncio
from collections.abc import Callable

from dispatch_console import texts
from dispatch_console.application.desk import Desk
from dispatch_console.application.operations.views import ALWAYS, kinds_of
from dispatch_console.application.packing import (
    bench,
    pack_queue,
    part_pack,
    products,
    scanning,
    sealing,
    starting,
    supervisor_calls,
)
from dispatch_console.application.site import depot
from dispatch_console.domain.errors import BadInput, Refused
from dispatch_console.domain.packing import scanned
from dispatch_console.domain.packing.scan_match import Match, ScanResult
from dispatch_console.domain.packing.scanned import Scanned
from dispatch_console.domain.packing.weight import is_scan, read_weight
from dispatch_console.domain.papers import codes
from dispatch_console.domain.papers.codes import Code
from dispatch_console.domain.papers.printed import PrintedKit
from dispatch_console.language import plural, tr
from dispatch_console.ui import words
from dispatch_console.ui.in_turn import in_turn
from dispatch_console.ui.packing import alarm_words
from dispatch_console.ui.packing.alarms import BenchAlarms
from dispatch_console.ui.packing.bench_order import OrderAtBench
from dispatch_console.ui.packing.boxes import BenchBoxes
from dispatch_console.ui.packing.call import BenchCall
from dispatch_console.ui.packing.facts import PackFacts
from dispatch_console.ui.packing.labels import BenchLabels, BenchPrinters
from dispatch_console.ui.packing.leaving import BenchLeaving
from dispatch_console.ui.packing.next_scan import Meaning, NextScan
from dispatch_console.ui.packing.parts import BenchParts, ChooseFile, waits
from dispatch_console.ui.packing.queue import BenchQueue
from dispatch_console.ui.packing.tab import PackingTab
from dispatch_console.ui.packing.weighing import BenchScale, BenchWeighing
from dispatch_console.ui.tasks import Tasks
from dispatch_console.ui.widgets import sounds

QUEUE = kinds_of(pack_queue.waiting_orders)
OPEN = kinds_of(bench.open_order)
# what a scan changes: counts of it are compared before an order of many lines is read
COUNTED = kinds_of(bench.seen) - ALWAYS
ZONE = kinds_of(depot.zone_of)
CALLS = kinds_of(supervisor_calls.open_calls)
KINDS = QUEUE | OPEN | ZONE | CALLS


class PackingPresenter:
    """One order is open at a station at a time."""

    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        printers: BenchPrinters,
        print_kit: Callable[[int], PrintedKit],
        separator: str = "",
        scale: BenchScale | None = None,
        choose_photo: ChooseFile = lambda: None,
    ) -> None:
        """`separator`: the sign that this station's scanner sends where a field ends; `scale`: its scale, if any."""
        self._desk, self._tasks, self._print_kit = desk, tasks, print_kit
        self._separator = separator
        # the lines of the scans that counted, for the key that takes the last one out
        self._counted_lines: list[int] = []
        self.tab = PackingTab()
        self.tab.show_station(desk.actor.station)
        self._order = order = OrderAtBench(desk, self.tab)
        self._next_scan = NextScan(self.tab)
        self._labels = BenchLabels(desk, self.tab, printers)
        self._alarms = BenchAlarms(desk, self.tab, order, self._labels)
        self._queue = BenchQueue(self.tab, (desk.actor.name, desk.actor.station))
        self._parts = BenchParts(desk, tasks, self.tab, lambda: order.facts, choose_photo, self._decided)
        self._weighing = BenchWeighing(desk, tasks, self.tab, scale, order)
        self._boxes = BenchBoxes(
            desk, tasks, self.tab, lambda: order.facts, self._weighing.weigh_now, self._next_scan.count
        )
        self._call = BenchCall(desk, tasks, self.tab, order)
        self._leaving = BenchLeaving(desk, self.tab, order, self._labels, self._show_queue)
        self._connect()

    def _connect(self) -> None:
        tab, start = self.tab, self._tasks.start
        tab.order_chosen.connect(lambda order_id: start(self.open(order_id)))
        tab.next_wanted.connect(lambda: start(self._open_next()))
        tab.scanned.connect(lambda text: start(self._scan(text)))
        tab.scanned_late.connect(self._alarms.late)
        tab.by_hand.connect(lambda line_id: start(self._by_hand(line_id)))
        tab.side.paper_ticked.connect(lambda paper: start(self._paper(paper)))
        tab.side.weighed.connect(lambda text: start(self._weigh(text)))
        tab.side.weight_wanted.connect(lambda: start(self._weighing.weigh_now()))
        tab.side.inspected.connect(lambda: start(self._inspect()))
        tab.side.part_wanted.connect(lambda: start(self._part_pack()))
        tab.labels_wanted.connect(lambda: start(self._labels_again()))
        tab.second_wanted.connect(lambda: start(self._labels_again(second=True)))
        tab.side.seal_wanted.connect(lambda: start(self._seal()))
        tab.side.waived.connect(lambda reason: start(self._waive(reason)))
        tab.part_page.entered.connect(lambda: start(self._enter()))
        tab.put_down_wanted.connect(lambda: start(self._put_down()))
        tab.alarm_ended.connect(self._end_alarm)
        tab.alarm_chosen.connect(lambda: start(self._choose_meant()))
        tab.take_out_wanted.connect(lambda: start(self._take_out()))
        tab.move_wanted.connect(self._move_next)
        tab.hand_over_wanted.connect(lambda: start(self._leaving.hand_over()))
        tab.filtered.connect(self._filter)
        tab.entered_nothing.connect(lambda: start(self._enter()))

    def close(self) -> None:
        """Let go of the scale."""
        self._weighing.close()

    async def load(self) -> None:
        self._order.zone = await self._desk.ask(depot.zone_of)
        await self._load_queue()
        await self._call.load()

    @in_turn
    async def _load_queue(self) -> None:
        self._queue.rows = await self._desk.ask(pack_queue.waiting_orders)
        self._show_queue()

    def _show_queue(self) -> None:
        self._queue.show(self._order.id, self._order.zone, self._desk.clock())

    def _filter(self, name: str) -> None:
        self._queue.filter = name
        self._show_queue()

    async def refresh(self, kinds: frozenset[str]) -> None:
        """Compare what was counted; a scan of this station is on the screen already, then nothing is drawn."""
        if kinds & ZONE:
            self._order.zone = await self._desk.ask(depot.zone_of)
        if kinds & QUEUE:
            await self._load_queue()
        if kinds & CALLS:
            await self._call.load()
        if kinds & OPEN and self._order.id is not None:
            # not between a scan and what it shows
            async with self._order.busy:
                if self._order.id is not None and (kinds & (OPEN - COUNTED) or not await self._order.is_shown()):
                    await self._order.show()

    async def open(self, order_id: int, *, take_over: bool = False) -> None:
        """Take an order to this station; the one that was open is put down. One that another station has is asked
        about first.
        """
        try:
            await self._desk.do(starting.start, order_id, instead_of=self._order.id, take_over=take_over)
        except Refused as refused:
            if refused.code != "order.held":
                raise
            self._alarms.held(order_id, refused)
            return
        await self._order.take(order_id)
        self.tab.scan.clear()
        self.tab.show_part(False)
        self._counted_lines = []
        self._next_scan.count()
        self._alarms.end()
        self._labels.offer(None)
        await self._order.show()
        self._show_queue()
        self.tab.scan.setFocus()

    async def _open_next(self) -> None:
        await self._load_queue()
        following = self._queue.next_one(self._order.id, self._desk.clock())
        if following is not None:
            await self.open(following.id)

    async def _scan(self, text: str) -> None:
        """Take scans one after the other, in the order in which they came: an alarm must not be overtaken."""
        async with self._order.busy:
            await self._take_scan(text)

    async def _take_scan(self, text: str) -> None:
        code = codes.parse(text)
        if code is not None and code.kind is codes.CodeKind.PARCEL and await self._alarms.is_old_label(code):
            return
        if self._order.id is None:
            if await self._labels.takes(text):
                return
            order_id = await self._desk.ask(pack_queue.order_of_scan, text)
            if order_id is None:
                item = await self._desk.ask(products.product_of, scanned.read(text, self._separator))
                raise BadInput("pack.no_order", item=item.name) if item else BadInput("order.unknown", number=text)
            await self._open_scanned(order_id)
            return
        if code is not None:
            await self._take_own_code(self._order.id, code, text)
            return
        if self.tab.is_alarmed and read_weight(text) is not None:
            # a box that an alarm speaks of is not weighed
            self.tab.alarm.note(tr("Not written down: first what stands here."))
            return
        shown = self._order.facts
        if shown is not None and shown.packed >= shown.ordered and read_weight(text) is not None:
            # all is in: what looks like kilograms is the weight, wherever it was typed
            await self._weighing.write_down(text)
            return
        if read_weight(text) is not None and {",", "."} & {*text}:
            self.tab.say_scan(tr("{weight} kg? The weight comes once all is in.", weight=text), is_doubtful=True)
            return
        await self._take_item(self._order.id, text)

    async def _take_item(self, order_id: int, text: str) -> None:
        """Count what a code stands for, or do with it what was asked for."""
        read = scanned.read(text, self._separator)
        meaning = self._next_scan.meaning
        if meaning is Meaning.DAMAGED:
            await self._taken_out(await self._desk.do(part_pack.take_out_damaged, order_id, read))
            self.tab.show_part(True)
        elif meaning is Meaning.TAKE_OUT:
            await self._taken_out(await self._desk.do(scanning.take_out, order_id, read))
        elif meaning is Meaning.MOVE:
            self._next_scan.count()
            match = await self._desk.do(scanning.move_piece, order_id, read)
            moved = await self._order.show()
            self.tab.say_scan(plural("{count} piece moved", "{count} pieces moved", match.pieces))
            # the slip says which box each piece is in
            await self._print_when_complete(moved)
        elif paper := self._order.paper_of(text):
            await self._desk.do(sealing.tick_paper, order_id, paper)
        else:
            await self._matched(await self._desk.do(scanning.scan, order_id, read), read)

    async def _take_own_code(self, open_id: int, code: Code, text: str) -> None:
        """Take a code of our own papers, which is no item. The slip of this order is in its box with that.

        What belongs to another order alarms. Errors: BadInput `order.unknown`.
        """
        order_id = await self._desk.ask(pack_queue.order_of_scan, text)
        if order_id != open_id:
            number = await self._desk.ask(pack_queue.number_of, order_id) if order_id is not None else ""
            if not number:
                raise BadInput("order.unknown", number=text)
            self.tab.show_alarm(alarm_words.other_order(number, is_label=code.kind is codes.CodeKind.PARCEL))
            return
        if code.kind is codes.CodeKind.DOCUMENT:
            paper = await self._desk.ask(pack_queue.true_paper, code.number)
            if not paper:
                self.tab.show_alarm(alarm_words.old_slip())
                return
            await self._desk.do(sealing.tick_paper, open_id, paper)
            self._alarms.end()
            self.tab.say_scan(tr("In the box: {paper}", paper=texts.enclosed(paper)))
        else:
            self.tab.say_scan(tr("That is a label of this order, and no item."))

    async def _matched(self, match: Match, read: Scanned) -> None:
        """Show what a scan counted, or why it counted nothing."""
        facts = await self._order.counted(match)
        if match.result is not ScanResult.COUNTED:
            await self._alarms.wrong(match, read, facts)
            return
        sounds.right()
        self._counted_lines.append(match.line_id or 0)
        self._alarms.end()
        line = next(line for line in facts.lines if line.line_id == match.line_id)
        self.tab.say_scan(f"{line.name} {line.plate}  {words.clock(self._desk.clock(), self._order.zone)}")
        if any(one.sku == line.sku for one in facts.found) and self._order.id is not None:
            await self._desk.do(part_pack.settle_found, self._order.id)
            facts = await self._order.show()
            self.tab.show_part(self.tab.is_part and bool(facts.found))
        await self._print_when_complete(facts)

    async def _choose_meant(self) -> None:
        """Do what the alarm asks about: take an order over, count a scan that the packer looked at, or codes that came
        late.
        """
        held = self._alarms.take_held()
        if held is not None:
            await self.open(held, take_over=True)
            return
        stored = self._alarms.take_late()
        for text in stored:
            await self._scan(text)
            if self.tab.is_alarmed:
                return
        if stored:
            return
        async with self._order.busy:
            doubtful = self._alarms.take_doubtful()
            if doubtful is not None and self._order.id is not None:
                chosen, read = doubtful
                await self._matched(await self._desk.do(scanning.scan_as, self._order.id, chosen, read), read)

    def _end_alarm(self) -> None:
        self._alarms.end()
        if self._order.facts is not None and self._order.facts.stopped:
            self._next_scan.count()
            # nothing can be packed of it: it is put aside with its box
            self._tasks.start(self._put_down())

    async def _take_out(self) -> None:
        """Let the next scan be taken out; pressed twice, the piece that was counted last is."""
        async with self._order.busy:
            if self._order.id is None:
                return
            if self._next_scan.meaning not in (Meaning.TAKE_OUT, Meaning.DAMAGED):
                self._next_scan.let(Meaning.TAKE_OUT)
                self.tab.say_scan(tr("F7 again takes out the last one. Esc: nothing."), is_doubtful=True)
            elif self._counted_lines:
                line_id = self._counted_lines.pop()
                await self._taken_out(await self._desk.do(scanning.take_out_one, self._order.id, line_id))
            else:
                self.tab.say_scan(
                    tr("Which piece came last is not known: scan the one you take out."), is_doubtful=True
                )

    async def _taken_out(self, match: Match) -> None:
        self._next_scan.count()
        facts = await self._order.show()
        line = next(line for line in facts.lines if line.line_id == match.line_id)
        self.tab.say_scan(
            tr("Taken out: {count} {item}", count=-match.pieces, item=f"{line.name} {line.plate}".strip())
        )

    async def _part_pack(self) -> None:
        """Show what is missing; where all is in, let the next scan be a piece that was found damaged."""
        facts = self._order.facts
        if facts is not None and facts.packed >= facts.ordered and not facts.found:
            self._next_scan.let(Meaning.DAMAGED)
            self.tab.say_scan(tr("Scan the piece that is damaged; Esc: none is."), is_doubtful=True)
            return
        await self._parts.turn()

    def _move_next(self) -> None:
        """Let the next scan move a piece into the open box."""
        if self._order.id is not None:
            self._next_scan.let(Meaning.MOVE)

    async def _open_scanned(self, order_id: int) -> None:
        try:
            await self.open(order_id)
        except Refused as refused:
            self._labels.offer(order_id if refused.code == "pack.packed" else None)
            if refused.code != "pack.packed":
                raise
            self.tab.next_order.show_note(texts.explain(refused))

    async def _labels_again(self, *, second: bool = False) -> None:
        if self._order.id is None:
            await self._labels.print_again(second=second)
            self.tab.scan.setFocus()

    async def _by_hand(self, line_id: int) -> None:
        async with self._order.busy:
            if self._order.id is not None:
                self._next_scan.count()
                match = await self._desk.do(scanning.count_by_hand, self._order.id, line_id)
                self._counted_lines.append(line_id)
                facts = await self._order.counted(match)
                line = next(line for line in facts.lines if line.line_id == line_id)
                self.tab.say_scan(tr("Counted by hand: {item}", item=f"{line.name} {line.plate}".strip()))
                await self._print_when_complete(facts)

    async def _decided(self) -> None:
        """Print the papers where nothing but what leaves later is open; the next key is not one of the rows."""
        async with self._order.busy:
            if self._order.id is None:
                return
            facts = await self._order.show()
            if facts.packed >= facts.ordered and not waits(facts) and facts.packed:
                self.tab.scan.setFocus()
                await self._print_when_complete(facts)

    async def _print_when_complete(self, facts: PackFacts) -> None:
        """Print the papers that go in when the last item is in. What cannot be printed is said, and stays open."""
        if facts.packed < facts.ordered:
            return
        printed = await asyncio.get_event_loop().run_in_executor(None, self._print_kit, facts.order_id)
        names = ", ".join(file.name for file in printed.files)
        where = "\n".join(map(str, printed.files))
        if len(printed.files) == 1:
            begin = tr("All that leaves today is in.") if facts.found else tr("All in.")
            again = tr("Lay the new packing slip in and scan it; throw the old one away.")
            first = tr("Lay the packing slip in and scan it.")
            self.tab.say_scan(f"{begin} {again if printed.is_again else first}", where)
        else:
            self.tab.say_scan(tr("All in. Lay these in and scan them: {files}", files=names), where)
        for refused in printed.refused:
            raise refused

    async def _paper(self, paper: str) -> None:
        if self._order.id is not None:
            await self._desk.do(sealing.tick_paper, self._order.id, paper)

    async def _weigh(self, text: str) -> None:
        """Take the weight; a scanner does not know where the cursor stands, so a code in this field is a scan."""
        if read_weight(text) is None and is_scan(text):
            self.tab.leave_weight()
            await self._scan(text)
        else:
            await self._weighing.write_down(text)

    async def _inspect(self) -> None:
        if self._order.id is not None:
            await self._desk.do(sealing.inspect, self._order.id)

    async def _enter(self) -> None:
        """Take the next order where none is open; seal where everything is done; put aside what waits. Otherwise say
        what is missing.
        """
        facts = self._order.facts
        if self._order.id is None:
            await self._open_next()
        elif facts is None:
            return
        elif waits(facts):
            await self._leaving.put_aside()
        elif not facts.missing:
            await self._seal()
        else:
            self.tab.say_scan(tr("Not yet: {missing}", missing=", ".join(facts.missing)), is_doubtful=True)

    async def _waive(self, reason: str) -> None:
        """Let another weight pass, for a reason that a supervisor writes."""
        if reason.strip():
            await self._seal(reason)
        else:
            self.tab.say_scan(tr("Write why it may go, then Enter. A supervisor does that."), is_doubtful=True)

    async def _seal(self, waiver: str = "") -> None:
        """Seal the parcels. `waiver`: the reason for which a supervisor lets another weight pass."""
        if self._order.facts is not None and waits(self._order.facts):
            await self._leaving.put_aside()
            return
        self._next_scan.count()
        await self._leaving.seal(waiver)

    async def _put_down(self) -> None:
        if self._next_scan.meaning in (Meaning.TAKE_OUT, Meaning.DAMAGED):
            self._next_scan.count()
            self.tab.say_scan("")
        else:
            self._next_scan.count()
            self._alarms.end()
            await self._leaving.put_down()
