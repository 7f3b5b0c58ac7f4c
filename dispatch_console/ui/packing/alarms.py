"""Alarms at the bench: what raised one, and what F6 or Esc does with it."""

from dataclasses import replace

from dispatch_console.application.desk import Desk
from dispatch_console.application.packing import products
from dispatch_console.application.papers import label_truth
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.packing.scan_match import Match, ScanResult
from dispatch_console.domain.packing.scanned import Scanned
from dispatch_console.domain.papers.codes import Code
from dispatch_console.language import tr
from dispatch_console.ui import words
from dispatch_console.ui.packing import alarm_words
from dispatch_console.ui.packing.bench_order import OrderAtBench
from dispatch_console.ui.packing.facts import PackFacts
from dispatch_console.ui.packing.labels import BenchLabels
from dispatch_console.ui.packing.tab import PackingTab


class BenchAlarms:
    """Knows what an alarm asks: about an order of another bench, codes that came late, a code of several products."""

    def __init__(self, desk: Desk, tab: PackingTab, order: OrderAtBench, labels: BenchLabels) -> None:
        self._desk, self._tab, self._order, self._labels = desk, tab, order, labels
        self._held: int | None = None
        self._late: list[str] = []
        self._doubtful: tuple[int, Scanned] | None = None
        # the order of an old label while that alarms
        self._old_label: int | None = None
        # wrong pieces in the hands of the packer while the alarm is on, by SKU: where each belongs
        self._in_hand: dict[str, str] = {}

    def held(self, order_id: int, refused: Refused) -> None:
        """Ask whether to take an order over that another station has."""
        self._held = order_id
        self._tab.show_alarm(alarm_words.held(refused.facts))

    def late(self, stored: list[str]) -> None:
        """Ask what is to be done with codes that a scanner had stored; nothing is counted before."""
        self._late = stored
        self._tab.show_alarm(alarm_words.late(stored, self._tab.open_number))

    async def wrong(self, match: Match, read: Scanned, facts: PackFacts) -> None:
        """Say why a scan counted nothing, and which pieces of earlier scans still lie beside the box."""
        several = match.result is ScanResult.SEVERAL
        self._doubtful = (match.line_id, read) if several and match.line_id is not None else None
        product = await self._desk.ask(products.product_of, read)
        wanted = (self._order.line(match.line_id) if several else None) or self._tab.current_line()
        now, zone = self._desk.clock(), self._order.zone
        alarm = alarm_words.alarm(match, read.text, product, wanted, zone, now)
        if alarm.wanted is not None:
            picture = self._order.pictures.get(alarm.wanted.sku, b"")
            alarm = replace(alarm, wanted=replace(alarm.wanted, picture=picture))
        earlier = tuple(where for sku, where in self._in_hand.items() if product is None or sku != product.sku)
        if product is not None and match.result in (ScanResult.WRONG_ITEM, ScanResult.SURPLUS):
            self._in_hand[product.sku] = alarm_words.belongs(product)
        noted = tr("Nothing was counted. {at}, {station}.", at=words.clock(now, zone), station=self._desk.actor.station)
        where = tr("{number}, {packed} of {ordered} packed", number=facts.number, packed=facts.packed,
                   ordered=facts.ordered)  # fmt: skip
        self._tab.show_alarm(replace(alarm, where=where, noted=noted, earlier=earlier))

    async def is_old_label(self, code: Code) -> bool:
        """Alarm at a label that is no longer true, or whose parcel is no more; return whether it is one."""
        label = await self._desk.ask(label_truth.scanned_label, code)
        if label.order_id is not None and label.old is None:
            if self._old_label == label.order_id:
                # the newer one is here: that was all the alarm was about
                self.end()
                self._tab.say_scan(tr("{number}: that is the true label.", number=label.number))
                return True
            return False
        self._old_label = label.order_id
        if label.order_id is not None and self._order.id is None:
            # the new one is printed from here
            self._labels.offer(label.order_id)
        self._tab.show_alarm(alarm_words.old_label(label, self._order.zone, self._desk.clock()))
        return True

    def end(self) -> None:
        """Close the alarm; what it asked is not done."""
        self._late, self._doubtful, self._held, self._old_label, self._in_hand = [], None, None, None, {}
        self._tab.end_alarm()

    def take_held(self) -> int | None:
        """Return the order that is taken over with the answer, None where that was not asked."""
        held = self._held
        if held is not None:
            self.end()
        return held

    def take_late(self) -> list[str]:
        """Return the codes that are counted with the answer; empty where that was not asked."""
        stored = self._late
        if stored:
            self.end()
        return stored

    def take_doubtful(self) -> tuple[int, Scanned] | None:
        """Return line and scan that the packer looked at, None where that was not asked."""
        doubtful, self._doubtful = self._doubtful, None
        return doubtful
