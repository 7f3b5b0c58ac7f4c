"""Turns the texts of messages into their page, and what is typed there into a new version."""

from collections.abc import Callable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch_console import texts as said
from dispatch_console.application.desk import Desk
from dispatch_console.application.messages import text_fields, text_rules, texts, ways
from dispatch_console.application.messages.texts import Text, Version
from dispatch_console.application.messages.wording import Letterhead
from dispatch_console.application.operations.views import kinds_of
from dispatch_console.application.outgoing import text_preview
from dispatch_console.application.outgoing.text_preview import TextPreview
from dispatch_console.application.site import depot
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.messages.due import MessageKind
from dispatch_console.domain.messages.price import Price
from dispatch_console.domain.messages.segments import Segments, segments
from dispatch_console.language import ENGLISH, for_customers, language_name, long_day, mark, plural, tr
from dispatch_console.texts.messages import MESSAGE_FIELDS, MUST_HOLD
from dispatch_console.ui.in_turn import in_turn
from dispatch_console.ui.settings.options_page import translated
from dispatch_console.ui.settings.texts_page import Shown, TextsPage
from dispatch_console.ui.tasks import Tasks
from dispatch_console.ui.widgets.card_list import Card

KINDS = kinds_of(texts.languages, texts.versions)
WAYS = ((ways.SMS, mark("SMS")), (ways.EMAIL, mark("E-mail")))
# in the order in which a customer gets them
ORDER = (
    (MessageKind.ASK, mark("Ask to confirm"), mark("asks for a yes to a window")),
    (MessageKind.MOVED, mark("Moved"), mark("the same, where another window was agreed")),
    (MessageKind.CONFIRMED, mark("Confirmed"), mark("when a window is agreed")),
    (MessageKind.ON_HOLD, mark("On hold"), mark("when the office holds it")),
    (MessageKind.REJECTED, mark("Rejected"), mark("when the office rejects it")),
    (MessageKind.PART, mark("A part follows"), mark("when a part follows later")),
    (MessageKind.EVENING, mark("Evening before"), mark("the evening before an early van")),
    (MessageKind.REMINDER, mark("Reminder"), mark("60 to 120 min before the van")),
    (MessageKind.ON_THE_WAY, mark("On the way"), mark("when the stop before is left")),
    (MessageKind.DELAY, mark("Delay"), mark("20 min later than was told")),
    (MessageKind.DELIVERED, mark("Delivered"), mark("at once, with the proof")),
    (MessageKind.MISSED, mark("Missed"), mark("at once, with the next step")),
    (MessageKind.CORRECTION, mark("Correction"), mark("where the last two were wrong")),
    (MessageKind.SURVEY, mark("Survey"), mark("the day after")),
    (MessageKind.ANSWER, mark("Answer"), mark("around what somebody writes")),
)


