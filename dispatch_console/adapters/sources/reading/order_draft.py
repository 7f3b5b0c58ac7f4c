"""One order while its rows are read."""

from datetime import datetime

from dispatch_console.adapters.sources.reading import line_draft, wishes
from dispatch_console.adapters.sources.reading.fields import ADDRESS
from dispatch_console.adapters.sources.reading.note_block import Notes
from dispatch_console.adapters.sources.reading.taking import Taking
from dispatch_console.adapters.sources.values import instants, numbers, phones
from dispatch_console.adapters.sources.values.cells import is_yes, unapostrophed, yes
from dispatch_console.domain.orders import source_words
from dispatch_console.domain.orders.admission import Admission, Handover, Remark, SourceWords, admit
from dispatch_console.domain.orders.incoming import IncomingAddress, IncomingOrder
from dispatch_console.domain.orders.requirements import Requirement, from_tags

# used, and kept as the source words them: people ask for them on the phone
_SHOWN = (
    "method", "payment_method", "terms", "status", "sent_state", "sent_at", "cancelled_at", "paid_at", "collects",
    "requirements",
)  # fmt: skip


def build(taking: Taking) -> IncomingOrder | None:
    """Return the order; None where something keeps it out, which stands among the problems of `taking`."""
    currency = taking.text("currency").upper() or None
    notes = Notes(taking.text("notes"))
    words = _words(taking, notes, currency)
    lines = line_draft.lines(taking, currency)
    # a file without products brings parcels of whatever; a line that cannot be read may be anything
    unknown = not any(field in taking.columns for field in ("sku", "item")) or _keeps_out(taking)
    admission = admit(words, [1] if unknown else [line.quantity for line in lines if line.needs_delivery])
    address, remarks = _address(taking, admission)
    requirements, asked = _requirements(taking)
    if admission.due is not None and Requirement.CASH_ON_DELIVERY not in requirements:
        requirements.append(Requirement.CASH_ON_DELIVERY)
    spans, wish = wishes.of(taking, notes)
    order = IncomingOrder(
        number=taking.number,
        source_ref=taking.text("source_ref") or taking.number,
        row=taking.rows[0].number,
        customer_name=_name(taking),
        address=address,
        lines=lines,
        phone=_phone(taking, address.country or taking.habits.country),
        email=_email(taking),
        placed_at=taking.read("placed_at", lambda text: _instant(taking, text), "cell.instant"),
        currency=currency,
        total=words.total,
        due_on_delivery=admission.due,
        instructions="; ".join(part for part in (taking.text("instructions"), *asked) if part),
        requirements=tuple(requirements),
        windows=spans,
        wish=wish,
        handover=admission.handover,
        payment=admission.payment,
        remarks=(*admission.remarks, *remarks),
        left_out=admission.left_out,
        financial_status=words.payment_state,
        attributes=taking.shown(_SHOWN) | notes.others,
    )
    if order.left_out is not None:
        # nobody works on it, so nobody has to correct it
        taking.problems = [problem for problem in taking.problems if not problem.blocks]
        return order
    return None if _keeps_out(taking) else order


def _keeps_out(taking: Taking) -> bool:
    return any(problem.blocks for problem in taking.problems)


def _words(taking: Taking, notes: Notes, currency: str | None) -> SourceWords:
    sign = taking.habits.decimal_sign
    total, outstanding, refunded, cash = (
        taking.read(field, lambda text: numbers.money(text, currency, sign), "cell.money")
        for field in ("total", "outstanding", "refunded", "due_on_delivery")
    )
    payment_state, method = _payment_state(taking), taking.text("method")
    collects = taking.read("collects", lambda text: yes(text, default=False), "cell.yes_no")
    if collects:
        method = "click and collect"
    kind = source_words.kind(taking.text("kind"))
    if taking.text("kind") and kind == source_words.UNKNOWN:
        taking.say("kind", "cell.kind")
    if kind not in (source_words.UNKNOWN, Handover.DELIVERY):
        method = {"pick_up": "pick up from customer"}.get(kind, kind)
    return SourceWords(
        state=_state(taking, payment_state),
        method=notes.take("handover") or method,
        # an amount to collect is asked for at the door, whatever else is said
        payment_state="" if cash else payment_state,
        payment_method="cod" if cash else taking.text("payment_method"),
        terms=taking.text("terms"),
        total=total,
        refunded=refunded or 0,
        outstanding=outstanding if cash is None else cash,
        refund_named=not 0 < (refunded or 0) < (total or 0),
    )


