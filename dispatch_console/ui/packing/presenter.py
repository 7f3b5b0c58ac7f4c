"""Turns scans and keys at the packing station into operations."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from zoneinfo import ZoneInfo

from dispatch_console import texts
from dispatch_console.application.desk import Desk
from dispatch_console.application.operations.views import ALWAYS, kinds_of
from dispatch_console.application.orders import holding
from dispatch_console.application.packing import (
    bench,
    pack_queue,
    part_pack,
    products,
    scanning,
    sealing,
    starting,
)
from dispatch_console.application.packing.bench import Seen
from dispatch_console.application.papers import label_truth
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
from dispatch_console.ui.packing import alarm_words, order_facts
from dispatch_console.ui.packing.boxes import BenchBoxes
from dispatch_console.ui.packing.facts import PackFacts
from dispatch_console.ui.packing.labels import BenchLabels, BenchPrinters
from dispatch_console.ui.packing.parts import BenchParts, ChooseFile, waits, what_follows
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
KINDS = QUEUE | OPEN | ZONE


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
        self._open: int | None = None
        # what stands on the screen, and by what it is known whether it still is so
        self._shown: PackFacts | None = None
        self._seen: Seen | None = None
        self._scanning = asyncio.Lock()
        # what the next scan means, the line that was counted last, and a scan that waits for a look
        self._taking_out = False
        self._counted_lines: list[int] = []
        self._doubtful: tuple[int, Scanned] | None = None
        self._late: list[str] = []
        # the order of an old label while that alarms
        self._old_label: int | None = None
        # an order that another station has, while it is asked whether to take it over
        self._held: int | None = None
        self._pictures: dict[str, bytes] = {}
        # the next scan moves a piece into the open box, or is of a piece that was found damaged
        self._moving = self._damaged = False
        self._zone = ZoneInfo("UTC")
        self._paper_codes: dict[str, str] = {}
        self.tab = PackingTab()
        self.tab.show_station(desk.actor.station)
        self._labels = BenchLabels(desk, self.tab, printers)
        self._me = (desk.actor.name, desk.actor.station)
        self._queue = BenchQueue(self.tab, self._me)
        self._parts = BenchParts(desk, tasks, self.tab, self._facts_of_open, choose_photo, self._decided)
        self._weighing = BenchWeighing(desk, tasks, self.tab, scale, lambda: self._open, self._weighed_box)
        self._boxes = BenchBoxes(
            desk, tasks, self.tab, self._facts_of_open, self._weighing.weigh_now, self._leave_taking_out
        )
        tab, start = self.tab, tasks.start
        tab.order_chosen.connect(lambda order_id: start(self.open(order_id)))
        tab.next_wanted.connect(lambda: start(self._open_next()))
        tab.scanned.connect(lambda text: start(self._scan(text)))
        tab.scanned_late.connect(self._ask_late)
        tab.by_hand.connect(lambda line_id: start(self._by_hand(line_id)))
        tab.side.paper_ticked.connect(lambda paper: start(self._paper(paper)))
        tab.side.weighed.connect(lambda text: start(self._weigh(text)))
        tab.side.weight_wanted.connect(lambda: start(self._weighing.weigh_now()))
        tab.side.inspected.connect(lambda: start(self._inspect()))
        tab.side.part_wanted.connect(lambda: start(self._part_pack()))
        tab.labels_wanted.connect(lambda: start(self._labels_again()))
        tab.second_wanted.connect(lambda: start(self._labels_again(second=True)))
        tab.side.seal_wanted.connect(lambda: start(self._seal()))
        tab.side.waived.connect(lambda reason: start(self._seal(reason)))
        tab.put_down_wanted.connect(lambda: start(self._put_down()))
        tab.alarm_ended.connect(self._end_alarm)
        tab.alarm_chosen.connect(lambda: start(self._choose_meant()))
        tab.take_out_wanted.connect(lambda: start(self._take_out()))
        tab.move_wanted.connect(self._move_next)
        tab.hand_over_wanted.connect(lambda: start(self._hand_over()))
        tab.filtered.connect(self._filter)
        tab.entered_nothing.connect(lambda: start(self._enter()))

    def close(self) -> None:
        """Let go of the scale."""
        self._weighing.close()

    async def load(self) -> None:
        self._zone = await self._desk.ask(depot.zone_of)
        await self._load_queue()

    async def _load_queue(self) -> None:
        self._queue.rows = await self._desk.ask(pack_queue.waiting_orders)
        self._show_queue()

    def _show_queue(self) -> None:
        self._queue.show(self._open, self._zone, self._desk.clock())

    def _filter(self, name: str) -> None:
        self._queue.filter = name
        self._show_queue()

    async def refresh(self, kinds: frozenset[str]) -> None:
        """Compare what was counted; a scan of this station is on the screen already, then nothing is drawn."""
        if kinds & ZONE:
            self._zone = await self._desk.ask(depot.zone_of)
        if kinds & QUEUE:
            await self._load_queue()
        if kinds & OPEN and self._open is not None:
            # not between a scan and what it shows
            async with self._scanning:
                if kinds & (OPEN - COUNTED) or await self._desk.ask(bench.seen, self._open) != self._seen:
                    await self._show()

    async def open(self, order_id: int, *, take_over: bool = False) -> None:
        """Take an order to this station; the one that was open is put down. One that another station has is asked
        about first.
        """
        try:
            await self._desk.do(starting.start, order_id, instead_of=self._open, take_over=take_over)
        except Refused as refused:
            if refused.code != "order.held":
                raise
            self._held = order_id
            self.tab.show_alarm(alarm_words.held(refused.facts))
            return
        self._open = order_id
        self._pictures = await self._desk.ask(bench.pictures, order_id)
        self.tab.scan.clear()
        self.tab.show_part(False)
        self._counted_lines, self._doubtful = [], None
        self._leave_taking_out()
        self.tab.end_alarm()
        self._labels.offer(None)
        await self._show()
        self._show_queue()
        self.tab.scan.setFocus()

    async def _open_next(self) -> None:
        await self._load_queue()
        following = self._queue.next_one(self._open, self._desk.clock())
        if following is not None:
            await self.open(following.id)

    async def _scan(self, text: str) -> None:
        """Take scans one after the other, in the order in which they came: an alarm must not be overtaken."""
        async with self._scanning:
            await self._take_scan(text)

    async def _take_scan(self, text: str) -> None:
        code = codes.parse(text)
        if code is not None and code.kind is codes.CodeKind.PARCEL and await self._is_old_label(code):
            return
        if self._open is None:
            order_id = await self._desk.ask(pack_queue.order_of_scan, text)
            if order_id is None:
                raise BadInput("order.unknown", number=text)
            await self._open_scanned(order_id)
            return
        if code is not None:
            await self._take_own_code(code, text)
            return
        if self._shown is not None and self._shown.packed >= self._shown.ordered and read_weight(text) is not None:
            # all is in: what looks like kilograms is the weight, wherever it was typed
            await self._weighing.write_down(text)
            return
        if read_weight(text) is not None and {",", "."} & {*text}:
            self.tab.say_scan(tr("{weight} kg? The weight comes once all is in.", weight=text), is_doubtful=True)
            return
        read = scanned.read(text, self._separator)
        if self._damaged:
            await self._taken_out(await self._desk.do(part_pack.take_out_damaged, self._open, read))
            self.tab.show_part(True)
            return
        if self._taking_out:
            await self._taken_out(await self._desk.do(scanning.take_out, self._open, read))
            return
        if self._moving:
            self._leave_taking_out()
            match = await self._desk.do(scanning.move_piece, self._open, read)
            moved = await self._show()
            self.tab.say_scan(plural("{count} piece moved", "{count} pieces moved", match.pieces))
            # the slip says which box each piece is in
            await self._print_when_complete(moved)
            return
        paper = self._paper_codes.get(text.strip(), "")
        if paper:
            await self._desk.do(sealing.tick_paper, self._open, paper)
            return
        await self._matched(await self._desk.do(scanning.scan, self._open, read), read)

    async def _is_old_label(self, code: Code) -> bool:
        """Alarm at a label that is no longer true, or whose parcel is no more; return whether it is one."""
        label = await self._desk.ask(label_truth.scanned_label, code)
        if label.order_id is not None and label.old is None:
            if self._old_label == label.order_id:
                # the newer one is here: that was all the alarm was about
                self._old_label = None
                self.tab.end_alarm()
                self.tab.say_scan(tr("{number}: that is the true label.", number=label.number))
                return True
            return False
        self._old_label = label.order_id
        if label.order_id is not None and self._open is None:
            # the new one is printed from here
            self._labels.offer(label.order_id)
        self.tab.show_alarm(alarm_words.old_label(label, self._zone, self._desk.clock()))
        return True

    async def _take_own_code(self, code: Code, text: str) -> None:
        """Take a code of our own papers, which is no item. The slip of this order is in its box with that.

        Errors: BadInput `order.unknown`; Refused `pack.other_order`, `pack.old_slip`.
        """
        assert self._open is not None
        order_id = await self._desk.ask(pack_queue.order_of_scan, text)
        if order_id != self._open:
            number = await self._desk.ask(pack_queue.number_of, order_id) if order_id is not None else ""
            raise Refused("pack.other_order", number=number) if number else BadInput("order.unknown", number=text)
        if code.kind is codes.CodeKind.DOCUMENT:
            paper = await self._desk.ask(pack_queue.true_paper, code.number)
            if not paper:
                self.tab.show_alarm(alarm_words.old_slip())
                return
            await self._desk.do(sealing.tick_paper, self._open, paper)
            self.tab.say_scan(tr("In the box: {paper}", paper=texts.enclosed(paper)))
        else:
            self.tab.say_scan(tr("That is a label of this order, and no item."))

    async def _matched(self, match: Match, read: Scanned) -> None:
        """Show what a scan counted, or why it counted nothing."""
        facts = await self._counted(match)
        if match.result is ScanResult.COUNTED:
            sounds.right()
            self._counted_lines.append(match.line_id or 0)
            self.tab.end_alarm()
            line = next(line for line in facts.lines if line.line_id == match.line_id)
            self.tab.say_scan(f"{line.name} {line.plate}  {words.clock(self._desk.clock(), self._zone)}")
            if any(one.sku == line.sku for one in facts.found) and self._open is not None:
                await self._desk.do(part_pack.settle_found, self._open)
                facts = await self._show()
                self.tab.show_part(self.tab.is_part and bool(facts.found))
            await self._print_when_complete(facts)
            return
        several = match.result is ScanResult.SEVERAL
        self._doubtful = (match.line_id, read) if several and match.line_id is not None else None
        product = await self._desk.ask(products.product_of, read)
        wanted = next((line for line in facts.lines if line.line_id == match.line_id), None)
        if match.result is not ScanResult.SEVERAL or wanted is None:
            wanted = self.tab.current_line()
        now = self._desk.clock()
        alarm = alarm_words.alarm(match, read.text, product, wanted, self._zone, now)
        if alarm.wanted is not None:
            alarm = replace(alarm, wanted=replace(alarm.wanted, picture=self._pictures.get(alarm.wanted.sku, b"")))
        noted = tr("Nothing was counted. {at}, {station}.", at=words.clock(now, self._zone), station=self._me[1])
        where = tr("{number}, {packed} of {ordered} packed", number=facts.number, packed=facts.packed,
                   ordered=facts.ordered)  # fmt: skip
        self.tab.show_alarm(replace(alarm, where=where, noted=noted))

    def _ask_late(self, stored: list[str]) -> None:
        """Ask what is to be done with codes that a scanner had stored; nothing is counted before."""
        self._late = stored
        self.tab.show_alarm(alarm_words.late(stored, self.tab.open_number))

    async def _choose_meant(self) -> None:
        """Do what the alarm asks about: take an order over, count a scan that the packer looked at, or codes that came
        late.
        """
        if self._held is not None:
            held, self._held = self._held, None
            self.tab.end_alarm()
            await self.open(held, take_over=True)
            return
        if self._late:
            stored, self._late = self._late, []
            self.tab.end_alarm()
            for text in stored:
                await self._scan(text)
                if self.tab.is_alarmed:
                    return
            return
        async with self._scanning:
            doubtful, self._doubtful = self._doubtful, None
            if doubtful is not None and self._open is not None:
                chosen, read = doubtful
                await self._matched(await self._desk.do(scanning.scan_as, self._open, chosen, read), read)

    def _end_alarm(self) -> None:
        self._late, self._doubtful, self._held, self._old_label = [], None, None, None
        self.tab.end_alarm()
        if self._shown is not None and self._shown.stopped:
            self._leave_taking_out()
            # nothing can be packed of it: it is put aside with its box
            self._tasks.start(self._put_down())

    async def _take_out(self) -> None:
        """Let the next scan be taken out; pressed twice, the piece that was counted last is."""
        async with self._scanning:
            if self._open is None:
                return
            if not self._taking_out:
                self._taking_out = True
                self.tab.show_taking_out(True)
                self.tab.say_scan(tr("F7 again takes out the last one. Esc: nothing."), is_doubtful=True)
            elif self._counted_lines:
                line_id = self._counted_lines.pop()
                await self._taken_out(await self._desk.do(scanning.take_out_one, self._open, line_id))
            else:
                self.tab.say_scan(
                    tr("Which piece came last is not known: scan the one you take out."), is_doubtful=True
                )

    async def _taken_out(self, match: Match) -> None:
        self._leave_taking_out()
        facts = await self._show()
        line = next(line for line in facts.lines if line.line_id == match.line_id)
        self.tab.say_scan(
            tr("Taken out: {count} {item}", count=-match.pieces, item=f"{line.name} {line.plate}".strip())
        )

    def _leave_taking_out(self) -> None:
        """Let the next scan count again, and the screen say so."""
        if self._taking_out or self._moving:
            self._taking_out = self._moving = self._damaged = False
            self.tab.show_taking_out(False)

    async def _part_pack(self) -> None:
        """Show what is missing; where all is in, let the next scan be a piece that was found damaged."""
        facts = self._shown
        if facts is not None and self._open is not None and facts.packed >= facts.ordered and not facts.found:
            self._taking_out = self._damaged = True
            self.tab.show_taking_out(True)
            self.tab.say_scan(tr("Scan the piece that is damaged; Esc: none is."), is_doubtful=True)
            return
        await self._parts.turn()

    def _move_next(self) -> None:
        """Let the next scan move a piece into the open box."""
        if self._open is not None:
            self._taking_out, self._moving = False, True
            self.tab.show_taking_out(True, moving=True)

    async def _open_scanned(self, order_id: int) -> None:
        try:
            await self.open(order_id)
        except Refused as refused:
            self._labels.offer(order_id if refused.code == "pack.packed" else None)
            if refused.code != "pack.packed":
                raise
            self.tab.next_order.show_note(texts.explain(refused))

    async def _labels_again(self, *, second: bool = False) -> None:
        if self._open is None:
            await self._labels.print_again(second=second)
            self.tab.scan.setFocus()

    async def _by_hand(self, line_id: int) -> None:
        async with self._scanning:
            if self._open is not None:
                self._leave_taking_out()
                match = await self._desk.do(scanning.count_by_hand, self._open, line_id)
                self._counted_lines.append(line_id)
                facts = await self._counted(match)
                line = next(line for line in facts.lines if line.line_id == line_id)
                self.tab.say_scan(tr("Counted by hand: {item}", item=f"{line.name} {line.plate}".strip()))
                await self._print_when_complete(facts)

    async def _decided(self) -> None:
        """Print the papers where nothing but what leaves later is open; the next key is not one of the rows."""
        async with self._scanning:
            if self._open is None:
                return
            facts = await self._show()
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
            again = tr("All in. Lay the new packing slip in and scan it; throw the old one away.")
            first = tr("All in. Lay the packing slip in and scan it.")
            self.tab.say_scan(again if printed.is_again else first, where)
        else:
            self.tab.say_scan(tr("All in. Lay these in and scan them: {files}", files=names), where)
        for refused in printed.refused:
            raise refused

    async def _paper(self, paper: str) -> None:
        if self._open is not None:
            await self._desk.do(sealing.tick_paper, self._open, paper)

    async def _weigh(self, text: str) -> None:
        """Take the weight; a scanner does not know where the cursor stands, so a code in this field is a scan."""
        if read_weight(text) is None and is_scan(text):
            self.tab.leave_weight()
            await self._scan(text)
        else:
            await self._weighing.write_down(text)

    def _facts_of_open(self) -> PackFacts | None:
        """Return what stands on the screen, None while it is of another order than the open one."""
        return self._shown if self._shown is not None and self._shown.order_id == self._open else None

    def _weighed_box(self) -> int | None:
        return self._shown.weight.position if self._shown is not None else None

    async def _inspect(self) -> None:
        if self._open is not None:
            await self._desk.do(sealing.inspect, self._open)

    async def _enter(self) -> None:
        """Take the next order where none is open; seal where everything is done; put aside what waits. Otherwise say
        what is missing.
        """
        facts = self._shown
        if self._open is None:
            await self._open_next()
        elif facts is None:
            return
        elif waits(facts):
            await self._put_aside()
        elif not facts.missing:
            await self._seal()
        else:
            self.tab.say_scan(tr("Not yet: {missing}", missing=", ".join(facts.missing)), is_doubtful=True)

    async def _put_aside(self) -> None:
        assert self._open is not None
        await self._desk.do(part_pack.put_aside, self._open)
        number, self._open = self.tab.open_number, None
        self.tab.show_nothing()
        self._show_queue()
        self.tab.scan.setFocus()
        self.tab.say_scan(tr("{number} waits: the office releases it once everything is there.", number=number))

    async def _hand_over(self) -> None:
        """Put the order down for a colleague, who finds it first in the queue."""
        if self._open is None:
            return
        await self._desk.do(holding.hand_over_order, self._open)
        number, self._open = self.tab.open_number, None
        self.tab.end_alarm()
        self.tab.show_nothing()
        self._show_queue()
        self.tab.scan.setFocus()
        self.tab.say_scan(tr("{number} is handed over: it comes first in every queue.", number=number))

    async def _seal(self, waiver: str = "") -> None:
        """Seal the parcels. `waiver`: the reason for which a supervisor lets another weight pass."""
        if self._open is None:
            return
        if self._shown is not None and waits(self._shown):
            await self._put_aside()
            return
        self._leave_taking_out()
        parcels = await self._desk.do(sealing.seal, self._open, weight_waiver=waiver)
        self._labels.offer(self._open)
        count = plural("{count} parcel", "{count} parcels", len(parcels))
        sealed = self._open
        sealed_words = tr("{number} sealed in {parcels}", number=self.tab.open_number, parcels=count)
        self._open = None
        self.tab.show_nothing()
        self.tab.scan.setFocus()
        self.tab.say_scan(sealed_words)
        await self._labels.print_first(sealed, sealed_words)

    async def _put_down(self) -> None:
        if self._taking_out:
            self._leave_taking_out()
            self.tab.say_scan("")
        elif self._open is not None:
            await self._desk.do(holding.put_down, self._open)
            shown, self._open = self._shown, None
            self.tab.end_alarm()
            self.tab.show_nothing()
            self._show_queue()
            self._labels.remind()
            if shown is not None:
                about = {"number": shown.number, "packed": shown.packed, "ordered": shown.ordered}
                self.tab.say_scan(tr("{number} is put down: {packed} of {ordered} stay counted.", **about))

    async def _show(self) -> PackFacts:
        assert self._open is not None
        asked = self._open
        order = await self._desk.ask(bench.open_order, asked, self._desk.clock())
        facts = order_facts.facts_of(order, self._zone, self._desk.clock(), self._pictures)
        # the order may have been put down while we looked: it must not come back to the screen
        if self._open == asked:
            self._shown, self._seen = facts, order.seen
            self._paper_codes = {paper.code: paper.key for paper in order.state.papers if paper.code}
            self.tab.show_order(facts)
            self.tab.side.show_follows(what_follows(facts))
            if facts.stopped:
                self.tab.show_alarm(alarm_words.stopped(facts.stopped, facts.number))
            elif order.seen.held_by and (order.seen.held_by, order.seen.held_at) != self._me:
                self._open = None
                self.tab.show_nothing()
                self.tab.show_alarm(alarm_words.taken_over(order.seen.held_by, order.seen.held_at, facts.number))
        return facts

    async def _counted(self, match: Match) -> PackFacts:
        """Show what the scan changed, without reading the whole order again; the feed compares afterwards."""
        shown, seen = self._shown, self._seen
        row = next((row for row, line in enumerate(shown.lines) if line.line_id == match.line_id), -1) if shown else -1
        if shown is None or seen is None or shown.order_id != self._open:
            return await self._show()
        if match.result is not ScanResult.COUNTED:
            return shown
        # the first piece in a box makes it count as one, with its weight
        opened = next((box for box in shown.parcels if box.is_open), None)
        is_last = shown.packed + match.pieces >= shown.ordered
        if row < 0 or opened is None or not opened.pieces or shown.found or is_last:
            return await self._show()
        left = order_facts.items_open(shown.ordered - shown.packed - match.pieces)
        self._shown = shown.counted(row, match.pieces, left)
        self._seen = replace(seen, packed=seen.packed + match.pieces)
        self.tab.show_order(self._shown)
        return self._shown
