"""What the bench shows of an order: its lines, parcels and papers, what it asks for, and what its weight should be."""

from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch_console import texts
from dispatch_console.application.packing.bench import OpenOrder
from dispatch_console.domain.packing.scan_match import WeightCheck, expected_weight
from dispatch_console.language import decimal, tr
from dispatch_console.ui import words
from dispatch_console.ui.packing.facts import LineFacts, PackFacts, ParcelFacts


def facts_of(order: OpenOrder, zone: ZoneInfo, now: datetime) -> PackFacts:
    """Return what is shown of an order."""
    state = order.state
    lines = tuple(
        LineFacts(
            line_id=line.id,
            name=line.name,
            shelf=line.shelf,
            sku=line.sku,
            plate=line.plate,
            packed=line.packed,
            ordered=line.quantity,
            by_hand=not line.scan_only,
        )
        for line in order.lines
    )
    check = expected_weight(state.goods_g, order.filled_boxes) if state.weights_known else None
    weight = "" if order.weighed_g else tr("the weight")
    if order.weighed_g and check and not check.accepts(order.weighed_g):
        weight = tr("the right weight")
    return PackFacts(
        order_id=order.id,
        number=order.number,
        customer=order.customer,
        address=order.street,
        leaves=words.when(order.leaves_at, zone, now) if order.leaves_at else "",
        lines=lines,
        parcels=tuple(ParcelFacts(parcel.position, parcel.box, parcel.pieces) for parcel in order.parcels),
        papers=tuple((key, texts.enclosed(key), ticked) for key, ticked in state.papers),
        weighed=tr("{weighed_g} kg", weighed_g=decimal(order.weighed_g / 1000, 2)) if order.weighed_g else "",
        expected=_expected(check, order.weighed_g) if check else "",
        weight_missing=weight,
        packed=state.packed,
        ordered=state.ordered,
        requirements=" · ".join(texts.plain(need).upper() for need in order.requirements),
        weight_is_off=bool(order.weighed_g and check and not check.accepts(order.weighed_g)),
        stopped=order.stopped,
    )


def _expected(check: WeightCheck, weighed_g: int | None) -> str:
    """Return what the scale should say, and by how much it does not."""
    low, high = check.expected_g - check.tolerance_g, check.expected_g + check.tolerance_g
    said = tr("right at {low} to {high} kg", low=decimal(low / 1000, 2), high=decimal(high / 1000, 2))
    if not weighed_g or check.accepts(weighed_g):
        return said
    off = decimal(abs(weighed_g - check.expected_g) / 1000, 2)
    too = tr("{off} kg too heavy", off=off) if weighed_g > high else tr("{off} kg too light", off=off)
    return tr("{too}, {said}. Count again, then weigh again (F4).", too=too, said=said)
