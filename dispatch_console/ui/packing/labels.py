"""Labels at the bench: what is known of them on paper, and another print."""

import asyncio
from typing import Protocol

from dispatch_console import texts
from dispatch_console.application.desk import Desk
from dispatch_console.application.packing import pack_queue
from dispatch_console.application.papers import ledger
from dispatch_console.domain.errors import DispatchError, Refused, Unavailable
from dispatch_console.domain.papers.label_printer import PrintedLabels
from dispatch_console.language import plural, tr
from dispatch_console.ui.packing.tab import PackingTab


class BenchPrinters(Protocol):
    """The printers of a station. Errors: those of `label_printing.print_labels`."""

    @property
    def second(self) -> str: ...

    def labels(self, order_id: int, *, second: bool = False) -> PrintedLabels: ...

    def again(self, order_id: int, *, second: bool = False, only: int | None = None) -> PrintedLabels: ...


class BenchLabels:
    """Knows the order that was sealed or scanned last: its labels can be printed again while no other one is open."""

    def __init__(self, desk: Desk, tab: PackingTab, printers: BenchPrinters) -> None:
        self._desk, self._tab, self._printers = desk, tab, printers
        self._order: int | None = None
        # while another order is open its labels are not offered, but they are again after it
        self._last: int | None = None
        # another label is asked about once while the one before may be on a box
        self._asked = False
        # parcels of which one label is to be printed again, and on which printer, while that is asked
        self._parcels: tuple[int, ...] = ()
        self._on_second = False
        # sealed orders whose labels did not come out here, with what the printer said
        self._unprinted: dict[int, str] = {}

    def offer(self, order_id: int | None) -> None:
        """Offer the labels of an order; None takes the offer back."""
        self._order, self._asked, self._parcels = order_id, False, ()
        self._last = order_id if order_id is not None else self._last
        self._tab.offer_labels(order_id is not None, second=False)

    def offer_last(self) -> None:
        """Offer the labels of the order that was sealed or scanned last once more, where there is one."""
        if self._order is None and self._last is not None:
            self.offer(self._last)

    async def print_first(self, order_id: int, sealed: str) -> None:
        """Print the labels of an order that was sealed just now. `sealed`: the words for that."""
        try:
            printed = await asyncio.get_event_loop().run_in_executor(None, self._printers.labels, order_id)
        except (Refused, Unavailable) as error:
            self._unprinted[order_id] = f"{sealed}. {texts.explain(error)}"
            self._offer_others(error)
            self._tab.next_order.show_note(self._unprinted[order_id])
            raise
        self._say(printed, sealed)

    def remind(self) -> None:
        """Offer the labels of an order that was sealed and has none, once no order is open."""
        for order_id, said in list(self._unprinted.items())[:1]:
            self.offer(order_id)
            self._tab.next_order.show_note(said)

    async def print_again(self, *, second: bool = False) -> None:
        """Print a label that fell off or is no longer true, and the slip where that is; each print is logged."""
        order_id = self._order
        if order_id is None:
            return
        if not self._asked and await self._desk.ask(ledger.is_label_doubtful, order_id):
            self._asked = True
            self._tab.say_scan(
                tr("The label before may be printed too: tear it up, the new one alone is true. Press again to print."),
                is_doubtful=True,
            )
            return
        in_force = await self._desk.ask(ledger.labels_in_force, order_id)
        if len(in_force) > 1 and not self._parcels and not self._asked:
            # a new label makes the one before false: that of the other boxes is still on them
            self._parcels, self._on_second = in_force, second
            numbers = ", ".join(map(str, in_force))
            key = "F11" if second else "F10"
            asked = tr("Of which parcel? Type {numbers} and Enter; {key} again prints all.", numbers=numbers, key=key)
            self._tab.say_scan(asked, is_doubtful=True)
            return
        await self._print(order_id, second=second)

    async def takes(self, text: str) -> bool:
        """Take what was typed as the parcel whose label is wanted, while that is asked. Returns whether it was one."""
        asked, self._parcels = self._parcels, ()
        wanted = text.strip()
        if self._order is None or wanted not in map(str, asked):
            return False
        await self._print(self._order, second=self._on_second, only=int(wanted))
        return True

    async def _print(self, order_id: int, *, second: bool, only: int | None = None) -> None:
        self._asked, self._parcels = False, ()
        try:
            printed = await asyncio.get_event_loop().run_in_executor(
                None, lambda: self._printers.again(order_id, second=second, only=only)
            )
        except (Refused, Unavailable) as error:
            self._offer_others(error)
            self._tab.next_order.show_note(texts.explain(error))
            raise
        self._unprinted.pop(order_id, None)
        self._say(printed, await self._desk.ask(pack_queue.number_of, order_id))

    def _offer_others(self, error: DispatchError) -> None:
        """Offer the second printer where the first one cannot print; it is never used unasked."""
        if error.code.startswith("printer."):
            self._tab.offer_labels(True, second=bool(self._printers.second))

    def _say(self, printed: PrintedLabels, sealed: str) -> None:
        files = [file for file in (printed.file, printed.slip) if file is not None]
        where = "\n".join(map(str, files))
        begin = f"{sealed}: "
        if printed.sent is None:
            names = ", ".join(file.name for file in files)
            again = printed.print_number > 1
            said = tr("Printed again: {file}", file=names) if again else tr("Printed: {file}", file=names)
            self._tab.say_scan(begin + said, where)
        elif printed.is_printed:
            labels = plural("{count} label printed", "{count} labels printed", printed.pages)
            self._tab.say_scan(begin + labels + (f", {printed.slip.name}" if printed.slip else ""), where)
        else:
            why = texts.printer_state(printed.sent.state)
            said = tr("Sent, not confirmed: {why}", why=why)
            self._tab.say_scan(begin + said, where, is_doubtful=True)
            self._tab.next_order.show_note(said)
        if printed.is_printed:
            self._tab.next_order.show_note("")
        self._tab.offer_labels(True, second=not printed.is_printed and bool(self._printers.second))
