"""Write the record of a handoff, and what follows from it: for the order, its address, its stop and its goods."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console import texts
from dispatch_console.application.customers import inbox
from dispatch_console.application.orders import permissions, pins, proof_rules
from dispatch_console.application.papers.proof_photos import pictures_of_attempt
from dispatch_console.application.road import taking_over
from dispatch_console.application.site.depot import zone_of
from dispatch_console.domain.messages.inbox import ItemKind
from dispatch_console.domain.orders.permissions import PermissionKind
from dispatch_console.domain.road import handed, proof
from dispatch_console.domain.road.handed import Balance, SentLine, Turned
from dispatch_console.domain.road.outcomes import OUTCOMES
from dispatch_console.domain.road.proof import HandoffFacts
from dispatch_console.domain.values import Money
from dispatch_console.language import listed, money, tr
from dispatch_console.store.entities import GoodsBack, Handoff, InboxItem, Order, Stop, TurnedItem
from dispatch_console.store.transaction import Transaction

# why an item of the inbox was opened: something at the door is to be made good
CASE = "handoff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A handoff as it is about to be recorded. `stop` is None at the counter; `open_proofs` are still to come, those
    in `lacking` are not waited for.
    """

    facts: HandoffFacts
    outcome: str
    lines: tuple[SentLine, ...]
    balance: Balance
    open_proofs: tuple[str, ...]
    lacking: tuple[str, ...]
    stop: Stop | None
    through: str
    signature: bytes | None
    note: str
    arrived_at: datetime | None
    acted_at: datetime


def sent_lines(order: Order) -> tuple[SentLine, ...]:
    """Return the goods of an order that are handed over."""
    return tuple(
        SentLine(line_id=line.id, sku=line.sku, name=line.name, sent=line.quantity, price=line.unit_price)
        for line in order.delivery_lines
    )


def checked(
    session: Session,
    order: Order,
    facts: HandoffFacts,
    *,
    stop: Stop | None,
    through: str,
    signature: bytes | None,
    note: str,
    arrived_at: datetime | None,
    acted_at: datetime,
    permitted_then: bool = False,
    asks_parcels: bool = True,
) -> Act:
    """Return what is to be recorded of an order. `permitted_then`: as `hand_over` has it; `asks_parcels`: what is
    picked up is checked now, which it cannot be any more when its record is corrected.

    Errors: Refused `handoff.missing`, `handoff.issue`, `handoff.kept`, `handoff.nothing_taken`,
    `handoff.part_of_all`; BadInput `handoff.line`, `handoff.pieces`.
    """
    lines = sent_lines(order)
    handed.require_turned(lines, facts.turned)
    outcome = handed.outcome_of(facts.outcome, lines, facts.turned) if facts.outcome in OUTCOMES else facts.outcome
    money_of = handed.balance(order.due_on_delivery or 0, lines, facts.turned)
    day = acted_at.astimezone(zone_of(session)).date()
    permitted = not permissions.why_not(session, order, PermissionKind.SAFE_PLACE, day)
    levels = proof_rules.levels_of(session, order)
    photos = pictures_of_attempt(session, order.id, order.attempt)
    facts = replace(
        facts,
        relation=proof.relation_of(facts),
        pin_right=pins.was_right(session, order.id),
        has_photo=bool(photos),
    )
    open_proofs = proof.require_proof(
        facts, order.requirements, due=money_of.due, permitted=permitted or permitted_then, through=through,
        parcels=[parcel.id for parcel in order.parcels] if asks_parcels else (),
        levels=levels,
    )  # fmt: skip
    if (
        not permitted
        and proof.PERMISSION not in open_proofs
        and outcome in OUTCOMES
        and OUTCOMES[outcome].needs_permission
    ):
        open_proofs = (*open_proofs, proof.PERMISSION)
    return Act(
        facts=facts,
        outcome=outcome,
        lines=lines,
        balance=money_of,
        open_proofs=open_proofs,
        lacking=proof.lacking_proof(facts, through=through, levels=levels),
        stop=stop,
        through=through,
        signature=signature,
        note=note,
        arrived_at=arrived_at,
        acted_at=acted_at,
    )


