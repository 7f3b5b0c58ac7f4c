"""Keep the ledger of printed papers: entered once drawn, stale once something on them is no longer true."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.orm import Session, selectinload

from dispatch_console.application.operations.rights import operation
from dispatch_console.domain import roles
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.papers import codes
from dispatch_console.domain.papers.codes import CodeKind
from dispatch_console.domain.papers.facts import (
    Facts,
    InvoiceFacts,
    LabelFacts,
    ProofFacts,
    SlipFacts,
    fingerprint,
    printed_facts,
)
from dispatch_console.domain.papers.label_printer import MAYBE, Delivery
from dispatch_console.language import spoken
from dispatch_console.store.entities import DayPlan, JournalEntry, Operation, Order, Parcel, Route, Sheet, Shift
from dispatch_console.store.transaction import Transaction

# columns that stand on the papers of a route
PRINTED_OF_ORDERS = frozenset(
    {"number", "customer_name", "phone", "promise_start", "promise_end", "due_on_delivery", "instructions",
     "requirements", "address_id"}
)  # fmt: skip
PRINTED_OF_ADDRESSES = frozenset(
    {"line1", "line2", "postcode", "city", "gate_code", "entrance", "access_note", "safe_place"}
)
ROUTE_PAPERS = ("manifest", "load_list", "call_sheet")
# those of an order that go stale; a proof says what was
ORDER_PAPERS = ("label", "slip")


OrderPaperFacts = SlipFacts | InvoiceFacts | ProofFacts


@dataclass(frozen=True, slots=True)
class NumberedSheet:
    """The number of a paper that is about to be drawn, and of which departure it is."""

    sheet: int
    route_id: int
    departure: str
    revision: int


def departure_of(session: Session, key: str) -> tuple[Shift, str]:
    """Return the shift of a departure's key, and the clock when it leaves; empty where the shift has no such one."""
    shift_id, number = key.partition("/")[2].split(":")
    shift = session.get_one(Shift, int(shift_id))
    times = shift.departures
    return shift, times[int(number)][0] if int(number) < len(times) else ""


def departure_key(route: Route) -> str:
    """Return the key under which papers of a departure are filed."""
    return f"{route.shift.day}/{route.shift_id}:{route.departure}"


@operation("number_route_sheets", roles.DISPATCH)
def number_route_sheets(
    tx: Transaction,
    day: date,
    kind: str,
    route: str = "",
    *,
    waiting_only: bool = False,
    stale_only: bool = False,
) -> dict[int, NumberedSheet]:
    """Reserve a number for each paper that is to be drawn, by route. Nothing is in the ledger before the paper is
    drawn.

    `route`: only this one, by its name or its driver's letter. With `waiting_only` no paper of vans that have left,
    with `stale_only` none that is on paper and still true. Errors: Refused `manifest.not_published`.
    """
    query = select(Route).join(DayPlan).where(DayPlan.day == day).order_by(Route.id)
    routes = tx.session.scalars(query.options(selectinload(Route.stops), selectinload(Route.shift))).all()
    if not any(known.published_at for known in routes):
        raise Refused("manifest.not_published", day=day)
    sheets = {}
    for known in routes:
        if not known.published_at or not known.stops or not is_meant(known.name, route):
            continue
        if waiting_only and known.departed_at:
            continue
        departure = departure_key(known)
        true = tx.session.scalars(_valid(kind, departure))
        if stale_only and any(sheet.revision == known.revision for sheet in true):
            continue
        sheets[known.id] = NumberedSheet(_next_number(tx), known.id, departure, known.revision)
    return sheets


@operation("file_route_sheet", roles.DISPATCH)
def file_route_sheet(
    tx: Transaction,
    kind: str,
    numbered: NumberedSheet,
    facts: Facts,
    path: str,
    pages: int,
    layout: dict[str, Any] | None = None,
) -> None:
    """Enter a drawn paper of a route; the paper that it replaces goes stale."""
    for older in tx.session.scalars(_valid(kind, numbered.departure)):
        older.stale_since, older.stale_reason = tx.now, "printed_again"
    sheet = _entry(tx, kind, numbered.sheet, facts, path)
    sheet.route_id, sheet.departure, sheet.revision = numbered.route_id, numbered.departure, numbered.revision
    sheet.pages, sheet.layout = pages, layout or {}


