"""A gateway for SMS in Twilio's shape on loopback, with a transcript. It can refuse, hang, lose its answer, and have no
list.
"""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

ACCOUNT, PASSWORD = "AC0123", "between us"
# what it does instead of taking a message: (status, body), or a word of `_AWAY`
Refusal = tuple[int, Mapping[str, Any]] | str


@dataclass
class Gateway:
    """`posts`: what it was handed; `asked`: GET and POST in their order. `answers`: what it says to a message instead
    of taking it: `lost` takes it and hangs up, `hang` says nothing for a while.
    """

    port: int = 0
    posts: list[dict[str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    answers: Callable[[dict[str, str]], Refusal | None] = lambda _form: None
    has_list: bool = True
    hangs_s: float = 3.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def take(self, form: dict[str, str]) -> str:
        sid = f"SM{len(self.rows):032x}"
        self.rows.append(
            {"sid": sid, "from": form["From"], "to": form["To"], "body": form["Body"], "direction": "outbound-api",
             "date_sent": format_datetime(datetime.now(UTC)), "status": "queued"}
        )  # fmt: skip
        return sid

    def came_in(self, sender: str, body: str, to: str, at: datetime | None = None) -> str:
        """Let a customer answer, which the gateway lists."""
        sid = f"IN{len(self.rows):032x}"
        self.rows.append(
            {"sid": sid, "from": sender, "to": to, "body": body, "direction": "inbound",
             "date_sent": format_datetime(at or datetime.now(UTC)), "status": "received"}
        )  # fmt: skip
        return sid

    @property
    def per_number(self) -> dict[str, int]:
        """Return how many messages each number would have got."""
        sent = [row["to"] for row in self.rows if row["direction"] != "inbound"]
        return {number: sent.count(number) for number in sent}


def signed(url: str, form: Mapping[str, str], password: str = PASSWORD) -> dict[str, str]:
    """Return the header with which the gateway signs what it tells."""
    text = url + "".join(f"{name}{form[name]}" for name in sorted(form))
    digest = hmac.new(password.encode(), text.encode(), hashlib.sha1).digest()
    return {"X-Twilio-Signature": base64.b64encode(digest).decode()}


class _Handler(BaseHTTPRequestHandler):
    gateway: Gateway

    def do_POST(self) -> None:
        gateway = self.gateway
        length = int(self.headers.get("content-length", "0"))
        form = dict(parse_qsl(self.rfile.read(length).decode(), keep_blank_values=True))
        with gateway.lock:
            gateway.asked.append("POST")
            if not self._known():
                return
            gateway.posts.append(form)
            refusal = gateway.answers(form)
            sid = gateway.take(form) if refusal in (None, "lost", "hang") else ""
        if refusal == "lost":
            self.close_connection = True
            return
        if refusal == "hang":
            time.sleep(gateway.hangs_s)
        if isinstance(refusal, tuple):
            self._say(*refusal)
            return
        self._say(201, {"sid": sid, "status": "queued"})

    def do_GET(self) -> None:
        gateway = self.gateway
        with gateway.lock:
            gateway.asked.append("GET")
            if not self._known():
                return
            query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
            if not gateway.has_list:
                self._say(404, {"code": 20404})
                return
            rows = [row for row in gateway.rows if row["to"] == query.get("To", row["to"])]
            page, size = int(query.get("Page", "0")), 2
            more = (page + 1) * size < len(rows)
            path = urlsplit(self.path)
            following = f"{path.path}?To={query.get('To', '').replace('+', '%2B')}&Page={page + 1}" if more else None
            self._say(200, {"messages": rows[page * size : (page + 1) * size], "next_page_uri": following})

    def _known(self) -> bool:
        right = base64.b64encode(f"{ACCOUNT}:{PASSWORD}".encode()).decode()
        if self.headers.get("authorization") == f"Basic {right}" and f"/Accounts/{ACCOUNT}/" in self.path:
            return True
        self._say(401, {"code": 20003, "message": "Authenticate"})
        return False

    def _say(self, status: int, document: Mapping[str, Any]) -> None:
        body = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def sms_gateway() -> Iterator[Gateway]:
    gateway = Gateway()
    handler = type("Handler", (_Handler,), {"gateway": gateway})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    gateway.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield gateway
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
