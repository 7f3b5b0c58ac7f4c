"""The driver's page in a real browser: a day of which half has no network, cut for real."""

import io
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import httpx
import pytest
from PIL import Image
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from sqlalchemy import select

from dispatch_console.application.desk import Desk
from dispatch_console.application.orders.pins import pin_for
from dispatch_console.application.orders.proof_rules import LEVELS, PROOFS, keep_proof_rule
from dispatch_console.application.phones import pairing, photos
from dispatch_console.application.road import load_out
from dispatch_console.application.routes import silence
from dispatch_console.domain.orders.proof_levels import Level
from dispatch_console.door import driver_files
from dispatch_console.settings import Settings
from dispatch_console.store.entities import DriverPhone, GoodsBack, Handoff, Order, OrderLine, PhoneAct, Route, Stop
from dispatch_console.store.transaction import Transaction
from tests.application.test_handing_over import collect_on_delivery
from tests.builders.days import load_all, out_on_the_road, plan_day, ready_orders
from tests.builders.phones import link_of
from tests.builders.road import give, shift, two_vans_out
from tests.builders.road import route as road_route
from tests.builders.sample_orders import get
from tests.conftest import Clock
from tests.door.conftest import WIDTH, MakeDoor, browser
from tests.door.test_driver_page import door_of_a_house, picture

FINGER = 48


@pytest.fixture
def phone() -> Iterator[Chrome]:
    opened = browser(script=True)
    yield opened
    opened.quit()


def until(phone: Chrome, true: Callable[[], bool], seconds: float = 20.0) -> None:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if true():
            return
        time.sleep(0.05)
    said = "\n".join(str(entry["message"]) for entry in phone.execute("getLog", {"type": "browser"})["value"])
    raise AssertionError(f"{text(phone)}\n{said}")


def text(phone: Chrome) -> str:
    return str(phone.execute_script("return document.body.innerText"))


def settled(phone: Chrome) -> bool:
    """Return whether what is on the screen stands there long enough to take a press."""
    came = "typeof cameAt === 'undefined' || performance.now() - cameAt > SETTLES_MS"
    return bool(phone.execute_script(f"return {came}"))


def written(phone: Chrome) -> None:
    """Wait until all that was typed is written: what is written later comes after it."""
    phone.execute_async_script("const done = arguments[0]; store.put('last', 1).then(() => done())")


def shows(phone: Chrome, words: str) -> None:
    until(phone, lambda: words in text(phone))
    # what has just come takes no press at first
    until(phone, lambda: settled(phone))
    size = phone.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]
    assert size["width"] <= WIDTH, text(phone)
    # in one go: the page draws itself anew whenever there is news
    small = phone.execute_script(
        "return [...document.querySelectorAll('button, a.button, label.row, summary, select')]"
        ".filter((one) => one.offsetParent && one.getBoundingClientRect().height < arguments[0])"
        ".map((one) => one.innerText)",
        FINGER,
    )
    assert small == []


def find(phone: Chrome, words: str) -> WebElement:
    found: list[WebElement] = []

    def is_there() -> bool:
        every = phone.find_elements(By.CSS_SELECTOR, "button, a, label, summary")
        try:
            found[:] = [one for one in every if words in one.text]
        except StaleElementReferenceException:
            return False
        return bool(found)

    until(phone, is_there)
    return found[0]


def press(phone: Chrome, words: str) -> None:
    """Press what says these words, also when the page was just drawn anew."""
    for _ in range(5):
        try:
            target = find(phone, words)
            until(phone, lambda: settled(phone))
            phone.execute_script("arguments[0].scrollIntoView({block: 'center'})", target)
            target.click()
            return
        except StaleElementReferenceException:
            time.sleep(0.1)
    raise AssertionError(words)


def arrive(phone: Chrome, client: httpx.Client, token: str) -> None:
    """Take the route, and come to the door of its first stop."""
    phone.get(f"http://127.0.0.1:{client.base_url.port}/d/{token}")
    press(phone, "Take this route")
    shows(phone, "Next stop")
    press(phone, "Go to stop")
    press(phone, "I have arrived")
    shows(phone, "Who takes it?")


def tick_all_for_the_customer(phone: Chrome) -> None:
    """Let the customer take it, and tick his parcel and all that is asked, in one moment: nothing is drawn between."""
    phone.execute_script(PRESS, "input[type=radio][value=delivered_to_recipient]")
    shows(phone, "To pay")
    phone.execute_script("document.querySelectorAll('input[type=checkbox]').forEach((one) => one.click())")
    shows(phone, "Parcels: 1 of 1 checked")


