"""A Tryton on loopback, as far as its connector asks: answers have the shapes that Tryton 8.0 gave."""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.loopback import serving

KEY = "key-of-the-application"
STEPS = {"waiting": "assign_try", "assigned": "pick", "picked": "pack", "packed": "ship", "shipped": "do"}
AFTER = dict(zip(STEPS, (*list(STEPS)[1:], "done"), strict=True))


class Tryton:
    """Sales and shipments by id; `out_of_stock`: shipments that cannot be assigned."""

    def __init__(self) -> None:
        self.sales: dict[int, dict[str, Any]] = {}
        self.notes: list[dict[str, Any]] = []
        self.out_of_stock: set[int] = set()
        self.did: list[str] = []
        self.address = ""

    def sell(self, **changes: Any) -> int:
        number = len(self.sales) + 1
        self.sales[number] = sale(number) | changes
        return number

    def shipment(self, number: int) -> dict[str, Any]:
        every = (one for known in self.sales.values() for one in known["shipments"])
        return next(one for one in every if one["id"] == number)


def sale(number: int) -> dict[str, Any]:
    """Return a sale of two lines and a service, to be sent."""
    moment = {"__class__": "datetime", "year": 2026, "month": 11, "day": 23, "hour": 6, "minute": number, "second": 0,
              "microsecond": 500}  # fmt: skip
    return {
        "__name__": "sale.sale", "id": number, "number": f"S{number}", "reference": None, "description": None,
        "comment": "Ring twice", "state": "processing", "create_date": moment,
        "sale_date": {"__class__": "date", "year": 2026, "month": 11, "day": 23},
        "shipping_date": {"__class__": "date", "year": 2026, "month": 11, "day": 24},
        "currency": {"id": 1, "code": "EUR", "digits": 2}, "total_amount": _decimal("53.43"),
        "invoice_state": "pending", "payment_term": None, "carrier": {"id": 1, "rec_name": "Own van"},
        "party": {"id": 9, "name": "Ada Lovelace", "phone": "+358401234567", "mobile": None,
                  "email": "ada@example.org"},
        "shipment_party": None,
        "shipment_address": {"id": 4, "street": "Bulevardi 5\nB 12", "postal_code": "00120", "city": "Helsinki",
                             "country": {"id": 3, "code": "FI"}},
        "lines": [line(number * 10 + 1, "MUG", 2.0, "12.50"), line(number * 10 + 2, "TEE", 1.0, "19.90"),
                  line(number * 10 + 3, "WRAP", 1.0, "3.00", "service"), comment(number * 10 + 4)],
        "shipments": [{"id": number * 100, "state": "waiting", "reference": None, "outgoing_moves": [
            {"id": 1, "origin": f"sale.line,{number * 10 + 1}", "quantity": 2.0, "state": "draft"}]}],
    }  # fmt: skip


def line(number: int, sku: str, quantity: float, price: str, kind: str = "goods") -> dict[str, Any]:
    product = {"id": number, "code": sku, "name": sku.capitalize(), "type": kind}
    return {"id": number, "type": "line", "product": product, "quantity": quantity, "unit_price": _decimal(price),
            "description": None}  # fmt: skip


def comment(number: int) -> dict[str, Any]:
    return {"id": number, "type": "comment", "product": None, "quantity": None, "unit_price": None,
            "description": "Please pack in one box"}  # fmt: skip


def _decimal(text: str) -> dict[str, str]:
    return {"__class__": "Decimal", "decimal": text}


@contextmanager
def tryton() -> Iterator[Tryton]:
    """Serve an empty company on a free port."""
    site = Tryton()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer("GET")

        def do_POST(self) -> None:
            self._answer("POST")

        def do_PUT(self) -> None:
            self._answer("PUT")

        def log_message(self, *_: object) -> None:
            pass

        def _answer(self, method: str) -> None:
            length = int(self.headers.get("content-length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            parts = urlsplit(self.path)
            query = parse_qs(parts.query)
            if self.headers.get("authorization") != f"bearer {KEY}":
                self._send(401, b"<html>Unauthorized</html>")
                return
            context = json.loads(base64.urlsafe_b64decode(self.headers["x-tryton-context"]))
            assert context["company"] == 1
            status, document = _do(site, method, parts.path.removeprefix("/db/rest/model/"), query, body)
            self._send(status, json.dumps(document).encode())

        def _send(self, status: int, text: bytes) -> None:
            self.send_response(status)
            self.send_header("content-length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

    with serving(Handler) as address:
        site.address = f"{address}/db"
        yield site


def _do(site: Tryton, method: str, path: str, query: dict[str, list[str]], body: Any) -> tuple[int, Any]:
    if path == "sale.sale":
        return 200, _listed(site, query)
    if path == "ir.note" and method == "GET":
        wanted = _decoded(query["d"][0])[0][2]
        return 200, [note for note in site.notes if note["resource"] == wanted]
    if path == "ir.note":
        site.notes.append(body)
        return 200, {"id": len(site.notes)}
    number, _, act = path.removeprefix("stock.shipment.out/").partition("/")
    known = site.shipment(int(number))
    if method == "PUT":
        known |= body
    elif method == "POST":
        site.did.append(act)
        if act == "assign_try" and known["id"] in site.out_of_stock:
            return 200, known
        if STEPS.get(known["state"]) != act:
            return 400, {"status": 400, "message": f'You can not call "{act}" on this shipment.'}
        known["state"] = AFTER[known["state"]]
        for move in known["outgoing_moves"]:
            move["state"] = "done" if known["state"] == "done" else "assigned"
    return 200, known


def _listed(site: Tryton, query: dict[str, list[str]]) -> list[dict[str, Any]]:
    found = list(site.sales.values())
    for field, sign, value in _decoded(query["d"][0]):
        if field == "id":
            found = [one for one in found if one["id"] in value]
        else:
            assert sign == ">="
            found = [one for one in found if _moment(one["create_date"]) >= _moment(value)]
    begin, most = int(query["p"][0]), int(query["s"][0])
    return found[begin : begin + most]


def _moment(tagged: dict[str, Any]) -> tuple[int, ...]:
    names = ("year", "month", "day", "hour", "minute", "second", "microsecond")
    return tuple(tagged[name] for name in names)


def _decoded(text: str) -> Any:
    return json.loads(base64.urlsafe_b64decode(text))
