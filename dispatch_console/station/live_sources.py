"""Read live order systems and tell them what became of their orders, with the secrets of this machine.

A system is read by when its orders were placed, with an overlap, and its open orders are read again each time: a
change shows in no list of any system that could be trusted. Each page is written with how far it goes.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from dispatch_console import plugins, secrets
from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import live_sources
from dispatch_console.application.intake.comparing import ImportCheck, ImportCount, compare
from dispatch_console.application.intake.live_sources import LiveSourceView
from dispatch_console.application.outgoing import write_back_run
from dispatch_console.application.outgoing.write_back_run import WriteBackRun
from dispatch_console.application.shops import asking
from dispatch_console.domain.errors import BadInput, DispatchError, Refused
from dispatch_console.ports import (
    ListsChanges,
    OrderConnector,
    Ring,
    RingsBell,
    SourceAccount,
    SourceOptions,
    SourcePage,
)
from dispatch_console.settings import Settings
from dispatch_console.station import intake

# clocks of shops differ from ours, and an order may be seen before one that was placed earlier
OVERLAP = timedelta(minutes=10)
# open orders that are asked for at once
AT_ONCE = 50
# how soon a system that does not answer is asked again
BACK_OFF = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=5))
# a trial looks back as far as it takes to see so many orders
TRIED = 20
TRIED_SINCE = (timedelta(hours=3), timedelta(days=1), live_sources.BEFORE)
# how often it is written down that a system had nothing new
NOTE_EVERY = timedelta(minutes=1)
NOTHING_TOLD = WriteBackRun()


@dataclass(frozen=True, slots=True)
class SourceRead:
    """What one look at a system brought. `away`: the error's code, empty where it answered."""

    name: str
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    waiting: int = 0
    away: str = ""
    told: int = 0
    refused: int = 0


def secret_name(name: str) -> str:
    """Return the name under which a system's secret lies in the key store."""
    return f"source {name}"


def bell_secret_name(name: str) -> str:
    """Return the name under which the secret of a system's bell lies in the key store."""
    return f"source {name} bell"


def bell_address(settings: Settings, source_id: int) -> str:
    """Return where a system rings, as it is to be entered there."""
    door = settings.door_address.rstrip("/") or f"http://{settings.door_listen}"
    return f"{door}/bell/{source_id}"


def ring(desk: Desk, source_id: int, rung: Ring) -> None:
    """Hear a system's bell: the orders that it names are asked for at once. What it says of them is not believed.

    Errors: BadInput `source.unknown`, `bell.body`; Refused `bell.signature`, written down for people; Unavailable
    `secret.missing`, `secret.away`.
    """
    source = next((one for one in desk.ask_now(live_sources.live_sources) if one.id == source_id), None)
    kind: Any = plugins.load("connectors", source.kind) if source is not None else None
    if source is None or not isinstance(kind, RingsBell):
        raise BadInput("source.unknown", name=str(source_id), known=())
    try:
        refs = kind.heard(rung, secrets.read(bell_secret_name(source.name)))
    except Refused:
        desk.do_now(asking.note_false_ring, source_id)
        raise
    desk.do_now(asking.note_hints, source_id, refs)


def connect(source: LiveSourceView, secret: str = "") -> OrderConnector:
    """Return a connector for a system, with its secret from the key store unless another is given.

    Errors: BadInput `plugin.unknown`, those of the address; Unavailable `secret.away`, `secret.missing`.
    """
    secret = secret or secrets.read(secret_name(source.name))
    account = SourceAccount(source.name, source.address, secret, source.options)
    connector: OrderConnector = plugins.load("connectors", source.kind)(account)
    return connector


def look(desk: Desk, settings: Settings, source: LiveSourceView) -> SourceRead:
    """Read what a system has, and tell it what is due. A system that is away is written down as that, with since when.

    Errors: Unavailable while the database is away; Conflict.
    """
    try:
        with closing(connect(source)) as connector:
            counts = _read(desk, settings, source, connector)
            told = write_back_run.tell(desk, source.id, connector)
    except DispatchError as error:
        if not error.code.startswith(("source.", "secret.", "plugin.")):
            raise
        _note_away(desk, source, error)
        return SourceRead(source.name, away=error.code)
    read = _told(source.name, counts, told)
    is_old = not source.last_read_at or desk.clock() - source.last_read_at > NOTE_EVERY
    if source.away_since or read.new or read.changed or is_old:
        desk.do_now(live_sources.note_read, source.id)
    return read


def follow_hints(desk: Desk, settings: Settings, source: LiveSourceView) -> SourceRead:
    """Read the orders alone that a system rang for, or that met a gate. A system that is away keeps its hints.

    Errors: as `look`.
    """
    try:
        with closing(connect(source)) as connector:
            take = _Taking(desk, source, connector, _options(desk, settings, source))
            _follow_hints(take)
    except DispatchError as error:
        if not error.code.startswith(("source.", "secret.", "plugin.")):
            raise
        _note_away(desk, source, error)
        return SourceRead(source.name, away=error.code)
    return _told(source.name, take.counts)