def sign(phone: Chrome) -> None:
    pad = phone.find_element(By.CSS_SELECTOR, "canvas.pad")
    phone.execute_script("arguments[0].scrollIntoView({block: 'center'})", pad)
    drawn = ActionChains(phone).move_to_element_with_offset(pad, -90, 0).click_and_hold()
    for step in range(12):
        drawn = drawn.move_by_offset(12, 14 if step % 2 else -14)
    drawn.release().perform()


def hand_over(phone: Chrome) -> None:
    """Tick everything that the page asks for."""
    tick = (
        "const box = [...document.querySelectorAll('label.row input[type=checkbox]')].find((one) => !one.checked);"
        "if (box) box.click();"
        "return Boolean(box);"
    )
    while phone.execute_script(tick):
        time.sleep(0.02)


def allow_place(phone: Chrome, origin: str, setting: str) -> None:
    """Let the page know where the phone is, or forbid it, as its driver does."""
    said = {"permission": {"name": "geolocation"}, "setting": setting, "origin": origin}
    phone.execute_cdp_cmd("Browser.setPermission", said)
    place = {"latitude": 60.17, "longitude": 24.95, "accuracy": 30}
    phone.execute_cdp_cmd("Emulation.setGeolocationOverride", place)


def say_pin(phone: Chrome, pin: str) -> None:
    phone.find_element(By.CSS_SELECTOR, "input[maxlength='4']").send_keys(pin, Keys.TAB)


PRESS = "document.querySelector(arguments[0]).click();"
# types the sum, and leaves the field
FILL = (
    "const sum = document.querySelector('input[inputmode=decimal]'); sum.value = arguments[1];"
    "sum.dispatchEvent(new Event('change', {bubbles: true}));"
)


def take_photo(phone: Chrome, file: Path) -> None:
    phone.find_element(By.CSS_SELECTOR, "input[type=file]").send_keys(str(file))


