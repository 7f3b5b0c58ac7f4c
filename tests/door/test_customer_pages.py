"""The pages of a customer: what a link shows, what a press changes, and what a machine that looks does not."""

import asyncio
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import escape
from html.parser import HTMLParser

import httpx
import pytest
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from dispatch_console.application.desk import Desk
from dispatch_console.application.messages import links, opt_outs
from dispatch_console.application.messages.wording import Letterhead
from dispatch_console.application.outgoing import outbox_list, sending
from dispatch_console.application.papers.proof_photos import picture, pictures_of_attempt
from dispatch_console.application.phones.photos import Looked, take_photo
from dispatch_console.application.promises import call_results, promising, slots
from dispatch_console.application.road import doorstep
from dispatch_console.domain.messages.links import LinkKind
from dispatch_console.domain.papers.facts import Sender
from dispatch_console.domain.road.handed import BACK_REFUND, Turned
from dispatch_console.domain.road.proof import HandoffFacts
from dispatch_console.settings import Settings
from dispatch_console.store.entities import Customer, InboxItem, Message, Order, PromiseEntry, SurveyAnswer
from dispatch_console.store.transaction import Transaction
from tests.builders.customer_links import deliver, link
from tests.builders.days import PROMISE, out_on_the_road, ready_orders
from tests.builders.fleet import on_duty_for_days
from tests.builders.mails import body, smtp
from tests.builders.phones import delivered, paired
from tests.builders.sample_orders import get, import_sample
from tests.conftest import Clock
from tests.door.conftest import MakeDoor
from tests.mail_server import MailBox

ORDER = "1002"


class Form(HTMLParser):
    """Reads which windows a page offers, and what a browser would send of it untouched."""

    def __init__(self) -> None:
        super().__init__()
        self.values: list[str] = []
        self.untouched: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag != "input":
            return
        value = given.get("value") or ""
        if given.get("type") != "radio":
            self.untouched[str(given["name"])] = value
            return
        self.values.append(value)
        if "checked" in given:
            self.untouched[str(given["name"])] = value


def form(answer: httpx.Response) -> Form:
    read = Form()
    read.feed(answer.text)
    return read


def windows(answer: httpx.Response) -> list[str]:
    """Return the windows that may be chosen, without the one that stands."""
    read = form(answer)
    return [value for value in read.values if "/" in value and value != read.untouched.get("window")]


def everything(desk: Desk) -> dict[str, list[str]]:
    """Return every row of the database."""

    def rows(session: Session) -> dict[str, list[str]]:
        tables = session.scalars(text("select tablename from pg_tables where schemaname = 'public' order by 1")).all()
        return {name: sorted(session.scalars(text(f'select cast(t as text) from "{name}" t')).all()) for name in tables}

    return desk.ask_now(rows)


def ledger(desk: Desk, number: str = ORDER) -> list[tuple[str, str]]:
    order = get(desk, number).id
    query = select(PromiseEntry.what, PromiseEntry.channel).where(PromiseEntry.order_id == order)
    return [(what, channel) for what, channel in desk.ask_now(lambda session: session.execute(query).all())]


def test_a_customer_chooses_a_window_and_presses_twice(desk: Desk, door: httpx.Client) -> None:
    ready_orders(desk, (ORDER,))
    desk.do_now(on_duty_for_days)
    at = link(desk)
    chosen = windows(door.get(at))[1]
    for _ in range(2):
        answer = door.post(f"{at}/slot", data={"window": chosen})
        assert answer.status_code == 200 and "Agreed: " in answer.text
    assert ledger(desk).count(("confirmed", "link")) == 1
    start, end = (datetime.fromisoformat(part) for part in chosen.split("/"))
    order = get(desk, ORDER)
    assert (order.appointment, order.promise_start, order.promise_end) == ("confirmed", start, end)
    # the page shows what was agreed, and sending it as it is keeps that
    assert form(door.get(f"{at}/slot")).untouched == {"window": chosen}


