"""Looks after the phones of a day: pairs, takes back, and brings to a person what a phone says and nobody did."""

from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

from dispatch_console import texts
from dispatch_console.application.desk import Desk
from dispatch_console.application.operations.views import kinds_of
from dispatch_console.application.phones import acts, pairing, phones_list
from dispatch_console.application.phones.phones_list import OpenAct, PhoneRow
from dispatch_console.application.site import depot
from dispatch_console.language import long_day, plural, tr
from dispatch_console.ui import words
from dispatch_console.ui.in_turn import in_turn
from dispatch_console.ui.phones.page import PhoneLine, PhonesPage, PhoneView
from dispatch_console.ui.tasks import Tasks
from dispatch_console.ui.theme import tokens
from dispatch_console.ui.widgets.card_list import Card, Mark

KINDS = kinds_of(phones_list.phones, depot.zone_of)


class PhonesPresenter:
    """`address`: how phones reach the door; `record` opens the record of an order."""

    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        page: PhonesPage,
        on_closed: Callable[[str], None],
        record: Callable[[int], None],
        address: Callable[[], str],
    ) -> None:
        self._desk, self._page, self._on_closed = desk, page, on_closed
        self._record, self._address = record, address
        self._day: date | None = None
        self._zone = ZoneInfo("UTC")
        self._rows: tuple[PhoneRow, ...] = ()
        self._chosen, self._act = "", ""
        start = tasks.start
        page.phone_chosen.connect(lambda key: start(self._choose(key)))
        page.act_chosen.connect(self._choose_act)
        page.code_wanted.connect(lambda: start(self._make_code()))
        page.revoke_wanted.connect(lambda: start(self._revoke()))
        page.accept_wanted.connect(lambda: start(self._accept()))
        page.record_wanted.connect(self._open_record)
        page.aside_wanted.connect(lambda: start(self._set_aside()))
        page.put_down_wanted.connect(lambda: on_closed(""))

    async def refresh(self, kinds: frozenset[str]) -> None:
        if kinds & KINDS and self._page.isVisible():
            await self.load()

    async def open(self, day: date) -> None:
        """Show the phones of a day. Each route that is out has a link from now on."""
        self._day = day
        self._zone = await self._desk.ask(depot.zone_of)
        await self.load()
        self._page.table.setFocus()

    @in_turn
    async def load(self) -> None:
        if self._day is None:
            return
        self._rows = await self._desk.ask(phones_list.phones, self._day, self._desk.clock())
        if self._row() is None:
            first = next((row for row in self._rows if row.waiting or row.fault), None) or next(iter(self._rows), None)
            self._chosen = str(first.shift_id) if first is not None else ""
        self._show()
        await self._link_chosen()

    async def _choose(self, key: str) -> None:
        self._chosen, self._act = key, ""
        self._show_chosen()
        await self._link_chosen()

    async def _link_chosen(self) -> None:
        """Make the link of the chosen driver, where phones can come at all."""
        row = self._row()
        if row is not None and not row.token and self._address():
            await self._desk.do(pairing.make_link, row.shift_id)

    def _row(self) -> PhoneRow | None:
        return next((row for row in self._rows if str(row.shift_id) == self._chosen), None)

    def _open_act(self) -> OpenAct | None:
        row = self._row()
        return next((act for act in row.waiting if str(act.row_id) == self._act), None) if row is not None else None

    def _choose_act(self, key: str) -> None:
        self._act = key
        self._show_acts()

    def _show(self) -> None:
        day = long_day(self._day) if self._day is not None else ""
        ready = sum(not row.fault for row in self._rows)
        title = tr("{day}: {ready} of {all} ready without network", day=day, ready=ready, all=len(self._rows))
        self._page.show_phones(title, [self._line(row) for row in self._rows], self._chosen)
        self._show_chosen()

    def _line(self, row: PhoneRow) -> PhoneLine:
        checks, paired = row.checks, bool(row.phone)
        fault = row.fault.removeprefix("not_")
        order = ("secure", "worker", "stored", "reloaded")
        root = order.index(fault) if fault in order else len(order)

        def state(names: tuple[str, ...]) -> tuple[str, str]:
            # only the root is red: what hangs on it is no news
            if not paired:
                return "–", "faint"
            if all(checks.get(name) is True for name in names):
                return tr("yes"), "good"
            return (tr("no"), "wrong") if root in [order.index(name) for name in names] else ("–", "faint")

        missing = len(row.missing)
        heard = words.when(row.heard_at, self._zone, self._desk.clock()) if row.heard_at is not None else tr("never")
        cells = (
            (f"{row.letter}  {row.driver}, {row.vehicle}", ""),
            (row.phone or tr("none"), "" if paired else "faint"),
            (heard, "" if paired else "faint"),
            state(("secure",)),
            state(("worker", "reloaded")),
            state(("stored",)),
            _allowed(checks.get("camera")),
            _allowed(checks.get("place")),
            (plural("{count} act", "{count} acts", missing) if missing else "–", "wrong" if missing else "faint"),
        )
        return PhoneLine(
            key=str(row.shift_id), cells=tuple(text for text, _ in cells), tones=tuple(tone for _, tone in cells)
        )

    def _show_chosen(self) -> None:
        row, door = self._row(), self._address()
        if row is None:
            self._page.show_phone(None)
            self._page.show_acts(
                tr("Nothing that it told waits here"), (), "", can_record=False, can_accept=False, said=""
            )
            return
        steps = [
            tr("The driver scans this with his phone and presses “Take this route”."),
            tr("He opens the page once more: it says “Ready without network”."),
        ]
        if row.code:
            steps = [tr("The other phone scans this and types the code, once.")]
        if not door:
            steps = [tr("Phones cannot reach the door: write its address into Settings, This station.")]
        state = words.PHONE_FAULTS[row.fault] if row.fault else tr("Ready without network")
        if row.missing:
            numbers = ", ".join(map(str, row.missing[:12]))
            state += " " + tr("The phone did acts that never came: {numbers}.", numbers=numbers)
        self._page.show_phone(
            PhoneView(
                title=f"{row.driver}, {row.vehicle}",
                state=state,
                tone="wrong" if row.fault or row.missing else "checked",
                address=f"{door.rstrip('/')}/d/{row.token}" if door and row.token else "",
                code=f"{row.code[:4]} {row.code[4:]}" if row.code else "",
                steps=steps,
                has_link=bool(row.token),
                is_paired=bool(row.phone),
            )
        )
        self._show_acts()

    def _show_acts(self) -> None:
        row = self._row()
        waiting = row.waiting if row is not None else ()
        if waiting and self._open_act() is None:
            self._act = str(waiting[0].row_id)
        title = plural("{count} act waits for you", "{count} acts wait for you", len(waiting))
        chosen = self._open_act()
        self._page.show_acts(
            title if waiting else tr("Nothing that it told waits here"),
            [self._act_card(act) for act in waiting],
            self._act,
            can_record=chosen is not None and chosen.order_id is not None,
            can_accept=chosen is not None and chosen.order_id is not None and chosen.kind == "handoff",
            said=self._act_said(chosen) if chosen is not None else "",
        )

    def _act_card(self, act: OpenAct) -> Card:
        return Card(
            key=str(act.row_id),
            title=f"{act.number} {act.customer}".strip() or texts.plain(act.kind),
            right=words.clock(act.acted_at, self._zone),
            under=_act_words(act),
            mark=Mark("icon", "triangle-alert", ink=tokens().red),
            tone="wrong",
        )

    def _act_said(self, act: OpenAct) -> str:
        """Return the whole of what the chosen act says, and why nobody did it."""
        at = words.clock(act.acted_at, self._zone)
        said = tr("The phone says: {what} at {at}.", what=_act_words(act), at=at)
        return f"{said} {texts.sentence(act.reason, dict(act.facts))}" if act.reason else said

    async def _make_code(self) -> None:
        row = self._row()
        if row is not None:
            await self._desk.do(pairing.make_code, row.shift_id)

    async def _revoke(self) -> None:
        row = self._row()
        if row is not None and row.token:
            await self._desk.do(pairing.revoke, row.shift_id)

    def _open_record(self) -> None:
        act = self._open_act()
        if act is not None and act.order_id is not None:
            self._record(act.order_id)

    async def _accept(self) -> None:
        """Do what the phone says: it was at the door."""
        act = self._open_act()
        if act is not None:
            await self._desk.do(acts.accept, act.row_id)

    async def _set_aside(self) -> None:
        act = self._open_act()
        if act is not None:
            await self._desk.do(acts.settle, act.row_id, self._page.why.text())
            self._page.why.clear()


def _act_words(act: OpenAct) -> str:
    return words.OUTCOMES.get(act.outcome, "") if act.outcome else texts.plain(act.kind)


def _allowed(state: object) -> tuple[str, str]:
    said = {"granted": tr("allowed"), "prompt": tr("asks"), "denied": tr("not allowed")}.get(str(state), "")
    return (said, "") if said else ("–", "faint")