def test_a_driver_works_on_without_network_and_nothing_is_lost(
    desk: Desk, clock: Clock, at_the_door: Settings, make_door: MakeDoor, phone: Chrome, tmp_path: Path
) -> None:
    (tmp_path / "list.jpg").write_text("no picture")
    (tmp_path / "black.jpg").write_bytes(picture(lambda _: None))
    # noise: the one kind of picture that hardly gets smaller
    Image.effect_noise((2400, 1800), 120).save(tmp_path / "door.jpg", quality=98)
    ready_orders(desk, ("1002", "1004"))
    plan_day(desk)
    route = load_all(desk)
    desk.do_now(load_out.depart, route)
    shift = desk.ask_now(lambda session: session.get_one(Route, route).shift_id)
    token = desk.do_now(pairing.make_link, shift)
    with make_door(at_the_door) as client:
        port = client.base_url.port or 0
        at = f"http://127.0.0.1:{port}/d/{token}"
        allow_place(phone, at[: at.index("/d/")], "denied")
        phone.get(at)
        shows(phone, "Take this route")
        assert desk.ask_now(lambda session: session.scalars(select(DriverPhone)).all()) == []
        press(phone, "Take this route")
        shows(phone, "Next stop")
        until(phone, lambda: bool(phone.execute_script("return Boolean(navigator.serviceWorker.controller)")))
        assert "Not ready without network yet." in text(phone)
        assert "the desk sees where this phone was last" not in text(phone)
        allow_place(phone, at[: at.index("/d/")], "granted")
        phone.refresh()
        shows(phone, "Ready without network.")
        shows(phone, "the desk sees where this phone was last")
        until(phone, lambda: desk.ask_now(silence.seen_at, shift) is not None)
    # the network is gone, and the page is opened anew in the cellar
    phone.refresh()
    shows(phone, "Next stop")
    until(phone, lambda: "No connection since" in text(phone))
    (first, second) = desk.ask_now(
        lambda session: [stop.served[0].order_id for stop in session.scalars(select(Stop).order_by(Stop.sequence))]
    )
    press(phone, "Go to stop")
    press(phone, "I have arrived")
    shows(phone, "Who takes it?")
    press(phone, "Customer")
    shows(phone, "check every parcel")
    hand_over(phone)
    for name, said in (("list", "This is no photo."), ("black", "The photo shows nothing.")):
        take_photo(phone, tmp_path / f"{name}.jpg")
        shows(phone, said)
        assert "One more" not in text(phone)
        # the button stands far down the page, and what is wrong is seen from there
        top = phone.execute_script("return document.getElementById('alarm').getBoundingClientRect().top")
        assert phone.execute_script("return scrollY") > 0 and top >= 0
    take_photo(phone, tmp_path / "door.jpg")
    shows(phone, "1 photo. Add another")
    assert "This is no photo." not in text(phone)
    shows(phone, "let somebody sign")
    sign(phone)
    until(phone, lambda: "let somebody sign" not in text(phone))
    # phones drop a page while the camera is open: what was drawn and taken is there again
    phone.refresh()
    shows(phone, "1 photo. Add another")
    assert "let somebody sign" not in text(phone)
    take_photo(phone, tmp_path / "door.jpg")
    shows(phone, "2 photos. One more")
    press(phone, "Remove")
    shows(phone, "1 photo. Add another")
    find(phone, "Delivered")
    phone.find_element(By.CSS_SELECTOR, "footer button").click()
    shows(phone, "1 of 2 done")
    press(phone, "Go to stop")
    press(phone, "Cannot deliver")
    press(phone, "Nobody home")
    press(phone, "Record: ")
    shows(phone, "All stops are done.")
    press(phone, "Back at the depot")
    shows(phone, "comes back")
    back = desk.ask_now(lambda session: [parcel.code.spaced for parcel in session.get_one(Order, second).parcels])
    assert all(code in text(phone) for code in back)
    press(phone, "Route E")
    press(phone, "What was sent")
    shows(phone, "Kept on this phone: 3.")
    assert desk.ask_now(lambda session: session.scalars(select(Handoff)).all()) == []
    # upstairs again
    with make_door(at_the_door, port):
        press(phone, "Try now")
        shows(phone, "all sent")
    records = {row.order_id: row for row in desk.ask_now(lambda session: session.scalars(select(Handoff)).all())}
    assert records[first].outcome_code == "delivered_to_recipient" and records[second].outcome_code == "failed_not_home"
    assert records[first].signature is not None and records[first].open_proofs == []
    assert records[first].reported_through == "app" and records[first].recorded_by == "Sami Niemi"
    (kept,) = desk.ask_now(photos.photos_of, first)
    with Image.open(io.BytesIO(kept)) as shown:
        assert shown.size == (1600, 1200)
    acts = desk.ask_now(lambda session: session.scalars(select(PhoneAct).order_by(PhoneAct.counter)).all())
    assert [(act.counter, act.kind_of, act.state) for act in acts] == [
        (1, "arrive", "done"), (2, "handoff", "done"), (3, "handoff", "done"),
    ]  # fmt: skip
    # the phone's clock is another one than ours: its acts are of our day all the same
    assert all(abs((act.acted_at - clock.now).total_seconds()) < 120 for act in acts)
    assert get(desk, "1002").outcome != "none"


def test_a_driver_is_asked_for_what_the_site_wants_and_never_learns_the_pin(
    desk: Desk, at_the_door: Settings, make_door: MakeDoor, phone: Chrome, tmp_path: Path
) -> None:
    (tmp_path / "door.jpg").write_bytes(picture(door_of_a_house))
    for proof, level in (("pin", Level.REQUIRED), ("photo", Level.WARNED), ("said_number", Level.OFF)):
        texts = {"proof": PROOFS[proof], "level": LEVELS[level], "scope": "every order", "value": ""}
        desk.do_now(keep_proof_rule, None, texts)
    route = out_on_the_road(desk, ("1002",))
    token = link_of(desk, route)
    order = get(desk, "1002").id
    pin = desk.ask_now(lambda session: pin_for(session, session.get_one(Order, order)))
    wrong = f"{(int(pin) + 1) % 10_000:04d}"
    with make_door(at_the_door) as client:
        arrive(phone, client, token)
        press(phone, "Customer")
        hand_over(phone)
        shows(phone, "ask for the PIN")
        assert "Order ends in" not in text(phone)
        say_pin(phone, wrong)
        shows(phone, "The PIN is wrong. Tries left: 4.")
        say_pin(phone, pin)
        shows(phone, "The PIN is right.")
        assert pin not in phone.page_source
        kept = phone.execute_async_script(
            "const done = arguments[arguments.length - 1];"
            "Promise.all([store.get('route'), store.get('forms'), store.all('acts')])"
            ".then((all) => done(JSON.stringify(all)))"
        )
        assert f'"{pin}"' not in kept and "said_name" in kept
        sign(phone)
        until(phone, lambda: "let somebody sign" not in text(phone))
        phone.find_element(By.CSS_SELECTOR, "footer button").click()
        shows(phone, "Not there: photo. Press again to record without.")
        phone.find_element(By.CSS_SELECTOR, "footer button").click()
        shows(phone, "All stops are done.")
        until(phone, lambda: get(desk, "1002").outcome == "delivered")
    (record,) = desk.ask_now(lambda session: session.scalars(select(Handoff)).all())
    assert (record.open_proofs, record.lacking) == ([], ["photo"])