def test_machines_that_look_press_and_submit_change_no_row(desk: Desk, door: httpx.Client) -> None:
    ready_orders(desk, (ORDER, "1004"))
    promised, free = link(desk), link(desk, number="1004")
    desk.do_now(promising.ask_for_another_day, [get(desk, "1004").id])
    out = link(desk, LinkKind.WHERE)
    before = everything(desk)
    for at in (promised, free, out):
        for page in (at, f"{at}/slot", f"{at}/safe", f"{at}/stop"):
            assert door.head(page).status_code == 200
            answer = door.get(page)
            assert answer.status_code == 200
            door.post(page, data=form(answer).untouched)
            door.post(page)
    assert everything(desk) == before


def test_the_last_place_goes_to_one_and_the_other_is_offered_others(desk: Desk, door: httpx.Client) -> None:
    ready_orders(desk, (ORDER, "1004"))
    desk.do_now(on_duty_for_days)
    at = [link(desk), link(desk, number="1004")]
    wanted = windows(door.get(at[0]))[0]
    start = datetime.fromisoformat(wanted.partition("/")[0])
    fill(desk, start, leave=1)
    meet = threading.Barrier(2)

    def press(page: str) -> httpx.Response:
        with httpx.Client(base_url=door.base_url) as client:
            meet.wait()
            return client.post(f"{page}/slot", data={"window": wanted})

    with ThreadPoolExecutor(2) as both:
        answers = sorted(both.map(press, at), key=lambda one: one.status_code)
    assert [answer.status_code for answer in answers] == [200, 409]
    assert "just been taken" in answers[1].text
    assert len(windows(answers[1])) >= 3 and wanted not in windows(answers[1])
    confirmed = [get(desk, number).promise_start == start for number in (ORDER, "1004")]
    assert sorted(confirmed) == [False, True]
    # the other one keeps what he had
    assert all(get(desk, number).appointment == "confirmed" for number in (ORDER, "1004"))


def fill(desk: Desk, start: datetime, leave: int) -> None:
    """Let other orders take a window but for some places."""

    def write(tx: Transaction) -> None:
        day = start.astimezone(UTC).date()
        load = next(one for one in slots.slot_loads(tx.session, day, 1, tx.now) if one.window.start == start)
        room = (load.capacity - load.minutes) // slots.MINUTES_PER_STOP - leave
        model = tx.session.get_one(Order, get(desk, "1006").id)
        for number in range(room):
            tx.session.add(
                Order(
                    number=f"F{number}", source="t", source_ref=f"F{number}", imported_at=tx.now,
                    customer_id=model.customer_id, address_id=model.address_id, customer_name="Somebody",
                    currency="EUR", total=0, step_since=tx.now, promise_start=load.window.start,
                    promise_end=load.window.end, pieces=0,
                )
            )  # fmt: skip

    desk.do_now(write)


def test_what_is_late_or_never_was_offered_cannot_be_sent(desk: Desk, door: httpx.Client, clock: Clock) -> None:
    ready_orders(desk, (ORDER,))
    at = link(desk)
    shown = windows(door.get(at))
    before = ledger(desk)
    tomorrow = datetime.fromisoformat(shown[-1].partition("/")[0])
    made_up = f"{(tomorrow + timedelta(minutes=7)).isoformat()}/{(tomorrow + timedelta(hours=3)).isoformat()}"
    clock.now = datetime.fromisoformat(shown[0].partition("/")[2]) + timedelta(minutes=1)
    for wanted in (shown[0], made_up):
        answer = door.post(f"{at}/slot", data={"window": wanted})
        assert (answer.status_code, wanted in windows(answer)) == (409, False)
    for nonsense in ("", "x", "2026-99-01/x", "/", "\x00", "ring\n", shown[0].partition("/")[0]):
        assert door.post(f"{at}/slot", data={"window": nonsense}).status_code == 400
    assert ledger(desk) == before


def test_none_of_these_asks_for_a_call(desk: Desk, door: httpx.Client) -> None:
    ready_orders(desk, (ORDER,))
    at = link(desk)
    assert "We will ring you." in door.post(f"{at}/slot", data={"window": "ring"}).text
    item = desk.ask_now(lambda session: session.scalars(select(InboxItem)).one())
    assert (item.kind_of, item.order_id, item.done_at) == ("ring", get(desk, ORDER).id, None)


