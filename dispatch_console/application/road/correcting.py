"""Put a finished stop right: its record is replaced and stays readable, and the customer is told once."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from dispatch_console.application.customers import inbox
from dispatch_console.application.customers.surveying import route_facts
from dispatch_console.application.messages import links, writing
from dispatch_console.application.messages.reader_zone import zone_of_reader
from dispatch_console.application.operations.rights import operation
from dispatch_console.application.orders.holding import locked
from dispatch_console.application.road import day_closings, recording, sheet_filing
from dispatch_console.application.road.recording import Act
from dispatch_console.application.routes.accepted import turned_of
from dispatch_console.application.shops import noting
from dispatch_console.application.site.depot import zone_of
from dispatch_console.domain import roles
from dispatch_console.domain.errors import Conflict, Refused
from dispatch_console.domain.messages.due import MessageKind
from dispatch_console.domain.messages.inbox import ItemKind
from dispatch_console.domain.messages.links import LinkKind
from dispatch_console.domain.orders.write_back import WriteBack
from dispatch_console.domain.road import act_times, corrections, handed
from dispatch_console.domain.road.corrections import Told
from dispatch_console.domain.road.outcomes import OUTCOMES
from dispatch_console.domain.road.proof import SHEET, HandoffFacts
from dispatch_console.language import tr
from dispatch_console.store.entities import GoodsBack, Handoff, Order, Stop, WriteBackEntry
from dispatch_console.store.transaction import Transaction

_OF_A_HANDOFF = (MessageKind.DELIVERED, MessageKind.MISSED, MessageKind.SURVEY, MessageKind.CORRECTION)
_OF_A_NEXT_ATTEMPT = (
    MessageKind.ASK, MessageKind.MOVED, MessageKind.CONFIRMED, MessageKind.REMINDER, MessageKind.EVENING,
)  # fmt: skip
_EVENTS = {"deliver": WriteBack.DELIVERED, "pick_up": WriteBack.COLLECTED, "fail": WriteBack.ATTEMPTED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """How it was in truth. `signature` is a PNG."""

    facts: HandoffFacts
    acted_at: datetime
    arrived_at: datetime | None = None
    signature: bytes | None = None
    note: str = ""


@operation("correct_handoff", roles.DISPATCH)
def correct(
    tx: Transaction, record_id: int, right: Right | None, *, why: str, words: str = "", tell: bool = True
) -> int | None:
    """Replace a record. `right` is None where nothing has happened there yet: the van, or the counter, still has the
    goods. `why`: one of `corrections.WHY`; `tell`: a customer that was told something wrong gets one correction.
    Returns the new record's id.

    What waits to be sent is withdrawn, links to the old proof end, and a next attempt that nobody began with is taken
    back. Errors: Refused `correct.why`, `correct.words`, `correct.second_person`, `correct.next_attempt`,
    `correct.closed`, those of `hand_over`; Conflict `correct.replaced`, `correct.goods_seen`.
    """
    corrections.require_why(why, words, tells=tell)
    found = tx.session.get_one(Handoff, record_id)
    order = locked(tx, found.order_id)
    record = tx.session.get_one(Handoff, record_id, with_for_update=True, populate_existing=True)
    _require_correctable(tx, order, record)
    _end_next_attempt(tx, order, record)
    if order.closure in ("reconciled", "cancelled"):
        order.take("closure", "reopen", tx.now)
    stop = recording.stop_of(tx, record)
    act = _checked(tx, order, record, stop, right) if right is not None else None
    before = _told(record)
    record.replaced_at, record.why, record.why_words = tx.now, why, words.strip()
    if not handed.is_delivered(record.outcome_code):
        order.address.failures -= 1
    tx.session.flush()
    new = _settle(tx, order, record, stop, act)
    _carry_goods(tx, record, new)
    _tell(tx, order, record, new, before, tell=tell)
    _tell_shop(tx, order, before, _told(new))
    day_closings.reopen_for(tx, record.acted_at, "corrected", stop.route.shift_id if stop is not None else None)
    tx.session.flush()
    recording.renew_case(tx, order, act, route_facts(tx.session, order))
    if act is not None and act.facts.on_paper:
        sheet_filing.bring_read(tx, order.id)
    return new.id if new is not None else None


def _require_correctable(tx: Transaction, order: Order, record: Handoff) -> None:
    if record.replaced_at is not None:
        at = f"{record.replaced_at.astimezone(zone_of(tx.session)):%H:%M}"
        raise Conflict("correct.replaced", number=order.number, at=at)
    if record.replaces_id is not None and record.recorded_by == tx.actor.name:
        raise Refused("correct.second_person", number=order.number)
    if tx.actor.role not in roles.SUPERVISOR and day_closings.is_closed(tx.session, record.acted_at):
        raise Refused("correct.closed", number=order.number)


def _end_next_attempt(tx: Transaction, order: Order, record: Handoff) -> None:
    """Take a next attempt back as long as nothing of it has begun; what was promised for this one stands again."""
    if order.attempt == record.attempt:
        return
    if order.attempt != record.attempt + 1 or order.dispatch != "unplanned" or order.outcome != "none":
        raise Refused("correct.next_attempt", number=order.number)
    writing.withdraw(tx, order.id, order.attempt, _OF_A_NEXT_ATTEMPT)
    order.attempt = record.attempt
    order.promise_start, order.promise_end = record.promise_start, record.promise_end
    if order.appointment not in ("unset", "lapsed"):
        order.take("appointment", "lapse", tx.now)
    if order.appointment == "lapsed" and record.promise_start is not None:
        order.take("appointment", "restore", tx.now)
    # as it was when the record stood alone
    order.take("dispatch", "finish", tx.now)
    order.take("outcome", OUTCOMES[record.outcome_code].action, tx.now)


def _checked(tx: Transaction, order: Order, record: Handoff, stop: Stop | None, right: Right) -> Act:
    # what was checked when it changed hands does not change with what is said of it
    signature, facts = (
        right.signature,
        replace(right.facts, checked={int(one): how for one, how in record.checked.items()}),
    )
    if signature is None and record.signature is not None and signature_stands(record, facts):
        signature, facts = record.signature, replace(facts, has_signature=True, on_paper=False)
    act = recording.checked(
        tx.session,
        order,
        facts,
        stop=stop,
        through=record.reported_through,
        signature=signature,
        note=right.note or _note_that_stands(record, right),
        arrived_at=right.arrived_at,
        acted_at=right.acted_at,
        asks_parcels=False,
    )
    if record.stop_id is None and OUTCOMES[act.outcome].action != "pick_up":
        raise Refused("handoff.not_out", number=order.number)
    act_times.require_possible(
        right.acted_at,
        arrived_at=right.arrived_at,
        left_depot_at=stop.route.departed_at if stop is not None else None,
        now=tx.now if record.stop_id is not None else min(tx.now, record.recorded_at),
        clock=f"{right.acted_at.astimezone(zone_of(tx.session)):%H:%M}",
    )
    return act


def _note_that_stands(record: Handoff, right: Right) -> str:
    """Return what was noted then, whatever is put right; but what was noted of a miss says nothing of a delivery."""
    same = handed.is_delivered(record.outcome_code) == handed.is_delivered(right.facts.outcome)
    return record.note if same else ""


def signature_stands(record: Handoff, facts: HandoffFacts) -> bool:
    """Return whether what was signed for is what the corrected record says."""
    before = corrections.signed_for(record.recipient, turned_of(record), record.collected)
    after = corrections.signed_for(facts.recipient, facts.turned, facts.collected)
    on_sheet = record.on_paper or record.reported_through == SHEET
    return corrections.signature_holds(before, after, on_sheet=on_sheet)


def _settle(tx: Transaction, order: Order, record: Handoff, stop: Stop | None, act: Act | None) -> Handoff | None:
    """Move the order to how it is, and add the record that stands now."""
    action = OUTCOMES[act.outcome].action if act is not None else "take_back"
    order.take("outcome", f"correct_{action}", tx.now)
    order.outcome_code = act.outcome if act is not None else ""
    is_handed = act is not None and handed.is_delivered(act.outcome)
    order.delivered_at = act.acted_at if act is not None and is_handed else None
    order.recipient = (act.facts.recipient.strip() or None) if act is not None and is_handed else None
    if act is None:
        order.take("dispatch", "take_back" if record.stop_id is not None else "return_to_counter", tx.now)
        if stop is not None:
            stop.left_at = None
            stop.arrived_at = record.arrived_at if any(o.outcome != "none" for o in recording.orders_at(stop)) else None
        return None
    if not is_handed:
        order.address.failures += 1
    new = recording.write(tx, order, act, attempt=record.attempt, before=record)
    if act.acted_at == record.acted_at:
        # the phone was there then, whatever is put right of the rest
        new.place = record.place
    return new


def _carry_goods(tx: Transaction, record: Handoff, new: Handoff | None) -> None:
    """Expect back what the new record says; what is back already stays back.

    Errors: Conflict `correct.goods_seen` where goods are here that the new record says the customer has.
    """
    old = list(tx.session.scalars(select(GoodsBack).where(GoodsBack.handoff_id == record.id)))
    coming = (
        list(tx.session.scalars(select(GoodsBack).where(GoodsBack.handoff_id == new.id))) if new is not None else []
    )
    by_thing = {(entry.parcel_id, entry.line_id): entry for entry in coming}
    for entry in old:
        entry.void_at = tx.now
        if entry.seen_at is None:
            continue
        same = by_thing.get((entry.parcel_id, entry.line_id))
        if same is None or same.pieces < entry.pieces:
            at = f"{entry.seen_at.astimezone(zone_of(tx.session)):%H:%M}"
            raise Conflict("correct.goods_seen", by=entry.seen_by, at=at)
        same.seen_at, same.seen_by, same.goes_to = entry.seen_at, entry.seen_by, entry.goes_to


def _told(record: Handoff | None) -> Told:
    if record is None:
        return Told(outcome="", recipient="", acted_at=None, pieces=0)
    return Told(
        outcome=record.outcome_code,
        recipient=record.recipient,
        acted_at=record.acted_at.replace(second=0, microsecond=0),
        # what is damaged and kept is with the customer
        pieces=record.items_accepted + sum(part.pieces - part.comes_back for part in turned_of(record)),
    )


def _tell(tx: Transaction, order: Order, record: Handoff, new: Handoff | None, before: Told, *, tell: bool) -> None:
    """Withdraw what waits, end the links to the old proof, and correct once what was told."""
    if not corrections.says_otherwise(before, _told(new)):
        return
    told_by = writing.told_by(tx, order.id, record.attempt, _OF_A_HANDOFF)
    writing.withdraw(tx, order.id, record.attempt, _OF_A_HANDOFF)
    links.revoke_of_order(tx, order.id, (LinkKind.PROOF, LinkKind.SURVEY))
    about = str(new.id) if new is not None else f"-{record.id}"
    if told_by and tell:
        for channel in told_by:
            writing.plan_correction(tx, order, channel, about)
    elif new is not None and not told_by:
        if handed.is_delivered(new.outcome_code):
            writing.plan_confirmation(tx, order, about)
        else:
            writing.plan_missed(tx, order, about)
    if new is not None and handed.is_delivered(new.outcome_code):
        writing.plan_survey(tx, order, zone_of_reader(tx.session, order, tx.now), about)


def _tell_shop(tx: Transaction, order: Order, before: Told, after: Told) -> None:
    """Tell the order's system how it is. What it cannot take back, a person puts right there."""
    if before.action == after.action:
        return
    told = _EVENTS.get(before.action)
    entries = select(WriteBackEntry).where(
        WriteBackEntry.order_id == order.id, WriteBackEntry.attempt == order.attempt, WriteBackEntry.event == told
    )
    for entry in tx.session.scalars(entries.with_for_update()):
        if entry.state == "waiting" and not entry.tries:
            noting.give_up(tx, entry, "corrected")
        else:
            words = tr("The shop was told otherwise of order {number}. Put it right there.", number=order.number)
            inbox.open_item(tx, ItemKind.NOTE, order, words, reason="shop_told")
    event = _EVENTS.get(after.action)
    if event is not None:
        noting.note_event(tx, order, event)
