"""Take what a phone says was done: each act once, kept whatever becomes of it, and on its order, never on a number."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.orders import pins
from dispatch_console.application.orders.holding import locked
from dispatch_console.application.phones import checks
from dispatch_console.application.road import correcting, doorstep, goods_in, recording, taking_over
from dispatch_console.application.road.taking_over import TakeResult
from dispatch_console.application.routes.accepted import turned_of
from dispatch_console.application.routes.day_plan import current_stop
from dispatch_console.application.site.depot import zone_of
from dispatch_console.domain import roles
from dispatch_console.domain.errors import BadInput, DispatchError, Refused
from dispatch_console.domain.local_day import LocalDay
from dispatch_console.domain.orders.pins import RIGHT
from dispatch_console.domain.road import corrections, handed, phone_acts, phone_clock
from dispatch_console.domain.road.phone_acts import APP, ActKind, Said
from dispatch_console.domain.road.phone_acts import PhoneAct as Act
from dispatch_console.domain.road.phone_clock import ActTime, Heard, Reading
from dispatch_console.language import tr
from dispatch_console.store.entities import (
    DriverLink,
    DriverPhone,
    Handoff,
    Order,
    PhoneAct,
    PhonePhoto,
    Route,
    Shift,
    Stop,
)
from dispatch_console.store.transaction import Transaction

# an act of a van that is not back yet at midnight belongs to its day
AFTER_DAY = timedelta(hours=6)
DONE, OVERTAKEN, SAME, OPEN, SET_ASIDE = "done", "overtaken", "same", "open", "set_aside"
WRONG_CODE = "wrong_code"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the phone is told of an act: then it may forget it. `state` as `PhoneAct` has it."""

    act_id: str
    digest: str
    state: str