def test_a_link_ends_when_it_expires_is_taken_back_or_its_number_is_wrong(
    desk: Desk, door: httpx.Client, clock: Clock
) -> None:
    import_sample(desk)
    order = get(desk, ORDER)
    taken_back, sent, old = link(desk), link(desk), link(desk)
    desk.do_now(links.revoke_link, taken_back.removeprefix("/c/"))

    def as_if_sent(tx: Transaction) -> None:
        links.living(tx.session, sent.removeprefix("/c/"), tx.now).sent_to = order.phone

    desk.do_now(as_if_sent)
    assert (order.phone != "", door.get(sent).status_code) == (True, 200)
    desk.do_now(call_results.note_call, order.id, "wrong_number")
    assert door.get(old).status_code == 200
    clock.now += timedelta(days=31)
    for page in (taken_back, sent, old, "/c/guessed", "/c/" + "x" * 24):
        for asked in (door.get(page), door.post(f"{page}/slot", data={"window": "ring"})):
            assert (asked.status_code, asked.content) == (404, b"")


def test_where_it_is_tells_a_range_the_stops_before_and_is_honest_when_late(
    desk: Desk, door: httpx.Client, clock: Clock
) -> None:
    out_on_the_road(desk, (ORDER, "1004", "1006"))
    pages = {number: door.get(link(desk, LinkKind.WHERE, number)).text for number in (ORDER, "1004", "1006")}
    assert sum("You are the next stop" in page for page in pages.values()) == 1
    assert sum("1 stop ahead of you" in page for page in pages.values()) == 1
    names = {number: get(desk, number) for number in pages}
    for number, page in pages.items():
        assert "Sami" in page and "On time." in page and 'content="60"' in page
        for other, order in names.items():
            if other != number:
                assert order.number not in page and order.customer_name not in page
                assert order.address.line1 == names[number].address.line1 or order.address.line1 not in page
    clock.now = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
    late = door.get(link(desk, LinkKind.WHERE)).text
    assert "We are late" in late and "On time." not in late
    # the window of what is on its way is not chosen any more
    later = f"{PROMISE.end.isoformat()}/{(PROMISE.end + timedelta(hours=2)).isoformat()}"
    answer = door.post(link(desk) + "/slot", data={"window": later})
    assert answer.status_code == 409 and windows(answer) == []


def test_a_proof_is_seen_by_its_own_link_alone(desk: Desk, door: httpx.Client) -> None:
    out_on_the_road(desk, (ORDER,))
    where, proof = link(desk, LinkKind.WHERE), link(desk, LinkKind.PROOF)
    assert door.get(f"{proof}/signature.png").status_code == 404
    deliver(desk)
    page = door.get(proof).text
    assert "Delivered" in page and "Jussi-Pekka Hämäläinen" in page
    # what was handed over is named, as it stands in the thank-you
    lines = get(desk, ORDER).delivery_lines
    assert lines and all(f"{line.quantity} × {escape(line.name)}" in page for line in lines)
    assert "Still to come" not in page and lines[0].name not in door.get(where).text
    assert door.get(f"{proof}/signature.png").headers["content-type"] == "image/png"
    early = door.get(where)
    assert early.status_code == 200 and "Jussi" not in early.text and "was delivered" in early.text
    assert door.get(f"{where}/signature.png").status_code == 404
    for act in ("slot", "safe"):
        assert door.post(f"{proof}/{act}", data={"window": "ring", "what": "ring"}).status_code == 404
    for act in ("survey", "wrong"):
        assert door.post(f"{where}/{act}", data={"rating": "1", "text": "x"}).status_code == 404


LEFT_IN_MAILBOX = {
    "en": "was left in your mailbox",
    "de": "in Ihrem Briefkasten hinterlegt",
    "fi": "jätettiin postilaatikkoosi",
    "sv": "lämnades i din brevlåda",
}


def test_a_customer_reads_where_it_was_left(desk: Desk, door: httpx.Client, clock: Clock) -> None:
    out_on_the_road(desk, (ORDER,))
    order, proof = get(desk, ORDER).id, link(desk, LinkKind.PROOF)
    alone = HandoffFacts(outcome="delivered_mailbox", said_name=True, said_number=True)
    desk.do_now(doorstep.hand_over, order, alone, through="phone", signature=None)
    page = door.get(proof).text
    assert "left in your mailbox" in page and "agreed" not in page and "Not handed over" not in page
    house = Sender("Kotivara", "", "")
    for language, words in LEFT_IN_MAILBOX.items():
        said = desk.ask_now(outbox_list.preview, order, "delivered", clock(), house, "email", language)
        assert words in said.text and "{" not in said.text