def test_fingers_faster_than_the_page_lose_nothing(
    desk: Desk, at_the_door: Settings, make_door: MakeDoor, phone: Chrome
) -> None:
    route = out_on_the_road(desk, ("1002",))
    token = link_of(desk, route)
    collect_on_delivery(desk, get(desk, "1002").id, 3990)
    with make_door(at_the_door) as client:
        arrive(phone, client, token)
        tick_all_for_the_customer(phone)
        assert phone.execute_script("return document.querySelector('input[type=checkbox]:not(:checked)')") is None
        phone.execute_script(FILL, "", "39")
        shows(phone, "0.90 EUR too little")
        sign(phone)
        until(phone, lambda: "let somebody sign" not in text(phone))
        # the sum is put right, and pressed before the page says so: what was signed is not what was paid
        phone.execute_script(FILL + PRESS, "footer button", "39.90")
        shows(phone, "sign")
        assert desk.ask_now(lambda session: session.scalars(select(Handoff)).all()) == []
        sign(phone)
        until(phone, lambda: "let somebody sign" not in text(phone))
        note = "const one = [...document.querySelectorAll('input[type=text]')].at(-1); one.value = 'third floor';"
        phone.execute_script(note + "one.dispatchEvent(new Event('change', {bubbles: true}));" + PRESS, "footer button")
        shows(phone, "All stops are done.")
        until(phone, lambda: get(desk, "1002").outcome == "delivered")
    (record,) = desk.ask_now(lambda session: session.scalars(select(Handoff)).all())
    assert record.collected == 3990 and record.note.startswith("third floor")


def test_a_finger_that_is_down_presses_what_it_found_though_news_arrive(
    desk: Desk, at_the_door: Settings, make_door: MakeDoor, phone: Chrome
) -> None:
    route = out_on_the_road(desk, ("1002", "1004"))
    token = link_of(desk, route)
    with make_door(at_the_door) as client:
        arrive(phone, client, token)
        press(phone, "Cannot deliver")
        target = find(phone, "Nobody home")
        phone.execute_script("arguments[0].scrollIntoView({block: 'center'})", target)
        phone.execute_script("window.met = document.querySelector('main').firstChild")
        finger = ActionChains(phone).move_to_element(target).click_and_hold()
        finger.perform()
        # the page would be drawn anew now, and the finger would come up on another thing
        phone.execute_script("show(true)")
        time.sleep(0.3)
        assert phone.execute_script("return window.met.isConnected") is True
        ActionChains(phone).release().perform()
        # what waited is drawn once the finger is up, and the press has counted
        until(phone, lambda: phone.execute_script("return window.met.isConnected") is False)
        assert phone.execute_script("return pressing") is False
        shows(phone, "Nobody home")


def test_a_press_that_is_given_twice_counts_once_and_opens_nothing_else(
    desk: Desk, at_the_door: Settings, make_door: MakeDoor, phone: Chrome
) -> None:
    route = out_on_the_road(desk, ("1002", "1004"))
    token = link_of(desk, route)
    with make_door(at_the_door) as client:
        arrive(phone, client, token)
        press(phone, "Cannot deliver")
        press(phone, "Nobody home")
        shows(phone, "Record: Nobody home")
        button = find(phone, "Record: Nobody home")
        phone.execute_script("arguments[0].scrollIntoView({block: 'center'})", button)
        # a hand in a glove: four presses at one place, while what is there changes
        taps = ActionChains(phone, duration=20).move_to_element(button)
        for _ in range(4):
            taps = taps.click().pause(0.2)
        taps.perform()
        shows(phone, "Next stop")
        time.sleep(1)
        assert phone.execute_script("return location.hash") == "#/"
        until(phone, lambda: len(desk.ask_now(lambda session: session.scalars(select(Handoff)).all())) == 1)
        kinds = desk.ask_now(lambda session: session.scalars(select(PhoneAct.kind_of).order_by(PhoneAct.counter)).all())
        assert kinds == ["arrive", "handoff"]