class TextsPresenter:
    """One text is open; what is typed and not saved stays until another one is opened on purpose."""

    def __init__(
        self, desk: Desk, tasks: Tasks, letterhead: Callable[[], Letterhead], price: Callable[[], Price | None]
    ) -> None:
        self._desk, self._tasks, self._letterhead, self._price = desk, tasks, letterhead, price
        self._kind, self._way, self._language = MessageKind.REMINDER, ways.SMS, ENGLISH
        self._versions: tuple[Version, ...] = ()
        self._orders: tuple[int, ...] = ()
        self._place = 0
        self._zone = ZoneInfo("UTC")
        # the text that stands in the field; another one may be on its way there
        self._shown_key: tuple[str, str, str] | None = None
        # what was typed and not saved, by text
        self._drafts: dict[tuple[str, str, str], str] = {}
        self.page = TextsPage(translated(WAYS), tuple((code, language_name(code)) for code in for_customers()))
        page, start = self.page, tasks.start
        page.kind_chosen.connect(lambda kind: start(self._open(kind, self._way, self._language)))
        page.way_chosen.connect(lambda way: start(self._open(self._kind, way, self._language)))
        page.language_chosen.connect(lambda code: start(self._open(self._kind, self._way, code)))
        page.version_chosen.connect(self._take_version)
        page.typed.connect(lambda: start(self._preview()))
        page.stepped.connect(lambda by: start(self._step(by)))
        page.straightened.connect(self._straighten)
        page.saved.connect(lambda: start(self._save()))

    @in_turn
    async def load(self) -> None:
        self._zone = await self._desk.ask(depot.zone_of)
        await self._open(self._kind, self._way, self._language)

    async def refresh(self, kinds: frozenset[str]) -> None:
        if kinds & KINDS:
            await self.load()

    @property
    def _key(self) -> tuple[str, str, str]:
        return self._kind.value, self._way, self._language

    @property
    def _in_use(self) -> str:
        return self._versions[0].source if self._versions else ""

    @property
    def _can_answer(self) -> bool:
        return self._letterhead().can_be_answered(self._way)

    async def _open(self, kind: str, way: str, language: str) -> None:
        """Open a text. What was typed in the one before is kept for when it is opened again."""
        self._keep_draft()
        if kind != self._kind or not self._orders:
            self._orders, self._place = await self._desk.ask(text_preview.orders_for, kind), 0
        self._kind, self._way, self._language = MessageKind(kind), way, language
        asked = self._key
        found = await self._desk.ask(texts.versions, *asked)
        known = await self._desk.ask(texts.languages)
        if asked != self._key:
            # another text was opened meanwhile
            return
        # typing went on while it was read
        self._keep_draft()
        self._versions, self._shown_key = found, asked
        self.page.show_kinds(self._cards(known), self._kind)
        fields = [(name, MESSAGE_FIELDS[name]) for name in text_fields.fields_of(self._kind)]
        source = self._drafts.get(self._key, self._in_use)
        title = next(tr(title) for one, title, _ in ORDER if one is self._kind)
        self.page.show_text(title, way, language, fields, source)
        self.page.show_languages(known[self._kind, way])
        self.page.show_versions([self._version_card(one) for one in self._versions])
        await self._preview()

    def _keep_draft(self) -> None:
        if self._shown_key is None:
            return
        typed = self.page.source.toPlainText()
        if typed.strip() and typed.strip() != self._in_use.strip():
            self._drafts[self._shown_key] = typed
        else:
            self._drafts.pop(self._shown_key, None)

    def _cards(self, known: Mapping[tuple[str, str], tuple[str, ...]]) -> list[Card]:
        return [
            Card(key=kind.value, title=tr(title), under=tr(when),
                 right=" ".join(known[kind, self._way]))
            for kind, title, when in ORDER
        ]  # fmt: skip

    def _version_card(self, one: Version) -> Card:
        in_use = one.version == self._versions[0].version
        made = tr("as it is shipped") if one.made_at is None else f"{one.made_by}, {self._day(one.made_at)}"
        return Card(
            key=str(one.version),
            title=f"{one.version}  {tr('in use') if in_use else ''}".strip(),
            under=made,
            right=plural("{count} sent", "{count} sent", one.sent),
        )

    def _day(self, at: datetime) -> str:
        return long_day(at.astimezone(self._zone).date())

    def _take_version(self, key: str) -> None:
        """Put a version into the field, to be looked at or saved as a new one."""
        source = next((one.source for one in self._versions if str(one.version) == key), None)
        if source is not None:
            self.page.write(source)
            self._tasks.start(self._preview())

    def _straighten(self) -> None:
        self.page.write(text_rules.straight(self.page.source.toPlainText()))
        self._tasks.start(self._preview())

    async def _step(self, by: int) -> None:
        if self._orders:
            self._place = (self._place + by) % len(self._orders)
            await self._preview()

    async def _preview(self) -> None:
        """Say what stands in the field of the order that is shown."""
        source = self.page.source.toPlainText()
        wrong = self._wrong(source)
        is_new = source.strip() != self._in_use.strip()
        newest = self._versions[0].version if self._versions else 0
        state = tr("draft, v. {version}", version=newest + 1) if is_new else tr("in use, v. {version}", version=newest)
        self.page.show_state(state, tr("Save as version {version}", version=newest + 1), can_save=is_new and not wrong)
        if not self._orders:
            self.page.show_shown(Shown(wrong=wrong, order=tr("There is no order yet on which it could be shown.")))
            return
        if wrong:
            self.page.show_shown(Shown(wrong=wrong, place=self._place_words()))
            return
        asked, text = self._key, Text(self._language, newest + 1, source)
        shown = await self._desk.ask(
            text_preview.text_preview,
            self._orders[self._place],
            self._kind.value,
            self._way,
            text,
            self._desk.clock(),
            self._letterhead(),
        )
        if asked == self._key and source == self.page.source.toPlainText():
            self.page.show_shown(self._shown(shown))

    def _wrong(self, source: str) -> str:
        """Return why a text cannot be kept; empty where it can."""
        try:
            text_rules.require_good(self._kind, self._way, source, can_be_answered=self._can_answer)
        except BadInput as error:
            return said.explain(error)
        return ""

    def _place_words(self) -> str:
        return tr("{place} of {all}", place=self._place + 1, all=len(self._orders))

    def _shown(self, preview: TextPreview) -> Shown:
        reads = language_name(preview.language.partition("_")[0]) if preview.language else tr("language not known")
        return Shown(
            order=f"{preview.customer}  {preview.number}, {reads}",
            place=self._place_words(),
            subject=preview.subject,
            body=preview.body,
            measured=self._measured(preview.body, preview.sms) if preview.sms is not None else "",
            straight=self._straight_words(preview.body, preview.sms) if preview.sms is not None else "",
            checks=[(MUST_HOLD[code], holds) for code, holds in preview.checks],
        )

    def _measured(self, body: str, sms: Segments) -> str:
        alphabet = "UCS-2" if sms.unicode else "GSM-7"
        price = self._price()
        cost = f", {price.times(sms.count)}" if price is not None else ""
        parts = plural("{count} part", "{count} parts", sms.count)
        signs = plural("{count} character", "{count} characters", len(body))
        unheard = "" if self._can_answer else " " + tr("This sender cannot be answered.")
        dear = "" if not sms.others else " " + tr("Needs the larger alphabet: {signs}", signs=" ".join(sms.others[:8]))
        return f"{alphabet}: {parts}{cost}, {signs}.{dear}{unheard}"

    def _straight_words(self, body: str, sms: Segments) -> str:
        """Return what straight quotes and dashes would save; empty where nothing."""
        made = segments(text_rules.straight(body))
        if made.count == sms.count and made.unicode == sms.unicode:
            return ""
        price = self._price()
        cost = f", {price.times(made.count)}" if price is not None else ""
        return plural(
            "With straight quotes and dashes: {count} part{cost}.",
            "With straight quotes and dashes: {count} parts{cost}.",
            made.count,
            cost=cost,
        )

    async def _save(self) -> None:
        """Keep what is typed as a new version. Errors: those of the desk, said in the window's banner; it stays."""
        seen = self._versions[0].version if self._versions else -1
        source = self.page.source.toPlainText()
        version = await self._desk.do(texts.keep_text, *self._key, source, seen=seen, can_be_answered=self._can_answer)
        self._drafts.pop(self._key, None)
        self.page.write("")
        await self._open(self._kind, self._way, self._language)
        self.page.said.say(tr("Saved: version {version} is in use.", version=version), wrong=False)