def test_a_customer_reads_what_was_not_handed_over(desk: Desk, door: httpx.Client, clock: Clock) -> None:
    out_on_the_road(desk, (ORDER,))
    order, proof = get(desk, ORDER), link(desk, LinkKind.PROOF)
    line = next(line for line in order.delivery_lines if line.quantity > 1 or len(order.delivery_lines) > 1)
    turned = Turned(line_id=line.id, refused=0, damaged=1, issue="damaged", done=BACK_REFUND)
    facts = HandoffFacts(outcome="delivered_partial", recipient="Jussi", said_name=True, said_number=True,
                         has_signature=True, turned=(turned,))  # fmt: skip
    desk.do_now(doorstep.hand_over, order.id, facts, through="phone", signature=b"ink")
    assert f"Not handed over: 1 × {escape(line.name)}" in door.get(proof).text
    house = Sender("Kotivara", "", "")
    told = {"en": "Not handed over", "de": "Nicht übergeben", "fi": "Ei luovutettu", "sv": "Inte lämnat"}
    for language, words in told.items():
        said = desk.ask_now(outbox_list.preview, order.id, "delivered", clock(), house, "email", language)
        assert f"{words}: 1 × {line.name}." in said.text


def test_a_low_rating_is_one_case_with_the_facts_of_the_route(desk: Desk, door: httpx.Client) -> None:
    out_on_the_road(desk, (ORDER,))
    deliver(desk)
    proof = link(desk, LinkKind.PROOF)
    # nothing is chosen beforehand: a machine that submits the form rates nothing
    assert door.post(f"{proof}/survey", data=form(door.get(proof)).untouched).status_code == 400
    for rating, said in ((2, "<script>alert(1)</script> cup chipped"), (1, "and late")):
        assert door.post(f"{proof}/survey", data={"rating": rating, "text": said}).status_code == 200
    answer = desk.ask_now(lambda session: session.scalars(select(SurveyAnswer)).one())
    assert (answer.rating, answer.text, answer.driver) == (1, "and late", "Sami Niemi")
    case = desk.ask_now(lambda session: session.scalars(select(InboxItem)).one())
    assert (case.kind_of, case.facts["driver"]) == ("rating", "Sami Niemi")
    assert (case.facts["scanned"], case.facts["rating"]) == (1, 1)
    assert "cup chipped" in case.text and case.text.endswith("and late")
    page = door.post(f"{proof}/survey", data={"rating": "9", "text": "<script>"})
    assert "<details open>" in page.text, "what was written stands open where it was not taken"
    assert page.status_code == 400 and "<script>" not in page.text and "&lt;script&gt;" in page.text


def test_the_proof_shows_the_photos_of_its_own_attempt(desk: Desk, door: httpx.Client, clock: Clock) -> None:
    clock.now = PROMISE.start
    phone = paired(desk, out_on_the_road(desk, (ORDER,)))
    order = get(desk, ORDER).id

    def photo(photo_id: str, shown: bytes) -> None:
        desk.do_now(take_photo, phone.holder.phone_id, photo_id, shown, Looked(shown, ""), order)

    photo("a" * 32, b"closed door")
    phone.act("handoff", order, outcome="failed_not_home", photos=["a" * 32])
    photo("b" * 32, b"at the door")
    phone.act("handoff", order, **delivered(photos=["b" * 32]))
    assert phone.hand_in() == ["done", "done"]
    # the phone put its own record right: both photos are of this attempt
    proof = link(desk, LinkKind.PROOF)
    assert "See photo 1" in door.get(proof).text and "See photo 2" in door.get(proof).text
    assert door.get(f"{proof}/photo/2.jpg").content == b"at the door"
    assert door.get(f"{proof}/photo/2.jpg").headers["content-type"] == "image/jpeg"
    for nothing in ("photo/0.jpg", "photo/3.jpg", "photo/-1.jpg", "photo/x.jpg"):
        assert door.get(f"{proof}/{nothing}").status_code == 404
    assert door.get(link(desk, LinkKind.WHERE) + "/photo/1.jpg").status_code == 404

    # another attempt has none of them, but one that no act has named yet
    assert len(desk.ask_now(pictures_of_attempt, order, 1)) == 2
    photo("c" * 32, b"on the way")
    later = desk.ask_now(pictures_of_attempt, order, 2)
    assert [desk.ask_now(picture, one) for one in later] == [b"on the way"]