def test_too_little_money_is_recorded_only_when_it_is_pressed_again(
    desk: Desk, at_the_door: Settings, make_door: MakeDoor, phone: Chrome
) -> None:
    route = out_on_the_road(desk, ("1002",))
    token = link_of(desk, route)
    collect_on_delivery(desk, get(desk, "1002").id, 3990)
    with make_door(at_the_door) as client:
        arrive(phone, client, token)
        tick_all_for_the_customer(phone)
        assert "write what was taken" in text(phone)
        amount = phone.find_element(By.CSS_SELECTOR, "input[inputmode=decimal]")
        amount.send_keys("39")
        # the button follows each sign, though the cursor is still in the field
        assert "write what was taken" not in text(phone)
        sign(phone)
        until(phone, lambda: "let somebody sign" not in text(phone))
        press(phone, "Delivered")
        shows(phone, "0.90 EUR too little. Press again if that is all you got.")
        assert desk.ask_now(lambda session: session.scalars(select(Handoff)).all()) == []
        press(phone, "Delivered")
        shows(phone, "All stops are done.")
        phone.execute_script("document.querySelector('details').open = true")
        shows(phone, "39.00 EUR")
        until(phone, lambda: get(desk, "1002").outcome == "delivered")
    (record,) = desk.ask_now(lambda session: session.scalars(select(Handoff)).all())
    assert (record.collected, record.open_proofs) == (3900, ["cash"])


# writes a field of the goods of a line, or chooses in it: 0 refused, 1 damaged, 2 what is wrong, 3 what was done
GOODS = (
    "const line = document.querySelectorAll('details .line')[arguments[0]];"
    "const field = line.querySelectorAll('input, select')[arguments[1]]; field.value = arguments[2];"
    "field.dispatchEvent(new Event('change', {bubbles: true}));"
)


def test_what_comes_back_is_neither_paid_nor_signed_for(
    desk: Desk, at_the_door: Settings, make_door: MakeDoor, phone: Chrome
) -> None:
    route = out_on_the_road(desk, ("1002",))
    token = link_of(desk, route)
    collect_on_delivery(desk, get(desk, "1002").id, 3990)
    lines = get(desk, "1002").delivery_lines
    sent = sum(line.quantity for line in lines)

    def signed_for() -> str:
        return str(phone.execute_script("return signing.sentence"))

    def asks(questions: int) -> bool:
        return len(phone.find_elements(By.CSS_SELECTOR, "details select")) >= questions

    with make_door(at_the_door) as client:
        arrive(phone, client, token)
        tick_all_for_the_customer(phone)
        # a damaged piece that stays is received, and its price is taken off
        phone.execute_script(GOODS, 0, 1, "1")
        shows(phone, "say what is wrong, and what was done")
        phone.execute_script(GOODS, 0, 3, "kept_refund")
        shows(phone, "To pay: 27.00 EUR")
        shows(phone, "12.90 EUR taken off 39.90 EUR for refunded goods")
        assert f"{sent} of {sent} pieces" in signed_for()
        phone.execute_script(GOODS, 0, 3, "back_again")
        shows(phone, "To pay: 39.90 EUR")
        assert f"{sent - 1} of {sent} pieces" in signed_for()
        # what was only refused cannot be kept
        phone.execute_script(GOODS, 0, 3, "kept_refund")
        phone.execute_script(GOODS, 0, 1, "0")
        phone.execute_script(GOODS, 0, 0, "1")
        shows(phone, "say what is wrong, and what was done")
        assert phone.find_elements(By.CSS_SELECTOR, "option[value=kept_refund]") == []
        # and what comes back whole is no delivery
        for number, line in enumerate(lines):
            phone.execute_script(GOODS, number, 0, str(line.quantity))
            asked = 2 * (number + 1)
            until(phone, partial(asks, asked))
            phone.execute_script(GOODS, number, 2, "not_wanted")
            phone.execute_script(GOODS, number, 3, "back_refund")
        shows(phone, "all of it comes back: record it as not delivered")
        for number in range(len(lines)):
            phone.execute_script(GOODS, number, 0, "1" if number == 0 else "0")
        shows(phone, "To pay: 27.00 EUR")
        # what cannot be read is not taken for nothing
        phone.execute_script(FILL, "input", "27 and a bit")
        shows(phone, "write what was taken")
        phone.execute_script(FILL, "input", "27.00")
        shows(phone, "let somebody sign")
        sign(phone)
        until(phone, lambda: "let somebody sign" not in text(phone))
        press(phone, "Delivered")
        shows(phone, "All stops are done.")
        until(phone, lambda: get(desk, "1002").outcome == "delivered")
    (record,) = desk.ask_now(lambda session: session.scalars(select(Handoff)).all())
    assert (record.outcome_code, record.due, record.collected) == ("delivered_partial", 2700, 2700)
    assert record.open_proofs == []


