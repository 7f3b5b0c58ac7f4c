"""Look at the goods, weigh the boxes of an order, and seal them."""

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.orders import checklist
from dispatch_console.application.orders.holding import locked
from dispatch_console.application.packing import learning, materials, part_pack, progress
from dispatch_console.application.packing.progress import open_box
from dispatch_console.application.packing.starting import require_on_my_bench
from dispatch_console.application.shops.asking import ask_again
from dispatch_console.domain import roles
from dispatch_console.domain.errors import BadInput, Refused
from dispatch_console.domain.orders import gates
from dispatch_console.domain.packing import condition
from dispatch_console.domain.packing.sealing import require_sealable
from dispatch_console.store.entities import Order, Parcel
from dispatch_console.store.transaction import Transaction


@operation("tick_paper", roles.PACKING)
def tick_paper(tx: Transaction, order_id: int, paper: str) -> None:
    """Tick that a paper lies in the box."""
    checklist.mark(tx, locked(tx, order_id), "papers", paper)


@operation("inspect", roles.PACKING)
def inspect(tx: Transaction, order_id: int) -> None:
    """Say that somebody looked at every item and found none damaged. Errors: Refused `pack.not_all_in`."""
    order = require_on_my_bench(tx, order_id)
    state = progress.progress(tx.session, order)
    if state.packed < state.ordered:
        raise Refused("pack.not_all_in", count=state.ordered - state.packed)
    checklist.mark(tx, order, "pack", gates.INSPECTED)


@operation("weigh", roles.PACKING)
def weigh(tx: Transaction, order_id: int, weight_g: int, position: int | None = None) -> None:
    """Record what the scale says of a box, the open one where none is named. Errors: Refused `pack.weight`,
    `pack.box_empty`; BadInput `box.unknown`.
    """
    if not 0 < weight_g <= 2_000_000:
        raise Refused("pack.weight", weight=f"{weight_g / 1000:g}")
    order = require_on_my_bench(tx, order_id)
    _box(order, position).weight_g = weight_g
    filled = [parcel for parcel in order.parcels if parcel.contents]
    weights = [parcel.weight_g for parcel in filled]
    order.weighed_g = sum(weight or 0 for weight in weights) if all(weights) else None


def _box(order: Order, position: int | None) -> Parcel:
    """Return the box that lies on the scale. An open one that is still empty was begun for nothing: it is the last one
    with goods.
    """
    named = next((parcel for parcel in order.parcels if parcel.position == position), None)
    if position is not None and named is None:
        raise BadInput("box.unknown", box=position)
    box = named or open_box(order)
    if box is None or not box.contents:
        filled = [parcel for parcel in order.parcels if parcel.contents]
        if not filled or named is not None:
            raise Refused("pack.box_empty")
        box = filled[-1]
    return box


@operation("seal", roles.PACKING)
def seal(tx: Transaction, order_id: int, *, weight_waiver: str = "") -> tuple[int, ...]:
    """Close packing: all items in or explained, looked at, papers in, weights right. What was found missing or damaged
    follows with an order of its own. Returns parcel ids, whose labels may now print.

    `weight_waiver`: the reason for which a supervisor lets another weight pass.
    Errors: Refused `pack.not_sealable` with what is missing, `pack.part_cash`, `waiver.role`, `waiver.reason`.
    """
    order = require_on_my_bench(tx, order_id)
    if weight_waiver:
        gates.require_waiver_right(tx.actor.role, weight_waiver)
    state = progress.progress(tx.session, order)
    require_sealable(
        open_pieces=condition.unexplained(progress.open_pieces(order), state.found),
        papers_open=state.papers_open,
        boxes=state.boxes,
        is_weight_waived=bool(weight_waiver),
        is_inspected=checklist.find(order, "pack", gates.INSPECTED) is not None,
    )
    part_pack.split_off(tx, order)
    filled = _seal_boxes(tx, order)
    _mark_gate(tx, order, weight_waiver.strip(), len(filled))
    if not weight_waiver:
        learning.learn(tx, order, state)
    materials.note_used(tx, order, len(filled))
    order.take("packing", "close", tx.now)
    ask_again(tx, order)
    order.held_by, order.held_at, order.held_since = "", "", None
    tx.session.flush()
    return tuple(parcel.id for parcel in filled)


def _seal_boxes(tx: Transaction, order: Order) -> list[Parcel]:
    filled = [parcel for parcel in order.parcels if parcel.contents]
    for parcel in order.parcels:
        if not parcel.contents:
            tx.session.delete(parcel)
    for position, parcel in enumerate(filled, 1):
        parcel.position = position
        parcel.sealed_at, parcel.sealed_by, parcel.station = tx.now, tx.actor.name, tx.actor.station
    order.weighed_g = sum(parcel.weight_g or 0 for parcel in filled)
    return filled


def _mark_gate(tx: Transaction, order: Order, waiver: str, parcels: int) -> None:
    evidence = {"weight_checked": f"{order.weighed_g} g", "sealed_and_labelled": f"{parcels} parcels"}
    for item in gates.items_for("pack", order.needs):
        waived = waiver if item.key == "weight_checked" else ""
        checklist.mark(tx, order, "pack", item.key, evidence=evidence.get(item.key, item.evidence), waiver=waived)