def test_an_answer_given_is_said_and_the_form_folds_away(desk: Desk, door: httpx.Client) -> None:
    out_on_the_road(desk, (ORDER,))
    deliver(desk)
    proof = link(desk, LinkKind.PROOF)
    assert "<details" not in door.get(proof).text
    answered = door.post(f"{proof}/survey", data={"rating": "5", "text": "kind driver"}).text
    assert "Thank you. Your answer has arrived." in answered and "You gave it 5 of 5." in answered
    for page in (answered, door.get(proof).text):
        assert "<details>" in page and "Change my answer" in page and "kind driver" not in page
    # the number changes, the words stay
    assert "You gave it 4 of 5." in door.post(f"{proof}/survey", data={"rating": "4", "text": ""}).text
    answer = desk.ask_now(lambda session: session.scalars(select(SurveyAnswer)).one())
    assert (answer.rating, answer.text) == (4, "kind driver")


@pytest.mark.parametrize(("signs", "status"), [(2000, 200), (2001, 400), (100_000, 400)])
def test_a_long_answer_is_refused_and_not_lost(desk: Desk, door: httpx.Client, signs: int, status: int) -> None:
    out_on_the_road(desk, (ORDER,))
    deliver(desk)
    answer = door.post(link(desk, LinkKind.PROOF) + "/wrong", data={"text": "ä" * signs})
    assert answer.status_code == status
    assert status == 200 or "ä" * signs in answer.text


def test_a_safe_place_is_allowed_and_taken_back_but_never_for_goods_in_person(desk: Desk, door: httpx.Client) -> None:
    ready_orders(desk, (ORDER,))
    at = link(desk)
    assert door.post(f"{at}/safe", data={"what": "allow", "place": "  "}).status_code == 400
    assert door.post(f"{at}/safe", data={"what": "allow", "place": "x" * 201}).status_code == 400
    assert "shed" in door.post(f"{at}/safe", data={"what": "allow", "place": "behind the shed"}).text
    assert get(desk, ORDER).address.safe_place == "behind the shed"
    assert door.post(f"{at}/safe", data={"what": "take_back"}).status_code == 200
    assert get(desk, ORDER).address.safe_place == ""
    assert [what for what, _ in ledger(desk)][-2:] == ["safe_place", "safe_place_gone"]
    # whoever types a place and draws no circle means it; a form sent back as it came does not
    assert door.post(f"{at}/safe", data={"place": "the porch"}).status_code == 200
    assert get(desk, ORDER).address.safe_place == "the porch"
    assert door.post(f"{at}/safe", data={"place": "the porch"}).status_code == 400
    assert door.post(f"{at}/safe", data={"what": "take_back"}).status_code == 200

    def sign(tx: Transaction) -> None:
        tx.session.get_one(Order, get(desk, ORDER).id).requirements = ["id_check"]

    desk.do_now(sign)
    answer = door.post(f"{at}/safe", data={"what": "allow", "place": "shed"})
    assert answer.status_code == 409 and get(desk, ORDER).address.safe_place == ""


def test_the_head_of_a_page_says_nothing_of_the_customer_and_nothing_runs_in_it(desk: Desk, door: httpx.Client) -> None:
    ready_orders(desk, (ORDER,))
    order = get(desk, ORDER)
    answer = door.get(link(desk))
    head = answer.text.partition("<body>")[0]
    assert order.number not in head and order.customer_name not in head and order.address.line1 not in head
    assert "<script" not in answer.text and "http://" not in answer.text and "https://" not in answer.text
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "script" not in policy and "unsafe" not in policy
    assert answer.headers["referrer-policy"] == "no-referrer" and "noindex" in answer.headers["x-robots-tag"]
    assert len(answer.content) < 60_000