def _checked(order: Order, facts: HandoffFacts) -> dict[str, str]:
    own = {parcel.id for parcel in order.parcels}
    return {str(one): how for one, how in facts.checked.items() if one in own and how in proof.CHECKS}


def write(tx: Transaction, order: Order, act: Act, *, attempt: int, before: Handoff | None = None) -> Handoff:
    """Add the record of an attempt. `before`: the record that it replaces, whose driver and promise it keeps."""
    facts, stop = act.facts, act.stop
    is_handed = handed.is_delivered(act.outcome)
    refused, damaged = sum(part.refused for part in facts.turned), sum(part.damaged for part in facts.turned)
    route = stop.route if stop is not None else None
    record = Handoff(
        order_id=order.id,
        stop_id=stop.id if stop else None,
        route_name=route.name if route else "",
        stop_sequence=stop.sequence if stop else None,
        driver=route.shift.driver.name if route else before.driver if before else tx.actor.name,
        vehicle=route.shift.vehicle.name if route else "",
        attempt=attempt,
        reported_through=act.through,
        outcome_code=act.outcome,
        recipient=facts.recipient.strip() if is_handed else "",
        relation=facts.relation if is_handed and facts.recipient.strip() else "",
        said_name=facts.said_name,
        said_number=facts.said_number,
        id_kind=facts.id_kind,
        of_age=facts.of_age,
        due=act.balance.due,
        collected=facts.collected if is_handed else 0,
        means=facts.means if is_handed and facts.collected else "",
        items_accepted=handed.accepted(act.lines, facts.turned) if is_handed else 0,
        items_refused=refused if is_handed else 0,
        items_damaged=damaged if is_handed else 0,
        checked=_checked(order, facts) if is_handed else {},
        signature=act.signature if is_handed else None,
        on_paper=facts.on_paper and is_handed,
        open_proofs=list(act.open_proofs),
        lacking=list(act.lacking) if is_handed else [],
        note=act.note,
        promise_start=before.promise_start if before else order.promise_start,
        promise_end=before.promise_end if before else order.promise_end,
        arrived_at=act.arrived_at,
        acted_at=act.acted_at,
        recorded_at=tx.now,
        recorded_by=tx.actor.name,
        replaces_id=before.id if before else None,
    )
    tx.session.add(record)
    tx.session.flush()
    if is_handed:
        by_id = {line.line_id: line for line in act.lines}
        tx.session.add_all(
            TurnedItem(
                handoff_id=record.id,
                line_id=part.line_id,
                sku=by_id[part.line_id].sku,
                name=by_id[part.line_id].name,
                sent=by_id[part.line_id].sent,
                refused=part.refused,
                damaged=part.damaged,
                issue=part.issue,
                done=part.done,
            )
            for part in facts.turned
            if part.pieces
        )
    expect_back(tx, order, record, act)
    if stop is not None:
        stop.left_at = act.acted_at
        if act.arrived_at is not None:
            stop.arrived_at = act.arrived_at
    return record


def expect_back(tx: Transaction, order: Order, record: Handoff, act: Act) -> None:
    """Write down what is to come back: every parcel that nobody took, and pieces that were turned down."""
    shift = act.stop.route.shift_id if act.stop is not None else None
    in_other_van = {one.parcel_id for one in taking_over.elsewhere(tx.session, (order.id,))}
    if handed.is_delivered(act.outcome):
        names = {line.line_id: line.name for line in act.lines}
        back = [
            GoodsBack(
                line_id=part.line_id,
                name=names[part.line_id],
                pieces=part.comes_back,
                damaged=part.comes_back - part.refused,
            )
            for part in act.facts.turned
            if part.comes_back
        ]
    elif act.stop is not None:
        back = [
            GoodsBack(parcel_id=parcel.id, name="", pieces=1, damaged=0, place=parcel.loaded_place)
            for parcel in order.parcels
            # the van that still has it brings it back
            if parcel.id not in in_other_van
        ]
    else:
        back = []
    for entry in back:
        entry.handoff_id, entry.order_id, entry.shift_id, entry.expected_at = record.id, order.id, shift, act.acted_at
        tx.session.add(entry)


