"""A Vendure on loopback, as far as its connector asks: answers have the shapes that Vendure 3.7 gave."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.loopback import serving

USER, PASSWORD, API_KEY = "desk@example.fi", "desk-pw", "key-of-the-desk"
PLACED = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


class Vendure:
    """Orders by id; `rights`: whether the account may do more than sign in; `asked`: names of what was asked."""

    def __init__(self) -> None:
        self.orders: dict[str, dict[str, Any]] = {}
        self.asked: list[str] = []
        self.rights = True
        self.lose = 0
        self.address = ""

    def place(self, **changes: Any) -> str:
        number = str(len(self.orders) + 1)
        self.orders[number] = order(number) | changes
        return number


def order(number: str) -> dict[str, Any]:
    """Return an order of one line, paid, to be sent."""
    street = {"fullName": "Aino Virtanen", "company": "", "streetLine1": f"Hämeentie {number}", "streetLine2": "",
              "city": "Helsinki", "province": "", "postalCode": "00500", "country": "Finland", "countryCode": "FI",
              "phoneNumber": "+358401234567"}  # fmt: skip
    placed = PLACED + timedelta(minutes=int(number))
    return {
        "id": number, "code": f"V{number}", "state": "PaymentSettled", "active": False,
        "updatedAt": "2026-11-23T06:00:00.000Z", "orderPlacedAt": placed.isoformat().replace("+00:00", ".000Z"),
        "currencyCode": "EUR", "totalWithTax": 35890,
        "customer": {"firstName": "Aino", "lastName": "Virtanen", "emailAddress": "aino@example.fi",
                     "phoneNumber": ""},
        "shippingAddress": street, "billingAddress": {"fullName": None},
        "customFields": {"deliveryDate": "2026-12-03T00:00:00.000Z", "deliveryWindow": "08:00-12:00",
                         "instructions": "Ring twice", "doorCode": "4711#"},
        "lines": [{"id": f"L{number}", "quantity": 3, "orderPlacedQuantity": 3, "unitPriceWithTax": 11900,
                   "productVariant": {"sku": "OAK-T", "name": "Oak table"}, "fulfillmentLines": []}],
        "shippingLines": [{"shippingMethod": {"code": "own-van", "name": "Own van"}}],
        "fulfillments": [], "payments": [{"id": "1", "method": "card", "amount": 35890, "state": "Settled",
                                          "refunds": []}],
        "notes": [],
    }  # fmt: skip


@contextmanager
def vendure() -> Iterator[Vendure]:
    """Serve an empty shop on a free port."""
    shop = Vendure()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            document, token = self._answer(body["query"], body.get("variables") or {})
            if shop.lose and "mutation" in body["query"] and "login" not in body["query"]:
                shop.lose -= 1
                self.close_connection = True
                self.connection.close()
                return
            text = json.dumps(document).encode()
            self.send_response(200)
            if token is not None:
                self.send_header("vendure-auth-token", token)
            self.send_header("content-length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_: object) -> None:
            pass

        def _answer(self, query: str, given: dict[str, Any]) -> tuple[dict[str, Any], str | None]:
            if "login(" in query:
                shop.asked.append("login")
                if (given["n"], given["p"]) == (USER, PASSWORD):
                    return {"data": {"login": {"__typename": "CurrentUser"}}}, "token-1"
                refusal = {"__typename": "InvalidCredentialsError", "errorCode": "INVALID_CREDENTIALS_ERROR"}
                return {"data": {"login": refusal}}, None
            known = self.headers.get("authorization") == "Bearer token-1"
            forbidden = [{"message": "You are not currently authorized", "extensions": {"code": "FORBIDDEN"}}]
            if not known and self.headers.get("vendure-api-key") != API_KEY:
                return {"errors": forbidden}, ""
            if not shop.rights:
                return {"errors": forbidden}, None
            return {"data": _do(shop, query, given)}, None

    with serving(Handler) as address:
        shop.address = address
        yield shop


def _do(shop: Vendure, query: str, given: dict[str, Any]) -> dict[str, Any]:
    if "__type(" in query:
        scalar = {"kind": "SCALAR", "ofType": None}
        names = ("deliveryDate", "deliveryWindow", "instructions", "doorCode")
        relation = {"name": "customerGroup", "type": {"kind": "OBJECT", "ofType": None}}
        return {"__type": {"fields": [*({"name": name, "type": scalar} for name in names), relation]}}
    if "addFulfillmentToOrder" in query:
        shop.asked.append("fulfil")
        return {"addFulfillmentToOrder": _fulfil(shop, given["i"])}
    if "transitionFulfillmentToState" in query:
        shop.asked.append("move")
        return {"transitionFulfillmentToState": _move(shop, given["id"], given["s"])}
    if "addNoteToOrder" in query:
        shop.asked.append("note")
        shop.orders[given["i"]["id"]]["notes"].insert(0, {"data": {"note": given["i"]["note"]}})
        return {"addNoteToOrder": {"id": given["i"]["id"]}}
    if "history(" in query:
        return {"order": {"history": {"items": shop.orders[given["id"]]["notes"]}}}
    assert "customerGroup" not in query
    shop.asked.append("orders")
    return {"orders": {"items": _listed(shop, given["o"])}}


def _listed(shop: Vendure, options: dict[str, Any]) -> list[dict[str, Any]]:
    wanted = options["filter"]
    found = list(shop.orders.values())
    if "id" in wanted:
        ids = wanted["id"].get("in") or [wanted["id"]["eq"]]
        found = [one for one in found if one["id"] in ids]
    if "orderPlacedAt" in wanted:
        found = [one for one in found if one["orderPlacedAt"] > wanted["orderPlacedAt"]["after"]]
    found.sort(key=lambda one: (one["orderPlacedAt"], int(one["id"])))
    begin = options.get("skip", 0)
    return [{key: value for key, value in one.items() if key != "notes"} for one in found[begin:][: options["take"]]]


def _fulfil(shop: Vendure, given: dict[str, Any]) -> dict[str, Any]:
    lines = {line["orderLineId"]: line["quantity"] for line in given["lines"]}
    known = next(one for one in shop.orders.values() if any(line["id"] in lines for line in one["lines"]))
    for line in known["lines"]:
        sent = sum(
            piece["quantity"]
            for fulfilment in known["fulfillments"]
            if fulfilment["state"] != "Cancelled"
            for piece in fulfilment["lines"]
            if piece["orderLineId"] == line["id"]
        )
        if lines.get(line["id"], 0) + sent > line["quantity"]:
            return {"__typename": "ItemsAlreadyFulfilledError", "errorCode": "ITEMS_ALREADY_FULFILLED_ERROR"}
    arguments = {one["name"]: one["value"] for one in given["handler"]["arguments"]}
    fulfilment = {
        "id": f"F{sum(len(one['fulfillments']) for one in shop.orders.values()) + 1}",
        "state": "Pending",
        "method": arguments["method"],
        "trackingCode": arguments["trackingCode"],
        "lines": given["lines"],
    }
    known["fulfillments"].append(fulfilment)
    return {"__typename": "Fulfillment", "id": fulfilment["id"], "state": "Pending"}


def _move(shop: Vendure, fulfilment_id: str, state: str) -> dict[str, Any]:
    every = ((one, fulfilment) for one in shop.orders.values() for fulfilment in one["fulfillments"])
    known, fulfilment = next(pair for pair in every if pair[1]["id"] == fulfilment_id)
    after = {"Pending": ("Shipped", "Delivered"), "Shipped": ("Delivered",)}.get(fulfilment["state"], ())
    if state not in after:
        return {
            "__typename": "FulfillmentStateTransitionError",
            "errorCode": "FULFILLMENT_STATE_TRANSITION_ERROR",
            "fromState": fulfilment["state"],
            "toState": state,
        }
    fulfilment["state"], known["state"] = state, state
    return {"__typename": "Fulfillment", "id": fulfilment_id, "state": state}