@operation("number_order_sheet", roles.EVERYBODY)
def number_order_sheet(tx: Transaction, order_id: int, kind: str) -> tuple[int, int]:
    """Reserve the number of a slip or proof, and return it with the count of its prints."""
    return _next_number(tx), 1 + _prints(tx.session, order_id, kind)


@operation("file_order_sheet", roles.EVERYBODY)
def file_order_sheet(
    tx: Transaction,
    kind: str,
    number: int,
    order_id: int,
    facts: SlipFacts | ProofFacts | InvoiceFacts,
    path: str,
    pages: int,
) -> None:
    """Enter a drawn slip or proof; the one that it replaces goes stale."""
    for older in tx.session.scalars(_of_order(kind, order_id)):
        older.stale_since, older.stale_reason = tx.now, "printed_again"
    sheet = _entry(tx, kind, number, facts, path)
    sheet.order_id, sheet.pages = order_id, pages
    sheet.print_number = 1 + _prints(tx.session, order_id, kind)


@operation("file_labels", roles.EVERYBODY)
def file_labels(tx: Transaction, order_id: int, labels: Sequence[LabelFacts], path: str, printer: str = "") -> None:
    """Enter labels of an order, a page each. Each print is logged; the second one as a reprint. A label that is still
    on another parcel of the order stays true.

    `printer`: the label printer that they are about to be sent to. Until `settle_labels` they may be printed or not.
    Errors: Refused `label.printed_meanwhile` where another station was faster.
    """
    for facts in labels:
        code = codes.parse_typed(CodeKind.PARCEL, facts.code)
        parcel = tx.session.get(Parcel, code.number, with_for_update=True) if code is not None else None
        if code is None or parcel is None or code.print_number != next_print(parcel):
            raise Refused("label.printed_meanwhile", number=facts.order)
        for older in tx.session.scalars(_of_order("label", order_id).where(Sheet.parcel_id == parcel.id)):
            older.stale_since, older.stale_reason = tx.now, "printed_again"
        parcel.label_prints = code.print_number
        sheet = _entry(tx, "label", _next_number(tx), facts, path)
        sheet.order_id, sheet.parcel_id, sheet.print_number = order_id, parcel.id, code.print_number
        sheet.printer, sheet.delivery = printer, Delivery.SENDING if printer else ""


def next_print(parcel: Parcel) -> int:
    """Return which print of a parcel's label the next one is."""
    return min(parcel.label_prints + 1, codes.MOST_PRINTS)


@operation("settle_labels", roles.EVERYBODY)
def settle_labels(tx: Transaction, order_id: int, delivery: str) -> None:
    """Write down what a label printer made of the labels that were sent last, one of `Delivery`."""
    query = _of_order("label", order_id).where(Sheet.delivery == Delivery.SENDING, Sheet.station == tx.actor.station)
    for sheet in tx.session.scalars(query):
        sheet.delivery = delivery


def labels_in_force(session: Session, order_id: int) -> tuple[int, ...]:
    """Return the positions of the parcels of an order whose label is on paper and true."""
    printed = _of_order("label", order_id).where(
        Sheet.stale_since.is_(None), Sheet.delivery.not_in([*MAYBE, Delivery.FAILED])
    )
    parcels = {sheet.parcel_id for sheet in session.scalars(printed)}
    return tuple(session.scalars(select(Parcel.position).where(Parcel.id.in_(parcels)).order_by(Parcel.position)).all())


def is_label_doubtful(session: Session, order_id: int) -> bool:
    """Return whether nobody knows that the last labels of an order are on paper, or whether they are."""
    query = select(Sheet.id).where(
        Sheet.kind_of == "label",
        Sheet.order_id == order_id,
        Sheet.stale_since.is_(None),
        Sheet.delivery.in_([*MAYBE, Delivery.FAILED]),
    )
    return session.scalar(query.limit(1)) is not None


def make_stale(tx: Transaction, departure: str, reason: str) -> int:
    """Mark the papers of a departure as stale. Returns how many there are."""
    sheets = [sheet for kind in ROUTE_PAPERS for sheet in tx.session.scalars(_valid(kind, departure))]
    for sheet in sheets:
        sheet.stale_since, sheet.stale_reason = tx.now, reason
    return len(sheets)


