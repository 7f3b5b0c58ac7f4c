"""What the bench shows of an order: its lines, parcels and papers, what it asks for, and what its weight should be."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch_console import texts
from dispatch_console.application.packing.bench import BenchLine, BenchParcel, OpenOrder
from dispatch_console.application.packing.kit import OURS, KitPaper
from dispatch_console.domain.packing.sealing import BoxWeight
from dispatch_console.domain.packing.weight import WeightCheck, not_provable
from dispatch_console.language import decimal, listed, plural, tr
from dispatch_console.ui import words
from dispatch_console.ui.packing.facts import (
    FoundFacts,
    LineFacts,
    PackFacts,
    PaperFacts,
    ParcelFacts,
    WeightFacts,
)


def facts_of(order: OpenOrder, zone: ZoneInfo, now: datetime, pictures: Mapping[str, bytes]) -> PackFacts:
    """Return what is shown of an order."""
    state = order.state
    later = dict(state.follow)
    lines = tuple(
        _line(line, order.look_alikes.get(line.sku, ""), _taken(later, line)) for line in order.lines if line.quantity
    )
    return PackFacts(
        order_id=order.id,
        number=order.number,
        customer=order.customer,
        address=order.street,
        leaves=words.when(order.leaves_at, zone, now) if order.leaves_at else "",
        leaves_in=_in(order.leaves_at, now),
        lines=lines,
        parcels=tuple(_parcel(parcel, order) for parcel in order.parcels),
        papers=tuple(_paper(paper, is_all_in=state.packed >= state.ordered) for paper in state.papers),
        weight=_weight(order),
        missing_beside=_missing_beside(order),
        packed=state.packed,
        ordered=state.ordered,
        requirements=" · ".join(texts.plain(need).upper() for need in order.requirements),
        stopped=order.stopped,
        is_inspected=order.is_inspected,
        suggested=_suggested(order),
        materials=", ".join(f"{one.count} × {one.name}" for one in order.materials),
        found=_found(order),
        items_words=items_open(state.ordered - state.packed),
        pictures=pictures,
    )


def items_open(count: int) -> str:
    """Return the words for items that are still to be packed; empty for none."""
    return plural("{count} item", "{count} items", count) if count > 0 else ""


def _taken(later: dict[str, int], line: BenchLine) -> int:
    """Return how many pieces of a line follow, and take them off what follows of its product."""
    pieces = min(later.get(line.sku, 0), line.quantity - line.packed)
    later[line.sku] = later.get(line.sku, 0) - pieces
    return pieces


def _line(line: BenchLine, other: str, later: int) -> LineFacts:
    return LineFacts(
        line_id=line.id,
        name=line.name,
        shelf=line.shelf,
        sku=line.sku,
        plate=line.plate,
        packed=line.packed,
        ordered=line.quantity,
        by_hand=not line.scan_only,
        later=later,
        warning=tr("{other} looks the same: scan each one", other=other) if other else "",
    )


def _in(leaves_at: datetime | None, now: datetime) -> str:
    minutes = int((leaves_at - now).total_seconds() // 60) if leaves_at else -1
    if not 0 <= minutes < 24 * 60:
        return ""
    hours, minutes = divmod(minutes, 60)
    return tr("in {hours} h {minutes} min", hours=hours, minutes=minutes) if hours else tr("in {m} min", m=minutes)


def _parcel(parcel: BenchParcel, order: OpenOrder) -> ParcelFacts:
    box = next((box for box in order.state.boxes if box.position == parcel.position), None)
    if box is not None and box.weighed_g:
        state = tr("{weight} kg", weight=decimal(box.weighed_g / 1000, 2))
        tone = "wrong" if box.is_off else "good"
    else:
        state, tone = (tr("open"), "accent") if parcel.is_open else (tr("not weighed"), "decide")
    contents = _contents(parcel, order) if len(order.parcels) > 1 else ""
    return ParcelFacts(parcel.position, parcel.box, parcel.pieces, parcel.is_open, state, tone, contents)


def _contents(parcel: BenchParcel, order: OpenOrder) -> str:
    """Return what lies in a box."""
    names = {line.sku: " ".join(part for part in (line.name, line.plate) if part) for line in order.lines}
    goods = order.state.goods.get(parcel.position, ())
    return ", ".join(f"{one.pieces} × {names.get(one.sku, one.sku)}" for one in goods)


def _paper(paper: KitPaper, *, is_all_in: bool) -> PaperFacts:
    if paper.is_in:
        state = tr("in")
    elif paper.is_printed and not is_all_in:
        state = tr("printed when all is in")
    else:
        state = tr("scan it") if paper.code or paper.key in OURS else tr("tick it (F11)")
    by_key = not paper.code and paper.key not in OURS and (is_all_in or not paper.is_printed)
    return PaperFacts(paper.key, paper.name, paper.is_in, state, by_key)


def _missing_beside(order: OpenOrder) -> tuple[str, ...]:
    state = order.state
    missing = [] if order.is_inspected else [tr("a look at each item")]
    if state.papers_open:
        missing.append(plural("{count} paper", "{count} papers", state.papers_open))
    unweighed = [box for box in state.boxes if not box.weighed_g]
    if not state.boxes or (unweighed and len(state.boxes) == 1):
        missing.append(tr("the weight"))
    elif unweighed:
        missing.append(tr("the weight of parcel {parcels}", parcels=listed([str(box.position) for box in unweighed])))
    off = [str(box.position) for box in state.boxes if box.is_off]
    if off and len(state.boxes) == 1:
        missing.append(tr("the right weight"))
    elif off:
        missing.append(tr("the right weight of parcel {parcels}", parcels=listed(off)))
    return tuple(missing)


def _weighed_box(order: OpenOrder) -> BoxWeight | None:
    """Return the box that is weighed next: the open one, where that is weighed the first that is not, else one that is
    off.
    """
    boxes = order.state.boxes
    opened = next((parcel.position for parcel in order.parcels if parcel.is_open), None)
    mine = next((box for box in boxes if box.position == opened), None)
    if mine is not None and (not mine.weighed_g or mine.is_off):
        return mine
    return (
        next((box for box in boxes if not box.weighed_g), None)
        or next((box for box in boxes if box.is_off), None)
        or mine
        or (boxes[-1] if boxes else None)
    )


def _weight(order: OpenOrder) -> WeightFacts:
    state = order.state
    if state.packed < state.ordered:
        # boxes change with each scan; all of them together do not
        whole = state.whole
        return WeightFacts(
            title=tr("Weight, all together"),
            expected_g=whole.expected_g if whole else None,
            tolerance_g=whole.tolerance_g if whole else 0,
            words=tr("Weigh once all is in."),
        )
    box = _weighed_box(order)
    several = len(order.state.boxes) > 1
    title = tr("Weight, parcel {position}", position=box.position) if box and several else tr("Weight")
    if box is None or box.check is None:
        said = tr("A weight of its goods is not known: it is written down, not compared.") if box else ""
        return WeightFacts(
            title=title, weighed_g=box.weighed_g if box else None, words=said, position=box.position if box else None
        )
    said = _right_at(box.check, box.weighed_g)
    light = not_provable(order.state.goods[box.position], box.check)
    if light and not box.is_off and box.weighed_g:
        names = {line.sku: line.name for line in order.lines}
        items = listed([names.get(sku, sku) for sku in light[:2]])
        said += "\n" + tr("Too light to prove by weight: {items}. The scan counts.", items=items)
    return WeightFacts(
        title=title,
        weighed_g=box.weighed_g,
        expected_g=box.check.expected_g,
        tolerance_g=box.check.tolerance_g,
        words=said,
        is_off=box.is_off,
        position=box.position,
    )


def _right_at(check: WeightCheck, weighed_g: int | None) -> str:
    """Return what the scale should say, and by how much it does not."""
    low, high = check.expected_g - check.tolerance_g, check.expected_g + check.tolerance_g
    said = tr("right at {low} to {high} kg", low=decimal(low / 1000, 2), high=decimal(high / 1000, 2))
    if not weighed_g or check.accepts(weighed_g):
        return said
    off = decimal(abs(weighed_g - check.expected_g) / 1000, 2)
    too = tr("{off} kg too heavy", off=off) if weighed_g > high else tr("{off} kg too light", off=off)
    return tr("{too}, {said}. Count again, then weigh again (F4).", too=too, said=said)


def _suggested(order: OpenOrder) -> str:
    """Return which boxes the order needs, where that is known and not what is taken."""
    taken = [parcel.box for parcel in order.parcels]
    if not order.suggested or sorted(taken) == sorted(order.suggested) or len(taken) > len(order.suggested):
        return ""
    return tr("Fits in: {boxes}", boxes=listed([tr("Box {box}", box=box) for box in order.suggested]))


def _found(order: OpenOrder) -> tuple[FoundFacts, ...]:
    lines = {line.sku: line for line in order.lines}
    return tuple(
        FoundFacts(
            id=one.id,
            sku=one.sku,
            item=one.item,
            shelf=lines[one.sku].shelf if one.sku in lines else "",
            plate=lines[one.sku].plate if one.sku in lines else "",
            pieces=one.pieces,
            packed=sum(line.packed for line in order.lines if line.sku == one.sku),
            ordered=sum(line.quantity for line in order.lines if line.sku == one.sku),
            is_damaged=one.condition == "damaged",
            note=one.note,
            decision=one.decision,
            has_photo=one.has_photo,
        )
        for one in order.found
    )