def test_goods_without_a_price_are_said_and_not_reckoned_as_nothing(
    desk: Desk, at_the_door: Settings, make_door: MakeDoor, phone: Chrome
) -> None:
    route = out_on_the_road(desk, ("1002",))
    token = link_of(desk, route)
    collect_on_delivery(desk, get(desk, "1002").id, 3990)
    line = get(desk, "1002").delivery_lines[0]

    def without_price(tx: Transaction) -> None:
        tx.session.get_one(OrderLine, line.id).unit_price = None

    desk.do_now(without_price)
    with make_door(at_the_door) as client:
        arrive(phone, client, token)
        phone.execute_script(PRESS, "input[type=radio][value=delivered_to_recipient]")
        shows(phone, "To pay: 39.90 EUR")
        phone.execute_script(GOODS, 0, 0, "1")
        shows(phone, "1 piece not accepted")
        phone.execute_script(GOODS, 0, 3, "back_refund")
        shows(phone, f"No price is known for {line.name}. Take the whole sum")
        assert "To pay: 39.90 EUR" in text(phone)


def test_what_stands_in_a_field_is_signed_for_and_kept_though_the_cursor_is_still_there(
    desk: Desk, at_the_door: Settings, make_door: MakeDoor, phone: Chrome
) -> None:
    route = out_on_the_road(desk, ("1002",))
    token = link_of(desk, route)
    with make_door(at_the_door) as client:
        arrive(phone, client, token)
        phone.execute_script(PRESS, "input[type=radio][value=delivered_to_recipient]")
        until(phone, lambda: bool(phone.find_elements(By.CSS_SELECTOR, "canvas.pad")))
        phone.execute_script("document.querySelector('details').open = true")
        field = phone.find_element(By.CSS_SELECTOR, "details input[type=number]")
        phone.execute_script("arguments[0].scrollIntoView({block: 'center'})", field)
        field.click()
        # the nought is replaced, not written behind
        field.send_keys("1")
        assert field.get_attribute("value") == "1"
        # the finger goes to the pad at once: it signs for what stands in the field, and once is enough
        sign(phone)
        shows(phone, "1 piece not accepted")
        assert phone.execute_script("return signing.pad.signed()") is True
        assert "2 of 3 pieces" in phone.execute_script("return signing.sentence")
        note = phone.find_elements(By.CSS_SELECTOR, "input[type=text]")[-1]
        note.send_keys("one pan too heavy")
        # keys come faster here than a hand types, and a reload throws away what waits to be written
        written(phone)
        phone.refresh()
        until(phone, lambda: bool(phone.find_elements(By.CSS_SELECTOR, "canvas.pad")))
        assert (
            phone.find_elements(By.CSS_SELECTOR, "input[type=text]")[-1].get_attribute("value") == "one pan too heavy"
        )


