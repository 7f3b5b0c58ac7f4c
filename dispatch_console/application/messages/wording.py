"""Fill the template of a message."""

from datetime import datetime
from zoneinfo import ZoneInfo

from jinja2.sandbox import SandboxedEnvironment

from dispatch_console.paths import RESOURCES
from dispatch_console.store.entities import Order, Stop


def render(kind: str, order: Order, stop: Stop | None, eta: datetime | None, zone: ZoneInfo) -> tuple[str, str]:
    """Return subject and body of a message about an order. `eta` is the board's."""
    return rendered(
        kind,
        name=order.customer_name,
        number=order.number,
        eta=eta.astimezone(zone).strftime("%H:%M") if eta else "",
        eta_until=stop.window_end.astimezone(zone).strftime("%H:%M") if stop and stop.window_end else "",
        driver=stop.route.shift.driver.name if stop else "",
        driver_phone=stop.route.shift.driver.phone if stop else "",
        recipient=order.recipient or "",
        time=order.delivered_at.astimezone(zone).strftime("%H:%M") if order.delivered_at else "",
        address=order.address.one_line,
    )


def rendered(kind: str, **facts: object) -> tuple[str, str]:
    """Return the subject (one line, whatever a name holds) and the body of a template."""
    source = (RESOURCES / "templates" / f"{kind}.en.txt").read_text(encoding="utf-8")
    template = SandboxedEnvironment(autoescape=False, trim_blocks=True, lstrip_blocks=True).from_string(source)
    text = template.render(facts)
    subject, _, body = text.partition("\n")
    return " ".join(subject.split()), body.strip() + "\n"
