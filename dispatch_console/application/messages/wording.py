"""Fill the template of a message, in the language of its customer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from dispatch_console.application.messages import texts, ways
from dispatch_console.application.messages.text_rules import ENVIRONMENT
from dispatch_console.application.messages.texts import Text
from dispatch_console.domain.messages import senders
from dispatch_console.domain.messages.due import MessageKind, told_range
from dispatch_console.domain.papers.facts import Sender
from dispatch_console.domain.values import Money, TimeWindow
from dispatch_console.language import ENGLISH, decimal, listed, money, speaking, weekday_month
from dispatch_console.store.entities import Order, Stop
from dispatch_console.texts import LEFT_IN

# pieces and name
Items = Sequence[tuple[int, str]]
NOBODY = Sender("", "", "")
MAIL = ways.EMAIL


@dataclass(frozen=True, slots=True)
class Letterhead:
    """In whose name messages go. `door`: how phones reach the customers' pages, empty where they do not. `sms_from`:
    the sender of an SMS.
    """

    house: Sender = NOBODY
    door: str = ""
    sms_from: str = ""

    def can_be_answered(self, channel: str) -> bool:
        """Return whether an answer by a channel reaches us."""
        return channel == ways.EMAIL or (channel == ways.SMS and senders.can_be_answered(self.sms_from))


BLANK = Letterhead()


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What a message is about. `eta` is the board's, `zone` whose clock its reader goes by, `language` another one than
    the customer's, `items` the goods that it names, `not_taken` those that came back from the door, `still_open` those
    that are to come later, `link` the customer's page, `offered` a window that waits for a yes, `before` the one that
    was agreed last, `ahead` stops before his. `can_answer`: an answer to it reaches us.
    """

    kind: str
    order: Order
    stop: Stop | None
    eta: datetime | None
    zone: ZoneInfo
    channel: str = MAIL
    language: str = ""
    items: Items = ()
    not_taken: Items = ()
    still_open: Items = ()
    link: str = ""
    offered: TimeWindow | None = None
    before: TimeWindow | None = None
    ahead: int = 0
    can_answer: bool = True
    # the driver asks for a PIN, which stands on the customer's page
    asks_pin: bool = False
    # what somebody wrote himself
    text: str = ""

    @property
    def told(self) -> tuple[datetime | None, datetime | None]:
        """Return from when until when the message says that something happens."""
        order = self.order
        if self.offered is not None:
            return self.offered.start, self.offered.end
        if self.kind == MessageKind.CONFIRMED:
            return order.promise_start, order.promise_end
        return told_range(self.eta, order.promise_start, order.promise_end) if self.eta else (None, None)


@dataclass(frozen=True, slots=True)
class Worded:
    """What a message says, and from which text. An SMS has no subject."""

    subject: str
    body: str
    text: Text


def render(session: Session, occasion: Occasion, house: Sender = NOBODY, draft: Text | None = None) -> Worded:
    """Return what a message says in the name of the house. `draft`: a text that is not in use yet.

    Times are said with weekday and date: a message may be read a day later.
    """
    wanted = occasion.language or occasion.order.customer.language
    text = draft or texts.text_of(session, occasion.kind, occasion.channel, wanted)
    # days are said in the language of the text, as its country writes them where that is known
    language = wanted if wanted.partition("_")[0] == text.language else text.language
    with speaking(language):
        facts = _facts(occasion, house)
    return Worded(*filled(text.source, occasion.channel, facts), text)


def _facts(occasion: Occasion, house: Sender) -> dict[str, object]:
    order, stop, zone, before = occasion.order, occasion.stop, occasion.zone, occasion.before
    start, end = occasion.told
    in_order = occasion.offered is not None or occasion.kind == MessageKind.CONFIRMED
    about = start if in_order else occasion.eta or order.delivered_at
    if occasion.kind == MessageKind.CORRECTION:
        about = order.delivered_at
    driver = stop.route.shift.driver if stop is not None else None
    weights = [parcel.weight_g for parcel in order.parcels]
    return {
        "name": order.customer_name,
        "first_name": order.customer_name.partition(" ")[0],
        "number": order.number,
        "address": order.address.one_line,
        "parcels": len(order.parcels),
        "weight_kg": decimal(sum(weight or 0 for weight in weights) / 1000, 1) if weights and all(weights) else "",
        "to_pay": money(Money(order.due_on_delivery, order.currency or "")) if order.due_on_delivery else "",
        "day": _day(about, zone),
        "eta_from": _clock(start, zone),
        "eta_until": _clock(end, zone),
        "old_day": _day(before.start if before is not None else None, zone),
        "old_from": _clock(before.start if before is not None else None, zone),
        "old_until": _clock(before.end if before is not None else None, zone),
        "ahead": occasion.ahead,
        "items": _listed(occasion.items),
        "not_taken": _listed(occasion.not_taken),
        "still_open": _listed(occasion.still_open),
        "left_in": LEFT_IN.get(order.outcome_code, ""),
        "driver": driver.name if driver is not None else "",
        "driver_first": driver.name.partition(" ")[0] if driver is not None else "",
        "driver_phone": driver.phone if driver is not None else "",
        "recipient": order.recipient or "",
        "time": _clock(order.delivered_at, zone),
        "is_delivered": order.outcome in ("delivered", "picked_up"),
        "is_missed": order.outcome in ("failed", "unattempted"),
        "link": occasion.link,
        "can_answer": occasion.can_answer,
        "asks_pin": occasion.asks_pin and bool(occasion.link),
        "text": occasion.text,
        "company": house.name,
        "company_phone": house.phone,
    }


def _day(at: datetime | None, zone: ZoneInfo) -> str:
    return weekday_month(at.astimezone(zone)) if at is not None else ""


def _listed(items: Items) -> str:
    return listed([f"{count} × {name}" for count, name in items])


def _clock(at: datetime | None, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%H:%M") if at else ""


def filled(source: str, channel: str, facts: Mapping[str, object]) -> tuple[str, str]:
    """Return the subject (one line, whatever a name holds) and the body of a text; of an SMS one line."""
    text = ENVIRONMENT.from_string(source).render(facts)
    if ways.worded_as(channel) == ways.SMS:
        return "", " ".join(text.split())
    subject, _, body = text.partition("\n")
    return " ".join(subject.split()), body.strip() + "\n"


def rendered(kind: str, language: str = ENGLISH, channel: str = MAIL, /, **facts: object) -> tuple[str, str]:
    """Return subject and body of a text that is shipped. Errors: LookupError where there is none."""
    source = texts.shipped(kind, channel, language)
    if source is None:
        raise LookupError(f"no text for {kind} in {language}")
    return filled(source, channel, facts)
