"""Turns sheets, scans and counted cash into records; says at each moment what keeps a van open."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from dispatch_console import texts
from dispatch_console.application.desk import Desk
from dispatch_console.application.operations.views import kinds_of
from dispatch_console.application.road import (
    day_closings,
    goods_in,
    sheet_filing,
    sheet_rows,
    van_return,
)
from dispatch_console.application.road.van_return import ReturnRow, VanBack, VanReturn
from dispatch_console.application.site import depot
from dispatch_console.domain.errors import BadInput, DispatchError
from dispatch_console.domain.road import handed
from dispatch_console.domain.road.day_end import OpenKind, blocking
from dispatch_console.domain.road.outcomes import OUTCOMES
from dispatch_console.domain.road.proof import IDENTITY, MEANS, ON_A_SHEET, HandoffFacts
from dispatch_console.domain.values import Money, minor_digits
from dispatch_console.language import listed, money, plural, tr
from dispatch_console.ui import words
from dispatch_console.ui.in_turn import in_turn
from dispatch_console.ui.return_desk import things
from dispatch_console.ui.return_desk.cash_presenter import CashPresenter
from dispatch_console.ui.return_desk.goods_presenter import GoodsPresenter
from dispatch_console.ui.return_desk.grid import CASH, CODE, SIGNATURE, SIGNED_BY, TIME, GridRow, Typed
from dispatch_console.ui.return_desk.page import ReturnPage, VanView
from dispatch_console.ui.return_desk.sheet_files import SheetFiles
from dispatch_console.ui.return_desk.sheet_presenter import SheetPresenter
from dispatch_console.ui.tasks import Tasks
from dispatch_console.ui.widgets import reading, sounds
from dispatch_console.ui.widgets.basics import rename
from dispatch_console.ui.widgets.card_list import Card, Mark
from dispatch_console.ui.widgets.map_colours import driver_colours
from dispatch_console.ui.widgets.reading import ReadOff

KINDS = kinds_of(sheet_filing.shown_row, van_return.vans_back, van_return.van_return, depot.zone_of)
COUNTER_KEY = "counter"
# the field of a row that a refusal is about
_FIELDS = {
    "act.unread": TIME, "act.ahead": TIME, "act.before_departure": TIME, "act.before_arrival": TIME,
    "act.long_ago": TIME, "cash.amount": CASH, "sheet.cash": CASH, "sheet.signed": SIGNATURE,
    "sheet.reads_empty": SIGNATURE, "handoff.missing": SIGNED_BY,
}  # fmt: skip
BY_PAPER = {str(outcome.paper_code): code for code, outcome in OUTCOMES.items()}


class ReturnPresenter:
    """One van is open at a time."""

    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        page: ReturnPage,
        on_closed: Callable[[str], None],
        correct: Callable[[int], None],
        record_by_form: Callable[[int, ReadOff], None],
        close_day: Callable[[], None],
        *,
        show_stop: Callable[[int], None],
        choose_sheets: Callable[[], Sequence[Path]],
        sheet_files: SheetFiles,
    ) -> None:
        self._desk, self._page, self._on_closed, self._correct = desk, page, on_closed, correct
        self._tasks, self._record_by_form, self._show_stop = tasks, record_by_form, show_stop
        self._day: date | None = None
        self._zone = ZoneInfo("UTC")
        self._vans: tuple[VanBack, ...] = ()
        self._key = ""
        self._van: VanReturn | None = None
        self._row = ""
        self._sheets = SheetPresenter(desk, tasks, page, choose_sheets, sheet_files, self.load)
        start = tasks.start
        page.read_wanted.connect(lambda: self._sheets.choose(self._day))
        page.decided.connect(lambda signed: start(self._sheets.decide(signed=signed)))
        page.grid.asks = self._asks
        page.van_chosen.connect(lambda key: start(self._choose(key)))
        page.grid.row_chosen.connect(self._row_chosen)
        page.grid.typed.connect(lambda typed: start(self._record(typed)))
        page.signature_seen.connect(lambda: start(self._signature_seen()))
        page.correct_wanted.connect(self._correct_row)
        page.open_chosen.connect(self._show_what_is_open)
        self._goods = GoodsPresenter(desk, start, page)
        self._cash = CashPresenter(desk, start, page.cash, page.say)
        page.close_van_wanted.connect(lambda: start(self._close_van()))
        page.close_day_wanted.connect(close_day)
        page.put_down_wanted.connect(lambda: on_closed(""))

    async def refresh(self, kinds: frozenset[str]) -> None:
        if kinds & KINDS and self._page.isVisible():
            await self.load()

    async def open(self, day: date, letter: str = "", *, to_count: str = "") -> None:
        """Open the desk of a day, at the van with this letter where it left; at its cash of the currency `to_count`."""
        self._day = day
        self._zone = await self._desk.ask(depot.zone_of)
        self._page.say("")
        self._vans = await self._desk.ask(van_return.vans_back, day)
        self._van, self._row = None, ""
        self._goods.choose("")
        wanted = next((van for van in self._vans if van.letter == letter), None) or next(
            (van for van in self._vans if van.open_count), None
        )
        self._key = _key(wanted or self._vans[0]) if self._vans else ""
        await self.load()
        if to_count:
            self._cash.choose(to_count)
        else:
            self._page.grid.begin()

    async def resume(self, said: str) -> None:
        """Go on where a page over the desk was opened, with the next row that is open."""
        if said:
            self._page.grid.recorded(self._row)
        await self.load()
        self._page.say(said)
        self._page.grid.begin()

    @in_turn
    async def load(self) -> None:
        if self._day is None:
            return
        day, key = self._day, self._key
        self._vans = await self._desk.ask(van_return.vans_back, day)
        known = {_key(van): van for van in self._vans}
        found = await self._desk.ask(van_return.van_return, day, known[key].shift_id) if key in known else None
        if self._key != key or self._day != day:
            return
        self._van = found
        self._show()

    async def _choose(self, key: str) -> None:
        if key != self._key:
            self._key, self._row = key, ""
            self._goods.choose("")
            self._page.say("")
            await self.load()
        self._page.grid.begin()

    def _row_chosen(self, key: str) -> None:
        self._row = key
        self._show_row_acts()
        self._show_read()

    def _show_read(self) -> None:
        row = self._find(self._row)
        self._tasks.start(self._sheets.show(row.order_id if row is not None else None))

    def _show_what_is_open(self, key: str) -> None:
        """Go to the row, the goods or the cash that keeps the van open."""
        thing = next((thing for thing in self._van.things if thing.key == key), None) if self._van else None
        if thing is None:
            return
        if thing.kind is OpenKind.NEXT_STEP and thing.order_id is not None:
            self._show_stop(thing.order_id)
        elif thing.kind is OpenKind.CASH:
            self._cash.choose(thing.currency)
        elif thing.kind is OpenKind.GOODS and thing.goods_id is not None:
            self._goods.choose(str(thing.goods_id))
            self._page.goods.setFocus()
        elif thing.order_id is not None and self._find(str(thing.order_id)) is not None:
            self._page.grid.choose(str(thing.order_id))
        else:
            self._page.say(tr("Close the day says what can be done about it: Ctrl+F4."))

    def _asks(self, key: str, code: str, column: int) -> bool:
        """Return whether a field of a row is to be typed, once its code stands there."""
        outcome = OUTCOMES.get(BY_PAPER.get(code, ""))
        if outcome is None:
            return True
        if column in (SIGNED_BY, SIGNATURE):
            return outcome.needs_recipient
        if column == CASH:
            row = self._find(key)
            return outcome.action in ("deliver", "pick_up") and row is not None and row.to_collect > 0
        return True

    def _find(self, key: str) -> ReturnRow | None:
        rows = self._van.rows if self._van is not None else ()
        return next((row for row in rows if str(row.order_id) == key), None)

    def _show(self) -> None:
        page, van = self._page, self._van
        page.show_vans([_van_card(entry) for entry in self._vans], self._key)
        if van is None:
            page.show_van(None)
            page.grid.show_rows((), "")
            self._cash.show(None)
            self._goods.show(None, self._zone)
            page.open.show_cards((), "")
            return
        if not self._row and van.rows:
            first = next((row for row in van.rows if row.record_id is None), van.rows[0])
            self._row = str(first.order_id)
        page.grid.show_rows([self._grid_row(row) for row in van.rows], self._row)
        left = blocking(van.things)
        here = sum(row.seen_at is not None for row in van.goods)
        closed = tr("Closed by {by}.", by=van.closed_by) if van.closed_by else ""
        if van.day_closed:
            closed = tr("The day is closed.")
        entry = next((entry for entry in self._vans if _key(entry) == self._key), None)
        title = ", ".join((entry.driver, entry.vehicle)) if entry and entry.shift_id is not None else tr("Counter")
        page.show_van(
            VanView(
                title=title,
                rows=_complete_words(van),
                goods_title=tr("Coming back  {here} of {all}", here=here, all=len(van.goods)),
                open_title=tr("The van cannot close  {count}", count=len(left))
                if left
                else tr("Nothing keeps it open"),
                can_close=not left and not closed,
                closed=closed,
                is_van=van.shift_id is not None,
            )
        )
        self._goods.show(van, self._zone)
        page.open.show_cards([things.card(thing, self._zone) for thing in left], "")
        self._cash.show(van)
        self._show_row_acts()
        self._show_read()

    def _show_row_acts(self) -> None:
        row = self._find(self._row)
        self._page.seen.setEnabled(row is not None and bool(set(row.open_proofs) & set(ON_A_SHEET)))
        is_recorded = row is not None and row.record_id is not None
        rename(self._page.correct, tr("Correct") if is_recorded else tr("With the form"))
        self._page.correct.setEnabled(is_recorded or (row is not None and not self._is_closed))

    @property
    def _is_closed(self) -> bool:
        return self._van is not None and bool(self._van.closed_by or self._van.day_closed)

    def _grid_row(self, row: ReturnRow) -> GridRow:
        outcome = OUTCOMES.get(row.outcome)
        signature, tone = things.signature_words(row)
        digits = minor_digits(row.currency)
        due = row.due if row.record_id is not None else row.to_collect
        # of a row that is to be typed nobody knows it: what is due is not what was taken
        taken = row.collected if row.record_id is not None else 0
        return GridRow(
            key=str(row.order_id),
            stop=str(row.stop or ""),
            customer=row.customer,
            code=str(outcome.paper_code) if outcome is not None else "",
            outcome=words.OUTCOMES_SHORT.get(row.outcome, row.outcome) if outcome is not None else tr("not recorded"),
            time=words.clock(row.at, self._zone) if row.at is not None else "",
            signed_by=row.recipient,
            signature=signature,
            drawn=row.signature if not tone else None,
            due=f"{due / 10**digits:.{digits}f}" if due else "",
            cash=_taken(row, f"{taken / 10**digits:.{digits}f}") if taken else "",
            outcome_tone="wrong" if outcome is None else "" if handed.is_delivered(row.outcome) else "decide",
            signature_tone=tone,
            cash_tone="decide"
            if row.record_id is not None and handed.is_delivered(row.outcome) and taken != due
            else "",
            is_open=row.record_id is None and not self._is_closed,
            read={True: "1", False: "0", None: ""}[row.read_signed],
        )

    async def _record(self, typed: Typed) -> None:
        """Record a row as the sheet says it."""
        row, van = self._find(typed.key), self._van
        if row is None or van is None or self._day is None:
            return
        try:
            code = BY_PAPER.get(typed.code)
            if code is None:
                raise BadInput("sheet.code", value=typed.code)
            times = reading.times("", typed.time, self._day, self._zone)
            taken = reading.amount(typed.cash, row.currency)
            signed = reading.signed(typed.signature)
            if taken is None:
                raise BadInput("cash.amount", value=typed.cash)
            outcome = OUTCOMES[code]
            is_handed = handed.is_delivered(code)
            if is_handed and row.to_collect and not typed.cash.strip():
                raise BadInput("sheet.cash", due=money(Money(row.to_collect, row.currency)))
            facts = HandoffFacts(
                outcome=code,
                # the sheet asks for a name only of somebody else
                recipient=typed.signed_by or (row.customer if code == "delivered_to_recipient" else ""),
                relation="customer" if code == "delivered_to_recipient" else "other",
                has_signature=outcome.needs_recipient and signed,
                on_paper=outcome.needs_recipient and signed,
                collected=taken if is_handed and row.to_collect else 0,
                means=MEANS[0],
            )
            seen = tr("signature seen on the sheet") if facts.on_paper else ""
            await self._desk.do(sheet_rows.record_row, row.order_id, facts, times.acted_at, seen)
        except DispatchError as error:
            said = f"{row.number}, {row.customer}: {texts.explain(error)}"
            if error.code in ("handoff.issue", "handoff.kept", "handoff.nothing_taken", "handoff.part_of_all"):
                said += " " + tr("Ctrl+E opens the form, which asks for the pieces.")
            sounds.wrong()
            self._page.say(said, "wrong")
            self._page.grid.give_back(typed.key, _FIELDS.get(error.code, CODE))
            return
        self._page.grid.recorded(typed.key)
        await self.load()
        self._page.say(*self._recorded(typed.key, f"{row.number}, {row.customer}: {words.OUTCOMES.get(code, code)}"))

    def _recorded(self, key: str, said: str) -> tuple[str, str]:
        """Return what to say of a row that was recorded, with what is still to be seen of it, and the tone of that."""
        row = self._find(key)
        is_empty = row is not None and row.read_signed is False and "signature" in row.open_proofs
        if is_empty:
            said += ". " + tr("No signature: its box on the sheet is empty.")
        codes = [code for code in (row.open_proofs if row is not None else ()) if code in ON_A_SHEET]
        left = [texts.plain(code) for code in codes if not (is_empty and code == "signature")]
        if row is None or not left:
            return said, "decide" if is_empty else ""
        more = tr(
            "Still to be seen on the sheet: {proofs}. Choose stop {stop}, F6.", proofs=listed(left), stop=row.stop
        )
        return f"{said}. {more}", "decide"

    async def _signature_seen(self) -> None:
        """Say of the chosen row that its first missing proof is on the sheet: one look, one proof."""
        row = self._find(self._row)
        if row is None or row.record_id is None:
            return
        codes = [code for code in row.open_proofs if code in ON_A_SHEET]
        if not codes:
            return
        # one box on the sheet says both
        both = [code for code in codes if code in IDENTITY]
        looked = both if codes[0] in both else codes[:1]
        if looked[0] in IDENTITY and not self._sheets.may_claim_tick(row.order_id):
            return
        proof = listed([texts.plain(code) for code in looked])
        seen = tr("{proof}: on the sheet", proof=proof)
        await self._desk.do(goods_in.supply_proof, row.record_id, looked, words=seen)
        # the next press is for the next proof
        await self.load()
        said = tr("{customer}: on the sheet: {proofs}.", customer=row.customer, proofs=proof)
        if left := [code for code in codes if code not in looked]:
            said += " " + tr("F6 again, if you see this too: {proof}.", proof=texts.plain(left[0]))
        self._page.say(said)

    def _correct_row(self) -> None:
        row = self._find(self._row)
        if row is not None and row.record_id is not None:
            self._correct(row.record_id)
        elif row is not None and not self._is_closed:
            typed = self._page.grid.typed_of(self._row)
            is_signed = row.read_signed is True
            read_off = ReadOff(is_signed=is_signed)
            if typed is not None:
                read_off = ReadOff(BY_PAPER.get(typed.code, ""), typed.time, typed.signed_by, is_signed=is_signed)
            self._record_by_form(row.order_id, read_off)

    async def _close_van(self) -> None:
        if self._van is None or self._van.shift_id is None:
            return
        passed = sum(bool(thing.waived_by) for thing in self._van.things)
        await self._desk.do(day_closings.close_van, self._van.shift_id)
        said = tr("The van is closed: everything is accounted for.")
        if passed:
            said = plural(
                "The van is closed; {count} thing was let pass.",
                "The van is closed; {count} things were let pass.",
                passed,
            )
        self._page.say(said)


def _complete_words(van: VanReturn) -> str:
    """Return how many rows are complete; what somebody let pass is not, and is counted apart."""
    done = sum(row.record_id is not None and not row.open_proofs for row in van.rows)
    passed = len({thing.order_id for thing in van.things if thing.kind is OpenKind.PROOF and thing.waived_by})
    said = tr("{done} of {rows} complete", done=done, rows=len(van.rows))
    return f"{said}, " + tr("{count} let pass", count=passed) if passed else said


def _taken(row: ReturnRow, amount: str) -> str:
    """Return what was taken; what is no cash is named."""
    return amount if row.means in ("", MEANS[0]) else f"{texts.plain(row.means)} {amount}"


def _key(van: VanBack) -> str:
    return str(van.shift_id) if van.shift_id is not None else COUNTER_KEY


def _van_card(van: VanBack) -> Card:
    if van.shift_id is None:
        mark, title = Mark("icon", "store"), tr("Counter")
    else:
        colours = driver_colours(van.letter)
        mark, title = Mark("letter", van.letter, colours.fill, ink=colours.letter), van.driver
    said = tr("closed") if van.closed_by else tr("nothing open")
    return Card(
        key=_key(van),
        title=title,
        right=str(van.open_count) if van.open_count else "",
        under=plural("{count} stop", "{count} stops", van.stops),
        under_right=tr("open") if van.open_count else said,
        mark=mark,
        tone="wrong" if van.open_count else "",
    )
