"""What customers say on the demo day: each by the operation that hears it when it is said for good."""

from collections.abc import Callable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.customers import choosing, replying, surveying
from dispatch_console.application.customers.actor import the_customer
from dispatch_console.application.desk import Desk
from dispatch_console.application.messages import links
from dispatch_console.domain.local_day import LocalDay
from dispatch_console.domain.messages.links import LinkKind
from dispatch_console.language import tr
from dispatch_console.ports import IncomingText
from dispatch_console.store.entities import Order

OURS = "+358401110000"
WRITTEN = (
    (time(9, 12), "Can you come a little later? I am back at two."),
    (time(9, 40), "Where is my order?"),
    (time(10, 5), "The door code has changed, it is 4471 now."),
)
RATED = ((time(9, 55), 2, "One cup has a chip."), (time(10, 20), 5, ""), (time(10, 31), 4, "Friendly driver."))


def speak(desk: Desk, set_clock: Callable[[date, time], None], day: date, zone: ZoneInfo) -> None:
    """Let some customers write, rate their delivery, allow a safe place and ask to be rung."""
    customers = desk.acting_as(the_customer(tr("web page")))
    coming = desk.ask_now(_orders, "out")
    delivered = desk.ask_now(_orders, "done")
    for number, ((clock, body), (_, phone)) in enumerate(zip(WRITTEN, coming, strict=False)):
        at: datetime = LocalDay(day, zone).at(clock)
        set_clock(day, clock)
        customers.do_now(replying.take_reply, IncomingText("sms", f"demo-{number}", phone, OURS, body, at))
    for (clock, rating, said), (order_id, _) in zip(RATED, delivered, strict=False):
        set_clock(day, clock)
        token, _ = desk.do_now(links.make_link, order_id, LinkKind.SURVEY)
        customers.do_now(surveying.answer_survey, token, rating, said)
    for order_id, _ in coming[len(WRITTEN) : len(WRITTEN) + 1]:
        set_clock(day, time(10, 36))
        token, _ = desk.do_now(links.make_link, order_id, LinkKind.SLOT)
        customers.do_now(choosing.ask_to_be_rung, token, "")


def _orders(session: Session, dispatch: str) -> list[tuple[int, str]]:
    """Return orders of a state with the telephone of their customer, those that were delivered to somebody."""
    query = select(Order.id, Order.phone).where(Order.dispatch == dispatch, Order.phone != "")
    if dispatch == "done":
        query = query.where(Order.outcome == "delivered")
    return [(order_id, phone) for order_id, phone in session.execute(query.order_by(Order.id).limit(6)).all()]
