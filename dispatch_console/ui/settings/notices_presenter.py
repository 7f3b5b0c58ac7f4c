"""Of what customers are told, and by which way, by screen."""

from collections.abc import Mapping

from dispatch_console.application.desk import Desk
from dispatch_console.application.messages import hours, rules, ways
from dispatch_console.application.operations.views import kinds_of
from dispatch_console.application.site import notices
from dispatch_console.domain.messages.due import MessageKind
from dispatch_console.language import mark, tr
from dispatch_console.ui.in_turn import in_turn
from dispatch_console.ui.settings.options_page import YES_NO, OptionLook, OptionsPage, translated
from dispatch_console.ui.tasks import Tasks

KINDS = kinds_of(notices.told_kinds, ways.ways, hours.hours)
WAYS = (
    ("email", mark("mail")),
    ("sms", mark("SMS")),
    ("sms,email", mark("SMS, and mail where it does not arrive")),
    ("email,sms", mark("mail, and SMS where it does not arrive")),
    ("push,sms", mark("push where the customer turned it on, else SMS")),
    ("push,email", mark("push where the customer turned it on, else mail")),
)
BY_WAY = (
    (MessageKind.REMINDER, mark("The reminder before the van goes by")),
    (MessageKind.ON_THE_WAY, mark("The note that the van comes next goes by")),
    (MessageKind.DELAY, mark("A delay goes by")),
    (MessageKind.ASK, mark("The question about a window goes by")),
    (MessageKind.CONFIRMED, mark("The agreed window goes by")),
    (MessageKind.MISSED, mark("A missed delivery goes by")),
    (MessageKind.DELIVERED, mark("The thank-you goes by")),
    (MessageKind.SURVEY, mark("The survey goes by")),
)
PREFIX = "way:"
LEAD, QUIET_FROM, QUIET_UNTIL, STOP_WORDS = "lead", "quiet_from", "quiet_until", "stop_words"


class NoticesPresenter:
    """One page: a yes or no for each decision."""

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        self._desk = desk
        choices, hint = translated(YES_NO), tr("the reason is not in the message")
        self.page = OptionsPage(
            tr("Messages to customers"),
            tr("Of what customers are told, and by which way"),
            (
                OptionLook(MessageKind.ON_HOLD, tr("An order is held"), hint, choices=choices),
                OptionLook(MessageKind.REJECTED, tr("An order is rejected"), hint, choices=choices),
                OptionLook(
                    MessageKind.CONFIRMED, tr("A window is confirmed"), tr("with day and hours"), choices=choices
                ),
                OptionLook(
                    MessageKind.PART,
                    tr("A part follows later"),
                    tr("with what was missing or damaged"),
                    choices=choices,
                ),
                OptionLook(
                    MessageKind.ON_THE_WAY,
                    tr("The van comes next"),
                    tr("when the stop before is left"),
                    choices=choices,
                ),
                OptionLook(
                    MessageKind.SURVEY,
                    tr("How was it"),
                    tr("the day after, once the delivery is accounted for"),
                    choices=choices,
                ),
                *(OptionLook(f"{PREFIX}{kind}", tr(said), choices=translated(WAYS)) for kind, said in BY_WAY),
                OptionLook(LEAD, tr("Reminder before the van"), tr("minutes, 60 to 120")),
                OptionLook(QUIET_FROM, tr("Quiet from"), tr("by the customer's clock, as 21:00; nobody is written to")),
                OptionLook(QUIET_UNTIL, tr("Quiet until"), tr("as 07:00; what waited goes then, if it is still true")),
                OptionLook(
                    STOP_WORDS,
                    tr("Own words for STOP"),
                    tr("with commas between; STOP, ENDE, LOPETA, SLUTA and others are heard anyway"),
                ),
            ),
        )
        self.page.saved.connect(lambda differing: tasks.start(self._save(differing)))

    @in_turn
    async def load(self) -> None:
        told = await self._desk.ask(notices.told_kinds)
        by_way = await self._desk.ask(ways.ways)
        texts = {kind: "true" if kind in told else "false" for kind in self.page.inputs}
        for kind, _ in BY_WAY:
            way = by_way[kind]
            texts[f"{PREFIX}{kind}"] = ",".join(part for part in (way.first, way.second) if part)
        site = await self._desk.ask(hours.hours)
        texts |= {
            LEAD: str(round(site.lead.total_seconds() / 60)),
            QUIET_FROM: f"{site.quiet_from:%H:%M}",
            QUIET_UNTIL: f"{site.quiet_until:%H:%M}",
            STOP_WORDS: ", ".join(site.stop_words),
        }
        if not self.page.touched:
            self.page.show_options(texts, {})

    async def refresh(self, kinds: frozenset[str]) -> None:
        if kinds & KINDS:
            await self.load()

    async def _save(self, differing: Mapping[str, str]) -> None:
        """Keep what is chosen. Errors: those of the desk, said in the window's banner; what is chosen stays."""
        if differing:
            wanted = self.page.texts()
            told = [kind for kind, text in wanted.items() if text == "true"]
            by_way = {key: text for key, text in wanted.items() if key.startswith(PREFIX)}
            chosen = {key.removeprefix(PREFIX): tuple(text.split(",")) for key, text in by_way.items()}
            when = wanted[QUIET_FROM], wanted[QUIET_UNTIL], wanted[LEAD], wanted[STOP_WORDS]
            await self._desk.do(rules.keep_message_rules, told, chosen, when)
        self.page.settle()
        self.page.said.say(tr("Saved.") if differing else tr("Nothing was changed."), wrong=False)
