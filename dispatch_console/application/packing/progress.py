"""Measure how far an order is packed: pieces, weight, papers."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from dispatch_console.application.orders import checklist
from dispatch_console.application.packing.products import products_of
from dispatch_console.store.entities import Order, Product


def filled_boxes(order: Order) -> int:
    """Count boxes with content, at least one; empty boxes are dropped at sealing."""
    return max(1, sum(1 for parcel in order.parcels if parcel.contents))


@dataclass(frozen=True, slots=True)
class PackState:
    """How far an order is. Weights in grams; `papers` with whether each lies in the box."""

    ordered: int
    packed: int
    goods_g: int
    weights_known: bool
    papers: tuple[tuple[str, bool], ...]


def progress(session: Session, order: Order) -> PackState:
    lines = order.delivery_lines
    products = products_of(session, order)
    ticked = {*checklist.ticked(order, "papers"), *checklist.waived(order, "papers")}
    wanted = ["packing_slip", *dict.fromkeys(paper for line in lines for paper in _papers(products.get(line.sku)))]
    weights = [line.weight_g or _weight(products.get(line.sku)) for line in lines]
    return PackState(
        sum(line.quantity for line in lines),
        sum(line.packed for line in lines),
        sum((weight or 0) * line.quantity for weight, line in zip(weights, lines, strict=True)),
        all(weight is not None for weight in weights),
        tuple((paper, paper in ticked) for paper in wanted),
    )


def _papers(product: Product | None) -> list[str]:
    return product.papers if product else []


def _weight(product: Product | None) -> int | None:
    return product.weight_g if product else None
