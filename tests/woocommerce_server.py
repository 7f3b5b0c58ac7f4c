"""A shop on loopback that answers as WooCommerce's documentation of its REST interface (version 3) says.

Faults can be put in front of the next answers: a status with headers, half an answer, an answer that is lost after the
shop did what was asked.
"""

import base64
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.loopback import serving

KEY, SECRET = "ck_test", "cs_test"
# where the console keeps what it told of an order
TOLD_KEY = "_dispatch_console"
ORDERS = "/wp-json/wc/v3/orders"
PLACED = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


@dataclass
class Fault:
    """What happens to the next answer. `lost`: the shop does it, and its answer is cut off."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"{}"
    lost: bool = False


@dataclass
class _Planned:
    method: str
    after: int
    fault: Fault | None = None
    act: Callable[[], object] | None = None


class Shop:
    """Orders by id, everything that was asked, and the faults that wait."""

    def __init__(self) -> None:
        self.orders: dict[int, dict[str, Any]] = {}
        self.asked: list[tuple[str, str]] = []
        self.written: list[tuple[int, dict[str, Any]]] = []
        self._planned: list[_Planned] = []
        self.lock = threading.Lock()
        self.address = ""

    def fail(self, fault: Fault, method: str = "GET", after: int = 0) -> None:
        """Put a fault in front of a request of this method, behind so many others."""
        self._planned.append(_Planned(method, after, fault))

    def then(self, act: Callable[[], object], method: str = "GET", after: int = 0) -> None:
        """Do something at the shop just before a request of this method, behind so many others."""
        self._planned.append(_Planned(method, after, None, act))

    def due(self, method: str) -> Fault | None:
        """Do what is planned for this request, and return its fault."""
        fault = None
        for one in [one for one in self._planned if one.method == method]:
            if one.after > 0:
                one.after -= 1
                continue
            self._planned.remove(one)
            if one.act is not None:
                one.act()
            fault = fault or one.fault
        return fault

    def place(self, count: int = 1, **changes: Any) -> list[int]:
        """Place orders, a minute apart, paid and to be sent."""
        placed = []
        begin = max(self.orders, default=100) + 1
        for number in range(begin, begin + count):
            self.orders[number] = order(number, PLACED + timedelta(minutes=number)) | changes
            placed.append(number)
        return placed


def order(number: int, at: datetime, sku: str = "MUG", quantity: int = 1) -> dict[str, Any]:
    """Return one order as the documentation shows it, shortened to what is not empty."""
    person = {"first_name": "Ann", "last_name": f"Shopper {number}"}
    street = {"address_1": f"Bulevardi {number}", "city": "Helsinki", "postcode": "00120", "country": "FI"}
    return {
        "id": number,
        "number": str(number),
        "status": "processing",
        "currency": "EUR",
        "date_created_gmt": at.replace(tzinfo=None).isoformat(),
        "date_modified_gmt": at.replace(tzinfo=None).isoformat(),
        "total": "24.00",
        "customer_note": "",
        "billing": {**person, **street, "email": f"c{number}@example.com", "phone": "+358401234567"},
        "shipping": {**person, **street},
        "payment_method": "stripe",
        "payment_method_title": "Card",
        "date_paid_gmt": at.replace(tzinfo=None).isoformat(),
        "meta_data": [],
        "line_items": [{"id": number * 10, "name": "Mug", "sku": sku, "quantity": quantity, "price": "12.00"}],
        "shipping_lines": [{"id": 1, "method_id": "flat_rate", "method_title": "Own van", "total": "0.00"}],
        "refunds": [],
    }


@contextmanager
def shop() -> Iterator[Shop]:
    """Serve an empty shop on a free port."""
    store = Shop()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer("GET")

        def do_PUT(self) -> None:
            self._answer("PUT")

        def log_message(self, *_: object) -> None:
            pass

        def _answer(self, method: str) -> None:
            length = int(self.headers.get("content-length", 0))
            body = json.loads(self.rfile.read(length)) if length else None
            with store.lock:
                store.asked.append((method, self.path))
                fault = store.due(method)
                if fault is not None and not fault.lost:
                    self._send(fault.status, fault.body, fault.headers)
                    return
                status, document = self._do(method, body)
            if fault is not None:
                self.close_connection = True
                self.connection.close()
                return
            self._send(status, json.dumps(document).encode(), {})

        def _do(self, method: str, body: Any) -> tuple[int, Any]:
            wanted = "Basic " + base64.b64encode(f"{KEY}:{SECRET}".encode()).decode()
            if self.headers.get("authorization") != wanted:
                return 401, {"code": "woocommerce_rest_cannot_view", "message": "Sorry, you cannot list resources."}
            parts = urlsplit(self.path)
            if parts.path == ORDERS:
                return 200, _listed(store, {key: values[0] for key, values in parse_qs(parts.query).items()})
            number = int(parts.path.removeprefix(ORDERS + "/"))
            known = store.orders.get(number)
            if known is None:
                return 404, {"code": "woocommerce_rest_shop_order_invalid_id", "message": "Invalid ID."}
            if method == "PUT":
                store.written.append((number, dict(body)))
                _change(known, body)
            return 200, known

        def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("content-type", "application/json")
            if "content-length" not in headers:
                self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    with serving(Handler) as address:
        store.address = address
        yield store


def _listed(store: Shop, query: dict[str, str]) -> list[dict[str, Any]]:
    # `any` leaves out the bin
    found = [one for one in store.orders.values() if one["status"] != "trash"]
    if "after" in query:
        found = [one for one in found if one["date_created_gmt"] > query["after"]]
    if "include" in query:
        wanted = set(query["include"].split(","))
        found = [one for one in found if str(one["id"]) in wanted]
    found.sort(key=lambda one: (one["date_created_gmt"], one["id"]))
    begin = int(query.get("offset", 0))
    return found[begin : begin + int(query.get("per_page", 10))]


def _change(known: dict[str, Any], body: dict[str, Any]) -> None:
    for entry in body.pop("meta_data", []):
        same = next((one for one in known["meta_data"] if one["key"] == entry["key"]), None)
        if same is None:
            known["meta_data"].append({"id": len(known["meta_data"]) + 1, **entry})
        else:
            same["value"] = entry["value"]
    known.update(body)