@pytest.mark.parametrize(
    ("language", "words"), [("de", "Vereinbart: "), ("fi", "Sovittu: "), ("sv", "Bokat: "), ("", "Vereinbart: ")]
)
def test_a_page_speaks_the_customers_language_or_that_of_his_browser(
    desk: Desk, door: httpx.Client, language: str, words: str
) -> None:
    ready_orders(desk, (ORDER,))

    def speak(tx: Transaction) -> None:
        tx.session.execute(update(Customer).values(language=language))

    desk.do_now(speak)
    answer = door.get(link(desk), headers={"Accept-Language": "xx, de-CH;q=0.8, en"})
    assert words in answer.text


def test_a_link_stops_messages_to_whoever_has_it_when_somebody_says_so(
    desk: Desk, door: httpx.Client, settings: Settings, mail: tuple[MailBox, int], clock: Clock
) -> None:
    out_on_the_road(desk, (ORDER,))
    clock.now = datetime(2026, 11, 23, 11, 30, tzinfo=UTC)
    letterhead = Letterhead(door=str(door.base_url))
    run = asyncio.run(sending.run_outbox(desk, smtp(settings, mail[1]), letterhead=letterhead))
    (sent,) = mail[0].mails
    assert run.sent == 1 and sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stop = str(sent["List-Unsubscribe"]).strip("<>")
    assert stop.removesuffix("/stop") in body(sent)
    assert httpx.get(stop).status_code == 200 and httpx.post(stop).status_code == 400
    contact = get(desk, ORDER).email
    assert desk.ask_now(lambda session: opt_outs.standing(session, "email", contact)) is None
    assert httpx.post(stop, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert desk.ask_now(lambda session: opt_outs.standing(session, "email", contact)) is not None
    by_hand = link(desk)
    assert "Please ring us" in door.post(f"{by_hand}/stop", data={"stop": "yes"}).text


def test_a_mail_that_is_tried_again_carries_the_same_link(
    desk: Desk, door: httpx.Client, settings: Settings, mail: tuple[MailBox, int], clock: Clock
) -> None:
    box, port = mail
    out_on_the_road(desk, (ORDER,))
    clock.now = datetime(2026, 11, 23, 11, 30, tzinfo=UTC)
    box.answers = lambda _: None if len(box.offered) > 1 else "451 later"
    written = []
    for _ in range(2):
        asyncio.run(sending.run_outbox(desk, smtp(settings, port), letterhead=Letterhead(door=str(door.base_url))))
        written.append(desk.ask_now(lambda session: session.scalars(select(Message.body)).one()))
        clock.forward(timedelta(minutes=2))
    links_of = [re.findall(r"/c/(\S+)", text) for text in written]
    assert links_of[0] == links_of[1] and len(box.mails) == 1


def test_a_customer_turns_notes_on_and_off(desk: Desk, at_the_door: Settings, make_door: MakeDoor) -> None:
    ready_orders(desk, (ORDER,))
    at = link(desk)
    with make_door(at_the_door) as without:
        assert without.get(f"{at}/push").status_code == 404 and "/push" not in without.get(at).text
    with make_door(replace(at_the_door, push_server="https://push.example")) as door:
        where = link(desk, LinkKind.WHERE)
        assert f"{where}/push" in door.get(where).text
        assert "Send notes about this order there" in door.get(f"{at}/push").text
        assert get(desk, ORDER).push_topic == ""
        assert door.post(f"{at}/push", data={"push": "perhaps"}).status_code == 200
        assert get(desk, ORDER).push_topic == ""
        on = door.post(f"{at}/push", data={"push": "on"}, follow_redirects=True).text
        topic = get(desk, ORDER).push_topic
        assert f"ntfy://push.example/{topic}" in on and f"https://push.example/{topic}" in on
        assert "No more notes there" in door.post(f"{at}/push", data={"push": "on"}, follow_redirects=True).text
        assert get(desk, ORDER).push_topic == topic
        assert "Send notes" in door.post(f"{at}/push", data={"push": "off"}, follow_redirects=True).text
        assert get(desk, ORDER).push_topic == ""
