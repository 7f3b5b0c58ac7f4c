"""The words of one order, as the panel beside the queue shows them."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch_console import texts
from dispatch_console.application.orders.order_view import AddressView, LineView, MarkView, OrderView, Step
from dispatch_console.domain.orders import gates
from dispatch_console.domain.orders.admission import Payment
from dispatch_console.domain.orders.lifecycle import VERIFICATION
from dispatch_console.language import plural, tr
from dispatch_console.ui import words

# what has to be settled with the customer before the van leaves
ASKS_FOR_A_CALL = tuple(item.only_with for item in gates.ITEMS if item.evidence == gates.CALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressText:
    """An address as a person types it, and how its customer is reached."""

    line1: str
    line2: str
    postcode: str
    city: str
    country: str
    phone: str
    email: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    """One item of the checklist. `by` and `said`: who ticked it, and what was said; `is_call`: settled by a call."""

    key: str
    words: str
    ticked: bool
    by: str
    said: str
    is_call: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFacts:
    """What the panel shows; plain words, ready to be read."""

    id: int
    number: str
    stage: str
    customer: str
    known: str
    phone: str
    email: str
    standing: str
    axes: tuple[tuple[str, str], ...]
    where: str
    lines: tuple[tuple[int, str, str], ...]
    lines_summary: str
    address_id: int
    address: str
    address_text: AddressText
    quality: str
    pin: tuple[float, float] | None
    access: tuple[str, ...]
    unusual: str
    requirements: tuple[tuple[str, bool], ...]
    instructions: str
    wish: str
    others: tuple[tuple[str, str], ...]
    checklist: tuple[CheckLine, ...]
    history: tuple[tuple[str, str], ...]
    change: tuple[tuple[str, str, str], ...]
    twin: str
    can_verify: bool
    can_hold: bool
    can_reject: bool
    can_release: bool
    can_waive: bool


def _promise_words(promise: str, appointment: str) -> str:
    """Return what a window is worth: only what the customer agreed to is a promise."""
    if not promise:
        return ""
    match appointment:
        case "proposed":
            return tr("Offered {promise}, not agreed yet", promise=promise)
        case "moved":
            return tr("Moved to {promise}, not agreed yet", promise=promise)
        case _:
            return tr("Promised {promise}", promise=promise)


def facts_of(order: OrderView, zone: ZoneInfo, now: datetime, role: str) -> OrderFacts:
    promise = words.span(*order.promise, zone, now) if order.promise else ""
    axes, where = order.axes, order.route
    if axes.outcome != "none":
        at = (
            (
                " "
                + tr(
                    "{delivered_at} to {recipient}",
                    delivered_at=words.when(order.delivered_at, zone, now),
                    recipient=order.recipient,
                )
            )
            if order.delivered_at
            else ""
        )
        where = f"{words.OUTCOMES.get(order.outcome_code, axes.outcome).capitalize()}{at}"
    marks = {mark.key: mark for mark in order.marks if mark.gate == "verify"}
    total = str(order.total) if order.total else ""
    place, is_open = order.address.place, axes.closure == "open"
    return OrderFacts(
        id=order.id,
        number=order.number,
        stage=words.STAGES[order.stage],
        customer=order.customer,
        known=_known(order),
        phone=order.phone,
        email=order.email,
        standing=_standing(order),
        axes=(
            (tr("Verification"), texts.plain(axes.verification)),
            (tr("Packing"), texts.plain(axes.packing)),
            (tr("Dispatch"), texts.plain(axes.dispatch)),
            (tr("Appointment"), texts.plain(axes.appointment)),
            (tr("Outcome"), texts.plain(axes.outcome)),
            (tr("Closure"), texts.plain(axes.closure)),
        ),
        where=", ".join(part for part in (_promise_words(promise, axes.appointment), where) if part),
        lines=tuple((line.quantity, _line_words(line), line.sku) for line in order.lines),
        lines_summary=", ".join(
            part
            for part in (
                plural("{count} line", "{count} lines", len(order.lines)),
                plural("{count} item", "{count} items", order.pieces),
                total,
                texts.plain(Payment.PAID) if order.payment == Payment.PAID else "",
            )
            if part
        ),
        address_id=order.address.id,
        address=order.address.one_line,
        address_text=AddressText(
            line1=order.address.text.line1,
            line2=order.address.text.line2,
            postcode=order.address.text.postcode,
            city=order.address.text.city,
            country=order.address.text.country,
            phone=order.phone,
            email=order.email,
            language=order.language,
        ),
        quality=_quality(order),
        pin=(place.lat, place.lon) if place else None,
        access=_access(order.address),
        unusual=_unusual(order),
        requirements=(
            *((remark, True) for remark in _way(order)),
            *((words.REQUIREMENTS.get(need, need), need in ASKS_FOR_A_CALL) for need in order.requirements),
        ),
        instructions=order.instructions,
        wish=", ".join(words.span(window.start, window.end, zone, now) for window in order.windows) or order.wish,
        others=order.attributes,
        checklist=tuple(
            CheckLine(
                key=item.key,
                words=item.words or words.CHECKS.get(item.key, item.key),
                ticked=item.key in marks,
                by=_mark_words(marks[item.key], zone) if item.key in marks else "",
                said=marks[item.key].evidence if item.key in marks else "",
                is_call=item.evidence == gates.CALL,
            )
            for item in order.items
        ),
        history=tuple((words.when(step.at, zone, now), f"{_step_words(step)}, {step.actor}") for step in order.history),
        change=order.differences,
        twin="" if "not_a_duplicate" in marks else order.twin,
        can_verify=VERIFICATION.allows(axes.verification, "verify") and is_open,
        can_hold=VERIFICATION.allows(axes.verification, "hold") and is_open,
        can_reject=VERIFICATION.allows(axes.verification, "reject") and is_open,
        can_release=VERIFICATION.allows(axes.verification, "release"),
        can_waive=gates.may_waive(role) and VERIFICATION.allows(axes.verification, "verify"),
    )


def _line_words(line: LineView) -> str:
    """Return the product with the price of one, where the source says it."""
    return tr("{name}, {price} each", name=line.name, price=line.unit_price) if line.unit_price else line.name


def _access(address: AddressView) -> tuple[str, ...]:
    """Return what is remembered of a door, a line each."""
    failed = plural("{count} failed attempt", "{count} failed attempts", address.failures)
    lines = (
        tr("Gate code {gate_code}", gate_code=address.gate_code) if address.gate_code else "",
        tr("Entrance: {entrance}", entrance=address.entrance) if address.entrance else "",
        address.access_note,
        tr("Safe place: {place}", place=address.safe_place) if address.safe_place else "",
        tr("{attempts} here", attempts=failed) if address.failures else "",
    )
    return tuple(line for line in lines if line)


def _unusual(order: OrderView) -> str:
    """Return where this customer's orders were delivered until now, where this one goes elsewhere."""
    before = order.customer_history
    if not before.delivered_there:
        return ""
    return tr(
        "Differs from {deliveries}: {address}",
        deliveries=plural("{count} earlier delivery", "{count} earlier deliveries", before.delivered_there),
        address=before.usual_address,
    )