def _told(name: str, counts: Sequence[ImportCount], told: WriteBackRun = NOTHING_TOLD) -> SourceRead:
    return SourceRead(
        name,
        new=tuple(number for count in counts for number in count.new),
        changed=tuple(number for count in counts for number in count.changed),
        waiting=sum(len(count.quarantined) for count in counts),
        told=told.done,
        refused=told.refused,
    )


def _note_away(desk: Desk, source: LiveSourceView, error: DispatchError) -> None:
    now = desk.clock()
    away = now - source.away_since if source.away_since else timedelta()
    pause = next((step for step in BACK_OFF if away < 4 * step), BACK_OFF[-1])
    asked = error.facts.get("wait_s")
    if isinstance(asked, int | float):
        pause = max(pause, timedelta(seconds=float(asked)))
    facts = {name: str(value) for name, value in error.facts.items()}
    desk.do_now(live_sources.note_away, source.id, error.code, facts, now + pause)


def _read(desk: Desk, settings: Settings, source: LiveSourceView, connector: OrderConnector) -> list[ImportCount]:
    options = _options(desk, settings, source)
    take = _Taking(desk, source, connector, options)
    _follow_hints(take)
    since = source.read_from - OVERLAP
    for page in _pages(connector.placed_since, since):
        take(page, read_to=page.last_placed)
    if isinstance(connector, ListsChanges):
        if source.last_read_at is not None:
            for page in _pages(connector.changed_since, source.last_read_at - OVERLAP):
                take(page)
        _read_some_open(take)
    else:
        _read_open(take)
    return take.counts


def _pages(listing: Callable[[datetime, int], SourcePage], since: datetime) -> Iterator[SourcePage]:
    """Yield a list page by page. Orders of one instant may fill more than a page."""
    skip = 0
    while True:
        page = listing(since, skip)
        yield page
        if not page.more or not page.orders:
            return
        if page.last_placed is not None and page.last_placed > since:
            since, skip = page.last_placed, 0
        else:
            skip += len(page.orders)


class _Taking:
    """Writes the pages of one look, each as a whole, and remembers which orders were among them."""

    def __init__(self, desk: Desk, source: LiveSourceView, connector: OrderConnector, options: SourceOptions) -> None:
        self.desk, self.source, self.connector = desk, source, connector
        self.seen: set[str] = set()
        self.counts: list[ImportCount] = []
        self._options = options

    def __call__(
        self,
        page: SourcePage,
        *,
        read_to: datetime | None = None,
        open_to: str | None = None,
        hints: asking.Hints | None = None,
    ) -> None:
        reading = self.connector.read(page, self._options)
        self.seen.update(order.source_ref for order in reading.orders)
        self.counts.append(
            self.desk.do_now(
                live_sources.take_page, self.source.id, reading, read_to, page.missing, open_to=open_to, hints=hints
            )
        )

    def open_refs(self, after: str) -> tuple[str, ...]:
        return self.desk.ask_now(live_sources.open_refs, self.source.name, self.desk.clock(), after, AT_ONCE)


def _follow_hints(take: _Taking) -> None:
    """Read the orders that the system rang for, or that met a gate."""
    while (hints := take.desk.ask_now(asking.hinted, take.source.id)) is not None:
        take(take.connector.by_refs(hints.refs), hints=hints)


def _read_open(take: _Taking) -> None:
    """Read again the orders that are open here and were not among those just read."""
    after = ""
    while refs := take.open_refs(after):
        after = refs[-1]
        wanted = [ref for ref in refs if ref not in take.seen]
        if wanted:
            take(take.connector.by_refs(wanted))


def _read_some_open(take: _Taking) -> None:
    """Read some open orders again, from where the last look stopped, and from the first one behind the last."""
    refs = take.open_refs(take.source.open_to)
    wanted = [ref for ref in refs if ref not in take.seen]
    if wanted or take.source.open_to:
        page = take.connector.by_refs(wanted)
        take(page, open_to=refs[-1] if len(refs) == AT_ONCE else "")


def _options(desk: Desk, settings: Settings, source: LiveSourceView) -> SourceOptions:
    return SourceOptions(
        zone=intake.zone_of_files(desk, settings), country=settings.country, own_fields=source.own_fields
    )


def try_out(desk: Desk, settings: Settings, source: LiveSourceView, secret: str = "") -> ImportCheck:
    """Return some orders of a system as they would come in, those of the last hours where there are enough; nothing
    is written, here or there.

    Errors: as `connect`, and those of the system.
    """
    with closing(connect(source, secret)) as line:
        for since in TRIED_SINCE:
            page = line.placed_since(desk.clock() - since)
            if len(page.orders) >= TRIED:
                break
        reading = replace(line.read(page, _options(desk, settings, source)), source=source.name)
    return ImportCheck(reading, desk.ask_now(compare, reading), {})


def hinted(desk: Desk, now: datetime) -> tuple[LiveSourceView, ...]:
    """Return the systems that are to be asked for single orders now."""
    wanted = desk.ask_now(asking.sources_hinted)
    return tuple(one for one in due(desk, now) if one.id in wanted) if wanted else ()


def due(desk: Desk, now: datetime) -> tuple[LiveSourceView, ...]:
    """Return the systems that are to be looked at now."""
    every = desk.ask_now(live_sources.live_sources)
    return tuple(one for one in every if not one.is_paused and (one.next_at is None or one.next_at <= now))
