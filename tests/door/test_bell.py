"""A shop rings: who it is, what follows, and what a stranger learns."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator

import httpx
import keyring
import pytest

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import live_sources
from dispatch_console.application.shops import asking
from dispatch_console.door import guard
from dispatch_console.station.live_sources import bell_secret_name

pytestmark = pytest.mark.usefixtures("secrets_kept")

SECRET = "between us"
BODY = json.dumps({"id": 17, "status": "cancelled"}).encode()


def source(desk: Desk, kind: str = "woocommerce") -> int:
    keyring.set_password("dispatch-console", bell_secret_name("Kotivara"), SECRET)
    kept: int = desk.do_now(
        live_sources.keep_source, None, name="Kotivara", kind=kind, address="https://shop.example", options={},
        own_fields={},
    )  # fmt: skip
    return kept


def signed(body: bytes, secret: str = SECRET) -> str:
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def hinted(desk: Desk, record: int) -> tuple[str, ...]:
    found = desk.ask_now(asking.hinted, record)
    return found.refs if found else ()


def view(desk: Desk) -> live_sources.LiveSourceView:
    return desk.ask_now(live_sources.live_sources)[0]


@pytest.mark.parametrize(
    ("kind", "header", "body", "ref"),
    [
        ("woocommerce", "X-WC-Webhook-Signature", BODY, "17"),
        ("shopify", "X-Shopify-Hmac-SHA256", BODY, "17"),
        ("shopify", "X-Shopify-Hmac-SHA256", b'{"id": 5, "order_id": 17}', "17"),
    ],
)
def test_a_signed_ring_names_an_order_to_ask_for(
    desk: Desk, door: httpx.Client, kind: str, header: str, body: bytes, ref: str
) -> None:
    record = source(desk, kind)
    assert door.post(f"/bell/{record}", content=body, headers={header: signed(body)}).status_code == 200
    assert hinted(desk, record) == (ref,)
    assert view(desk).rang_at is not None and view(desk).falsely_rung_at is None


def test_the_first_ring_of_a_webhook_is_a_trial(desk: Desk, door: httpx.Client) -> None:
    record = source(desk)
    assert door.post(f"/bell/{record}", data={"webhook_id": "5"}).status_code == 200
    assert hinted(desk, record) == ()


@pytest.mark.parametrize("signature", [None, "", "x", signed(BODY, "guessed"), signed(b"{}")])
def test_whoever_cannot_sign_is_not_heard_and_people_are_told(
    desk: Desk, door: httpx.Client, signature: str | None
) -> None:
    record = source(desk)
    headers = {} if signature is None else {"X-WC-Webhook-Signature": signature}
    answer = door.post(f"/bell/{record}", content=BODY, headers=headers)
    assert (answer.status_code, answer.content, hinted(desk, record)) == (401, b"", ())
    assert view(desk).falsely_rung_at is not None


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"id": "17"}', b'{"id": true}', b'{"id": -1}', b"\xff"])
def test_a_ring_that_names_no_order_is_refused(desk: Desk, door: httpx.Client, body: bytes) -> None:
    record = source(desk)
    answer = door.post(f"/bell/{record}", content=body, headers={"X-WC-Webhook-Signature": signed(body)})
    assert (answer.status_code, hinted(desk, record)) == (400, ())


def test_a_stranger_learns_nothing(desk: Desk, door: httpx.Client) -> None:
    record = source(desk)
    none = record + 1
    asked = [door.get("/"), door.get(f"/bell/{record}"), door.post(f"/bell/{none}"), door.post("/bell/x"),
             door.post("/bell/9999999999999999999999")]  # fmt: skip
    assert {(one.status_code, one.content) for one in asked} == {(404, b"")}
    assert all(one.headers["content-security-policy"] == "default-src 'none'" for one in asked)
    assert "server" not in asked[0].headers


def test_a_ring_waits_at_the_shop_while_its_secret_is_away(desk: Desk, door: httpx.Client) -> None:
    record = source(desk)
    keyring.delete_password("dispatch-console", bell_secret_name("Kotivara"))
    answer = door.post(f"/bell/{record}", content=BODY, headers={"X-WC-Webhook-Signature": signed(BODY)})
    assert answer.status_code == 503


def test_a_source_that_is_used_no_more_is_not_heard(desk: Desk, door: httpx.Client) -> None:
    record = source(desk)
    desk.do_now(live_sources.retire_source, record)
    answer = door.post(f"/bell/{record}", content=BODY, headers={"X-WC-Webhook-Signature": signed(BODY)})
    assert answer.status_code == 404


def test_too_much_at_once_is_not_read_and_too_often_is_not_answered(
    desk: Desk, door: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = source(desk)
    assert door.post(f"/bell/{record}", content=b"x" * (guard.LARGEST + 1)).status_code == 413

    def endless() -> Iterator[bytes]:
        for _ in range(40):
            yield b"x" * 65536

    # without a length it is heard to its end, and answered then
    assert door.post(f"/bell/{record}", content=endless()).status_code == 413
    monkeypatch.setattr(guard, "EACH_S", 0.0)
    statuses = [door.get("/").status_code for _ in range(int(guard.BURST) + 5)]
    assert statuses[0] == 404 and statuses[-1] == 429


def test_behind_a_server_for_https_each_stranger_counts_for_himself(
    desk: Desk, door: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "EACH_S", 0.0)
    loud = [door.get("/", headers={"X-Forwarded-For": "203.0.113.7"}).status_code for _ in range(int(guard.BURST) + 5)]
    assert (loud[0], loud[-1]) == (404, 429)
    assert door.get("/", headers={"X-Forwarded-For": "203.0.113.8"}).status_code == 404