def _payment_state(taking: Taking) -> str:
    """Return what the source says of the payment; where it only notes when it was paid, whether it was."""
    said, paid_at = taking.text("payment_state"), taking.text("paid_at")
    if said or not taking.columns.get("paid_at"):
        return said
    return "paid" if paid_at else "unpaid"


def _state(taking: Taking, payment_state: str) -> str:
    """Return the state of the order: an end of it anywhere counts before what was sent."""
    cancelled, sent = taking.text("cancelled_at"), taking.text("sent_state")
    status = taking.text("status")
    if taking.text("sent_at"):
        return "completed"
    if cancelled:
        return "cancelled"
    if source_words.plain(payment_state) in ("voided", "refunded"):
        return payment_state
    return status or sent


def _requirements(taking: Taking) -> tuple[list[Requirement], list[str]]:
    """Return the requirements that are known, and what a column asks for with a yes that we have no requirement for:
    `Call before: yes` is read by whoever verifies.
    """
    known = list(from_tags(taking.text("requirements")))
    asked = []
    for column in taking.columns.get("requirements", ()):
        text = next((text for cells in taking.rows if (text := cells.look(column))), "")
        if not is_yes(text):
            continue
        meant = from_tags(column.strip(" ?!:"))
        known += [one for one in meant if one not in known]
        if not meant:
            asked.append(f"{column.strip()} {text}".strip())
            taking.say("requirements", "requirement.unknown", value=f"{column}: {text}")
    return known, asked


def _phone(taking: Taking, country: str) -> str:
    """Return the number; one that nobody could ring is kept as it stands, and said."""
    phone = phones.normalised(taking.text("phone"), country)
    if not phones.is_readable(phone, country):
        taking.say("phone", "phone.unreadable")
    return phone


def _email(taking: Taking) -> str:
    """Return the address; one that no mail would reach is kept as it stands, and said."""
    email = taking.text("email")
    if email and "@" not in email:
        taking.say("email", "email.unreadable")
    return email


def _name(taking: Taking) -> str:
    parts = taking.text("first_name"), taking.text("last_name")
    whole = taking.text("name") or " ".join(part for part in parts if part) or taking.text("payer_name")
    return whole or taking.look("company") or taking.look("payer_company")


def _address(taking: Taking, admission: Admission) -> tuple[IncomingAddress, tuple[Remark, ...]]:
    """Return the address. The payer's is the customer's where goods go to a door and no other is there."""
    to_a_door = admission.handover is not Handover.COLLECTION
    own = any(taking.look(field) for field in ("line1", "city", "postcode"))
    side = "" if own or not to_a_door else "payer_"
    part = {field: unapostrophed(taking.text(f"{side}{field}")) for field in ADDRESS}
    if part["line1"] and not part["country"]:
        part["country"] = taking.habits.country
    remarks: tuple[Remark, ...] = ()
    if not part["line1"] and to_a_door:
        if any(taking.columns.get(field) for field in ("line1", "payer_line1")):
            taking.say("line1", "address.empty", blocks=True)
        else:
            remarks = (Remark.NO_ADDRESS,)
    lat, lon = _pin(taking)
    return IncomingAddress(**part, lat=lat, lon=lon, gate_code=taking.text("gate_code")), remarks


def _pin(taking: Taking) -> tuple[float | None, float | None]:
    lat, lon = taking.text("lat"), taking.text("lon")
    if not lat and not lon:
        return None, None
    pair = _degrees(taking, "lat", lat), _degrees(taking, "lon", lon)
    if pair[0] is None or pair[1] is None:
        return None, None
    if not (-90 <= pair[0] <= 90 and -180 <= pair[1] <= 180) or pair == (0.0, 0.0):
        taking.say("lat", "pin.impossible", value=f"{lat}, {lon}")
        return None, None
    return pair


def _degrees(taking: Taking, field: str, text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        taking.say(field, "pin.unreadable")
        return None


def _instant(taking: Taking, text: str) -> datetime | None:
    order = taking.habits.orders.get(taking.column("placed_at"), "")
    return instants.read(text, order, taking.habits.zone)