def make_true_again(tx: Transaction, departure: str, revision: int, since: datetime) -> None:
    """Take back the stale mark of papers whose change was undone."""
    query = select(Sheet).where(
        Sheet.departure == departure,
        Sheet.revision == revision,
        Sheet.stale_reason.in_(("route_changed", "called_off")),
        Sheet.stale_since == since,
    )
    for sheet in tx.session.scalars(query):
        sheet.stale_since, sheet.stale_reason = None, ""


def changed_since(session: Session, order_ids: Sequence[int], since: datetime) -> bool:
    """Return whether anything printed about these orders changed after an instant."""
    places = select(Order.address_id).where(Order.id.in_(order_ids))
    changed = (
        select(JournalEntry.id)
        .join(Operation, Operation.id == JournalEntry.operation_id)
        .where(Operation.at > since, JournalEntry.change == "changed")
    )
    of_orders = changed.where(
        JournalEntry.entity == "orders",
        JournalEntry.order_id.in_(order_ids),
        JournalEntry.after.has_any(array(sorted(PRINTED_OF_ORDERS))),
    )
    of_places = changed.where(
        JournalEntry.entity == "addresses",
        JournalEntry.entity_id.in_(places),
        JournalEntry.after.has_any(array(sorted(PRINTED_OF_ADDRESSES))),
    )
    return session.scalar(of_orders.limit(1)) is not None or session.scalar(of_places.limit(1)) is not None


def is_stale(session: Session, order_id: int, kind: str) -> bool:
    """Return whether the newest paper of a kind of an order is stale."""
    newest = select(Sheet).where(Sheet.order_id == order_id, Sheet.kind_of == kind).order_by(Sheet.id.desc()).limit(1)
    sheet = session.scalar(newest)
    return sheet is not None and sheet.stale_since is not None


def before(session: Session, route: Route, kind: str = "manifest") -> Sheet | None:
    """Return the sheet of an earlier revision that the paper of this route replaces, or would once it is published."""
    query = select(Sheet).where(Sheet.kind_of == kind, Sheet.departure == departure_key(route))
    if route.published_at is not None:
        query = query.where(Sheet.revision < route.revision)
    return session.scalar(query.order_by(Sheet.id.desc()).limit(1))


def is_meant(name: str, route: str) -> bool:
    """Return whether a route is asked for, by its name or its driver's letter; every one is where none is named."""
    wanted = route.replace(" ", "")
    return not wanted or name.replace(" ", "") == wanted or name.partition(" ")[0] == wanted


def _valid(kind: str, departure: str) -> Select[Sheet]:
    return select(Sheet).where(Sheet.kind_of == kind, Sheet.departure == departure, Sheet.stale_since.is_(None))


def _of_order(kind: str, order_id: int) -> Select[Sheet]:
    return select(Sheet).where(Sheet.kind_of == kind, Sheet.order_id == order_id, Sheet.stale_since.is_(None))


def _prints(session: Session, order_id: int, kind: str) -> int:
    query = select(func.count()).select_from(Sheet).where(Sheet.kind_of == kind, Sheet.order_id == order_id)
    return session.scalar(query) or 0


def _next_number(tx: Transaction) -> int:
    return int(tx.session.scalars(select(func.nextval("sheets_id_seq"))).one())


def _kept(facts: Facts) -> dict[str, Any]:
    """Return the printed facts and the language they are in: a station that speaks another compares them in theirs."""
    printed = printed_facts(facts)
    return printed | {"language": spoken().tag} if printed else {}


def _entry(tx: Transaction, kind: str, number: int, facts: Facts, path: str) -> Sheet:
    sheet = Sheet(
        id=number,
        kind_of=kind,
        revision=1,
        print_number=1,
        fingerprint=fingerprint(facts),
        facts=_kept(facts),
        pages=1,
        path=path,
        layout={},
        printed_at=tx.now,
        printed_by=tx.actor.name,
        station=tx.actor.station,
        stale_reason="",
    )
    tx.session.add(sheet)
    return sheet
