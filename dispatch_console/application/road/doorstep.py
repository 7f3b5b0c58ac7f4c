"""Record arrival and handoff."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from dispatch_console.application.customers.surveying import route_facts
from dispatch_console.application.messages import writing
from dispatch_console.application.messages.reader_zone import zone_of_reader
from dispatch_console.application.operations.rights import operation
from dispatch_console.application.orders.holding import locked
from dispatch_console.application.road import day_closings, drafts, recording, sheet_filing, taking_over
from dispatch_console.application.routes.day_plan import current_stop
from dispatch_console.application.shops.noting import note_event
from dispatch_console.application.site.depot import zone_of
from dispatch_console.domain.errors import Conflict, Refused
from dispatch_console.domain.orders.lifecycle import DISPATCH
from dispatch_console.domain.orders.write_back import WriteBack
from dispatch_console.domain.road import act_times, handed, proof
from dispatch_console.domain.road.outcomes import OUTCOMES
from dispatch_console.domain.road.proof import HandoffFacts
from dispatch_console.language import tr
from dispatch_console.store.entities import Order, Stop
from dispatch_console.store.transaction import Transaction


@operation("arrive", DISPATCH.roles["arrive"])
def arrive(tx: Transaction, order_ids: Sequence[int], arrived_at: datetime | None = None) -> None:
    """Record that the van stands at the door of a stop with these orders; those on the road arrive. `arrived_at`: since
    when, now where not given.

    Errors: Refused `lifecycle.illegal` when none is, `act.ahead`, `act.before_departure`.
    """
    orders = [locked(tx, order_id) for order_id in sorted(order_ids)]
    at = arrived_at or tx.now
    for order in [order for order in orders if order.dispatch == "out"] or orders:
        stop = current_stop(tx.session, order.id)
        _require_possible(tx, stop, None, at)
        order.take("dispatch", "arrive", tx.now)
        if stop is not None and stop.arrived_at is None:
            stop.arrived_at = at


@operation("hand_over", DISPATCH.roles["finish"])
def hand_over(
    tx: Transaction,
    order_id: int,
    facts: HandoffFacts,
    *,
    through: str,
    signature: bytes | None,
    note: str = "",
    acted_at: datetime | None = None,
    arrived_at: datetime | None = None,
    permitted_then: bool = False,
) -> int:
    """Record what happened at the door. `acted_at`: when it did, now where not given; `arrived_at`: since when the van
    stood there, where that is known better than the stop does; `permitted_then`: whoever left the goods in a safe place
    knew of a permission, which may have been taken back meanwhile. Returns the record's id.

    Errors: Refused `handoff.missing` with the proofs that are open, `handoff.issue`, `handoff.kept`,
    `handoff.nothing_taken`, `handoff.part_of_all`, `act.…` for an impossible time, `goods.in_van`,
    `lifecycle.illegal`; Conflict `handoff.recorded` where another station was first.
    """
    order = locked(tx, order_id)
    _require_no_record(tx, order)
    counter = order.dispatch == "unplanned"
    stop = None if counter else current_stop(tx.session, order_id)
    at = acted_at or tx.now
    since = arrived_at or (stop.arrived_at if stop is not None else None)
    # noted when somebody rang, after it had happened
    since = min(since, at) if since is not None and arrived_at is None else since
    if counter:
        taking_over.require_here(tx, order)
    act = recording.checked(
        tx.session,
        order,
        facts,
        stop=stop,
        through=through,
        signature=signature,
        note=note,
        arrived_at=since,
        acted_at=at,
        permitted_then=permitted_then,
    )
    if counter and OUTCOMES[act.outcome].action != "pick_up":
        raise Refused("handoff.not_out", number=order.number)
    if counter and order.packing != "packed":
        raise Refused("load.not_packed", number=order.number)
    _require_possible(tx, stop, since, at)
    if stop is not None and handed.is_delivered(act.outcome):
        unscanned = taking_over.taken_with(tx, order, stop, at)
        act = replace(act, note=_with_unscanned(act.note, unscanned))
    order.take("dispatch", "finish", tx.now)
    order.take("outcome", OUTCOMES[act.outcome].action, tx.now)
    order.outcome_code = act.outcome
    record = recording.write(tx, order, act, attempt=order.attempt)
    if handed.is_delivered(act.outcome):
        order.delivered_at, order.recipient = at, facts.recipient.strip() or None
        if proof.PERMISSION not in act.open_proofs:
            # nobody is thanked by itself where his goods lie against his will
            writing.plan_confirmation(tx, order)
        writing.plan_survey(tx, order, zone_of_reader(tx.session, order, tx.now))
        note_event(tx, order, WriteBack.COLLECTED if counter else WriteBack.DELIVERED)
    else:
        order.address.failures += 1
        writing.plan_missed(tx, order)
        note_event(tx, order, WriteBack.ATTEMPTED)
    drafts.forget(tx, order.id)
    day_closings.reopen_for(tx, at, "late_act", stop.route.shift_id if stop is not None else None)
    tx.session.flush()
    recording.open_case(tx, order, act, route_facts(tx.session, order))
    # what a scan shows counts, also where whoever typed the row left it out
    if facts.on_paper or through == proof.SHEET:
        sheet_filing.bring_read(tx, order.id)
    return record.id


def _with_unscanned(note: str, unscanned: Sequence[taking_over.Elsewhere]) -> str:
    """Return the note of a record with the parcels that were to be in another van, and were given all the same."""
    said = [
        tr("{code} was given without having been scanned over from {vehicle}", code=one.spaced, vehicle=one.vehicle)
        for one in unscanned
    ]
    return "; ".join(part for part in (note, *said) if part)


def _require_possible(tx: Transaction, stop: Stop | None, arrived_at: datetime | None, at: datetime) -> None:
    left = stop.route.departed_at if stop is not None else None
    clock = f"{at.astimezone(zone_of(tx.session)):%H:%M}"
    act_times.require_possible(at, arrived_at=arrived_at, left_depot_at=left, now=tx.now, clock=clock)


def _require_no_record(tx: Transaction, order: Order) -> None:
    if order.outcome == "none":
        return
    record = recording.standing(tx, order.id)
    if record is not None:
        zone = zone_of(tx.session)
        raise Conflict(
            "handoff.recorded",
            number=order.number,
            by=record.recorded_by,
            at=f"{record.recorded_at.astimezone(zone):%H:%M}",
            outcome=record.outcome_code,
        )
