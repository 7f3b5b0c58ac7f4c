"""Check the weight of an order and seal its parcels."""

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.orders import checklist
from dispatch_console.application.orders.holding import locked
from dispatch_console.application.packing.progress import filled_boxes, progress
from dispatch_console.application.packing.starting import require_on_my_bench
from dispatch_console.application.shops.asking import ask_again
from dispatch_console.domain import roles
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.orders import gates
from dispatch_console.domain.packing.scan_match import (
    expected_weight,
    require_sealable,
)
from dispatch_console.store.transaction import Transaction


@operation("tick_paper", roles.PACKING)
def tick_paper(tx: Transaction, order_id: int, paper: str) -> None:
    """Tick that a paper lies in the box."""
    checklist.mark(tx, locked(tx, order_id), "papers", paper)


@operation("weigh", roles.PACKING)
def weigh(tx: Transaction, order_id: int, weight_g: int) -> None:
    """Record what the scale says, all parcels of the order together. Errors: Refused `pack.weight`."""
    if not 0 < weight_g <= 2_000_000:
        raise Refused("pack.weight", weight=f"{weight_g / 1000:g}")
    require_on_my_bench(tx, order_id).weighed_g = weight_g


@operation("seal", roles.PACKING)
def seal(tx: Transaction, order_id: int, *, weight_waiver: str = "") -> tuple[int, ...]:
    """Close packing: all items in, papers in, weight right. Returns parcel ids, whose labels may now print.

    `weight_waiver`: the reason for which a supervisor lets another weight pass.
    Errors: Refused `pack.not_sealable` with what is missing, `waiver.role`, `waiver.reason`.
    """
    order = require_on_my_bench(tx, order_id)
    if weight_waiver:
        gates.require_waiver_right(tx.actor.role, weight_waiver)
    state = progress(tx.session, order)
    check = None if weight_waiver else expected_weight(state.goods_g, filled_boxes(order))
    require_sealable(
        open_pieces=state.ordered - state.packed,
        papers_open=sum(1 for _, ticked in state.papers if not ticked),
        weighed_g=order.weighed_g,
        check=check if state.weights_known else None,
    )
    filled = [parcel for parcel in order.parcels if parcel.contents]
    for parcel in order.parcels:
        if not parcel.contents:
            tx.session.delete(parcel)
    weights = _shares(order.weighed_g or 0, [sum(parcel.contents.values()) for parcel in filled])
    for position, (parcel, weight) in enumerate(zip(filled, weights, strict=True), 1):
        parcel.position, parcel.weight_g = position, weight
        parcel.sealed_at, parcel.sealed_by, parcel.station = tx.now, tx.actor.name, tx.actor.station
    evidence = {
        "weight_checked": f"{order.weighed_g} g",
        "sealed_and_labelled": f"{len(filled)} parcels",
    }
    for item in gates.items_for("pack", order.needs):
        waiver = weight_waiver.strip() if item.key == "weight_checked" else ""
        checklist.mark(tx, order, "pack", item.key, evidence=evidence.get(item.key, item.evidence), waiver=waiver)
    order.take("packing", "close", tx.now)
    ask_again(tx, order)
    order.held_by, order.held_at, order.held_since = "", "", None
    tx.session.flush()
    return tuple(parcel.id for parcel in filled)


def _shares(total: int, pieces: list[int]) -> list[int]:
    """Split a weight by pieces so that the parts add up to it."""
    whole, given, shares = sum(pieces), 0, []
    for index, count in enumerate(pieces):
        share = total - given if index == len(pieces) - 1 else round(total * count / whole)
        shares.append(share)
        given += share
    return shares
