"""The driver's page over HTTP: who gets a route, what a look changes, what comes twice, what is no picture."""

import hashlib
import io
import secrets
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from PIL import Image, ImageDraw
from sqlalchemy import select

from dispatch_console.application.desk import Desk
from dispatch_console.application.phones import pairing, phones_list, photos
from dispatch_console.door.driver_files import address, files
from dispatch_console.door.driver_pages import POLICY
from dispatch_console.store.entities import DriverPhone, Handoff, PhoneAct, PhonePhoto
from tests.builders.days import out_on_the_road
from tests.builders.fleet import DAY
from tests.builders.phones import Phone, delivered, link_of
from tests.builders.sample_orders import get
from tests.door.test_customer_pages import everything

BOT = {"user-agent": "WhatsApp/2.23"}


@pytest.fixture
def token(desk: Desk) -> str:
    """Return the link of a van that left with two orders."""
    route = out_on_the_road(desk, ("1002", "1004"))
    return link_of(desk, route)


@pytest.fixture
def taken(desk: Desk, door: httpx.Client, token: str) -> Phone:
    """Return the phone that took the link; `door` has its cookie."""
    answer = door.post(f"/d/{token}/take")
    assert answer.status_code == 303 and answer.headers["location"] == f"/d/{token}"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie and f"Path=/d/{token}" in cookie
    phone = Phone(desk, token, door.cookies["dispatch_phone"])
    phone.hear()
    return phone


def sent(phone: Phone, *acts: dict[str, object]) -> dict[str, object]:
    return {"sent": {"at": phone.wall(), "jumped": 0}, "acts": list(acts or phone.kept)}


def test_a_look_takes_nothing_and_says_nothing_of_the_route(desk: Desk, door: httpx.Client, token: str) -> None:
    before = everything(desk)
    for method in ("GET", "HEAD"):
        answer = door.request(method, f"/d/{token}", headers=BOT)
        assert answer.status_code == 200
        for secret in ("Hasler", "Sami", "1002", "KLN-483"):
            assert secret not in answer.text
    assert everything(desk) == before
    for path in ("route", "hello", "acts", "photo/" + "0" * 32):
        method = "GET" if path == "route" else "POST"
        assert door.request(method, f"/d/{token}/{path}", content=b"{}").status_code == 404
    assert door.get("/d/none").status_code == door.post("/d/none/take").status_code == 404
    assert everything(desk) == before


def test_the_page_is_small_and_lets_nothing_in_from_elsewhere(door: httpx.Client, taken: Phone) -> None:
    page = door.get(f"/d/{taken.token}")
    assert page.headers["content-security-policy"] == POLICY and "unsafe" not in POLICY
    whole = len(page.content)
    for name in files():
        answer = door.get(address(name))
        assert answer.status_code == 200 and answer.content == files()[name].plain
        assert answer.headers["content-encoding"] == "gzip" and "immutable" in answer.headers["cache-control"]
        assert f'"{address(name)}"' in page.text
        plain = door.get(f"/d/{name}", headers={"accept-encoding": "identity"})
        assert plain.content == answer.content and plain.headers["cache-control"] == "no-cache"
        assert "http://" not in answer.text.replace("http://www.w3.org", "") or name == "app.css"
        whole += len(answer.content)
    assert whole < 300_000
    worker = door.get("/d/sw.js")
    assert "connect-src 'self'" in worker.headers["content-security-policy"] and address("page.js") in worker.text
    assert door.get("/d/page.html").status_code == 404


