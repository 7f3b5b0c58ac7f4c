"""Fill the template of a message, in the language of its customer."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2.sandbox import SandboxedEnvironment

from dispatch_console.domain.messages.due import MessageKind, told_range
from dispatch_console.domain.papers.facts import Sender
from dispatch_console.language import ENGLISH, listed, speaking, weekday_month
from dispatch_console.paths import RESOURCES
from dispatch_console.store.entities import Order, Stop

TEMPLATES = RESOURCES / "templates"
NOBODY = Sender("", "", "")


def render(
    kind: str,
    order: Order,
    stop: Stop | None,
    eta: datetime | None,
    zone: ZoneInfo,
    house: Sender = NOBODY,
    language: str = "",
    items: Sequence[tuple[int, str]] = (),
    link: str = "",
) -> tuple[str, str]:
    """Return subject and body of a message about an order. `eta` is the board's, `house` who sends it, `language`
    another one than the customer's, `items` what it is about, as pieces and name, `link` the customer's page.

    Times are said with weekday and date: a message may be read a day later.
    """
    language = _language(kind, language or order.customer.language)
    start, end = told_range(eta, order.promise_start, order.promise_end) if eta else (None, None)
    about = eta or order.delivered_at
    window = (order.promise_start, order.promise_end) if kind == MessageKind.CONFIRMED else (start, end)
    about = order.promise_start if kind == MessageKind.CONFIRMED else about
    with speaking(language):
        day = weekday_month(about.astimezone(zone)) if about else ""
        named = listed([f"{count} × {name}" for count, name in items])
    return rendered(
        kind,
        language,
        name=order.customer_name,
        number=order.number,
        day=day,
        eta_from=_clock(window[0], zone),
        eta_until=_clock(window[1], zone),
        items=named,
        driver=stop.route.shift.driver.name if stop else "",
        driver_phone=stop.route.shift.driver.phone if stop else "",
        recipient=order.recipient or "",
        time=_clock(order.delivered_at, zone),
        address=order.address.one_line,
        link=link,
        company=house.name,
        company_phone=house.phone,
    )


def _clock(at: datetime | None, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%H:%M") if at else ""


def _language(kind: str, wanted: str) -> str:
    """Return the language of a customer where there is a template in it."""
    language = wanted.partition("_")[0]
    return wanted if language and _file(kind, language).exists() else ENGLISH


def _file(kind: str, language: str) -> Path:
    return TEMPLATES / f"{kind}.{language}.txt"


def rendered(kind: str, language: str = ENGLISH, /, **facts: object) -> tuple[str, str]:
    """Return the subject (one line, whatever a name holds) and the body of a template."""
    source = _file(kind, language.partition("_")[0]).read_text(encoding="utf-8")
    template = SandboxedEnvironment(autoescape=False, trim_blocks=True, lstrip_blocks=True).from_string(source)
    text = template.render(facts)
    subject, _, body = text.partition("\n")
    return " ".join(subject.split()), body.strip() + "\n"
