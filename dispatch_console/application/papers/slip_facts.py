"""Collect the facts on a packing slip."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from dispatch_console.application.orders import checklist, rests
from dispatch_console.application.packing import progress
from dispatch_console.application.packing.products import products_of
from dispatch_console.application.papers.order_words import day_words, promise_words
from dispatch_console.application.site import depot
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.orders import gates
from dispatch_console.domain.papers.facts import Sender, SlipFacts, SlipLine
from dispatch_console.language import decimal, plural, tr
from dispatch_console.store.entities import Order, Parcel, Product


def slip_facts(
    session: Session, order_id: int, sender: Sender, document: int, print_number: int, now: datetime
) -> SlipFacts:
    """Return the packing slip of an order, which is printed as soon as every item is in.

    Errors: Refused `slip.not_complete`.
    """
    order = session.get_one(Order, order_id)
    state = progress.progress(session, order)
    parcels = [parcel for parcel in order.parcels if parcel.contents]
    if not parcels or state.packed < state.ordered:
        raise Refused("slip.not_complete", number=order.number)
    zone = depot.zone_of(session)
    sealed = max((parcel.sealed_at for parcel in parcels if parcel.sealed_at), default=now)
    place, count = order.address, len(parcels)
    # of the pieces that are packed later each stands once, with the last line of its product
    products = products_of(session, order)
    later, last = rests.followed(session, order_id), {line.sku: line for line in order.delivery_lines}
    looked = checklist.find(order, "pack", gates.INSPECTED) is not None
    checked = [tr("Every item counted and looked at") if looked else tr("Every item counted")]
    if order.weighed_g:
        checked.append(tr("Weight {weight} kg", weight=decimal(order.weighed_g / 1000, 1)))
    if state.weights_known:
        goods_g = sum(one.weight_g for goods in state.goods.values() for one in goods)
        checked.append(tr("Goods {weight} kg", weight=decimal(goods_g / 1000, 1)))
    by, station = parcels[0].sealed_by or order.held_by, parcels[0].station or order.held_at
    checked.append(f"{by}, {station}, {sealed.astimezone(zone):%H:%M}")
    return SlipFacts(
        sender=sender,
        document=document,
        order=order.number,
        ordered=tr("ordered {day}", day=day_words(order.placed_at, zone)) if order.placed_at else "",
        packed=plural(
            "packed {day} {clock}, in {count} parcel",
            "packed {day} {clock}, in {count} parcels",
            count,
            day=day_words(sealed, zone),
            clock=f"{sealed.astimezone(zone):%H:%M}",
        ),
        name=order.customer_name,
        street=" ".join(part for part in (place.line1, place.line2) if part),
        town=" ".join(part for part in (place.postcode, place.city) if part),
        promise=promise_words(order, zone),
        lines=tuple(
            SlipLine(
                line.sku,
                _named(line.name, products.get(line.sku)),
                line.quantity + (later.get(line.sku, 0) if line is last[line.sku] else 0),
                line.packed,
                *_boxes(line.sku, parcels),
            )
            for line in order.delivery_lines
            if line.quantity or (line is last[line.sku] and later.get(line.sku))
        ),
        parcels=tuple((f"{place}/{count}", parcel.code.spaced) for place, parcel in enumerate(parcels, 1)),
        papers=tuple(paper.name for paper in state.papers),
        checked=tuple(checked),
        print_number=print_number,
    )


def _named(name: str, product: Product | None) -> str:
    """Return the name of a line with the word that tells it from its twin, where it does not say it."""
    plate = product.distinction if product is not None else ""
    return name if plate.lower() in name.lower() else f"{name}, {plate}"


def _boxes(sku: str, parcels: Sequence[Parcel]) -> tuple[str, str]:
    """Return in which parcels a product lies, as `1, 2`, and how many pieces in each where those are several."""
    places = [(place, parcel.contents[sku]) for place, parcel in enumerate(parcels, 1) if sku in parcel.contents]
    shares = [tr("{pieces} in parcel {parcel}", pieces=pieces, parcel=place) for place, pieces in places]
    return ", ".join(str(place) for place, _ in places), ", ".join(shares) if len(shares) > 1 else ""