def test_the_route_is_whole_and_another_phone_gets_none_of_it(desk: Desk, door: httpx.Client, taken: Phone) -> None:
    route = door.get(f"/d/{taken.token}/route").json()
    assert [stop["number"] for stop in route["stops"]] == [1, 2] and route["driver"] == "Sami Niemi"
    order = route["stops"][0]["orders"][0]
    assert order["parcels"][0]["code"].startswith("DCP") and order["lines"] and order["alone"] is not None
    with httpx.Client(base_url=door.base_url) as other:
        assert other.get(f"/d/{taken.token}/route").status_code == 404
        shown = other.get(f"/d/{taken.token}")
        assert "Another phone has this route" in shown.text and "Hasler" not in shown.text
        assert other.post(f"/d/{taken.token}/take", data={"code": "guessed"}).status_code == 409
        code, _ = desk.do_now(pairing.make_code, taken.holder.shift_id)
        assert other.post(f"/d/{taken.token}/take", data={"code": code}).status_code == 303
        assert other.get(f"/d/{taken.token}/route").status_code == 200
    # the first one shows nothing more, and hands in what it did
    assert door.get(f"/d/{taken.token}/route").status_code == 403
    taken.act("handoff", get(desk, "1002").id, **delivered())
    answer = door.post(f"/d/{taken.token}/acts", json=sent(taken))
    assert [one["state"] for one in answer.json()["receipts"]] == ["done"]


def test_twenty_copies_at_once_are_one_act(desk: Desk, door: httpx.Client, taken: Phone) -> None:
    taken.act("arrive", get(desk, "1002").id)
    taken.act("handoff", get(desk, "1002").id, **delivered())
    document = sent(taken)

    def hand_in(_: int) -> list[str]:
        answer = door.post(f"/d/{taken.token}/acts", json=document)
        assert answer.status_code == 200, answer.text
        return [one["state"] for one in answer.json()["receipts"]]

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(hand_in, range(20)))
    assert told == [["done", "done"]] * 20
    assert len(desk.ask_now(lambda session: session.scalars(select(PhoneAct)).all())) == 2
    assert len(desk.ask_now(lambda session: session.scalars(select(Handoff)).all())) == 1


def test_one_act_that_cannot_be_read_stops_no_other_and_is_missed(desk: Desk, door: httpx.Client, taken: Phone) -> None:
    bad = taken.act("arrive", get(desk, "1002").id)
    taken.act("handoff", get(desk, "1002").id, **delivered())
    answer = door.post(f"/d/{taken.token}/acts", json=sent(taken, {**bad, "kind": "fly"}, taken.kept[1]))
    assert [one["id"] for one in answer.json()["receipts"]] == [taken.kept[1]["id"]]
    (row,) = desk.ask_now(phones_list.phones, DAY, desk.clock())
    assert row.missing == (1,)


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"acts": 5, "sent": {"at": "2026-11-23T10:00:00Z"}}', b"[" * 5000,
                                  b'{"sent": {"at": "x"}, "acts": []}', b'{"acts": NaN}'])  # fmt: skip
def test_what_is_no_hand_in_is_said_to_be_none(door: httpx.Client, taken: Phone, body: bytes) -> None:
    assert door.post(f"/d/{taken.token}/acts", content=body).status_code == 400


def test_a_link_that_was_taken_back_is_over_and_what_was_done_comes_to_a_person(
    desk: Desk, door: httpx.Client, taken: Phone
) -> None:
    hello = {"announced": 1, "checks": {"secure": True, "camera": "granted", "other": "x", "version": "1" * 99}}
    answer = door.post(f"/d/{taken.token}/hello", json=hello)
    assert answer.status_code == 200 and answer.json()["server"]
    held = desk.ask_now(lambda session: session.scalars(select(DriverPhone)).one())
    assert held.checks == {"secure": True, "camera": "granted", "version": "1" * 40} and held.announced == 1
    assert door.post(f"/d/{taken.token}/hello", json={"announced": "many"}).status_code == 400
    desk.do_now(pairing.revoke, taken.holder.shift_id)
    assert door.post(f"/d/{taken.token}/hello", json=hello).status_code == 410
    assert door.get(f"/d/{taken.token}/route").status_code == 410
    taken.act("handoff", get(desk, "1002").id, **delivered())
    receipts = door.post(f"/d/{taken.token}/acts", json=sent(taken)).json()["receipts"]
    assert [one["state"] for one in receipts] == ["open"]


def picture(draw: Callable[[Image.Image], None], kind: str = "JPEG", size: tuple[int, int] = (1200, 900)) -> bytes:
    made, out = Image.new("RGB", size, "black"), io.BytesIO()
    draw(made)
    made.save(out, kind)
    return out.getvalue()


