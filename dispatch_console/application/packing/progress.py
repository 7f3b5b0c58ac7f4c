"""Measure how far an order is packed: pieces, boxes with their weights, papers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.packing import kit
from dispatch_console.application.packing.kit import KitPaper
from dispatch_console.application.packing.products import products_of
from dispatch_console.domain.packing import condition, weight
from dispatch_console.domain.packing.condition import Decision, Found
from dispatch_console.domain.packing.sealing import BoxWeight
from dispatch_console.domain.packing.weight import Goods, Learnt, WeightCheck
from dispatch_console.store import bulk
from dispatch_console.store.entities import Box, Finding, LearntWeight, Order, OrderLine, Parcel, Product


@dataclass(frozen=True, slots=True, kw_only=True)
class PackState:
    """How far an order is. `ordered` are the pieces that leave today, `follow` those of each product that leave later.

    Weights in grams; `goods` by box position, `whole` what all boxes together should weigh once all is in. `each` is
    one piece of each product by SKU, `tares` are the empty boxes by name.
    """

    ordered: int
    packed: int
    goods_g: int
    weights_known: bool
    papers: tuple[KitPaper, ...]
    boxes: tuple[BoxWeight, ...]
    goods: Mapping[int, tuple[Goods, ...]]
    whole: WeightCheck | None
    found: tuple[Found, ...]
    follow: Mapping[str, int]
    each: Mapping[str, Goods]
    tares: Mapping[str, int]

    def tare(self, box: str) -> int:
        return self.tares.get(box, weight.USUAL_BOX_G)

    @property
    def papers_open(self) -> int:
        return sum(1 for paper in self.papers if not paper.is_in)


def open_box(order: Order) -> Parcel | None:
    """Return the box that is being filled: the one that was opened last, else the last one."""
    parcels = [parcel for parcel in order.parcels if parcel.sealed_at is None]
    opened = [parcel for parcel in parcels if parcel.opened_at is not None]
    last = max(opened, key=lambda parcel: (parcel.opened_at, parcel.position), default=None)
    return last or (parcels[-1] if parcels else None)


def progress(
    session: Session,
    order: Order,
    products: Mapping[str, Product] | None = None,
    found: tuple[Found, ...] | None = None,
) -> PackState:
    """Return how far an order is. `products` and `found` are read where the caller has not read them."""
    lines = order.delivery_lines
    products = products_of(session, order) if products is None else products
    found = findings(session, order.id) if found is None else found
    left = open_pieces(order)
    # pieces that were found after all are not missing
    follow = {sku: min(pieces, left[sku]) for sku, pieces in condition.follows(found).items() if left.get(sku)}
    pieces_g = {line.sku: line.weight_g or _weight(products.get(line.sku)) for line in lines}
    learnt = learnt_weights(session, list(pieces_g))
    each = {sku: Goods(sku, 1, piece_g, learnt.get(sku, Learnt())) for sku, piece_g in pieces_g.items()}
    tares = _tares(session, {parcel.box for parcel in order.parcels})
    goods = {
        parcel.position: tuple(replace(_one(each, sku), pieces=count) for sku, count in sorted(parcel.contents.items()))
        for parcel in order.parcels
        if parcel.contents
    }
    boxes = tuple(
        BoxWeight(
            parcel.position,
            parcel.weight_g,
            weight.check_of(goods[parcel.position], tares.get(parcel.box, weight.USUAL_BOX_G)),
        )
        for parcel in order.parcels
        if parcel.contents
    )
    return PackState(
        ordered=sum(line.quantity for line in lines) - sum(follow.values()),
        packed=sum(line.packed for line in lines),
        goods_g=sum((pieces_g[line.sku] or 0) * line.quantity for line in lines),
        weights_known=all(piece_g is not None for piece_g in pieces_g.values()),
        papers=kit.papers_of(session, order, products),
        boxes=boxes,
        goods=goods,
        whole=_whole(lines, follow, each, tares, order),
        found=found,
        follow=follow,
        each=each,
        tares=tares,
    )


def _one(each: Mapping[str, Goods], sku: str) -> Goods:
    # a line that the shop took back may still lie in a box
    return each.get(sku) or Goods(sku, 1, None)


def _whole(
    lines: Sequence[OrderLine],
    follow: Mapping[str, int],
    each: Mapping[str, Goods],
    tares: Mapping[str, int],
    order: Order,
) -> WeightCheck | None:
    counts: dict[str, int] = {}
    for line in lines:
        counts[line.sku] = counts.get(line.sku, 0) + line.quantity
    goods = [
        replace(each[sku], pieces=count - follow.get(sku, 0))
        for sku, count in counts.items()
        if count > follow.get(sku, 0)
    ]
    boxes = sum(tares.get(parcel.box, weight.USUAL_BOX_G) for parcel in order.parcels)
    return weight.check_of(goods, boxes)


def open_pieces(order: Order) -> dict[str, int]:
    """Return the pieces of each product that are not packed."""
    pieces: dict[str, int] = {}
    for line in order.delivery_lines:
        pieces[line.sku] = pieces.get(line.sku, 0) + line.quantity - line.packed
    return pieces


def findings(session: Session, order_id: int) -> tuple[Found, ...]:
    """Return what was found wrong of an order and is not settled."""
    query = select(Finding.sku, Finding.pieces, Finding.decision).where(
        Finding.order_id == order_id, Finding.settled_at.is_(None)
    )
    return tuple(
        Found(sku, pieces, Decision(decision) if decision else None)
        for sku, pieces, decision in session.execute(query.order_by(Finding.id))
    )


def learnt_weights(session: Session, skus: Sequence[str]) -> dict[str, Learnt]:
    """Return what clean packs say of the weight of products, by SKU."""
    query = select(LearntWeight).where(bulk.among(LearntWeight.sku, set(skus)))
    return {row.sku: Learnt(row.packs, row.mean_g, row.squares) for row in session.scalars(query)}


def box_weight(session: Session, name: str) -> int:
    """Return what an empty box of a kind weighs."""
    return _tares(session, {name}).get(name, weight.USUAL_BOX_G)


def _tares(session: Session, names: set[str]) -> dict[str, int]:
    query = select(Box.name, Box.tare_g).where(Box.name.in_(names), Box.retired_at.is_(None))
    return {box.name: box.tare_g for box in session.execute(query)}


def _weight(product: Product | None) -> int | None:
    return product.weight_g if product else None
