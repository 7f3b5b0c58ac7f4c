"""Turns what is entered at the handoff form into a record; says at each change which proof is missing."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from dispatch_console import texts
from dispatch_console.application.desk import Desk
from dispatch_console.application.operations.views import kinds_of
from dispatch_console.application.road import doorstep, handoff_view
from dispatch_console.application.road.handoff_view import HandoffView, WaitingHandoff
from dispatch_console.application.site import depot
from dispatch_console.domain.road import proof
from dispatch_console.domain.road.outcomes import OUTCOMES
from dispatch_console.domain.road.proof import HandoffFacts
from dispatch_console.domain.values import Money, minor_digits
from dispatch_console.language import decimal, mark, money, plural, tr
from dispatch_console.ui import words
from dispatch_console.ui.handoff.form import Entered
from dispatch_console.ui.handoff.page import HandoffFactsView, HandoffPage
from dispatch_console.ui.tasks import Tasks
from dispatch_console.ui.widgets.card_list import Card, Mark
from dispatch_console.ui.widgets.map_colours import driver_colours

AT_DOOR = (
    ("delivered_to_recipient", mark("Customer")),
    ("delivered_third_party", mark("Other person")),
    ("delivered_safe_place", mark("Safe place")),
    ("failed_not_home", mark("Nobody home")),
    ("failed_no_access", mark("No access")),
    ("failed_cant_find_address", mark("Not found")),
    ("failed_refused", mark("Refused")),
    ("failed_damaged", mark("Damaged")),
)
AT_COUNTER = (("picked_up", mark("Customer picks up")),)


KINDS = kinds_of(handoff_view.waiting, depot.zone_of)


class HandoffPresenter:
    """One order is open at a time; `on_closed` leads back to the board."""

    def __init__(self, desk: Desk, tasks: Tasks, page: HandoffPage, on_closed: Callable[[str], None]) -> None:
        self._desk, self._page, self._on_closed = desk, page, on_closed
        self._view: HandoffView | None = None
        self._waiting: tuple[WaitingHandoff, ...] = ()
        self._zone = ZoneInfo("UTC")
        start = tasks.start
        page.order_chosen.connect(lambda key: start(self.open(int(key))))
        page.record_wanted.connect(lambda: start(self._record()))
        page.put_down_wanted.connect(lambda: on_closed(""))
        page.form.changed.connect(self._show)

    async def refresh(self, kinds: frozenset[str]) -> None:
        if kinds & KINDS and self._page.isVisible():
            await self.load()

    async def load(self) -> None:
        self._zone = await self._desk.ask(depot.zone_of)
        day = self._desk.clock().astimezone(self._zone).date()
        self._waiting = await self._desk.ask(handoff_view.waiting, day)
        self._show_waiting()

    def _show_waiting(self) -> None:
        self._page.show_waiting_count(len(self._waiting))
        chosen = str(self._view.order_id) if self._view else ""
        self._page.waiting.show_cards([_card(entry, self._zone) for entry in self._waiting], chosen)

    async def open(self, order_id: int) -> None:
        view = await self._desk.ask(handoff_view.view, order_id)
        self._view = view
        form = self._page.form
        form.offer(
            [(code, tr(name)) for code, name in (AT_COUNTER if view.dispatch == "unplanned" else AT_DOOR)],
            [(code, words.RELATIONS[code]) for code in proof.RELATIONS],
            [("", tr("No paper seen")), *((code, words.ID_KINDS[code]) for code in proof.ID_KINDS)],
        )
        due = money(Money(view.due, view.currency)) if view.due else ""
        goods = [f"{quantity} × {name}" for name, quantity in view.goods]
        items = sum(quantity for _, quantity in view.goods)
        sentence = tr(
            "{parcels}, {items} received",
            parcels=plural("{count} parcel", "{count} parcels", len(view.parcels)),
            items=plural("{count} item", "{count} items", items),
        ) + (tr(", {due} paid", due=due) if due else "")
        form.fill(view.customer, goods, due, sentence)
        self._show()
        await self.load()

    def close(self) -> None:
        self._view = None
        self._page.show_facts(None)

    def _facts(self, view: HandoffView) -> HandoffFacts:
        entered = self._page.form.entered()
        return HandoffFacts(
            outcome=entered.outcome,
            recipient=entered.recipient,
            relation=entered.relation,
            said_name=entered.said_name,
            said_number=entered.said_number,
            id_kind=entered.id_kind,
            of_age=entered.of_age,
            has_signature=entered.on_paper or self._page.form.pad.is_signed,
            collected=_minor(entered.cash, view.currency),
            safe_place=view.safe_place,
        )

    def _show(self) -> None:
        view = self._view
        if view is None:
            self._page.show_facts(None)
            return
        facts = self._facts(view)
        permitted = bool(view.safe_place)
        wanted = proof.missing_proof(HandoffFacts(outcome=facts.outcome), view.needs, due=view.due, permitted=False)
        missing = proof.missing_proof(facts, view.needs, due=view.due, permitted=permitted)
        if view.due:
            back = facts.collected - view.due
            self._page.form.show_change(tr("Back {Money}", Money=money(Money(back, view.currency))) if back > 0 else "")
        rows = [
            (
                tr("Goods"),
                tr(
                    "{parcels}, {weight_g} kg",
                    parcels=plural("{count} parcel", "{count} parcels", len(view.parcels)),
                    weight_g=decimal(view.weight_g / 1000, 1),
                ),
            ),
            (tr("Needs"), ", ".join(words.REQUIREMENTS.get(need, need) for need in view.needs) or "signature"),
        ]
        if view.instructions:
            rows.append((tr("Said"), view.instructions))
        where = (
            tr("stop {letter} {stop}, {driver}", letter=view.letter, stop=view.stop, driver=view.driver)
            if view.stop
            else tr("at the depot")
        )
        self._page.show_facts(
            HandoffFactsView(
                title=f"{view.number}, {view.customer}",
                customer=view.customer,
                phone=view.phone,
                where=f"{view.address}, {where}",
                rows=tuple(rows),
                proofs=tuple(
                    (words.PROOFS.get(code, code), code not in missing) for code in dict.fromkeys((*wanted, *missing))
                ),
                missing=len(missing),
                closed=self._closed(view),
                button=tr("Record pick-up") if view.dispatch == "unplanned" else tr("Record handoff"),
            )
        )

    def _closed(self, view: HandoffView) -> str:
        if view.outcome != "none":
            return tr("This order has its record: {outcome_code}.", outcome_code=texts.plain(view.outcome_code))
        if view.dispatch in ("planned", "on_manifest", "loaded"):
            return tr("This order is on a route that has not left. Take it off the route for a pick-up.")
        if not view.packed:
            return tr("This order is not packed.")
        return ""

    async def _record(self) -> None:
        view = self._view
        if view is None:
            return
        entered = self._page.form.entered()
        through = "counter" if view.dispatch == "unplanned" else "phone"
        note = ", ".join(part for part in (tr("signed on paper") if entered.on_paper else "", entered.note) if part)
        signature = None if entered.on_paper else self._page.form.pad.png()
        if not _hands_over(entered):
            signature = None
        await self._desk.do(
            doorstep.hand_over, view.order_id, self._facts(view), through=through, signature=signature, note=note
        )
        self.close()
        self._on_closed(f"{view.number}: {words.OUTCOMES.get(entered.outcome, entered.outcome)}")


def _hands_over(entered: Entered) -> bool:
    return OUTCOMES[entered.outcome].action in ("deliver", "pick_up")


def _minor(text: str, currency: str) -> int:
    """Return what was typed as an amount, in minor units; nothing readable is nothing taken."""
    try:
        amount = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return 0
    return int((amount * 10 ** minor_digits(currency)).to_integral_value()) if amount.is_finite() else 0


def _card(entry: WaitingHandoff, zone: ZoneInfo) -> Card:
    at = entry.since or entry.planned_at
    if entry.letter:
        colours = driver_colours(entry.letter)
        mark = Mark("letter", entry.letter, colours.fill, ink=colours.letter)
    else:
        mark = Mark("icon", "store")
    return Card(
        key=str(entry.order_id),
        title=entry.customer,
        right=words.clock(at, zone) if at else "",
        under=entry.where,
        under_right=entry.group.lower(),
        mark=mark,
    )
