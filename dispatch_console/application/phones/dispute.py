"""Everything that is known of one order, told in the order in which it happened: for whoever has to judge it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from dispatch_console import texts
from dispatch_console.application.phones import photos
from dispatch_console.application.road import recording
from dispatch_console.application.site.depot import zone_of
from dispatch_console.domain.values import Money
from dispatch_console.language import Words, mark, money, plural, tr
from dispatch_console.store.entities import (
    Base,
    CheckMark,
    CloseWaiver,
    Finding,
    GoodsBack,
    Handoff,
    InboxItem,
    IncomingMessage,
    JournalEntry,
    Message,
    Operation,
    Order,
    OrderLine,
    Parcel,
    PhoneAct,
    PromiseEntry,
    Sheet,
    Stop,
    StopOrder,
    SurveyAnswer,
    TurnedItem,
)

# how the work goes here, or nothing that a judge reads
_INSIDE = frozenset({"search_text", "goods_key", "source_fingerprint", "claim", "claimed_at", "version", "layout"})

_ACTS = Words(
    {
        "arrive": mark("arrived"),
        "called": mark("the driver rang"),
        "handoff": mark("what happened at the door"),
        "check": mark("check of the van"),
        "back": mark("back at the depot"),
        "take": mark("a parcel was taken over from another van"),
    }
)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: when, what kind of thing, in words, and who did it."""

    at: datetime
    kind: str
    words: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """`tables` are plain values by name; `photos` and `signatures` pictures."""

    order_id: int
    number: str
    customer: str
    zone: str
    events: tuple[Event, ...]
    tables: dict[str, list[dict[str, Any]]]
    photos: tuple[bytes, ...]
    signatures: tuple[bytes, ...]


def dispute(session: Session, order_id: int) -> Dispute:
    """Return everything that is known of an order."""
    order = session.get_one(Order, order_id)
    records = _of(session, Handoff, order_id)
    events = sorted(
        (
            *_journal(session, order_id),
            *_promises(session, order_id),
            *_messages(session, order_id),
            *_route(session, order_id),
            *_records(records, order, zone_of(session)),
            *_phone(session, order_id),
            *_let_pass(session, records),
            *_cases(session, order_id),
        ),
        key=lambda event: event.at,
    )
    turned = select(TurnedItem).where(TurnedItem.handoff_id.in_([record.id for record in records]))
    tables = {
        "order": [_plain(order), _plain(order.address)],
        "lines": [_plain(row) for row in _of(session, OrderLine, order_id)],
        "checks": [_plain(row) for row in _of(session, CheckMark, order_id)],
        "findings": [_plain(row) for row in _of(session, Finding, order_id)],
        "parcels": [_plain(row) | {"code": str(row.code)} for row in _of(session, Parcel, order_id)],
        "papers": [_plain(row) for row in _of(session, Sheet, order_id)],
        "handoffs": [_plain(row) for row in records],
        "not_accepted": [_plain(row) for row in session.scalars(turned)],
        "goods_back": [_plain(row) for row in _of(session, GoodsBack, order_id)],
        "promises": [_plain(row) for row in _of(session, PromiseEntry, order_id)],
        "messages": [_plain(row) for row in _of(session, Message, order_id)],
        "answers": [_plain(row) for row in _of(session, IncomingMessage, order_id)],
        "cases": [_plain(row) for row in _of(session, InboxItem, order_id)],
        "ratings": [_plain(row) for row in _of(session, SurveyAnswer, order_id)],
        "phone": [_plain(row) for row in _of(session, PhoneAct, order_id)],
        "journal": list(_entries(session, order_id)),
    }
    return Dispute(
        order_id=order_id,
        number=order.number,
        customer=order.customer_name,
        zone=zone_of(session).key,
        events=tuple(events),
        tables=tables,
        photos=photos.photos_of(session, order_id),
        signatures=tuple(record.signature for record in records if record.signature is not None),
    )


def _of(session: Session, table: type[Any], order_id: int) -> list[Any]:
    return list(session.scalars(select(table).where(table.order_id == order_id).order_by(table.id)))


def _journal(session: Session, order_id: int) -> Iterator[Event]:
    query = (
        select(Operation.id, Operation.at, Operation.name, Operation.actor, Operation.station)
        .join(JournalEntry, JournalEntry.operation_id == Operation.id)
        .where(JournalEntry.order_id == order_id)
        .distinct()
        .order_by(Operation.id)
    )
    for _, at, name, actor, station in session.execute(query):
        yield Event(at, tr("work"), texts.history(name) or texts.plain(name).capitalize(), f"{actor}, {station}")


def _promises(session: Session, order_id: int) -> Iterator[Event]:
    zone = zone_of(session)
    for entry in _of(session, PromiseEntry, order_id):
        window = ""
        if entry.start_at is not None and entry.end_at is not None:
            start, end = entry.start_at.astimezone(zone), entry.end_at.astimezone(zone)
            window = f"{start:%Y-%m-%d %H:%M}–{end:%H:%M}"
        said = ", ".join(part for part in (texts.plain(entry.what), window, entry.note) if part)
        yield Event(entry.at, tr("promise"), said, ", ".join(part for part in (entry.by, entry.channel) if part))


