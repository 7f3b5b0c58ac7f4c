"""Customers' pages in a real browser: on a narrow telephone, without a script."""

from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest
from selenium.common.exceptions import WebDriverException
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.expected_conditions import staleness_of, url_to_be
from selenium.webdriver.support.wait import WebDriverWait
from sqlalchemy import select

from dispatch_console.application.desk import Desk
from dispatch_console.application.road import load_out
from dispatch_console.domain.messages.links import LinkKind
from dispatch_console.settings import Settings
from dispatch_console.store.entities import InboxItem, SurveyAnswer
from tests.builders.customer_links import RECIPIENT, deliver, link
from tests.builders.days import load_all, out_on_the_road, plan_day, ready_orders
from tests.builders.sample_orders import get
from tests.door.conftest import WIDTH, MakeDoor, browser
from tests.push_server import push_server

FINGER = 48


@pytest.fixture
def phone() -> Iterator[Chrome]:
    """Return a browser as wide as a small telephone that runs no script."""
    opened = browser(script=False)
    yield opened
    opened.quit()


def look(phone: Chrome, address: str) -> str:
    """Open a page, require that it fits and that fingers hit what they aim at, and return its text."""
    phone.get(address)
    return read(phone)


def read(phone: Chrome) -> str:
    size = phone.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]
    assert size["width"] <= WIDTH, phone.current_url
    for target in phone.find_elements(By.CSS_SELECTOR, "button, a.button, label.row, .stars label, summary"):
        assert target.rect["height"] >= FINGER and target.rect["x"] + target.rect["width"] <= WIDTH, target.text
    # the style was let in by its hash
    assert phone.find_element(By.TAG_NAME, "body").value_of_css_property("font-size") == "17px"
    return phone.find_element(By.TAG_NAME, "body").text


def named(phone: Chrome, words: str) -> WebElement:
    found = [one for one in phone.find_elements(By.CSS_SELECTOR, "button, a, label") if words in one.text]
    assert len(found) == 1, [one.text for one in found]
    return found[0]


def press(phone: Chrome, words: str) -> str:
    """Press a button or a link, and return the text of the page that comes."""
    page = phone.find_element(By.TAG_NAME, "html")
    named(phone, words).click()
    # between two pages the browser may not know the old one, and not yet know that it is gone
    WebDriverWait(phone, 20, ignored_exceptions=[WebDriverException]).until(staleness_of(page))
    return read(phone)


def test_a_customer_moves_her_window_sees_the_van_come_and_rates_it(
    desk: Desk, door: httpx.Client, phone: Chrome
) -> None:
    ready_orders(desk, ("1002", "1004"))
    at = str(door.base_url).rstrip("/")
    assert "Agreed: Mon 23 Nov, 13:00–15:00" in look(phone, at + link(desk))
    named(phone, "11:00–13:00").click()
    assert "Agreed: Mon 23 Nov, 11:00–13:00" in press(phone, "Confirm")
    start = get(desk, "1002").promise_start
    assert start is not None and start.hour == 10

    plan_day(desk)
    route = load_all(desk)
    desk.do_now(load_out.depart, route)
    seen = look(phone, at + link(desk, LinkKind.WHERE))
    assert "Your order comes today between" in seen and "van KLN-483" in seen and "On time." in seen
    press(phone, "I am not at home")
    named(phone, "You may leave it there").click()
    phone.find_element(By.NAME, "place").send_keys("behind the shed")
    assert "We may leave it here: behind the shed" in press(phone, "Send")

    deliver(desk)
    shown = look(phone, at + link(desk, LinkKind.PROOF))
    assert "Delivered Mon 23 Nov" in shown and RECIPIENT in shown
    assert phone.find_element(By.CSS_SELECTOR, "img.proof").get_property("naturalWidth") == 1
    assert "Choose 1 to 5." in press(phone, "Send")
    phone.find_elements(By.CSS_SELECTOR, ".stars label")[1].click()
    phone.find_element(By.NAME, "text").send_keys("The cup is chipped.")
    answered = press(phone, "Send")
    assert "Thank you. Your answer has arrived." in answered and "You gave it 2 of 5." in answered
    # the form is folded away, and comes back without a script
    assert not phone.find_element(By.NAME, "text").is_displayed()
    phone.find_element(By.TAG_NAME, "summary").click()
    assert phone.find_element(By.NAME, "text").is_displayed() and "Send" in read(phone)
    rated = desk.ask_now(lambda session: session.scalars(select(SurveyAnswer)).one())
    case = desk.ask_now(lambda session: session.scalars(select(InboxItem)).one())
    assert (rated.rating, case.kind_of, case.text) == (2, "rating", "The cup is chipped.")


def test_a_customer_turns_notes_on_and_opens_where_they_come(
    desk: Desk, at_the_door: Settings, make_door: MakeDoor, phone: Chrome
) -> None:
    out_on_the_road(desk, ("1002",))
    with push_server() as server, make_door(replace(at_the_door, push_server=server.address)) as door:
        look(phone, str(door.base_url).rstrip("/") + link(desk, LinkKind.WHERE))
        assert "need no account" in press(phone, "Notes on this telephone")
        assert "Notes are on." in press(phone, "Send notes about this order there")
        topic = get(desk, "1002").push_topic
        assert (
            topic and named(phone, "Open in the app").get_attribute("href") == f"ntfy://127.0.0.1:{server.port}/{topic}"
        )
        named(phone, "Open in the browser").click()
        WebDriverWait(phone, 20).until(url_to_be(f"{server.address}/{topic}"))
        phone.back()
        assert "Send notes about this order there" in press(phone, "No more notes there")
        assert get(desk, "1002").push_topic == ""