class NotTaken(Exception):
    """An act that a person has to look at: why."""

    def __init__(self, code: str, facts: Mapping[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts or {}


@operation("take_phone_act", roles.ROAD)
def take_act(tx: Transaction, phone_id: int, act: Act, sent: Reading) -> Receipt:
    """Take an act and do what it says. The same act told again is told the same. Errors: those of what it says, and
    NotTaken; then `keep_open` keeps it for a person.
    """
    phone = tx.session.get_one(DriverPhone, phone_id, with_for_update=True)
    known = _known(tx, act)
    if known is not None:
        return known
    at = phone_clock.act_time(act.reading, act.heard, Heard(ours=tx.now, phone=sent))
    row = _row(tx, phone, act, at)
    tx.session.add(row)
    tx.session.flush()
    link = tx.session.get_one(DriverLink, phone.link_id)
    if link.revoked_at is not None:
        raise NotTaken("phone.revoked", {"by": link.revoked_by})
    shift = tx.session.get_one(Shift, link.shift_id)
    _require_of_day(tx, shift, at)
    match act.kind:
        case ActKind.ARRIVE:
            _arrive(tx, act, at)
        case ActKind.HANDOFF:
            _hand_over(tx, row, act, sent, at, shift)
        case ActKind.CHECK | ActKind.BACK:
            checks.note(tx, shift, act, at.at)
        case ActKind.TAKE:
            _take_over(tx, act, shift, min(at.at, tx.now))
        case ActKind.CALLED:
            pass
    return Receipt(act.act_id, act.digest, row.state)


@operation("keep_phone_act", roles.ROAD)
def keep_open(
    tx: Transaction, phone_id: int, act: Act, sent: Reading, reason: str, facts: Mapping[str, Any]
) -> Receipt:
    """Keep an act that cannot be done as it is, for a person."""
    phone = tx.session.get_one(DriverPhone, phone_id, with_for_update=True)
    rows = list(tx.session.scalars(select(PhoneAct).where(PhoneAct.act_id == act.act_id)))
    same = next((row for row in rows if row.digest == act.digest), None)
    if same is not None:
        return Receipt(act.act_id, act.digest, same.state)
    row = _row(tx, phone, act, phone_clock.act_time(act.reading, act.heard, Heard(ours=tx.now, phone=sent)))
    row.state, row.reason, row.facts = OPEN, reason, {name: str(value) for name, value in facts.items()}
    tx.session.add(row)
    return Receipt(act.act_id, act.digest, OPEN)


@operation("settle_phone_act", roles.DISPATCH)
def settle(tx: Transaction, act_row: int, words: str) -> None:
    """Set an act aside that a person has looked at. Errors: Refused `phone.words`, `phone.settled`."""
    row = tx.session.get_one(PhoneAct, act_row, with_for_update=True)
    if row.state != OPEN:
        raise Refused("phone.settled")
    if not words.strip():
        raise Refused("phone.words")
    row.state, row.words, row.settled_at, row.settled_by = SET_ASIDE, words.strip(), tx.now, tx.actor.name


@operation("accept_phone_act", roles.DISPATCH)
def accept(tx: Transaction, act_row: int) -> None:
    """Do what an act of a handoff says, because a person decided that the phone is right: record it, or correct the
    record that stands. Signature and note are those of the phone.

    Errors: Refused `phone.settled`, `phone.no_handoff`; those of `doorstep.hand_over` and `correcting.correct`.
    """
    row = tx.session.get_one(PhoneAct, act_row, with_for_update=True)
    if row.state != OPEN:
        raise Refused("phone.settled")
    if row.kind_of != ActKind.HANDOFF.value or row.order_id is None:
        raise Refused("phone.no_handoff")
    order = locked(tx, row.order_id)
    said = phone_acts.read_handoff(phone_acts.read_act(row.said))
    _take_photos(tx, said, order.id)
    record = _record_of_phone(tx, row)
    acted = min(row.acted_at, tx.now)
    if record is not None:
        right = correcting.Right(facts=said.facts, acted_at=acted, signature=said.signature, note=said.note)
        # of a record that the desk made nobody knows more than that the phone says otherwise
        why = _why(record.outcome_code, said) if record.reported_through == APP else "other"
        row.record_id = correcting.correct(tx, record.id, right, why=why, words=tr("as the driver's phone says"))
    else:
        row.record_id = doorstep.hand_over(
            tx, order.id, said.facts, through=APP, signature=said.signature, note=said.note, acted_at=acted,
            permitted_then=said.may_leave,
        )  # fmt: skip
    row.state, row.words = DONE, tr("as the phone says")
    row.settled_at, row.settled_by = tx.now, tx.actor.name
    _keep_what_came(tx, row, said, order.id)


def _record_of_phone(tx: Transaction, row: PhoneAct) -> Handoff | None:
    """Return the record that stands of the stop where a phone was, also when its order went on to another attempt."""
    query = (
        select(Handoff)
        .join(Stop, Stop.id == Handoff.stop_id)
        .join(Route, Route.id == Stop.route_id)
        .join(DriverLink, DriverLink.shift_id == Route.shift_id)
        .join(DriverPhone, DriverPhone.link_id == DriverLink.id)
        .where(DriverPhone.id == row.phone_id, Handoff.order_id == row.order_id, Handoff.replaced_at.is_(None))
        .order_by(Handoff.attempt.desc())
    )
    return tx.session.scalar(query.limit(1))


def _known(tx: Transaction, act: Act) -> Receipt | None:
    """Return what was said of an act before. One with another content under the same id is another version: both are
    kept, and the second waits for a person.
    """
    rows = list(tx.session.scalars(select(PhoneAct).where(PhoneAct.act_id == act.act_id)))
    same = next((row for row in rows if row.digest == act.digest), None)
    if same is not None:
        return Receipt(act.act_id, act.digest, same.state)
    if rows:
        raise NotTaken("phone.other_version", {"counter": act.counter})
    return None


def _without_pin(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was said, without the digits that only the customer knows: they are compared, and kept nowhere."""
    data = body.get("data")
    if not isinstance(data, dict) or "pin" not in data:
        return dict(body)
    return {**body, "data": {name: value for name, value in data.items() if name != "pin"}}


def _row(tx: Transaction, phone: DriverPhone, act: Act, at: ActTime) -> PhoneAct:
    phone.announced = max(phone.announced, act.counter)
    phone.heard_at = tx.now
    return PhoneAct(
        act_id=act.act_id,
        digest=act.digest,
        phone_id=phone.id,
        counter=act.counter,
        kind_of=act.kind.value,
        order_id=_existing(tx.session, act.order_ids),
        said=_without_pin(act.body),
        received_at=tx.now,
        acted_at=at.at,
        earliest=at.earliest,
        latest=at.latest,
        state=DONE,
        facts={},
    )


def _existing(session: Session, order_ids: tuple[int, ...]) -> int | None:
    return session.scalar(select(Order.id).where(Order.id.in_(order_ids[:1]))) if order_ids else None


def _require_of_day(tx: Transaction, shift: Shift, at: ActTime) -> None:
    local = LocalDay(shift.day, zone_of(tx.session))
    if not local.begins <= at.at < local.ends + AFTER_DAY:
        raise NotTaken("phone.other_day", {"at": f"{at.at.astimezone(local.zone):%d.%m. %H:%M}"})


def _arrive(tx: Transaction, act: Act, at: ActTime) -> None:
    """Note the arrival, unless something later is known of the stop already."""
    orders = [locked(tx, order_id) for order_id in sorted(act.order_ids)]
    waiting = [order.id for order in orders if order.dispatch in ("out", "at_door") and order.outcome == "none"]
    if waiting:
        doorstep.arrive(tx, waiting, min(at.at, tx.now))
        return
    for order in orders:
        stop = current_stop(tx.session, order.id)
        if stop is not None and stop.arrived_at is None and (stop.left_at is None or at.at <= stop.left_at):
            stop.arrived_at = at.at


def _take_over(tx: Transaction, act: Act, shift: Shift, at: datetime) -> None:
    said = act.body.get("data")
    code = said.get("code") if isinstance(said, dict) else None
    if not isinstance(code, str):
        raise BadInput("phone.act", field="code")
    if taking_over.take_over(tx, shift.id, code, at) not in (TakeResult.TAKEN, TakeResult.ALREADY):
        raise NotTaken("phone.take", {"code": code[: phone_acts.MOST_TEXT]})


def _hand_over(tx: Transaction, row: PhoneAct, act: Act, sent: Reading, at: ActTime, shift: Shift) -> None:
    if len(act.order_ids) != 1 or row.order_id is None:
        raise NotTaken("phone.no_order")
    order = locked(tx, act.order_ids[0])
    if _later_one(tx, act, order.id):
        row.state = OVERTAKEN
        return
    # what its driver did happened, whatever the plan said meanwhile
    if not is_of_shift(tx.session, order.id, shift.id) and not taking_over.give_back(tx, order, shift.id):
        raise NotTaken("phone.other_van", {"number": order.number})
    said = phone_acts.read_handoff(act)
    _take_photos(tx, said, order.id)
    tried = pins.try_pin(tx, order.id, said.pin) if said.pin else None
    arrived = _arrived(said, act, sent, tx.now)
    acted = min(at.at, tx.now)
    record = recording.standing(tx, order.id) if order.outcome != "none" else None
    if record is not None and record.attempt == order.attempt:
        _again(tx, row, act, order, record, said, acted)
    else:
        wrong_pin = tr("a wrong PIN was said at the door") if tried and tried.result != RIGHT else ""
        note = "; ".join(part for part in (said.note, wrong_pin, _clock_words(tx, at)) if part)
        row.record_id = doorstep.hand_over(
            tx,
            order.id,
            said.facts,
            through=APP,
            signature=said.signature,
            note=note,
            acted_at=acted,
            arrived_at=arrived,
            permitted_then=said.may_leave,
        )
    _keep_what_came(tx, row, said, order.id)


def _again(
    tx: Transaction, row: PhoneAct, act: Act, order: Order, record: Handoff, said: Said, acted: datetime
) -> None:
    """Take an act for an order that has a record: the phone's own earlier one is corrected, the same as the desk's only
    brings its proof, another one is for a person.
    """
    mine = tx.session.scalar(
        select(PhoneAct).where(PhoneAct.record_id == record.id, PhoneAct.id != row.id).order_by(PhoneAct.id).limit(1)
    )
    if mine is not None and mine.counter < act.counter:
        why = _why(record.outcome_code, said)
        # who chose wrongly says nothing of another moment, unless somebody signs for the first time now
        signs_now = said.signature is not None and not handed.is_delivered(record.outcome_code)
        then = record.acted_at if said.why == WRONG_CODE and not signs_now else acted
        right = correcting.Right(facts=said.facts, acted_at=then, signature=said.signature, note=said.note)
        row.record_id = correcting.correct(tx, record.id, right, why=why)
        return
    if _differs(order, record, said):
        raise NotTaken("phone.recorded_otherwise", {"number": order.number, "by": record.recorded_by})
    row.state, row.record_id = SAME, record.id
    if said.signature is not None and "signature" in record.open_proofs:
        goods_in.supply_proof(tx, record.id, ("signature",), signature=said.signature)


def _differs(order: Order, record: Handoff, said: Said) -> bool:
    """Return whether outcome, goods or money of a record differ from what the phone says."""
    facts = said.facts
    outcome = handed.outcome_of(facts.outcome, recording.sent_lines(order), facts.turned)
    if not handed.is_delivered(outcome):
        return record.outcome_code != outcome
    desk = corrections.signed_for("", turned_of(record), record.collected)
    phone = corrections.signed_for("", facts.turned, facts.collected)
    return (record.outcome_code, desk) != (outcome, phone)


def _why(before: str, said: Said) -> str:
    """Return why a phone says otherwise than before: somebody opened after all, or the driver chose wrongly. An older
    page says neither.
    """
    missed = before in ("failed_not_home", "failed_no_access", "failed_cant_find_address", "failed_no_time")
    opened = missed and said.facts.outcome.startswith("delivered") and said.why != WRONG_CODE
    return "opened_after_all" if opened else WRONG_CODE


def _keep_what_came(tx: Transaction, row: PhoneAct, said: Said, order_id: int) -> None:
    """Keep where the phone was; the signature stands in the record."""
    record = tx.session.get(Handoff, row.record_id) if row.record_id is not None else None
    if record is not None and said.place and not record.place:
        record.place = dict(said.place)
    data = dict(row.said.get("data", {}))
    data["signature"] = ""
    row.said = {**row.said, "data": data}


def _take_photos(tx: Transaction, said: Said, order_id: int) -> None:
    """Note whose the photos of an act are: an older page did not say it with them."""
    for photo in tx.session.scalars(select(PhonePhoto).where(PhonePhoto.photo_id.in_(said.photos))):
        photo.order_id = order_id


def _later_one(tx: Transaction, act: Act, order_id: int) -> bool:
    """Return whether a later act of this phone for the order is done already: acts may come in any order."""
    phone = select(PhoneAct.phone_id).where(PhoneAct.act_id == act.act_id, PhoneAct.digest == act.digest)
    query = select(PhoneAct.id).where(
        PhoneAct.order_id == order_id,
        PhoneAct.kind_of == ActKind.HANDOFF.value,
        PhoneAct.counter > act.counter,
        PhoneAct.state.in_((DONE, SAME)),
        PhoneAct.phone_id == phone.scalar_subquery(),
    )
    return tx.session.scalar(query.limit(1)) is not None


def is_of_shift(session: Session, order_id: int, shift_id: int) -> bool:
    """Return whether an order is on a route of this shift now."""
    stop = current_stop(session, order_id)
    return stop is not None and stop.route.shift_id == shift_id


def _arrived(said: Said, act: Act, sent: Reading, now: datetime) -> datetime | None:
    if said.arrived is None:
        return None
    return min(phone_clock.act_time(said.arrived, act.heard, Heard(ours=now, phone=sent)).at, now)


def _clock_words(tx: Transaction, at: ActTime) -> str:
    zone = zone_of(tx.session)
    if at.is_doubtful:
        return tr(
            "the phone's clock jumped: between {first} and {last}",
            first=f"{at.earliest.astimezone(zone):%H:%M}",
            last=f"{at.latest.astimezone(zone):%H:%M}",
        )
    return tr("phone's clock corrected") if at.corrected else ""


def missing_acts(session: Session, phone: DriverPhone) -> tuple[int, ...]:
    """Return the numbers of acts that a phone says it has, and that never came."""
    came = set(session.scalars(select(PhoneAct.counter).where(PhoneAct.phone_id == phone.id)))
    return tuple(number for number in range(1, phone.announced + 1) if number not in came)


def open_count(session: Session, phone_id: int) -> int:
    query = select(func.count()).select_from(PhoneAct).where(PhoneAct.phone_id == phone_id, PhoneAct.state == OPEN)
    return session.scalar(query) or 0


def why_not(error: DispatchError | NotTaken) -> tuple[str, dict[str, Any]]:
    """Return the code and facts of why an act was not done."""
    return error.code, dict(error.facts)
