"""The facts on each paper: plain values, ready to be drawn. Times are already in the depot's zone, as text."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Sender:
    name: str
    address: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelFacts:
    """One parcel's label. `code` as scanned, `code_spaced` as read. Route, stop and place are empty until routed.

    `print_number`: which label of its parcel it is, and `print_of` the words for it.
    """

    sender: Sender
    order: str
    position: int
    of: int
    name: str
    street: str
    flat: str
    town: str
    route: str
    stop: str
    place: str
    promise: str
    packed: str
    weight: str
    marks: tuple[str, ...]
    code: str
    code_spaced: str
    print_of: str = ""
    print_number: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestStop:
    """One row of the manifest. `tags` are (kind, words); kind is check, forbidden or plain. `rest`: a break before."""

    sequence: int
    arrive: str
    window: str
    confirmed: bool
    leg: str
    name: str
    street: str
    postcode: str
    access: str
    phone: str
    order: str
    parcels: tuple[tuple[str, str, str], ...]
    tags: tuple[tuple[str, str], ...]
    third_box: str
    late: bool = False
    rest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteHead:
    """What every paper of a route says on top: `sheet` is the number in its code."""

    sender: Sender
    sheet: int
    route: str
    revision: int
    replaces: int
    day: str
    day_short: str
    published: str
    driver: str
    van: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestFacts:
    """One route on paper. `points` are (lat, lon) of depot and stops for the overview."""

    head: RouteHead
    depot: str
    planned: str
    totals: tuple[tuple[str, str], ...]
    stops: tuple[ManifestStop, ...]
    points: tuple[tuple[float, float], ...]
    estimate: bool
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadRow:
    """One parcel to be loaded. `mark` is (kind, words): check or plain, or empty; `depth` front, middle or back."""

    stop: int
    code: str
    order: str
    of: str
    name: str
    side: str
    depth: str
    level: str
    kg: str
    mark: tuple[str, str]


@dataclass(frozen=True, slots=True)
class LoadListFacts:
    """Last stop first, as it is loaded. `unpacked` are (stop, order, customer) without a sealed box when printed."""

    head: RouteHead
    rows: tuple[LoadRow, ...]
    kg: str
    unpacked: tuple[tuple[int, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody to be rung before the van comes, and why."""

    ring_by: str
    stop: int
    name: str
    phone: str
    order: str
    arrival: str
    reason: str


@dataclass(frozen=True, slots=True)
class CallSheetFacts:
    """`calls` in the order in which they are rung; `confirmed` are (stop, arrival, name, phone)."""

    head: RouteHead
    script: str
    calls: tuple[Call, ...]
    confirmed: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class SlipLine:
    """One article: pieces ordered and packed, in which parcels they are, and how many in each where it is several."""

    sku: str
    name: str
    ordered: int
    packed: int
    parcels: str
    shares: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipFacts:
    """The packing slip of an order that is all in. `parcels` are (i/n, code as read): it is laid in before anything is
    weighed.
    """

    sender: Sender
    document: int
    order: str
    ordered: str
    packed: str
    name: str
    street: str
    town: str
    promise: str
    lines: tuple[SlipLine, ...]
    parcels: tuple[tuple[str, str], ...]
    papers: tuple[str, ...]
    checked: tuple[str, ...]
    print_number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Seller:
    """Who sends an invoice and is paid. `vat_permille`: the rate of products that name none, None where a site has
    none.
    """

    name: str
    address: str
    phone: str
    iban: str
    bic: str
    business_id: str
    vat_id: str
    country: str
    terms_days: int
    vat_permille: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceFacts:
    """An invoice on paper. `lines` are (article, item, pieces, price, VAT, sum), `totals` (words, amount) above what is
    to be paid. `code` is the text of the QR code for the bank, empty where there is none; `pays`: whether there is a
    payment part.
    """

    seller: Seller
    document: int
    number: str
    facts: tuple[tuple[str, str], ...]
    name: str
    street: str
    town: str
    currency: str
    lines: tuple[tuple[str, str, str, str, str, str], ...]
    totals: tuple[tuple[str, str], ...]
    to_pay: str
    to_pay_words: str
    note: str
    pays: bool
    iban: str
    reference: str
    due: str
    code: str
    print_number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofFacts:
    """The record of one handoff on paper. `rows` are (title, words); `signature` a PNG where there is one; `phone`:
    where the phone was, with how sure it was in metres; `photos` are JPEG.
    """

    sender: Sender
    document: int
    order: str
    title: str
    delivered: bool
    rows: tuple[tuple[str, str], ...]
    signature: bytes | None
    signed: str
    place: tuple[float, float] | None
    missing: tuple[str, ...]
    zone: str
    history: tuple[tuple[str, str, str], ...]
    printed: str
    phone: tuple[float, float, float] | None = None
    photos: tuple[bytes, ...] = ()


Facts = LabelFacts | ManifestFacts | SlipFacts | ProofFacts | InvoiceFacts | LoadListFacts | CallSheetFacts


# what differs between two prints of the same truth
_OF_THE_PRINT = frozenset(
    {"sender", "document", "print_number", "print_of", "packed", "checked", "papers", "printed", "history", "code"}
)
# the first of these that differs is what is said
_REASONS: tuple[tuple[str, frozenset[str]], ...] = (
    ("address_changed", frozenset({"street", "flat", "town"})),
    ("name_changed", frozenset({"name", "order"})),
    ("goods_changed", frozenset({"lines", "parcels", "position", "of", "weight", "marks"})),
    ("promise_changed", frozenset({"promise"})),
    ("stop_changed", frozenset({"route", "stop", "place"})),
)


def printed_facts(facts: Facts) -> dict[str, Any]:
    """Return what a label or slip says, as JSON, to be compared later; other papers are compared otherwise."""
    if not isinstance(facts, LabelFacts | SlipFacts):
        return {}
    kept = {name: value for name, value in asdict(facts).items() if name not in _OF_THE_PRINT}
    plain: dict[str, Any] = json.loads(json.dumps(kept))
    return plain


def untrue(printed: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """Return why a paper is no longer true: the first printed fact that differs; empty while all are true.

    What was left blank is not wrong: a label that was printed before its order was routed names no van.
    """
    differing = {name for name, value in printed.items() if value and name in now and value != now[name]}
    return next((reason for reason, names in _REASONS if names & differing), "order_changed" if differing else "")


def fingerprint(facts: Facts) -> str:
    """Return a text that is equal as long as the paper would say the same."""
    text = json.dumps(asdict(facts), sort_keys=True, ensure_ascii=False, default=bytes.hex)
    return hashlib.sha256(text.encode()).hexdigest()
