"""Turns what is entered at the handoff form into a record; says at each change what is missing and what follows."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from dispatch_console import texts
from dispatch_console.application.desk import Desk
from dispatch_console.application.operations.views import kinds_of
from dispatch_console.application.orders import pins
from dispatch_console.application.orders.pins import Tried
from dispatch_console.application.road import doorstep, drafts, handoff_view
from dispatch_console.application.road.drafts import Draft
from dispatch_console.application.road.handoff_view import HandoffView, WaitingHandoff
from dispatch_console.application.site import depot
from dispatch_console.domain.errors import DispatchError
from dispatch_console.domain.orders import proof_levels
from dispatch_console.domain.orders.pins import RIGHT
from dispatch_console.domain.orders.proof_levels import PIN, Level
from dispatch_console.domain.road import handed, proof
from dispatch_console.domain.road.outcomes import OUTCOMES
from dispatch_console.domain.road.proof import HandoffFacts
from dispatch_console.domain.values import Money
from dispatch_console.language import money, plural, tr
from dispatch_console.ui import words
from dispatch_console.ui.handoff import choices, handoff_words
from dispatch_console.ui.handoff.form import Entered
from dispatch_console.ui.handoff.goods_table import GoodsLine
from dispatch_console.ui.handoff.page import HandoffFactsView, HandoffPage
from dispatch_console.ui.handoff.understanding import Understood, is_counter, through, understand
from dispatch_console.ui.in_turn import in_turn
from dispatch_console.ui.tasks import Tasks
from dispatch_console.ui.widgets import reading, sounds
from dispatch_console.ui.widgets.reading import ReadOff

KINDS = kinds_of(handoff_view.waiting, handoff_view.has_photo, drafts.draft_of, depot.zone_of)


class HandoffPresenter:
    """One order is open at a time; `on_closed` leads back to the board, `correct` to the correction of a record."""

    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        page: HandoffPage,
        on_closed: Callable[[str], None],
        correct: Callable[[int], None],
    ) -> None:
        self._desk, self._page, self._on_closed, self._correct = desk, page, on_closed, correct
        self._view: HandoffView | None = None
        self._draft: Draft | None = None
        self._fresh: Entered | None = None
        self._waiting: tuple[WaitingHandoff, ...] = ()
        self._zone = ZoneInfo("UTC")
        self._read_off: ReadOff | None = None
        # what the signature on the pad was given for
        self._signed_for = ""
        self._says_again = self._has_photo = False
        start = tasks.start
        page.order_chosen.connect(lambda key: start(self.open(int(key))))
        page.record_wanted.connect(lambda: start(self._record()))
        page.put_down_wanted.connect(lambda: start(self._put_down()))
        page.afresh_wanted.connect(lambda: start(self._begin_afresh()))
        page.correct_wanted.connect(self._correct_wanted)
        page.form.changed.connect(self._show)
        page.form.pin_typed.connect(lambda pin: start(self._try_pin(pin)))
        page.scanned.connect(lambda text: start(self._scan(text)))

    async def refresh(self, kinds: frozenset[str]) -> None:
        if kinds & KINDS and self._page.isVisible():
            await self.load()

    @in_turn
    async def load(self) -> None:
        self._zone = await self._desk.ask(depot.zone_of)
        day = self._desk.clock().astimezone(self._zone).date()
        self._waiting = await self._desk.ask(handoff_view.waiting, day)
        self._page.show_waiting_count(len(self._waiting))
        chosen = str(self._view.order_id) if self._view else ""
        self._page.waiting.show_cards([handoff_words.card(entry, self._zone) for entry in self._waiting], chosen)

    async def open(self, order_id: int, read_off: ReadOff | None = None) -> None:
        """Open an order; what was begun with it before is there again. `read_off`: its signed sheet is being read."""
        if self._view is not None and self._view.order_id != order_id:
            await self._keep()
        view = await self._desk.ask(handoff_view.view, order_id)
        self._has_photo = await self._desk.ask(handoff_view.has_photo, order_id)
        self._draft = await self._desk.ask(drafts.draft_of, order_id)
        self._view, self._read_off = view, read_off
        self._zone = view.zone
        self._fill(self._draft)
        await self.load()

    def _fill(self, draft: Draft | None) -> None:
        view, form = self._view, self._page.form
        if view is None:
            return
        form.offer(choices.at_counter() if is_counter(view) else choices.at_door(view))
        self._signed_for, self._says_again = "", False
        now = self._desk.clock().astimezone(view.zone)
        arrived = f"{view.arrived_at.astimezone(view.zone):%H:%M}" if view.arrived_at else ""
        lines = [GoodsLine(line.line_id, line.name, line.sku, line.sent) for line in view.lines]
        counter = is_counter(view)
        form.parcels.setVisible(counter)
        form.parcels.show_parcels(view.parcels if counter else ())
        form.fill(view.customer, lines, arrived, f"{now:%H:%M}")
        self._show_pin()
        if self._read_off is not None and not counter:
            form.paper.setChecked(True)
        self._fresh = form.entered()
        if draft is not None:
            form.restore(draft.entered, lines)
        elif self._read_off is not None:
            read = self._read_off
            typed = {"outcome": read.outcome, "acted": read.acted, "recipient": read.recipient}
            typed = {name: text for name, text in typed.items() if text}
            form.restore(form.entered().kept() | typed, lines)
        self._show()

    async def _try_pin(self, pin: str) -> None:
        """Compare what the customer says; what was typed is kept nowhere."""
        view, form = self._view, self._page.form
        if view is None or view.pin_right:
            return
        tried = await self._desk.do(pins.try_pin, view.order_id, pin)
        form.pin.clear()
        self._view = replace(view, pin_right=tried.result == RIGHT)
        self._show_pin(tried)
        self._show()

    def _show_pin(self, tried: Tried | None = None) -> None:
        view = self._view
        if view is None:
            return
        said, tone = handoff_words.pin(view, tried)
        asked = view.levels[PIN] is not Level.OFF and view.outcome == "none"
        self._page.form.show_pin(said, asked=asked, tone=tone, known=view.pin_right)

    async def _scan(self, text: str) -> None:
        """Check a parcel of the pick-up that is open; with none begun, open the one that it belongs to."""
        ticks = self._page.form.parcels
        try:
            found = await self._desk.ask(handoff_view.parcel_at_counter, text)
        except DispatchError as error:
            self._alarm(texts.explain(error))
            return
        if found is None:
            self._alarm(tr("{code} is no parcel of ours.", code=text))
            return
        view = self._view
        begun = view is not None and is_counter(view) and bool(ticks.checked())
        if begun and view is not None and found.order_id != view.order_id:
            said = tr("{code} belongs to {number}, {customer}: do not hand it out here.", code=found.spaced,
                      number=found.number, customer=found.customer)  # fmt: skip
            self._alarm(said)
            return
        if view is None or found.order_id != view.order_id:
            await self.open(found.order_id)
        view = self._view
        if view is None or not is_counter(view) or handoff_words.closed(view):
            sounds.wrong()
            return
        ticks.check(found.parcel_id)
        left = len(view.parcels) - len(ticks.checked())
        ticks.say(plural("{count} parcel is left", "{count} parcels are left", left) if left else tr("All are here."))
        sounds.right()

    def _alarm(self, text: str) -> None:
        sounds.wrong()
        self._page.form.parcels.say(text, "wrong")

    async def _begin_afresh(self) -> None:
        if self._view is not None:
            await self._desk.do(drafts.drop, self._view.order_id)
            self._draft = None
            self._fill(None)

    async def _put_down(self) -> None:
        kept = await self._keep()
        number = self._view.number if self._view is not None else ""
        self.close()
        self._on_closed(tr("{number}: what was begun is kept.", number=number) if kept else "")

    async def _keep(self) -> bool:
        """Keep what was begun. Returns whether there was anything."""
        view = self._view
        if view is None or view.outcome != "none":
            return False
        entered = self._page.form.entered()
        if entered == self._fresh:
            return False
        await self._desk.do(drafts.keep, view.order_id, entered.kept(), self._page.form.pad.png())
        return True

    def close(self) -> None:
        self._view = self._draft = None
        self._page.show_facts(None)

    def _correct_wanted(self) -> None:
        view = self._view
        standing = [record for record in view.records if record.replaced_at is None] if view is not None else []
        if standing:
            self._correct(standing[-1].record_id)

    def _understand(self, view: HandoffView, entered: Entered) -> Understood:
        return understand(
            view,
            entered,
            now=self._desk.clock(),
            has_signature=self._page.form.pad.is_signed,
            has_photo=self._has_photo,
        )

    def _show(self) -> None:
        view = self._view
        if view is None:
            self._page.show_facts(None)
            return
        entered = self._page.form.entered()
        read = self._understand(view, entered)
        came = through(view, from_sheet=self._read_off is not None)
        self._show_money(view, entered, read)
        self._show_sentence(view, read)
        permitted = bool(view.safe_place)
        parcels = [parcel_id for parcel_id, _ in view.parcels]
        asked = proof_levels.whole(view.levels)
        wanted = proof.missing_proof(
            HandoffFacts(outcome=read.facts.outcome), view.needs, due=read.due, permitted=False, parcels=parcels,
            through=came, levels=asked,
        )  # fmt: skip
        missing = proof.missing_proof(
            read.facts, view.needs, due=read.due, permitted=permitted, parcels=parcels, through=came,
            levels=view.levels,
        )  # fmt: skip
        lacking = proof.lacking_proof(read.facts, through=came, levels=view.levels)
        not_there = proof.missing_proof(
            read.facts, view.needs, due=read.due, permitted=permitted, parcels=parcels, through=came,
            levels=asked,
        )  # fmt: skip
        still = proof.still_open(missing, read.facts) if read.facts.outcome in OUTCOMES else missing
        if self._read_off is not None and self._read_off.is_signed and entered.on_paper:
            # the scan of the sheet shows it, and it comes to the record by itself
            still = tuple(code for code in still if code != proof_levels.SIGNATURE)
            not_there = tuple(code for code in not_there if code != proof_levels.SIGNATURE)
        blocked = bool(proof.blocking(missing, came)) or bool(read.wrong)
        closed = handoff_words.closed(view)
        self._page.show_facts(
            HandoffFactsView(
                title=f"{view.number}, {view.customer}",
                customer=view.customer,
                phone=view.phone,
                where=f"{view.address}, {handoff_words.where(view)}",
                rows=handoff_words.rows(view, self._draft),
                proofs=tuple(
                    (words.PROOFS.get(code, code), code not in still and code not in not_there)
                    for code in dict.fromkeys((*wanted, *still))
                ),
                missing=len(still),
                blocked=blocked,
                closed=closed,
                says=handoff_words.says(
                    view, read, missing=len(still), lacking=lacking, blocked=blocked, signs_again=self._says_again
                ),
                button=handoff_words.button(view, len(still)),
                follows=() if closed else choices.what_follows(view, read.facts, read.due, still),
                is_draft=self._draft is not None and not closed,
                can_correct=view.outcome != "none" and bool(view.records),
            )
        )

    def _show_money(self, view: HandoffView, entered: Entered, read: Understood) -> None:
        form = self._page.form
        handed_over = entered.hands_over
        due = money(Money(read.due, view.currency))
        says = tr("Due {due}", due=due) if view.due else tr("nothing to collect")
        if view.due != read.due:
            less = money(Money(view.due - read.due, view.currency))
            says = tr("Due {due}, {less} less", due=due, less=less)
        form.show_due(says, asks=bool(view.due) and handed_over)
        taken = reading.amount(entered.cash, view.currency)
        if taken is None:
            form.show_change(tr("no amount"), "wrong")
            return
        over = taken - read.due
        if not view.due or not handed_over or not entered.cash.strip() or not over:
            form.show_change("")
        elif over > 0 and is_counter(view) and entered.means == "cash":
            form.show_change(tr("Back {money}", money=money(Money(over, view.currency))))
        elif over > 0:
            form.show_change(tr("{money} too much", money=money(Money(over, view.currency))), "decide")
        else:
            form.show_change(tr("{money} too little", money=money(Money(-over, view.currency))), "decide")

    def _show_sentence(self, view: HandoffView, read: Understood) -> None:
        """Show what is signed for; who signed for something else signs again."""
        sent = sum(line.sent for line in view.lines)
        # what is damaged and kept is received
        received = handed.received(view.lines, read.facts.turned)
        parts = [plural("{count} parcel", "{count} parcels", len(view.parcels))]
        parts.append(
            plural("{count} item", "{count} items", sent)
            if received == sent
            else tr("{received} of {sent} items", received=max(0, received), sent=sent)
        )
        sentence = tr("{goods} received", goods=", ".join(parts))
        if read.facts.collected:
            paid = money(Money(read.facts.collected, view.currency))
            sentence += tr(", {money} paid", money=paid)
        pad = self._page.form.pad
        if not pad.is_signed:
            self._signed_for = ""
        elif not self._signed_for:
            self._signed_for, self._says_again = sentence, False
        elif self._signed_for != sentence:
            self._signed_for, self._says_again = "", True
            pad.show_sentence(sentence)
            pad.clear()
            return
        self._page.form.show_sentence(sentence)

    async def _record(self) -> None:
        view = self._view
        if view is None:
            return
        entered = self._page.form.entered()
        read = self._understand(view, entered)
        if read.wrong:
            return
        signature = self._page.form.pad.png() if entered.hands_over and not entered.on_paper else None
        # a time that nobody changed is now, to the second
        acted_at = read.acted_at
        if acted_at is not None and abs(self._desk.clock() - acted_at) < timedelta(minutes=1):
            acted_at = None
        note = ", ".join(part for part in (tr("signed on paper") if entered.on_paper else "", entered.note) if part)
        await self._desk.do(
            doorstep.hand_over,
            view.order_id,
            read.facts,
            through=through(view, from_sheet=self._read_off is not None),
            signature=signature,
            note=note,
            acted_at=acted_at,
            arrived_at=read.arrived_at if acted_at is not None else None,
        )
        self.close()
        outcome = words.OUTCOMES.get(entered.outcome, entered.outcome)
        self._on_closed(f"{view.number}: {outcome}")
