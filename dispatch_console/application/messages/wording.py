"""Fill the template of a message, in the language of its customer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2.sandbox import SandboxedEnvironment

from dispatch_console.domain.messages.due import MessageKind, told_range
from dispatch_console.domain.papers.facts import Sender
from dispatch_console.domain.values import TimeWindow
from dispatch_console.language import ENGLISH, listed, speaking, weekday_month
from dispatch_console.paths import RESOURCES
from dispatch_console.store.entities import Order, Stop

TEMPLATES = RESOURCES / "templates"
# pieces and name
Items = Sequence[tuple[int, str]]
NOBODY = Sender("", "", "")
MAIL, SMS = "email", "sms"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """In whose name messages go. `door`: how phones reach the customers' pages, empty where they do not. `sms_from`:
    the sender of an SMS.
    """

    house: Sender = NOBODY
    door: str = ""
    sms_from: str = ""


BLANK = Letterhead()


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What a message is about. `eta` is the board's, `zone` whose clock its reader goes by, `language` another one than
    the customer's, `items` the goods that it names, `still_open` those that are to come later, `link` the customer's
    page, `offered` a window that waits for a yes, `before` the one that was agreed last, `ahead` stops before his.
    `can_answer`: an answer to it reaches us.
    """

    kind: str
    order: Order
    stop: Stop | None
    eta: datetime | None
    zone: ZoneInfo
    channel: str = MAIL
    language: str = ""
    items: Items = ()
    still_open: Items = ()
    link: str = ""
    offered: TimeWindow | None = None
    before: TimeWindow | None = None
    ahead: int = 0
    can_answer: bool = True
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


def render(occasion: Occasion, house: Sender = NOBODY) -> tuple[str, str]:
    """Return subject and body of a message in the name of the house; an SMS has no subject.

    Times are said with weekday and date: a message may be read a day later.
    """
    order, stop, zone = occasion.order, occasion.stop, occasion.zone
    language = _language(occasion.kind, occasion.language or order.customer.language, occasion.channel)
    start, end = occasion.told
    in_order = occasion.offered is not None or occasion.kind == MessageKind.CONFIRMED
    about = start if in_order else occasion.eta or order.delivered_at
    with speaking(language):
        day = weekday_month(about.astimezone(zone)) if about else ""
        before = occasion.before
        old_day = weekday_month(before.start.astimezone(zone)) if before is not None else ""
        items, still_open = _listed(occasion.items), _listed(occasion.still_open)
    return rendered(
        occasion.kind,
        language,
        occasion.channel,
        name=order.customer_name,
        number=order.number,
        day=day,
        eta_from=_clock(start, zone),
        eta_until=_clock(end, zone),
        old_day=old_day,
        old_from=_clock(before.start if before is not None else None, zone),
        old_until=_clock(before.end if before is not None else None, zone),
        ahead=occasion.ahead,
        items=items,
        still_open=still_open,
        driver=stop.route.shift.driver.name if stop else "",
        driver_phone=stop.route.shift.driver.phone if stop else "",
        recipient=order.recipient or "",
        time=_clock(order.delivered_at, zone),
        address=order.address.one_line,
        link=occasion.link,
        can_answer=occasion.can_answer,
        text=occasion.text,
        company=house.name,
        company_phone=house.phone,
    )


def _listed(items: Items) -> str:
    return listed([f"{count} × {name}" for count, name in items])


def _clock(at: datetime | None, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%H:%M") if at else ""


def _language(kind: str, wanted: str, channel: str) -> str:
    """Return the language of a customer where there is a template in it."""
    language = wanted.partition("_")[0]
    return wanted if language and _file(kind, language, channel).exists() else ENGLISH


def _file(kind: str, language: str, channel: str) -> Path:
    return TEMPLATES / (f"{kind}.{language}.sms.txt" if channel == SMS else f"{kind}.{language}.txt")


def rendered(kind: str, language: str = ENGLISH, channel: str = MAIL, /, **facts: object) -> tuple[str, str]:
    """Return the subject (one line, whatever a name holds) and the body of a template; of an SMS one line."""
    source = _file(kind, language.partition("_")[0], channel).read_text(encoding="utf-8")
    template = SandboxedEnvironment(autoescape=False, trim_blocks=True, lstrip_blocks=True).from_string(source)
    text = template.render(facts)
    if channel == SMS:
        return "", " ".join(text.split())
    subject, _, body = text.partition("\n")
    return " ".join(subject.split()), body.strip() + "\n"
