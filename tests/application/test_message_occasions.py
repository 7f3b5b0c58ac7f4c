"""Messages that hour and road bring about: the evening before, the van that comes next, another window, the survey."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from dispatch_console.application.customers import surveying
from dispatch_console.application.desk import Desk
from dispatch_console.application.messages import hours, links, writing
from dispatch_console.application.messages.wording import Letterhead
from dispatch_console.application.outgoing.post import Post
from dispatch_console.application.outgoing.sending import OutboxRun
from dispatch_console.application.packing import part_pack
from dispatch_console.application.promises import promising
from dispatch_console.application.road import doorstep, load_out, reconciling
from dispatch_console.application.site import notices
from dispatch_console.domain.messages.due import MessageKind
from dispatch_console.domain.messages.links import LinkKind
from dispatch_console.domain.packing.condition import Condition, Decision
from dispatch_console.domain.papers.facts import Sender
from dispatch_console.domain.road.proof import HandoffFacts
from dispatch_console.domain.values import TimeWindow
from dispatch_console.settings import Settings
from dispatch_console.store.entities import InboxItem, Message, Order, Stop
from dispatch_console.store.transaction import Transaction
from tests.application.test_part_pack import MUGS, begin, line_of, seal
from tests.builders.days import PROMISE, load_all, out_on_the_road, plan_day, ready_orders
from tests.builders.mails import body, smtp
from tests.builders.sample_orders import all_checked, get
from tests.conftest import Clock
from tests.mail_server import MailBox

EVENING = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)
TOLD = HandoffFacts(
    outcome="delivered_to_recipient",
    recipient="Aino",
    relation="customer",
    said_name=True,
    said_number=True,
    has_signature=True,
)


def send(desk: Desk, settings: Settings, port: int) -> OutboxRun:
    house = Letterhead(Sender("Kotivara", "Hakaniemenranta 6", "+358 9 555 0100"))
    return asyncio.run(Post([smtp(settings, port)], [], house).send_due(desk))


def reasons(run: OutboxRun) -> list[tuple[str, str]]:
    return [(kind, reason) for _, kind, _, _, reason in run.refused]


@pytest.fixture
def early(desk: Desk, clock: Clock) -> Desk:
    """Return a desk where nobody is written to before the van comes: on a published route, the day before."""
    clock.now = EVENING - timedelta(hours=6)
    desk.do_now(hours.keep_message_hours, "21:00", "15:00", "90")
    ready_orders(desk, ("1002",))
    plan_day(desk)
    return desk


def test_a_van_that_comes_before_anybody_may_be_written_to_is_told_the_evening_before(
    early: Desk, clock: Clock, settings: Settings, mail: tuple[MailBox, int]
) -> None:
    box, port = mail
    # in the afternoon it is too early
    clock.now = EVENING - timedelta(hours=1)
    assert send(early, settings, port).sent == 0
    clock.now = EVENING + timedelta(hours=1)
    assert send(early, settings, port).sent == 1
    assert send(early, settings, port).sent == 0
    (told,) = box.mails
    assert "planned for Mon 23 Nov between" in " ".join(str(told["Subject"]).split())
    # the reminder of the next day is not needed, and nobody is rung
    clock.now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    load_and_leave(early)
    clock.now = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
    assert reasons(send(early, settings, port)) == [("reminder", "told_already")]
    assert len(box.mails) == 1 and items(early) == []


def test_what_was_told_in_the_evening_and_is_no_longer_so_comes_to_a_person(
    early: Desk, clock: Clock, settings: Settings, mail: tuple[MailBox, int]
) -> None:
    _, port = mail
    clock.now = EVENING + timedelta(hours=1)
    send(early, settings, port)
    clock.now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    load_and_leave(early)

    def late(tx: Transaction) -> None:
        for stop in tx.session.scalars(select(Stop)):
            stop.driving_s += 40 * 60
            stop.arrive_at += timedelta(minutes=40)
            stop.start_at += timedelta(minutes=40)
            stop.leave_at += timedelta(minutes=40)

    early.do_now(late)
    clock.now = datetime(2026, 11, 23, 11, 40, tzinfo=UTC)
    refused = dict(reasons(send(early, settings, port)))
    # neither the reminder nor the delay may go, and it is one customer to ring
    assert (refused["reminder"], refused["delay"]) == ("quiet_hours", "quiet_hours")
    assert items(early) == [("failed", "quiet_hours")]


def test_a_plan_that_is_not_published_is_no_news(
    desk: Desk, clock: Clock, settings: Settings, mail: tuple[MailBox, int]
) -> None:
    box, port = mail
    clock.now = EVENING - timedelta(hours=6)
    desk.do_now(hours.keep_message_hours, "21:00", "15:00", "90")
    ready_orders(desk, ("1002",))
    plan_day(desk, publish=False)
    clock.now = EVENING + timedelta(hours=1)
    assert send(desk, settings, port).sent == 0 and box.mails == []


def load_and_leave(desk: Desk) -> None:
    desk.do_now(load_out.depart, load_all(desk))


def items(desk: Desk) -> list[tuple[str, str]]:
    query = select(InboxItem.kind_of, InboxItem.reason).order_by(InboxItem.id)
    return [(kind, reason) for kind, reason in desk.ask_now(lambda session: session.execute(query).all())]


def in_order(desk: Desk) -> list[str]:
    """Return the orders of the only route, as their stops follow each other."""

    def look(tx: Transaction) -> list[str]:
        stops = tx.session.scalars(select(Stop).order_by(Stop.sequence))
        return [served.order.number for stop in stops for served in stop.served]

    return desk.do_now(look)


def test_the_next_customer_is_told_when_the_stop_before_is_left_where_the_site_does_so(
    desk: Desk, clock: Clock, settings: Settings, mail: tuple[MailBox, int]
) -> None:
    box, port = mail
    out_on_the_road(desk, ("1002", "1004"))
    clock.now = datetime(2026, 11, 23, 11, 20, tzinfo=UTC)
    send(desk, settings, port)
    box.mails.clear()
    assert send(desk, settings, port).sent == 0
    desk.do_now(notices.keep_notices, ["on_the_way"])
    first, second = in_order(desk)
    assert send(desk, settings, port).sent == 1
    assert f"{first} is on its way" in " ".join(str(box.mails[0]["Subject"]).split())
    assert "you are next: Sami" in body(box.mails[0])
    assert send(desk, settings, port).sent == 0
    # at the door of the first nobody comes to the second yet
    desk.do_now(doorstep.arrive, [get(desk, first).id])
    assert send(desk, settings, port).sent == 0
    desk.do_now(doorstep.hand_over, get(desk, first).id, TOLD, through="phone", signature=b"ink")
    box.mails.clear()
    send(desk, settings, port)
    subjects = [" ".join(str(mail["Subject"]).split()) for mail in box.mails]
    assert sum(f"{second} is on its way" in subject for subject in subjects) == 1
    send(desk, settings, port)
    assert len(box.mails) == len(subjects)


def test_an_on_the_way_note_says_how_many_stops_come_first_and_its_refusal_rings_nobody(
    desk: Desk, clock: Clock, settings: Settings, mail: tuple[MailBox, int]
) -> None:
    box, port = mail
    desk.do_now(notices.keep_notices, ["on_the_way"])
    out_on_the_road(desk, ("1002", "1004"))
    clock.now = datetime(2026, 11, 23, 11, 20, tzinfo=UTC)
    first, second = in_order(desk)

    def write(tx: Transaction) -> None:
        writing.plan_on_the_way(tx, tx.session.get_one(Order, get(desk, second).id))
        tx.session.get_one(Order, get(desk, first).id).email = ""

    desk.do_now(write)
    refused = reasons(send(desk, settings, port))
    assert ("on_the_way", "no_address") in refused
    said = [body(mail) for mail in box.mails if "on its way" in str(mail["Subject"])]
    assert len(said) == 1 and "there is one stop before yours: Sami" in said[0]
    messages = select(Message.id).where(Message.kind_of == "on_the_way", Message.state == "refused")
    about = select(InboxItem.id).where(InboxItem.message_id.in_(messages))
    assert desk.ask_now(lambda session: session.scalars(about).all()) == []


def test_whoever_agreed_to_another_window_before_is_asked_with_both(
    desk: Desk, clock: Clock, settings: Settings, mail: tuple[MailBox, int]
) -> None:
    box, port = mail
    ready_orders(desk, ("1002", "1004"))
    later = TimeWindow(PROMISE.start + timedelta(days=1), PROMISE.end + timedelta(days=1))
    desk.do_now(promising.ask_customer, get(desk, "1002").id, later)
    send(desk, settings, port)
    (asked,) = box.mails
    assert "we agreed on Mon 23 Nov between 13:00 and 15:00 for your order #1002." in body(asked)
    assert "on Tue 24 Nov between 13:00 and 15:00" in body(asked)
    # an offer that is withdrawn meanwhile is not sent
    desk.do_now(promising.ask_customer, get(desk, "1004").id, later)
    desk.do_now(promising.confirm, get(desk, "1004").id, PROMISE)
    assert reasons(send(desk, settings, port)) == [("moved", "window_moved")]


def test_a_survey_waits_until_the_delivery_is_accounted_for_and_nothing_is_open(
    desk: Desk, clock: Clock, settings: Settings, mail: tuple[MailBox, int]
) -> None:
    box, port = mail
    desk.do_now(notices.keep_notices, ["survey"])
    out_on_the_road(desk, ("1002", "1004"))
    clock.now = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)
    for number in ("1002", "1004"):
        desk.do_now(doorstep.hand_over, get(desk, number).id, TOLD, through="phone", signature=b"ink")
    send(desk, settings, port)
    box.mails.clear()
    # ten o'clock by the clock of the customer
    clock.now = datetime(2026, 11, 24, 9, 5, tzinfo=UTC)
    assert send(desk, settings, port).sent == 0
    # waiting is no try, and the next morning it is looked at again
    desk.do_now(reconciling.reconcile, get(desk, "1002").id)
    clock.now += timedelta(days=1)
    run = send(desk, settings, port)
    assert (run.sent, run.refused) == (1, ())
    assert "How was the delivery of your order #1002?" in " ".join(str(box.mails[0]["Subject"]).split())
    # whoever has said how it was is not asked
    desk.do_now(reconciling.reconcile, get(desk, "1004").id)
    token, _ = desk.do_now(links.make_link, get(desk, "1004").id, LinkKind.SURVEY)
    desk.do_now(surveying.answer_survey, token, 5)
    clock.now += timedelta(days=1)
    assert reasons(send(desk, settings, port)) == [("survey", "rated_already")]
    assert items(desk) == []


def test_a_thank_you_names_what_was_handed_over_and_what_is_still_to_come(
    desk: Desk, clock: Clock, settings: Settings, mail: tuple[MailBox, int]
) -> None:
    box, port = mail
    order = begin(desk, MUGS, packed=8)
    found = desk.do_now(part_pack.report_pieces, order.id, line_of(desk, order, "MUG"), 2, Condition.MISSING)
    desk.do_now(part_pack.decide_finding, found, Decision.REST)
    seal(desk, order)
    facts = HandoffFacts(
        outcome="picked_up", recipient="Aino", relation="customer", said_name=True, said_number=True,
        has_signature=True, checked=all_checked(desk, order.number),
    )  # fmt: skip
    desk.do_now(doorstep.hand_over, order.id, facts, through="counter", signature=b"ink")
    assert send(desk, settings, port).sent == 1
    said = body(box.mails[0])
    assert "Handed over: 8 × Mug." in said and "Still to come: 2 × Mug. We will get in touch" in said
    assert MessageKind.SURVEY not in desk.ask_now(notices.told_kinds)