def door_of_a_house(made: Image.Image) -> None:
    ImageDraw.Draw(made).rectangle((300, 100, 600, 800), fill="#c8b090")


def test_a_photo_is_kept_without_what_the_camera_wrote(desk: Desk, door: httpx.Client, taken: Phone) -> None:
    made, out = Image.new("RGB", (4000, 3000), "white"), io.BytesIO()
    door_of_a_house(made)
    exif = made.getexif()
    exif[0x0112], exif[0x010F] = 6, "A camera"
    made.save(out, "JPEG", exif=exif)
    data, photo = out.getvalue(), secrets.token_hex(16)
    at = f"/d/{taken.token}/photo/{photo}?order={get(desk, '1002').id}"
    for _ in range(2):
        answer = door.post(at, content=data)
        assert answer.json() == {"digest": hashlib.sha256(data).hexdigest()}
    assert door.post(at, content=data + b"x").status_code == 409
    (kept,) = desk.ask_now(photos.photos_of, get(desk, "1002").id)
    with Image.open(io.BytesIO(kept)) as shown:
        # it stood upright on the phone
        assert shown.size == (1200, 1600) and not dict(shown.getexif())
    assert b"A camera" not in kept
    assert door.post(f"/d/{taken.token}/photo/short", content=data).status_code == 404


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        (b"", "photo.empty"),
        (picture(lambda _: None), "photo.shows_nothing"),
        (picture(door_of_a_house)[:4000], "photo.unreadable"),
        (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 400, "photo.unreadable"),
        (b"<script>alert(1)</script>", "photo.unreadable"),
        (picture(lambda _: None, "PNG", (12_000, 12_000)), "photo.unreadable"),
    ],
)
def test_what_is_no_picture_is_kept_as_unusable_and_never_shown(
    desk: Desk, door: httpx.Client, taken: Phone, data: bytes, wrong: str
) -> None:
    photo = secrets.token_hex(16)
    order = get(desk, "1002").id
    answer = door.post(f"/d/{taken.token}/photo/{photo}?order={order}", content=data)
    assert answer.status_code == 200
    (row,) = desk.ask_now(lambda session: session.scalars(select(PhonePhoto)).all())
    assert (row.picture, row.wrong) == (None, wrong)
    assert desk.ask_now(photos.photos_of, order) == ()


def test_a_photo_of_fifty_megabytes_is_not_taken_in_and_its_phone_hears_so(
    desk: Desk, door: httpx.Client, taken: Phone
) -> None:
    place = f"/d/{taken.token}/photo/{'a' * 32}"
    answer = door.post(place, content=b"\xff\xd8" + b"x" * 50_000_000)
    assert answer.status_code == 413
    # that there was one is kept: the proof must not look as if nobody had taken a photo
    answer = door.post(f"{place}?order={get(desk, '1002').id}&wrong=large", content=b"")
    assert answer.status_code == 200
    (row,) = desk.ask_now(lambda session: session.scalars(select(PhonePhoto)).all())
    assert (row.picture, row.wrong) == (None, "photo.large")


def test_a_photo_whose_connection_was_cut_half_way_comes_whole_the_next_time(
    desk: Desk, door: httpx.Client, taken: Phone
) -> None:
    data, place = picture(door_of_a_house), f"/d/{taken.token}/photo/{'b' * 32}?order={get(desk, '1002').id}"
    head = (
        f"POST {place} HTTP/1.1\r\nHost: x\r\nCookie: dispatch_phone={door.cookies['dispatch_phone']}\r\n"
        f"Content-Length: {len(data)}\r\n\r\n"
    )
    with socket.create_connection((door.base_url.host, door.base_url.port or 80)) as line:
        line.sendall(head.encode() + data[: len(data) // 2])
        time.sleep(0.2)
    assert door.post(place, content=data).json() == {"digest": hashlib.sha256(data).hexdigest()}
    (row,) = desk.ask_now(lambda session: session.scalars(select(PhonePhoto)).all())
    assert row.picture is not None and row.wrong == ""
