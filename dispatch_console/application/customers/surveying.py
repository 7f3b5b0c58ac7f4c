"""How a customer found the delivery; a low rating and a complaint become cases with what is known of the route."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch_console.application.customers import inbox
from dispatch_console.application.messages import links
from dispatch_console.application.operations.rights import operation
from dispatch_console.application.orders.holding import locked
from dispatch_console.domain import moments, roles
from dispatch_console.domain.errors import BadInput, Refused
from dispatch_console.domain.messages.inbox import LONGEST_TEXT, LOW_RATINGS, ItemKind
from dispatch_console.domain.messages.links import AFTER_DELIVERY
from dispatch_console.domain.promises.calling import Result
from dispatch_console.store.entities import Handoff, InboxItem, Order, PromiseEntry, Stop, SurveyAnswer
from dispatch_console.store.transaction import Transaction

BEST = 5


def _delivered(tx: Transaction, token: str) -> Order:
    """Return the delivered order of a link, locked. Errors: Refused `link.dead`."""
    link = links.living(tx.session, token, tx.now)
    order = locked(tx, link.order_id)
    if link.kind_of not in AFTER_DELIVERY or order.outcome not in ("delivered", "picked_up"):
        raise Refused("link.dead")
    return order


@operation("answer_survey", roles.BY_CUSTOMER)
def answer_survey(tx: Transaction, token: str, rating: int, text: str = "") -> None:
    """Keep what a customer answered; the last answer counts. A low rating opens a case, once for a delivery.

    Errors: Refused `link.dead`; BadInput `survey.rating`, `text.long`.
    """
    if not 1 <= rating <= BEST:
        raise BadInput("survey.rating")
    if len(text) > LONGEST_TEXT:
        raise BadInput("text.long", most=LONGEST_TEXT)
    order = _delivered(tx, token)
    handoff = _handoff(tx.session, order)
    answer = tx.session.scalar(
        select(SurveyAnswer).where(SurveyAnswer.order_id == order.id, SurveyAnswer.attempt == order.attempt)
    )
    if answer is None:
        answer = SurveyAnswer(order_id=order.id, attempt=order.attempt)
        tx.session.add(answer)
    # who changes the number alone takes back none of his words
    answer.rating, answer.text, answer.at = rating, text.strip() or answer.text or "", tx.now
    answer.route_name = handoff.route_name if handoff else ""
    answer.driver = handoff.driver if handoff else ""
    if rating in LOW_RATINGS:
        _case(tx, ItemKind.RATING, order, text, {"rating": rating})


@operation("complain", roles.BY_CUSTOMER)
def complain(tx: Transaction, token: str, text: str) -> None:
    """Open a case with what a customer says is wrong. Errors: Refused `link.dead`; BadInput `complaint.empty`,
    `text.long`.
    """
    if not text.strip():
        raise BadInput("complaint.empty")
    _case(tx, ItemKind.WRONG, _delivered(tx, token), text, {})


def _case(tx: Transaction, kind: ItemKind, order: Order, text: str, more: dict[str, Any]) -> None:
    """Open a case, or add to the one of its kind that is open for this order."""
    known = tx.session.scalar(
        select(InboxItem)
        .where(InboxItem.order_id == order.id, InboxItem.kind_of == kind.value, InboxItem.done_at.is_(None))
        .with_for_update()
    )
    if known is None:
        inbox.open_item(tx, kind, order, text, facts=route_facts(tx.session, order) | more)
        return
    said = text.strip()
    if said and said != known.text:
        known.text = "\n\n".join(part for part in (known.text, said) if part)[: 2 * LONGEST_TEXT]
    known.facts = known.facts | more


def _handoff(session: Session, order: Order) -> Handoff | None:
    query = select(Handoff).where(Handoff.order_id == order.id, Handoff.replaced_at.is_(None))
    return session.scalar(query.order_by(Handoff.attempt.desc()).limit(1))


def route_facts(session: Session, order: Order) -> dict[str, Any]:
    """Return what is known of a delivery, as it was when the case was opened: planned and actual times, who drove, what
    was scanned into the van, who took it, and how often the customer was rung.
    """
    handoff = _handoff(session, order)
    stop = session.get(Stop, handoff.stop_id) if handoff is not None and handoff.stop_id is not None else None
    calls = select(func.count()).select_from(PromiseEntry)
    calls = calls.where(PromiseEntry.order_id == order.id, PromiseEntry.what.in_([*Result, "confirmed"]))
    calls = calls.where(PromiseEntry.channel == "call")
    facts: dict[str, Any] = {
        "route": handoff.route_name if handoff else "",
        "driver": handoff.driver if handoff else "",
        "vehicle": handoff.vehicle if handoff else "",
        "stop": handoff.stop_sequence if handoff else None,
        "outcome": order.outcome_code,
        "recipient": order.recipient or "",
        "parcels": len(order.parcels),
        "scanned": sum(parcel.loaded_at is not None for parcel in order.parcels),
        "calls": session.scalar(calls) or 0,
        "attempt": order.attempt,
    }
    times = {
        "promised_from": order.promise_start,
        "promised_until": order.promise_end,
        "planned": stop.arrive_at if stop else None,
        "arrived": stop.arrived_at if stop else None,
        "handed": handoff.acted_at if handoff else None,
    }
    return facts | {name: moments.to_text(at) for name, at in times.items() if at is not None}
