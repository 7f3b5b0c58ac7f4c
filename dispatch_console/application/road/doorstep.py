"""Record arrival and handoff."""

from collections.abc import Sequence

from sqlalchemy import select

from dispatch_console.application.messages import writing
from dispatch_console.application.messages.reader_zone import zone_of_reader
from dispatch_console.application.operations.rights import operation
from dispatch_console.application.orders.holding import locked
from dispatch_console.application.routes.day_plan import current_stop
from dispatch_console.application.shops.noting import note_event
from dispatch_console.application.site.depot import zone_of
from dispatch_console.domain.errors import Conflict, Refused
from dispatch_console.domain.orders.lifecycle import DISPATCH
from dispatch_console.domain.orders.write_back import WriteBack
from dispatch_console.domain.road import proof
from dispatch_console.domain.road.outcomes import OUTCOMES
from dispatch_console.domain.road.proof import HandoffFacts
from dispatch_console.store.entities import Handoff, Order
from dispatch_console.store.transaction import Transaction


@operation("arrive", DISPATCH.roles["arrive"])
def arrive(tx: Transaction, order_ids: Sequence[int]) -> None:
    """Record that the van stands at the door of a stop with these orders; those on the road arrive.

    Errors: Refused `lifecycle.illegal` when none is.
    """
    orders = [locked(tx, order_id) for order_id in sorted(order_ids)]
    for order in [order for order in orders if order.dispatch == "out"] or orders:
        order.take("dispatch", "arrive", tx.now)
        stop = current_stop(tx.session, order.id)
        if stop is not None and stop.arrived_at is None:
            stop.arrived_at = tx.now


@operation("hand_over", DISPATCH.roles["finish"])
def hand_over(
    tx: Transaction, order_id: int, facts: HandoffFacts, *, through: str, signature: bytes | None, note: str = ""
) -> int:
    """Record what happened at the door. Returns the record's id.

    Errors: Refused `handoff.missing` with the proofs that are open, `lifecycle.illegal`; Conflict `handoff.recorded`
    where another station was first.
    """
    order = locked(tx, order_id)
    _require_no_record(tx, order)
    due = order.due_on_delivery or 0
    proof.require_proof(facts, order.requirements, due=due, permitted=bool(order.address.safe_place))
    outcome = OUTCOMES[facts.outcome]
    counter = order.dispatch in ("unplanned",)
    if counter and outcome.action != "pick_up":
        raise Refused("handoff.not_out", number=order.number)
    if counter and order.packing != "packed":
        raise Refused("load.not_packed", number=order.number)
    stop = None if counter else current_stop(tx.session, order_id)
    order.take("dispatch", "finish", tx.now)
    order.take("outcome", outcome.action, tx.now)
    order.outcome_code = outcome.code
    handed = outcome.action in ("deliver", "pick_up")
    record = Handoff(
        order_id=order.id,
        stop_id=stop.id if stop else None,
        route_name=stop.route.name if stop else "",
        stop_sequence=stop.sequence if stop else None,
        driver=stop.route.shift.driver.name if stop else tx.actor.name,
        vehicle=stop.route.shift.vehicle.name if stop else "",
        attempt=order.attempt,
        reported_through=through,
        outcome_code=outcome.code,
        recipient=facts.recipient.strip(),
        relation=facts.relation if handed else "",
        said_name=facts.said_name,
        said_number=facts.said_number,
        id_kind=facts.id_kind,
        of_age=facts.of_age,
        due=due,
        collected=facts.collected,
        items_accepted=order.pieces if handed else 0,
        items_refused=0,
        signature=signature,
        note=note,
        acted_at=tx.now,
        recorded_at=tx.now,
        recorded_by=tx.actor.name,
    )
    tx.session.add(record)
    if stop is not None:
        stop.arrived_at, stop.left_at = stop.arrived_at or tx.now, tx.now
    if handed:
        order.delivered_at, order.recipient = tx.now, facts.recipient.strip() or None
        writing.plan_confirmation(tx, order)
        writing.plan_survey(tx, order, zone_of_reader(tx.session, order, tx.now))
        note_event(tx, order, WriteBack.COLLECTED if counter else WriteBack.DELIVERED)
    else:
        order.address.failures += 1
        writing.plan_missed(tx, order)
        note_event(tx, order, WriteBack.ATTEMPTED)
    tx.session.flush()
    return record.id


def _require_no_record(tx: Transaction, order: Order) -> None:
    if order.outcome == "none":
        return
    query = select(Handoff).where(Handoff.order_id == order.id).order_by(Handoff.id.desc()).limit(1)
    record = tx.session.scalar(query)
    if record is not None:
        zone = zone_of(tx.session)
        raise Conflict(
            "handoff.recorded",
            number=order.number,
            by=record.recorded_by,
            at=f"{record.recorded_at.astimezone(zone):%H:%M}",
            outcome=record.outcome_code,
        )