def test_a_driver_who_chose_wrongly_says_so_and_who_opened_after_all_is_another_thing(
    desk: Desk, clock: Clock, at_the_door: Settings, make_door: MakeDoor, phone: Chrome
) -> None:
    route = out_on_the_road(desk, ("1002", "1004"))
    token = link_of(desk, route)

    def records(order: int) -> list[Handoff]:
        query = select(Handoff).where(Handoff.order_id == order).order_by(Handoff.id)
        return desk.ask_now(lambda session: list(session.scalars(query)))

    def not_home() -> None:
        press(phone, "Go to stop")
        press(phone, "Cannot deliver")
        press(phone, "Nobody home")
        press(phone, "Record: ")

    def deliver() -> None:
        press(phone, "Customer")
        shows(phone, "check every parcel")
        hand_over(phone)
        sign(phone)
        until(phone, lambda: "let somebody sign" not in text(phone))
        phone.find_element(By.CSS_SELECTOR, "footer button").click()

    with make_door(at_the_door) as client:
        phone.get(f"http://127.0.0.1:{client.base_url.port}/d/{token}")
        press(phone, "Take this route")
        shows(phone, "Next stop")
        not_home()
        shows(phone, "1 of 2 done")
        not_home()
        shows(phone, "All stops are done.")
        first, second = desk.ask_now(
            lambda session: [stop.served[0].order_id for stop in session.scalars(select(Stop).order_by(Stop.sequence))]
        )
        until(phone, lambda: len(records(first)) == len(records(second)) == 1)
        clock.forward(timedelta(minutes=10))
        stops = desk.ask_now(
            lambda session: [stop.id for stop in session.scalars(select(Stop).order_by(Stop.sequence))]
        )
        at = phone.current_url.partition("#")[0]
        phone.get(f"{at}#/stop/{stops[0]}")
        press(phone, "I chose wrongly")
        press(phone, "It was handed over")
        shows(phone, "You put right what was recorded")
        deliver()
        until(phone, lambda: len(records(first)) == 2)
        phone.get(f"{at}#/stop/{stops[1]}")
        press(phone, "Somebody opened after all")
        deliver()
        until(phone, lambda: len(records(second)) == 2)
    before, after = records(first)
    # nobody signed before: the time of the signature is that of the handover
    assert before.why == "wrong_code" and after.acted_at > before.acted_at
    before, after = records(second)
    assert before.why == "opened_after_all" and after.acted_at > before.acted_at


def test_a_driver_takes_parcels_over_from_another_van(
    desk: Desk, clock: Clock, at_the_door: Settings, make_door: MakeDoor, phone: Chrome
) -> None:
    two_vans_out(desk, clock)
    token = desk.do_now(pairing.make_link, shift(desk, "F"))
    give(desk, "1006", "F")
    with make_door(at_the_door) as client:
        phone.get(f"http://127.0.0.1:{client.base_url.port}/d/{token}")
        press(phone, "Take this route")
        shows(phone, "Take over the parcels of stop 2")
        press(phone, "Take over the parcels of stop 2")
        shows(phone, "still in Van 5, Sami Niemi")
        press(phone, "I have it now")
        shows(phone, "taken over")
        until(phone, lambda: taken(desk) == ["other_van"])
    assert get(desk, "1006").parcels[0].loaded_route_id == road_route(desk, "F").id


def taken(desk: Desk) -> list[str]:
    return desk.ask_now(lambda session: [row.goes_to for row in session.scalars(select(GoodsBack))])


def test_a_page_of_a_new_version_opens_without_network(
    desk: Desk,
    at_the_door: Settings,
    make_door: MakeDoor,
    phone: Chrome,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    route = out_on_the_road(desk, ("1002",))
    token = link_of(desk, route)
    with make_door(at_the_door) as client:
        port = client.base_url.port or 0
        at = f"http://127.0.0.1:{port}/d/{token}"
        phone.get(at)
        press(phone, "Take this route")
        shows(phone, "Next stop")
        until(phone, lambda: bool(phone.execute_script("return Boolean(navigator.serviceWorker.controller)")))
        phone.refresh()
        shows(phone, "Ready without network.")
    newer = tmp_path / "driver"
    shutil.copytree(driver_files.FOLDER, newer)
    with (newer / "clock.js").open("a") as file:
        file.write("// newer\n")
    monkeypatch.setattr(driver_files, "FOLDER", newer)
    for kept in (driver_files.files, driver_files.version):
        kept.cache_clear()
    try:
        with make_door(at_the_door, port):
            phone.get(at)
            shows(phone, "Next stop")
            said = "return document.documentElement.dataset.version"
            assert phone.execute_script(said) == driver_files.version()
            until(phone, lambda: bool(phone.execute_script(
                "return navigator.serviceWorker.getRegistration('/d/').then((one) => Boolean(one.waiting))"
            )))  # fmt: skip
            # the page is closed, so the new worker begins
            phone.get("about:blank")
            time.sleep(1)
        phone.get(at)
        shows(phone, "Next stop")
        until(phone, lambda: "No connection since" in text(phone))
        assert phone.execute_script(said) == driver_files.version()
    finally:
        for kept in (driver_files.files, driver_files.version):
            kept.cache_clear()
