"""Puts a finished stop right: shows how it was recorded, and before anything is written what follows."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from dispatch_console import texts
from dispatch_console.application.desk import Desk
from dispatch_console.application.operations.views import kinds_of
from dispatch_console.application.papers import withdrawing
from dispatch_console.application.road import correcting, finished
from dispatch_console.application.road.correcting import Right
from dispatch_console.application.road.finished import Finished, RecordView
from dispatch_console.application.site import depot
from dispatch_console.domain.errors import BadInput, DispatchError
from dispatch_console.domain.road import act_times, corrections, handed, proof
from dispatch_console.domain.road.handed import Turned
from dispatch_console.domain.road.outcomes import OUTCOMES
from dispatch_console.domain.values import minor_digits
from dispatch_console.language import tr
from dispatch_console.ui import words
from dispatch_console.ui.handoff import choices, correct_words
from dispatch_console.ui.handoff.correct_page import NOT_YET, Corrected, CorrectPage, CorrectView
from dispatch_console.ui.handoff.goods_table import GoodsLine, TurnedLine
from dispatch_console.ui.in_turn import in_turn
from dispatch_console.ui.tasks import Tasks
from dispatch_console.ui.widgets import reading
from dispatch_console.ui.widgets.card_list import Card, Mark
from dispatch_console.ui.widgets.map_colours import driver_colours

KINDS = kinds_of(finished.finished, finished.record_view, depot.zone_of)


class CorrectPresenter:
    """One record is open at a time; `on_closed` leads back to the board; `forget_files` deletes printed proofs with
    a photo that was withdrawn.
    """

    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        page: CorrectPage,
        on_closed: Callable[[str], None],
        forget_files: Callable[[], object],
    ) -> None:
        self._forget_files = forget_files
        # somebody wanted to leave with something typed
        self._leaves = False
        self._desk, self._page, self._on_closed = desk, page, on_closed
        self._view: RecordView | None = None
        self._all: tuple[Finished, ...] = ()
        self._day: date | None = None
        self._zone = ZoneInfo("UTC")
        start = tasks.start
        page.record_chosen.connect(lambda key: start(self.open(int(key))))
        page.correct_wanted.connect(lambda tell: start(self._correct(tell=tell)))
        page.put_down_wanted.connect(self._put_down)
        page.searched.connect(self._show_list)
        page.changed.connect(self._show)
        page.photos.withdraw_wanted.connect(lambda photo, why: start(self._withdraw(photo, why)))

    async def refresh(self, kinds: frozenset[str]) -> None:
        if kinds & KINDS and self._page.isVisible():
            await self.load()

    @in_turn
    async def load(self, day: date | None = None) -> None:
        """Show the finished stops of a day, of the one that is shown where none is given."""
        self._zone = await self._desk.ask(depot.zone_of)
        self._day = day or self._day or self._desk.clock().astimezone(self._zone).date()
        self._all = await self._desk.ask(finished.finished, self._day)
        self._show_list()

    def _show_list(self, *_: object) -> None:
        asked = self._page.search.text().strip().casefold()
        shown = [row for row in self._all if asked in f"{row.number} {row.customer} {row.driver}".casefold()]
        self._page.show_count(len(shown))
        chosen = str(self._view.record_id) if self._view else ""
        self._page.stops.show_cards([_card(row, self._zone) for row in shown], chosen)

    async def open(self, record_id: int) -> None:
        view = await self._desk.ask(finished.record_view, record_id)
        self._view, self._zone = view, view.zone
        self._page.offer(
            (*choices.outcomes(), (NOT_YET, tr("Nothing yet: we still have it"))),
            choices.relations(),
            (("", tr("No paper seen")), *((code, words.ID_KINDS[code]) for code in proof.ID_KINDS)),
            choices.means(),
            (("", tr("choose a reason")), *((code, texts.plain(code)) for code in corrections.WHY)),
            tuple((code, texts.plain(code)) for code in handed.ISSUES),
            tuple((code, texts.plain(code)) for code in handed.DONE),
        )
        lines = [GoodsLine(line.line_id, line.name, line.sku, line.sent) for line in view.lines]
        self._page.fill(_as_recorded(view), lines)
        await self.load(self._day)

    async def _withdraw(self, photo: int, why: str) -> None:
        """Withdraw a photo, and delete the proofs that this station printed with it."""
        if self._view is None:
            return
        await self._desk.do(withdrawing.withdraw_photo, photo, why)
        await asyncio.get_event_loop().run_in_executor(None, self._forget_files)
        fresh = await self._desk.ask(finished.record_view, self._view.record_id)
        # what was typed meanwhile stays
        self._view = replace(self._view, photos=fresh.photos)
        self._show()

    def propose(self, outcome: str) -> None:
        """Begin with another outcome, as somebody was told to bring it about."""
        place = self._page.right_outcome.findData(outcome)
        if place >= 0:
            self._page.right_outcome.setCurrentIndex(place)

    def close(self) -> None:
        self._view = None
        self._page.show_view(None)

    def _put_down(self) -> None:
        """Leave; what was typed is thrown away only when that is said twice."""
        view = self._view
        if view is not None and self._page.entered() != _as_recorded(view) and not self._leaves:
            self._leaves = True
            self._page.say_leaving(tr("Press it again to leave: what you typed here is not kept."))
            return
        self._close("")

    def _close(self, said: str) -> None:
        self._leaves = False
        self._page.say_leaving("")
        self.close()
        self._on_closed(said)

    def _right(self, view: RecordView, entered: Corrected) -> Right | None:
        """Return how it was in truth; None for what has not happened. Errors: those of what was typed."""
        if entered.outcome == NOT_YET:
            return None
        times = reading.times(entered.arrived, entered.acted, _day(view), view.zone)
        if times.acted_at is None:
            raise BadInput("act.unread", value=entered.acted)
        act_times.require_possible(
            times.acted_at,
            arrived_at=times.arrived_at,
            left_depot_at=view.left_depot_at,
            now=self._desk.clock(),
            clock=entered.acted,
        )
        taken = reading.amount(entered.cash, view.currency)
        if taken is None:
            raise BadInput("cash.count")
        turned = entered.not_accepted
        handed.require_turned(view.lines, turned)
        # how the parcels were checked stays with the record
        facts = entered.facts(
            collected=taken,
            has_signature=entered.on_paper or (view.has_signature and _signed_for(view, entered, turned, taken)),
            has_photo=bool(view.photos),
            safe_place=view.safe_place,
            pin_right=view.pin_right,
            checked={},
        )
        arrived = times.arrived_at
        if arrived is not None and view.arrived_at is not None:
            arrived = _same_minute(arrived, view.arrived_at)
        return Right(facts=facts, acted_at=_same_minute(times.acted_at, view.acted_at), arrived_at=arrived)

    def _show(self) -> None:
        view, self._leaves = self._view, False
        self._page.say_leaving("")
        if view is None:
            self._page.show_view(None)
            return
        entered = self._page.entered()
        self._page.show_fields(
            handed=entered.hands_over, happened=entered.outcome != NOT_YET, collects=view.to_collect > 0
        )
        blocked, right = "", None
        try:
            right = self._right(view, entered)
            self._require_allowed(view, entered, right)
        except DispatchError as error:
            blocked = texts.explain(error)
        otherwise = corrections.says_otherwise(correct_words.told(view), correct_words.told_of(view, right))
        tells = not blocked and correct_words.is_told(view) and otherwise
        self._page.show_view(
            CorrectView(
                title=tr(
                    "{number}, {customer}, {address}, {where}",
                    number=view.number,
                    customer=view.customer,
                    address=view.address,
                    where=tr("stop {letter} {stop}, {driver}", letter=view.letter, stop=view.stop, driver=view.driver)
                    if view.stop
                    else tr("at the counter"),
                ),
                recorded=tr(
                    "Recorded {at}, {by}, {through}",
                    at=words.clock(view.recorded_at, view.zone),
                    by=view.recorded_by,
                    through=texts.plain(view.through),
                ),
                before=correct_words.before(view),
                history=correct_words.history(view),
                follows=() if blocked else correct_words.follows(view, right, tells=tells),
                blocked=blocked,
                tells=tells,
                photos=correct_words.photos(view),
            )
        )

    def _require_allowed(self, view: RecordView, entered: Corrected, right: Right | None) -> None:
        """Require what the operation will ask for, before anything is pressed."""
        if not view.standing:
            raise BadInput("correct.replaced", number=view.number, at="")
        if right is not None and _same(entered, _as_recorded(view)):
            raise BadInput("correct.same")
        if view.is_planned:
            raise BadInput("correct.next_attempt", number=view.number)
        if right is not None:
            outcome = handed.outcome_of(right.facts.outcome, view.lines, right.facts.turned)
            due = handed.balance(view.to_collect, view.lines, right.facts.turned).due
            missing = proof.missing_proof(
                right.facts, view.needs, due=due, permitted=bool(view.safe_place), through=view.through,
                levels=view.levels,
            )  # fmt: skip
            if blocked := proof.blocking(missing, view.through):
                raise BadInput("handoff.missing", missing=tuple(words.PROOFS.get(code, code) for code in blocked))
            if view.goods_here and handed.is_delivered(outcome):
                raise BadInput("correct.goods_here")
        corrections.require_why(entered.why, entered.why_words, tells=True)

    async def _correct(self, *, tell: bool) -> None:
        view = self._view
        if view is None:
            return
        entered = self._page.entered()
        right = self._right(view, entered)
        await self._desk.do(
            correcting.correct, view.record_id, right, why=entered.why, words=entered.why_words, tell=tell
        )
        outcome = words.OUTCOMES.get(entered.outcome, tr("nothing yet"))
        said = tr("{number} is corrected: {outcome}.", number=view.number, outcome=outcome)
        self._close(f"{said} {tr('The day is open again: close it once more.')}" if view.day_closed else said)


def _signed_for(view: RecordView, entered: Corrected, turned: Sequence[Turned], taken: int) -> bool:
    """Return whether the signature that is on file was given for what the form says."""
    before = corrections.signed_for(view.recipient, view.turned, view.collected)
    after = corrections.signed_for(entered.recipient, turned, taken)
    return corrections.signature_holds(before, after, on_sheet=view.through == proof.SHEET or view.on_paper)


def _day(view: RecordView) -> date:
    return (view.left_depot_at or view.acted_at).astimezone(view.zone).date()


def _same_minute(at: datetime, recorded: datetime) -> datetime:
    """Return the recorded instant where its minute was not changed."""
    return recorded if at == recorded.replace(second=0, microsecond=0) else at


def _as_recorded(view: RecordView) -> Corrected:
    digits = minor_digits(view.currency)
    return Corrected(
        outcome=view.outcome,
        recipient=view.recipient,
        relation=view.relation,
        said_name=view.said_name,
        said_number=view.said_number,
        id_kind=view.id_kind,
        of_age=view.of_age,
        arrived=words.clock(view.arrived_at, view.zone) if view.arrived_at else "",
        acted=words.clock(view.acted_at, view.zone),
        means=view.means,
        cash=f"{view.collected / 10**digits:.{digits}f}" if view.collected else "",
        on_paper=view.on_paper,
        turned=tuple(
            TurnedLine(part.line_id, part.refused, part.damaged, part.issue, part.done) for part in view.turned
        ),
        why="",
        why_words="",
    )


def _same(entered: Corrected, recorded: Corrected) -> bool:
    """Return whether nothing but the reason was changed."""
    names = (
        "outcome", "recipient", "means", "said_name", "said_number", "id_kind", "of_age", "arrived", "acted", "cash",
        "on_paper", "turned",
    )  # fmt: skip
    relation = entered.relation == recorded.relation or not recorded.relation
    return relation and all(getattr(entered, name) == getattr(recorded, name) for name in names)


def _card(row: Finished, zone: ZoneInfo) -> Card:
    colours = driver_colours(row.letter) if row.letter else None
    outcome = words.OUTCOMES_SHORT.get(row.outcome, row.outcome)
    return Card(
        key=str(row.record_id),
        title=row.customer,
        right=words.clock(row.at, zone),
        under=f"{OUTCOMES[row.outcome].paper_code}  {outcome}" + (tr(", corrected") if row.corrected else ""),
        under_right=tr("stop {stop}", stop=row.stop) if row.stop else row.number,
        mark=Mark("letter", row.letter, colours.fill, ink=colours.letter) if colours else Mark("icon", "store"),
        said_tone="" if row.delivered else "decide",
    )
