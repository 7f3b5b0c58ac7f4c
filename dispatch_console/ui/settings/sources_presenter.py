"""Sets up live order systems by screen, tries them, and shows what they were not told yet."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from dispatch_console import texts
from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import live_sources
from dispatch_console.application.intake.comparing import ImportCheck
from dispatch_console.application.intake.live_sources import LiveSourceView
from dispatch_console.application.operations.views import kinds_of
from dispatch_console.application.outgoing import write_back_run
from dispatch_console.application.shops.listing import OpenWriteBack, open_write_backs
from dispatch_console.application.site import depot
from dispatch_console.domain.errors import BadInput, DispatchError, Refused
from dispatch_console.language import plural, tr
from dispatch_console.ui import words
from dispatch_console.ui.in_turn import in_turn
from dispatch_console.ui.settings import trial_words
from dispatch_console.ui.settings.source_looks import KindLook, OpenTelling, SourceForm
from dispatch_console.ui.settings.sources_page import SourcesPage
from dispatch_console.ui.tasks import Tasks
from dispatch_console.ui.widgets.card_list import Card

KINDS = kinds_of(live_sources.live_sources, open_write_backs, depot.zone_of)


@dataclass(frozen=True, slots=True)
class SourceWays:
    """What the page can ask of the station. All but `read` run on a thread of their own.

    `try_out` gets the source and a secret that is not kept yet, empty for the one that is. `keep_secrets` gets the
    name, its secret and that of its bell, empty where one stays. `bell_at`: where a source rings; `has_bell`: can it?
    `read` returns in words what came, nothing where the source is away.
    """

    kinds: Sequence[KindLook]
    keep_secrets: Callable[[str, str, str], None]
    bell_at: Callable[[int], str]
    has_bell: Callable[[str], bool]
    try_out: Callable[[LiveSourceView, str], ImportCheck]
    read: Callable[[LiveSourceView], Awaitable[str]]


class SourcesPresenter:
    def __init__(self, desk: Desk, tasks: Tasks, ways: SourceWays) -> None:
        self._desk, self._ways = desk, ways
        self._sources: tuple[LiveSourceView, ...] = ()
        self._open: tuple[OpenWriteBack, ...] = ()
        self._chosen: int | None = None
        self._tries = 0
        # the source that is taken out of use with the next press, whatever it was not told
        self._dropping: int | None = None
        self._zone = ZoneInfo("UTC")
        fields = [(key, texts.file_field(key)) for key in live_sources.OWN_FIELDS]
        self.page = page = SourcesPage(ways.kinds, fields)
        page.chosen.connect(self._choose)
        page.begun.connect(self._begin)
        page.saved.connect(lambda form: tasks.start(self._save(form)))
        page.tried.connect(lambda form: tasks.start(self._try(form)))
        page.read_wanted.connect(lambda: tasks.start(self._read()))
        page.pause_wanted.connect(lambda: tasks.start(self._pause()))
        page.retire_wanted.connect(lambda: tasks.start(self._retire()))
        page.retry_wanted.connect(lambda key: tasks.start(self._tell_again(key)))
        page.give_up_wanted.connect(lambda key, why: tasks.start(self._give_up(key, why)))

    @in_turn
    async def load(self) -> None:
        self._zone = await self._desk.ask(depot.zone_of)
        self._sources = await self._desk.ask(live_sources.live_sources)
        self._open = await self._desk.ask(open_write_backs)
        if self._chosen is None and self._sources and not self.page.touched:
            self._chosen = self._sources[0].id
        self._show()

    async def refresh(self, kinds: frozenset[str]) -> None:
        if kinds & KINDS:
            await self.load()

    def _show(self) -> None:
        cards = [
            Card(key=str(one.id), title=one.name, right=self._kind(one.kind), under=self._state(one))
            for one in self._sources
        ]
        self.page.show_cards(cards, str(self._chosen or ""))
        source = self._source()
        if not self.page.touched:
            self.page.show_form(
                self._state(source) if source else "",
                _form(source) if source else None,
                is_paused=source is not None and source.is_paused,
                bell_at=self._ways.bell_at(source.id) if source else "",
                has_bell=source is not None and self._ways.has_bell(source.name),
            )
        name = source.name if source else ""
        self.page.show_tellings([_telling(one) for one in self._open if one.source == name])

    def _kind(self, key: str) -> str:
        return next((kind.title for kind in self._ways.kinds if kind.key == key), key)

    def _state(self, one: LiveSourceView) -> str:
        now = self._desk.clock()
        if one.is_paused:
            said = tr("paused")
        elif one.away_since is not None:
            since = words.when(one.away_since, self._zone, now)
            said = tr("away since {since}: {why}", since=since, why=texts.sentence(one.away_why, one.away_facts))
        elif one.last_read_at is not None:
            said = tr("read {at}", at=words.when(one.last_read_at, self._zone, now))
        else:
            said = tr("not read yet")
        waiting = plural("{count} to be told", "{count} to be told", one.waiting) if one.waiting else ""
        refused = plural("{count} refused", "{count} refused", one.refused) if one.refused else ""
        told = tr("told {at}", at=words.when(one.told_at, self._zone, now)) if one.told_at else ""
        rang = tr("rang {at}", at=words.when(one.rang_at, self._zone, now)) if one.rang_at else ""
        falsely = (
            tr("a ring with a wrong signature {at}", at=words.when(one.falsely_rung_at, self._zone, now))
            if one.falsely_rung_at
            else ""
        )
        return ", ".join(part for part in (said, told, waiting, refused, rang, falsely) if part)

    def _source(self) -> LiveSourceView | None:
        return next((one for one in self._sources if one.id == self._chosen), None)

    def _choose(self, key: str) -> None:
        """Go to another source; without a key back to the one that is shown, and what was typed is dropped."""
        if key and key != str(self._chosen) and self._keeps_typed():
            return
        self.page.said.hide()
        self._chosen = int(key) if key else self._chosen or (self._sources[0].id if self._sources else None)
        self.page.settle()
        self._show()

    def _keeps_typed(self) -> bool:
        """Stay where something is typed that is not saved, and say how to go on."""
        if not self.page.touched:
            return False
        self.page.show_cards(self.page.cards.cards, str(self._chosen or ""))
        self.page.said.say(tr("What you typed is not saved. Ctrl+Enter saves it, Esc leaves it."))
        return True

    def _begin(self) -> None:
        if self._keeps_typed():
            return
        self._chosen = None
        self.page.begin()

    async def _save(self, form: SourceForm) -> None:
        """Keep what stands in the form, the secret first: what is written must be usable."""
        try:
            await asyncio.get_event_loop().run_in_executor(
                None, self._ways.keep_secrets, form.name, form.secret, form.bell_secret
            )
            self._chosen = await self._desk.do(
                live_sources.keep_source,
                self._chosen,
                name=form.name,
                kind=form.kind,
                address=form.address,
                options=form.options,
                own_fields=form.own_fields,
            )
        except DispatchError as error:
            self.page.said.say(texts.explain(error))
            return
        self.page.settle()
        self.page.said.say(tr("Saved. It is read within half a minute."), wrong=False)

    async def _try(self, form: SourceForm) -> None:
        """Show what the system would bring with the settings on the screen, saved or not."""
        self._tries += 1
        mine, known = self._tries, self._source()
        self.page.said.say(tr("Asking {name}…", name=form.name or form.address), wrong=False)
        now = self._desk.clock()
        source = LiveSourceView(
            id=known.id if known else 0, name=form.name or form.address, kind=form.kind, address=form.address,
            options=dict(form.options), own_fields=dict(form.own_fields), read_from=now - live_sources.BEFORE,
        )  # fmt: skip
        try:
            checked = await asyncio.get_event_loop().run_in_executor(None, self._ways.try_out, source, form.secret)
        except DispatchError as error:
            if mine == self._tries:
                self.page.said.say(texts.explain(error))
            return
        if mine != self._tries:
            # something was chosen since: its own answer comes, and this one would take the choice back
            return
        self.page.said.hide()
        self.page.show_trial(trial_words.trial(checked, form, self._zone))

    async def _read(self) -> None:
        source = self._source()
        if source is not None:
            self.page.said.say(tr("Asking {name}…", name=source.name), wrong=False)
            said = await self._ways.read(source)
            if said:
                self.page.said.say(said, wrong=False)
            else:
                # it is away, and the state above says why
                self.page.said.hide()

    async def _tell_again(self, key: int) -> None:
        await self._desk.do(write_back_run.retry, key)

    async def _give_up(self, key: int, why: str) -> None:
        await self._desk.do(write_back_run.give_up, key, why)

    async def _pause(self) -> None:
        source = self._source()
        if source is not None:
            await self._desk.do(live_sources.pause_source, source.id, not source.is_paused)

    async def _retire(self) -> None:
        source = self._source()
        if source is None:
            raise BadInput("source.unknown", name="", known=())
        try:
            await self._desk.do(live_sources.retire_source, source.id, drop=self._dropping == source.id)
        except Refused as error:
            # the second time it is meant
            self._dropping = source.id
            self.page.said.say(texts.explain(error))
            return
        self._chosen = self._dropping = None
        self.page.settle()


def _form(source: LiveSourceView) -> SourceForm:
    return SourceForm(
        name=source.name,
        kind=source.kind,
        address=source.address,
        secret="",
        options=source.options,
        own_fields=source.own_fields,
    )


def _telling(one: OpenWriteBack) -> OpenTelling:
    about = tr("{number}: {event}", number=one.number, event=texts.plain(one.event))
    why = texts.sentence(one.reason, one.facts) if one.reason else tr("waits its turn")
    return OpenTelling(one.id, f"{about}. {why}", one.state == "refused")
