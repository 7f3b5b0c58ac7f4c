"""What clean packs teach of the weight of products."""

from collections.abc import Iterable

from sqlalchemy import select

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.packing import progress
from dispatch_console.application.packing.progress import PackState
from dispatch_console.domain import roles
from dispatch_console.domain.packing import weight
from dispatch_console.domain.packing.weight import Learnt
from dispatch_console.store import bulk
from dispatch_console.store.entities import LearntWeight, Order
from dispatch_console.store.transaction import Transaction


def learn(tx: Transaction, order: Order, state: PackState) -> None:
    """Learn from the boxes of an order that was sealed with right weights."""
    boxes = {parcel.position: parcel.box for parcel in order.parcels}
    pieces_g: dict[str, list[float]] = {}
    for box in state.boxes:
        if box.weighed_g is not None:
            tare = progress.box_weight(tx.session, boxes.get(box.position, ""))
            for sku, piece_g in weight.piece_weights(state.goods[box.position], box.weighed_g, tare).items():
                pieces_g.setdefault(sku, []).append(piece_g)
    if not pieces_g:
        return
    fresh = [{"sku": sku, "packs": 0, "mean_g": 0.0, "squares": 0.0, "since": tx.now} for sku in sorted(pieces_g)]
    bulk.add_missing(tx.session, LearntWeight, fresh)
    for row in _locked(tx, pieces_g):
        learnt = Learnt(row.packs, row.mean_g, row.squares)
        for piece_g in pieces_g[row.sku]:
            learnt = learnt.with_pack(piece_g)
        row.packs, row.mean_g, row.squares = learnt.packs, learnt.mean_g, learnt.squares


def _locked(tx: Transaction, skus: Iterable[str]) -> list[LearntWeight]:
    query = select(LearntWeight).where(bulk.among(LearntWeight.sku, set(skus))).order_by(LearntWeight.sku)
    return list(tx.session.scalars(query.with_for_update()))


@operation("forget_weight", roles.OFFICE)
def forget_weight(tx: Transaction, sku: str) -> None:
    """Forget what was learnt of a product, after its packing or its supplier changed."""
    for row in _locked(tx, [sku]):
        tx.session.delete(row)
