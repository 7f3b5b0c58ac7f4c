"""The Protocols between the program and the outside world. Implementations register under entry points."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, ClassVar, Protocol, runtime_checkable

from dispatch_console.domain.orders.incoming import Reading
from dispatch_console.domain.orders.write_back import WriteBackFacts
from dispatch_console.domain.packing.scale import Weighing
from dispatch_console.domain.papers.label_printer import PrinterState, Sent
from dispatch_console.domain.planning.outing import ANY_TIME, Outing
from dispatch_console.domain.planning.problem import Matrix, Plan, PlanningProblem
from dispatch_console.domain.values import Coordinate


@dataclass(frozen=True, slots=True)
class SourceOptions:
    """What a reader needs to know of the site. `mapping` is column → field, for generic files.

    `fixes` replace cells before they are read: (row, column) → text. The file itself stays as it is. `encoding`,
    `day_order` (`dmy`, `mdy`) and `decimal_sign` are what a person chose; empty where the file and the country decide.
    `usual_day_order` and `usual_decimal_sign`: what a person chose for such a file before; the file decides first.
    """

    zone: str = "UTC"
    country: str = ""
    mapping: Mapping[str, str] | None = None
    fixes: Mapping[tuple[int, str], str] = field(default_factory=dict)
    encoding: str = ""
    day_order: str = ""
    decimal_sign: str = ""
    usual_day_order: str = ""
    usual_decimal_sign: str = ""
    # which field a custom field of a shop holds: key → `delivery_day`, `window`, `gate_code`, `collects` or
    # `instructions`
    own_fields: Mapping[str, str] = field(default_factory=dict)
    # what a person corrected once, kept as rules of this source: (column, text) → text
    rules: Mapping[tuple[str, str], str] = field(default_factory=dict)


class OrderSource(Protocol):
    """One file format."""

    kind: ClassVar[str]

    def recognises(self, file: Path) -> bool:
        """Return whether this file looks like the format, by its beginning alone."""

    def read(self, file: Path, options: SourceOptions) -> Reading:
        """Return all orders of the file, and what of it cannot be used. Errors: BadInput when nothing can be read."""


@dataclass(frozen=True, slots=True)
class AccountField:
    """What a connector asks of whoever sets it up. `name` is its key, `hint` an example."""

    name: str
    words: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class SourceAccount:
    """One live order system as a site uses it. `secret` comes from the key store and is never shown or logged.

    `options`: what `AccountField`s ask for.
    """

    name: str
    address: str
    secret: str
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SourcePage:
    """Orders of a live system as it gave them. `last_placed`: when the last of them was placed, None for no order.

    `more`: whether there are later ones. `missing`: references that were asked for and are there no more.
    """

    orders: tuple[Mapping[str, Any], ...]
    last_placed: datetime | None = None
    more: bool = False
    missing: tuple[str, ...] = ()


class Written(StrEnum):
    """What became of a write-back."""

    DONE = "done"
    # it had been done before: an answer was lost, or somebody was faster
    ALREADY = "already"


class OrderConnector(Protocol):
    """A live order system. Made with its account; its errors name the account and never hold the secret.

    Every method raises Unavailable `source.away` (with `wait_s` where the system says how long), `source.sign_in`,
    `source.scope`, `source.moved`, `source.certificate`.
    """

    kind: ClassVar[str]
    # as people call it, and what its secret looks like
    title: ClassVar[str]
    secret_hint: ClassVar[str]
    asks: ClassVar[tuple[AccountField, ...]]

    def __init__(self, account: SourceAccount) -> None: ...

    def placed_since(self, since: datetime, skip: int = 0) -> SourcePage:
        """Return a page of orders of any state placed at an instant or later, oldest first, but the first `skip`."""

    def by_refs(self, refs: Sequence[str]) -> SourcePage:
        """Return these orders as they are now, and which of them are gone."""

    def read(self, page: SourcePage, options: SourceOptions) -> Reading:
        """Return what a page means, with an account of every value."""

    def write(self, facts: WriteBackFacts) -> Written:
        """Tell the system of an event; the same key is never told twice.

        Errors: Refused `write_back.conflict` with both sides where the system says otherwise.
        """

    def close(self) -> None:
        """Let go of connections."""


@runtime_checkable
class ListsChanges(OrderConnector, Protocol):
    """A system whose requests are dear, and that lists what changed. The list is a hint: open orders are read again all
    the same, some at each look.
    """

    def changed_since(self, since: datetime, skip: int = 0) -> SourcePage:
        """Return a page of orders that changed at an instant or later, the first change first, but the first `skip`.

        `last_placed` of the page: when the last of them changed.
        """


@dataclass(frozen=True, slots=True)
class Ring:
    """What came to the bell of a system: headers, names in lower case, the body as it came, and what stands behind the
    address.
    """

    headers: Mapping[str, str]
    body: bytes
    word: str = ""


@runtime_checkable
class RingsBell(OrderConnector, Protocol):
    """A system that rings when something happened to an order (a webhook)."""

    # what is to be set up there
    bell_hint: ClassVar[str]

    @staticmethod
    def heard(ring: Ring, secret: str) -> tuple[str, ...]:
        """Return the references of the orders that it rang for; none for a mere trial.

        Errors: Refused `bell.signature` where it was not this system that rang; BadInput `bell.body`.
        """


class Scale(Protocol):
    """A scale. Made with where it is. Errors of all: Unavailable `scale.away`."""

    kind: ClassVar[str]

    def __init__(self, where: str) -> None: ...

    def read(self) -> Weighing:
        """Return what it says at this moment, within half a second."""

    def close(self) -> None:
        """Let go of it."""


class LabelPrinter(Protocol):
    """A printer of labels. Made with where it is. Errors of all: Unavailable `printer.away`; then nothing was sent."""

    kind: ClassVar[str]

    def __init__(self, where: str) -> None: ...

    def look(self) -> PrinterState:
        """Return what it says of itself."""

    def send(self, labels: bytes) -> Sent:
        """Send labels in its language, and return what is known of them on paper."""


@dataclass(frozen=True, slots=True)
class KeptRows:
    """Rows of a table as they came, each with its number and its cells by column. `header`: all its columns."""

    header: tuple[str, ...]
    rows: Sequence[tuple[int, Mapping[str, str]]]


@runtime_checkable
class CorrectableSource(OrderSource, Protocol):
    """A format whose rows are read again once a person corrected them, without their file."""

    def read_rows(self, rows: KeptRows, options: SourceOptions) -> Reading:
        """Return the orders of some rows. Errors: as `read`."""


@runtime_checkable
class MappedSource(OrderSource, Protocol):
    """A format whose columns a person can map: which of `fields` does a column hold?"""

    fields: ClassVar[tuple[str, ...]]

    def header(self, file: Path, options: SourceOptions) -> list[str]:
        """Return the column names. Errors: as `read`."""

    def guess(self, header: Sequence[str]) -> dict[str, str]:
        """Return the field of each column, as far as the names tell."""

    def samples(self, file: Path, options: SourceOptions, most: int) -> dict[str, tuple[str, ...]]:
        """Return the first different texts of each column, at most so many. Errors: as `read`."""


@dataclass(frozen=True, slots=True)
class KnownAddress:
    """A door as a region's extract names it. `municipality` and `country` are those whose boundary it lies in.

    `interpolated`: reckoned between two doors that the extract holds.
    """

    street: str
    number: str
    postcode: str
    city: str
    lat: float
    lon: float
    municipality: str = ""
    country: str = ""
    interpolated: bool = False


@dataclass(frozen=True, slots=True)
class DrivenPath:
    """A way from one place to another: points as (lat, lon), metres and seconds. Straight where `estimate`."""

    points: tuple[tuple[float, float], ...]
    metres: float
    seconds: float
    estimate: bool = False


class TravelTimes(Protocol):
    """Seconds and metres between places.

    Made with the folder of the station's region, or None, the address of its road server, or "", and the speeds that
    the vans' own drives taught.
    """

    estimate: ClassVar[bool]

    def matrix(self, places: Sequence[Coordinate], outing: Outing = ANY_TIME) -> Matrix:
        """Return the square matrix over the places, in their order, as this van drives at its hours."""

    def varies(self, one: Outing, other: Outing) -> bool:
        """Return whether the times of one outing differ from those of the other."""

    def path(self, start: Coordinate, end: Coordinate, outing: Outing = ANY_TIME) -> DrivenPath:
        """Return how this van drives from one place to the other at its hours."""


@dataclass(frozen=True, slots=True)
class Improvement:
    """A better plan, `after_s` seconds from the beginning. `plan` times it, which takes a while for a large day."""

    cost: int
    after_s: float
    plan: Callable[[], Plan]


class RouteSolver(Protocol):
    """Finds plans, which `domain.plan_check.check` judges. Made with the address of the station's cluster, or "",
    and the folder of its certificates."""

    name: ClassVar[str]

    def solve(
        self,
        problem: PlanningProblem,
        seconds: float,
        on_improvement: Callable[[Improvement], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
        start: Plan | None = None,
    ) -> Plan:
        """Return the best plan found in time, going on from `start`. `on_improvement` hears of each better one."""


class PartLog(Protocol):
    """What is kept of the parts of one SMS, so that none goes twice."""

    async def known(self) -> Mapping[int, str]:
        """Return the ids of the parts that were handed over, by number; an empty one where its answer was lost."""

    async def sending(self, number: int, count: int, to: str) -> None:
        """Keep that a part is about to be handed over."""

    async def sent(self, number: int, provider_id: str) -> None:
        """Keep the id that a part got."""

    async def not_taken(self, number: int) -> None:
        """Keep that a part was not taken."""


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """`key` is the idempotency key: the same message tried twice carries the same one. `files` are PDFs."""

    key: str
    to: str
    subject: str
    body: str
    files: tuple[Path, ...] = ()
    # after so many seconds it would say what is not so any more; None where it stays true
    valid_s: int | None = None
    # it may have been handed over before: a worker died, or an answer was lost
    again: bool = False
    # where its reader says that he wants no more of them
    stop_address: str = ""
    # of an SMS
    parts: PartLog | None = None


@dataclass(frozen=True, slots=True)
class IncomingText:
    """What came in by a channel. `provider_id` names it there, `answers` the message that it answers, where it says so.

    `machine`: nobody wrote it, as a note of absence or of a mail that did not arrive.
    """

    channel: str
    provider_id: str
    sent_from: str
    sent_to: str
    body: str
    sent_at: datetime
    subject: str = ""
    answers: tuple[str, ...] = ()
    machine: bool = False


@dataclass(frozen=True, slots=True)
class PartReceipt:
    """What became of a part of an SMS that went to a number. `said`: as `domain.messages.receipts.Receipt`."""

    provider_id: str
    number: str
    said: str


@runtime_checkable
class HearsLive(Protocol):
    """A channel that tells what comes in while its line is open."""

    hears: Callable[[IncomingText | PartReceipt], Awaitable[None]]

    async def close(self) -> None:
        """End the line."""


class MessageSender(Protocol):
    """One channel."""

    channel: ClassVar[str]

    async def send(self, message: OutgoingMessage) -> str:
        """Hand the message over. Returns the provider's id. Errors: Unavailable (retry), BadInput (never retry)."""


@dataclass(frozen=True, slots=True)
class Bounce:
    """A mail server says that a mail of ours did not arrive. `about`: the Message-ID of ours; `status` as 5.1.1.

    `is_final`: it is not tried any more.
    """

    provider_id: str
    about: str
    status: str
    is_final: bool


@runtime_checkable
class ListsReplies(Protocol):
    """Where the answers of a channel are kept, so that none is lost while nobody listens."""

    channel: ClassVar[str]
    # nothing is sent by the channel before its answers were read
    must_be_heard: ClassVar[bool]

    async def replies_since(self, since: datetime) -> tuple[IncomingText | Bounce, ...] | None:
        """Return what came in since an instant, oldest first; None where no list is kept.

        Errors: Unavailable.
        """
