"""What a connector's line does with its secret, with certificates, and with answers that are none."""

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import trustme

from dispatch_console.adapters.sources.live.web import Web
from dispatch_console.domain.errors import BadInput, Unavailable
from dispatch_console.ports import SourceAccount

SECRET = "cs_very_secret"
Answer = tuple[int, dict[str, str], bytes]


@contextmanager
def serving(answer: Callable[[str], Answer], context: ssl.SSLContext | None = None) -> Iterator[tuple[str, list[str]]]:
    """Serve one kind of answer on loopback. Gives the address, and what was sent as authorisation so far."""
    sent: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            sent.append(self.headers.get("authorization", ""))
            status, headers, body = answer(self.path)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = _Quiet(("127.0.0.1", 0), Handler)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    scheme = "https" if context is not None else "http"
    try:
        yield f"{scheme}://localhost:{server.server_port}", sent
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Quiet(ThreadingHTTPServer):
    """Says nothing of callers who hang up before they have spoken: that is what is tested."""

    def handle_error(self, request: object, client_address: object) -> None:
        pass


def _always(answer: Answer, _: str) -> Answer:
    return answer


def ok(_: str) -> Answer:
    return 200, {}, b"[]"


def asked(address: str, **options: str) -> object:
    web = Web(SourceAccount("Shop", address, SECRET, options), {"authorization": f"Bearer {SECRET}"})
    try:
        return web.ask("GET", "/orders").document
    finally:
        web.close()


def refusal(address: str, **options: str) -> Unavailable:
    with pytest.raises(Unavailable) as refused:
        asked(address, **options)
    assert SECRET not in str(refused.value)
    return refused.value


def tls(authority: trustme.CA, not_after: datetime | None = None) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", not_after=not_after).configure_cert(context)
    return context


def test_a_certificate_is_trusted_only_where_the_site_names_its_authority(tmp_path: Path) -> None:
    authority = trustme.CA()
    file = tmp_path / "ours.pem"
    authority.cert_pem.write_to_path(file)
    with serving(ok, tls(authority)) as (address, sent):
        assert refusal(address).code == "source.certificate"
        assert sent == [], "nothing is sent to who cannot say who he is"
        assert asked(address, certificates=str(file)) == []
        with pytest.raises(BadInput) as missing:
            asked(address, certificates=str(tmp_path / "none.pem"))
        assert missing.value.code == "source.certificates"


def test_a_certificate_that_ran_out_is_said(tmp_path: Path) -> None:
    authority = trustme.CA()
    file = tmp_path / "ours.pem"
    authority.cert_pem.write_to_path(file)
    with serving(ok, tls(authority, not_after=datetime.now(UTC) - timedelta(days=1))) as (address, sent):
        wrong = refusal(address, certificates=str(file))
        assert wrong.code == "source.certificate" and "expired" in str(wrong.facts["detail"])
        assert sent == []


def test_a_redirect_is_said_and_the_secret_does_not_follow_it() -> None:
    with serving(ok) as (elsewhere, seen):
        with serving(lambda path: (301, {"location": f"{elsewhere}{path}"}, b"")) as (address, sent):
            wrong = refusal(address)
        assert (wrong.code, wrong.facts["to"]) == ("source.moved", elsewhere.removeprefix("http://"))
        assert sent == [f"Bearer {SECRET}"] and seen == []


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ((401, {}, json.dumps({"message": "bad key"}).encode()), "source.sign_in"),
        ((403, {}, json.dumps({"message": "missing scope read_orders"}).encode()), "source.scope"),
        ((404, {}, b"<html>nothing here</html>"), "source.refused"),
        ((500, {}, b"<html>oops</html>"), "source.away"),
        ((200, {}, b"<html>Please sign in to the hotel's network</html>"), "source.answer"),
        ((429, {"retry-after": "3600"}, b"{}"), "source.away"),
    ],
)
def test_each_answer_that_is_none_has_its_code(answer: Answer, code: str) -> None:
    with serving(lambda _: answer) as (address, _):
        wrong = refusal(address)
    assert wrong.code == code
    if code == "source.scope":
        assert "read_orders" in str(wrong.facts["detail"])


def test_how_long_a_busy_shop_wants_to_be_left_alone_is_known() -> None:
    at = datetime.now(UTC) + timedelta(minutes=10)
    for text in ("600", f"{at:%a, %d %b %Y %H:%M:%S} GMT"):
        busy: Answer = (503, {"retry-after": text}, b"{}")
        with serving(partial(_always, busy)) as (address, _):
            wait = refusal(address).facts["wait_s"]
        assert isinstance(wait, float) and 590 <= wait <= 600


@pytest.mark.parametrize("address", ["shop.example", "ftp://shop.example", "", "http://", "https:///orders"])
def test_what_is_no_address_is_refused_before_anything_is_sent(address: str) -> None:
    with pytest.raises(BadInput) as refused:
        asked(address)
    assert refused.value.code == "source.address"


def test_a_secret_goes_over_no_line_that_anybody_reads() -> None:
    with pytest.raises(BadInput) as refused:
        asked("http://shop.example")
    assert refused.value.code == "source.insecure" and SECRET not in str(refused.value)