def open_case(tx: Transaction, order: Order, act: Act, facts: dict[str, object]) -> None:
    """Give customer service what has to be made good: money back, goods once more, or too much that was paid."""
    if case := _case(order, act):
        text, more = case
        inbox.open_item(tx, ItemKind.WRONG, order, text, facts={**facts, **more}, reason=CASE)


def renew_case(tx: Transaction, order: Order, act: Act | None, facts: dict[str, object]) -> None:
    """Leave the case of a corrected record as it is where it says the same; else end it, and open one that is true.
    What was settled already stays, and the new case says so.
    """
    query = select(InboxItem).where(InboxItem.order_id == order.id, InboxItem.reason == CASE).order_by(InboxItem.id)
    before = tx.session.scalars(query.with_for_update()).all()
    case = _case(order, act) if act is not None else None
    if before and case is not None and before[-1].text == case[0]:
        return
    settled = [item for item in before if item.done_at is not None]
    for item in before:
        if item.done_at is None:
            item.done_at, item.done_by = tx.now, tx.actor.name
            item.answer = tr("Not so any more: the stop was corrected.")
            item.owner = item.owner or tx.actor.name
    if case is None and not settled:
        return
    text, more = case or (tr("Nothing is to be made good any more: the stop was corrected"), {})
    if settled:
        text += tr("; settled before: {said}", said=settled[-1].text)
    inbox.open_item(tx, ItemKind.WRONG, order, text, facts={**facts, **more}, reason=CASE)


def _case(order: Order, act: Act) -> tuple[str, dict[str, object]] | None:
    """Return what has to be made good, in words and in figures; None for nothing."""
    if not handed.is_delivered(act.outcome):
        return None
    over = act.facts.collected - act.balance.due
    again = [part for part in act.facts.turned if part.done == handed.BACK_AGAIN and part.pieces]
    if act.balance.refund <= 0 and not act.balance.unpriced and not again and over <= 0:
        return None
    names = {line.line_id: line.name for line in act.lines}
    currency = order.currency or ""
    said = [words for part in act.facts.turned if part.pieces for words in _turned_down(part, names[part.line_id])]
    words = [tr("not accepted: {goods}", goods=listed(said))] if said else []
    if act.balance.refund > 0:
        words.append(tr("to give back: {money}", money=money(Money(act.balance.refund, currency))))
    if act.balance.unpriced:
        words.append(tr("something is to give back whose price is not known"))
    if again:
        words.append(
            tr("to bring again: {goods}", goods=listed([_goods(part.pieces, names[part.line_id]) for part in again]))
        )
    if over > 0:
        words.append(tr("paid too much: {money}", money=money(Money(over, currency))))
    text = "; ".join(words)
    return text[:1].upper() + text[1:], {"refund": act.balance.refund, "overpaid": max(0, over)}


def _turned_down(part: Turned, name: str) -> Iterator[str]:
    """Return goods that were not accepted, why, and where they are: a case is settled by that."""
    for pieces, done in part.whereabouts:
        issue = texts.plain(part.issue)
        yield tr("{goods} ({issue}; {done})", goods=_goods(pieces, name), issue=issue, done=texts.plain(done))


def _goods(pieces: int, name: str) -> str:
    return f"{pieces} × {name}"


def standing(tx: Transaction, order_id: int) -> Handoff | None:
    """Return the record of an order's last attempt that stands."""
    query = select(Handoff).where(Handoff.order_id == order_id, Handoff.replaced_at.is_(None))
    return tx.session.scalar(query.order_by(Handoff.attempt.desc()).limit(1))


def stop_of(tx: Transaction, record: Handoff) -> Stop | None:
    """Return the stop of a record, as long as the plan still has it."""
    return tx.session.get(Stop, record.stop_id) if record.stop_id is not None else None


def orders_at(stop: Stop) -> Sequence[Order]:
    return [served.order for served in stop.served]