def _messages(session: Session, order_id: int) -> Iterator[Event]:
    for message in _of(session, Message, order_id):
        at = message.sent_at or message.created_at
        state = texts.plain(message.state)
        if message.reason:
            state += f" ({texts.not_sent(message.reason)})"
        kind = f"{texts.plain(message.kind_of)}, {texts.plain(message.channel)}"
        said = f"{kind}, {state}: {' '.join(message.body.split())}"
        yield Event(at, tr("to the customer"), said.rstrip(": "), message.sent_to)
    for answer in _of(session, IncomingMessage, order_id):
        yield Event(answer.taken_at, tr("from the customer"), " ".join(answer.body.split()), answer.sent_from)


def _route(session: Session, order_id: int) -> Iterator[Event]:
    query = select(Stop).join(StopOrder, StopOrder.stop_id == Stop.id).where(StopOrder.order_id == order_id)
    zone = zone_of(session)
    for stop in session.scalars(query.order_by(Stop.id)):
        route = stop.route
        name = f"{route.name}, {route.shift.driver.name}, {route.shift.vehicle.name}"
        planned = tr(
            "stop {number} of {route}, planned {at}",
            number=stop.sequence, route=name, at=f"{stop.start_at.astimezone(zone):%H:%M}",
        )  # fmt: skip
        if route.departed_at is not None:
            yield Event(route.departed_at, tr("route"), tr("the van left: {stop}", stop=planned), route.released_by)
        if stop.arrived_at is not None:
            yield Event(stop.arrived_at, tr("route"), tr("at the door: {stop}", stop=planned), "")
        if stop.left_at is not None:
            yield Event(stop.left_at, tr("route"), tr("left the door: {stop}", stop=planned), "")


def _records(records: list[Handoff], order: Order, zone: ZoneInfo) -> Iterator[Event]:
    for record in records:
        said = [texts.OUTCOMES.get(record.outcome_code, record.outcome_code)]
        if record.recipient:
            said.append(", ".join(part for part in (record.recipient, texts.plain(record.relation)) if part))
        if record.due:
            said.append(tr("{money} due", money=money(Money(record.due, order.currency or ""))))
            said.append(tr("{money} taken", money=money(Money(record.collected, order.currency or ""))))
        if record.checked:
            said.append(plural("{count} parcel checked", "{count} parcels checked", len(record.checked)))
        signed = tr("signed") if record.signature is not None else tr("no signature in the record")
        said.append(signed)
        said += [tr("{proof} is still to come", proof=texts.plain(code)) for code in record.open_proofs]
        if record.replaced_at is not None:
            said.append(tr("this record was corrected later: {why}", why=texts.plain(record.why)))
        if record.replaces_id is not None:
            # said at the desk, of what had happened before
            at = f"{record.acted_at.astimezone(zone):%H:%M}"
            yield Event(record.recorded_at, tr("correction"), ", ".join((*said, at)), record.recorded_by)
            continue
        by = f"{record.recorded_by}, {texts.plain(record.reported_through)}"
        yield Event(record.acted_at, tr("handover"), ", ".join(said), by)


def _let_pass(session: Session, records: list[Handoff]) -> Iterator[Event]:
    """Yield what was open of these records when their day was closed, who let it pass, and why."""
    for record in records:
        waivers = select(CloseWaiver).where(CloseWaiver.key.startswith(f"proof:{record.id}:"))
        for waiver in session.scalars(waivers.order_by(CloseWaiver.id)):
            what = texts.plain(waiver.key.rpartition(":")[2])
            said = tr("{proof} was let pass: {reason}", proof=what, reason=waiver.reason)
            yield Event(waiver.waived_at, tr("end of the day"), said, waiver.waived_by)


def _cases(session: Session, order_id: int) -> Iterator[Event]:
    for item in _of(session, InboxItem, order_id):
        # what a record of the door brings about nobody said
        who = "" if item.reason == recording.CASE else item.said_by
        yield Event(item.opened_at, tr("customer service"), item.text, who)
        if item.done_at is not None:
            yield Event(item.done_at, tr("customer service"), item.answer or tr("settled"), item.done_by)


def _phone(session: Session, order_id: int) -> Iterator[Event]:
    for act in _of(session, PhoneAct, order_id):
        said = tr("the phone says: {what}", what=_ACTS.get(act.kind_of, texts.plain(act.kind_of)))
        if act.earliest != act.latest:
            said += ", " + tr("the phone's clock jumped")
        if act.reason:
            said += f": {texts.sentence(act.reason, dict(act.facts))}"
        yield Event(act.acted_at, tr("phone"), said, act.words)


def _entries(session: Session, order_id: int) -> Iterator[dict[str, Any]]:
    query = (
        select(JournalEntry, Operation)
        .join(Operation, Operation.id == JournalEntry.operation_id)
        .where(JournalEntry.order_id == order_id)
        .order_by(JournalEntry.id)
    )
    for entry, operation in session.execute(query):
        yield _plain(entry) | {"operation": operation.name, "by": operation.actor, "at": operation.at.isoformat()}


def _plain(row: Base) -> dict[str, Any]:
    columns = [column.key for column in inspect(type(row)).column_attrs]
    return {name: _value(getattr(row, name)) for name in columns if name not in _INSIDE}


def _value(value: object) -> object:
    return "kept as a picture" if isinstance(value, bytes) else value