def _known(order: OrderView) -> str:
    """Return which of the customer's orders this is."""
    count = order.customer_history.orders
    return tr("first order") if count == 1 else tr("order no. {count}", count=count)


def _quality(order: OrderView) -> str:
    """Return how sure the pin is, and what did not agree."""
    quality, doubt = words.QUALITY[order.address.quality], words.DOUBTS.get(order.address.doubt, "")
    return f"{quality}: {doubt}" if doubt else quality


def _standing(order: OrderView) -> str:
    """Return why an order is held or was rejected; empty for others."""
    if order.axes.verification not in ("on_hold", "rejected") or not order.hold_reason:
        return ""
    return f"{texts.plain(order.axes.verification).capitalize()}: {order.hold_reason}"


def _way(order: OrderView) -> tuple[str, ...]:
    """Return how it gets to the customer and who pays, and what of its source has to be looked at."""
    handover = () if order.handover == "delivery" else (texts.plain(order.handover).capitalize(),)
    settled = order.payment in (None, Payment.PAID, Payment.ON_DELIVERY)
    payment = () if settled else (texts.plain(str(order.payment)).capitalize(),)
    remarks = (texts.plain(remark).capitalize() for remark in order.remarks)
    return tuple(dict.fromkeys((*handover, *payment, *remarks)))


def _mark_words(mark: MarkView, zone: ZoneInfo) -> str:
    waived = (tr("waived,") + " ") if mark.waived else ""
    return f"{waived}{mark.by.split()[0]} {words.clock(mark.at, zone)}"


def _step_words(step: Step) -> str:
    name = step.name.strip("_")
    said = texts.history(name) or name.replace("_", " ").capitalize()
    item = words.CHECKS.get(step.item) or texts.enclosed(step.item) if step.item else ""
    about = ", ".join(part for part in (item, step.reason) if part)
    return f"{said}: {about}" if about else said
