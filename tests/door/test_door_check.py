"""Whether phones can come to the door: said from the address that stands in every code."""

import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import trustme

from dispatch_console.station.door_check import check_door


class Stranger(BaseHTTPRequestHandler):
    """Answers everything with a page of its own."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


def failing(address: str) -> dict[str, str]:
    return {check.name: check.detail for check in check_door(address) if not check.ok}


def serve(server: ThreadingHTTPServer) -> None:
    threading.Thread(target=server.serve_forever, daemon=True).start()


def test_no_address_and_addresses_that_cannot_hold() -> None:
    assert failing("") == {"address": "none is set"}
    assert "address" in failing("depot.example")
    assert "another one at each start" in failing("https://odd-words.trycloudflare.com")["name"]
    assert "no certificate that phones trust" in failing("https://127.0.0.1:1")["name"]


def test_a_certificate_that_phones_do_not_trust_is_the_only_fault_that_is_named() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Stranger) as server:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        trustme.CA().issue_cert("localhost").configure_cert(context)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        serve(server)
        found = failing(f"https://localhost:{server.server_address[1]}")
        server.shutdown()
    assert list(found) == ["certificate"] and "phones do not trust it" in found["certificate"]


def test_the_door_knows_itself(door: httpx.Client) -> None:
    address = str(door.base_url).rstrip("/")
    assert failing(address) == {}
    assert [check.name for check in check_door(address)] == ["address", "name", "answers"]


def test_somebody_else_behind_the_address_is_no_door() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Stranger) as server:
        serve(server)
        found = failing(f"http://127.0.0.1:{server.server_address[1]}")
        server.shutdown()
    assert "somebody else answers" in found["answers"]
