"""A shop on loopback that answers as Shopify's documentation of its Admin interface (GraphQL 2026-10) says.

Queries are told apart by what they ask for, and answered with whole objects. Each costs points out of a bucket that
fills up again, reckoned as the documentation says: an object 1, a connection 2 and what it holds, a mutation 10.
Faults can be put in front of the next answers.
"""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs

from tests.loopback import serving

TOKEN, CLIENT, CLIENT_SECRET = "shpat_test", "client", "shpss_test"
PATH, TOKEN_PATH = "/admin/api/2026-10/graphql.json", "/admin/oauth/access_token"
PLACED = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
DEAREST = 1000
Answer = tuple[int, dict[str, Any]]


class ShopifyShop:
    """Orders by number, everything that was done, and how dear requests are."""

    def __init__(self) -> None:
        self.orders: dict[int, dict[str, Any]] = {}
        self.done: list[tuple[str, dict[str, Any]]] = []
        self.asked: list[dict[str, Any]] = []
        self.tokens = {TOKEN}
        # the shop's plan: how large its bucket is, and how many points come back in a second
        self.most, self.restores = 20_000.0, 1_000.0
        self.there, self.at = self.most, time.monotonic()
        # errors of the next answers, and what happens before an answer is given or lost
        self.planned: list[Callable[[dict[str, Any]], Answer | None]] = []
        self.lost: list[str] = []
        self.lock = threading.Lock()
        self.address = ""

    def place(self, count: int = 1, **changes: Any) -> list[int]:
        """Place orders, a minute apart, paid and to be sent."""
        begin = max(self.orders, default=1000) + 1
        numbers = list(range(begin, begin + count))
        for number in numbers:
            self.orders[number] = order(number, PLACED + timedelta(minutes=number - 1000)) | changes
        return numbers

    def spend(self, cost: float) -> bool:
        """Take points out of the bucket; return whether there were enough."""
        now = time.monotonic()
        self.there = min(self.most, self.there + (now - self.at) * self.restores)
        self.at = now
        if cost > self.there:
            return False
        self.there -= cost
        return True


def order(number: int, at: datetime) -> dict[str, Any]:
    """Return one order as the documentation shows it."""
    name = f"gid://shopify/Order/{number}"
    return {
        "id": name, "name": f"#{number}", "createdAt": _text(at), "updatedAt": _text(at), "cancelledAt": None,
        "closedAt": None, "test": False, "displayFinancialStatus": "PAID", "displayFulfillmentStatus": "UNFULFILLED",
        "note": "Ring twice", "tags": ["fragile"], "email": f"c{number}@example.com", "phone": None,
        "currencyCode": "EUR", "currentTotalPriceSet": money("24.0"), "totalOutstandingSet": money("0.0"),
        "totalRefundedSet": money("0.0"), "paymentGatewayNames": ["shopify_payments"], "paymentTerms": None,
        "customAttributes": [{"key": "Delivery Date", "value": "2026-11-30"},
                             {"key": "Delivery Time", "value": "10-12"},
                             {"key": "Door code", "value": "4417#"}, {"key": "utm_source", "value": "letter"}],
        "billingAddress": {"name": "Ann Payer", "phone": "+358401234567"},
        "shippingAddress": {"name": f"Ann Shopper {number}", "company": None, "address1": f"Bulevardi {number}",
                            "address2": "B 3", "city": "Helsinki", "zip": "00120", "province": None,
                            "countryCodeV2": "FI", "phone": None},
        "shippingLine": {"title": "Own van", "code": "van"},
        "lineItems": [line(number * 10)],
        "fulfillments": [],
        "fulfillmentOrders": [fulfilment_order(number)],
    }  # fmt: skip


def line(number: int, sku: str = "MUG", quantity: int = 2, price: str = "12.0") -> dict[str, Any]:
    return {
        "id": f"gid://shopify/LineItem/{number}", "sku": sku, "name": "Mug", "quantity": quantity,
        "currentQuantity": quantity, "requiresShipping": True, "variant": {"barcode": "6400000000017"},
        "customAttributes": [], "discountedUnitPriceAfterAllDiscountsSet": money(price),
    }  # fmt: skip


def fulfilment_order(number: int, kind: str = "LOCAL", place: int = 1) -> dict[str, Any]:
    """Return what Shopify keeps to be sent of an order; its lines follow the order's own."""
    return {
        "id": f"gid://shopify/FulfillmentOrder/{number * 10 + place}", "status": "OPEN",
        "assignedLocation": {"location": {"id": f"gid://shopify/Location/{place}"}},
        "deliveryMethod": {"methodType": kind, "minDeliveryDateTime": None, "maxDeliveryDateTime": None,
                           "additionalInformation": None},
    }  # fmt: skip


def money(amount: str) -> dict[str, Any]:
    return {"shopMoney": {"amount": amount}}


def refused(code: str, message: str) -> Answer:
    """Return an answer with an error, as all of them come: with status 200."""
    return 200, {"errors": [{"message": message, "extensions": {"code": code}}]}


@contextmanager
def shopify() -> Iterator[ShopifyShop]:
    """Serve an empty shop on a free port."""
    shop = ShopifyShop()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
            with shop.lock:
                if self.path == TOKEN_PATH:
                    status, document = _signed_in(shop, {key: one[0] for key, one in parse_qs(text).items()})
                    lost = False
                else:
                    body = json.loads(text)
                    shop.asked.append(body)
                    status, document = self._answer(body)
                    lost = any(name in body["query"] for name in shop.lost)
                    shop.lost = [name for name in shop.lost if name not in body["query"]]
            if lost:
                self.close_connection = True
                self.connection.close()
                return
            payload = json.dumps(document).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(payload)))
            self.end_headers()
            self.wfile.write(payload)

        def _answer(self, body: dict[str, Any]) -> Answer:
            if self.path != PATH:
                return 404, {"errors": "Not Found"}
            if self.headers.get("X-Shopify-Access-Token") not in shop.tokens:
                return 401, {"errors": "[API] Invalid API key or access token (unrecognized login or wrong password)"}
            while shop.planned:
                planned = shop.planned.pop(0)(body)
                if planned is not None:
                    return planned
            return _answered(shop, body["query"], body["variables"])

        def log_message(self, *_: object) -> None:
            pass

    with serving(Handler) as address:
        shop.address = address
        yield shop


def _signed_in(shop: ShopifyShop, form: dict[str, str]) -> Answer:
    wanted = {"grant_type": "client_credentials", "client_id": CLIENT, "client_secret": CLIENT_SECRET}
    if form != wanted:
        return 400, {"error": "invalid_client"}
    token = f"shpat_{len(shop.tokens)}"
    shop.tokens.add(token)
    return 200, {"access_token": token, "scope": "read_orders", "expires_in": 86399}


def _answered(shop: ShopifyShop, query: str, variables: dict[str, Any]) -> Answer:
    """Return the answer, its cost beside it; a request that cannot be paid is not done."""
    requested = _requested(query, variables)
    if requested > DEAREST:
        return refused("MAX_COST_EXCEEDED", f"Query cost is {requested}, which exceeds the single query max cost limit")
    enough = shop.spend(requested)
    data = _done(shop, query, variables) if enough else None
    actual = min(requested, _size(data)) if data is not None else None
    if actual is not None:
        # what was not needed comes back at once
        shop.there = min(shop.most, shop.there + requested - actual)
    status = {"maximumAvailable": shop.most, "currentlyAvailable": shop.there, "restoreRate": shop.restores}
    cost = {"requestedQueryCost": requested, "actualQueryCost": actual, "throttleStatus": status}
    document: dict[str, Any] = {"extensions": {"cost": cost}}
    if data is None:
        return 200, document | {"errors": [{"message": "Throttled", "extensions": {"code": "THROTTLED"}}]}
    return 200, document | {"data": data}


def _requested(query: str, variables: dict[str, Any]) -> int:
    if query.startswith("mutation"):
        return 10
    lines = 2 + 4 * int(variables.get("lines") or 0)
    if "orders(" in query and "nodes{id}" not in query:
        return 2 + int(variables["first"]) * (26 + lines)
    if "nodes(ids" in query:
        return len(variables["ids"]) * (26 + lines if "lineItems(first:$" in query else 90)
    if "lineItems(first:$first" in query:
        return 2 + 4 * int(variables["first"])
    return 500 if "remainingQuantity" in query else 3


def _size(data: Any) -> int:
    """Return how many objects an answer holds, two for each connection."""
    if isinstance(data, dict):
        own = 2 if "nodes" in data else 1
        return own + sum(_size(one) for one in data.values())
    return sum(_size(one) for one in data) if isinstance(data, list) else 0


def _done(shop: ShopifyShop, query: str, variables: dict[str, Any]) -> dict[str, Any]:
    if "fulfillmentCreate(" in query:
        return {"fulfillmentCreate": _fulfilled(shop, variables["f"])}
    if "fulfillmentEventCreate(" in query:
        return {"fulfillmentEventCreate": _event(shop, variables["e"])}
    if "nodes(ids" in query:
        found = [shop.orders.get(int(one.rpartition("/")[2])) for one in variables["ids"]]
        return {"nodes": [None if one is None else _shown(one, variables.get("lines", 0)) for one in found]}
    if "orders(" in query:
        return {"orders": _listed(shop, variables)}
    known = shop.orders.get(int(variables["id"].rpartition("/")[2]))
    if known is None:
        return {"order": None}
    if "remainingQuantity" in query:
        return {"order": _to_send(known)}
    return {"order": {"lineItems": _connection(known["lineItems"], variables["first"], variables["after"])}}


def _listed(shop: ShopifyShop, variables: dict[str, Any]) -> dict[str, Any]:
    field, _, since = (variables.get("query") or "created_at:>='0'").partition(":>=")
    key = {"created_at": "createdAt", "updated_at": "updatedAt"}[field]
    found = [one for one in shop.orders.values() if one[key] >= since.strip("'")]
    found.sort(key=lambda one: (one[key], one["id"]))
    page = _connection(found, variables.get("first", 1), variables.get("after"))
    page["nodes"] = [_shown(one, variables.get("lines", 1)) for one in page["nodes"]]
    return page


def _connection(entries: list[Any], first: int, after: str | None) -> dict[str, Any]:
    begin = int(after or 0)
    end = begin + first
    return {"nodes": entries[begin:end], "pageInfo": {"hasNextPage": end < len(entries), "endCursor": str(end)}}


def _shown(known: dict[str, Any], lines: int) -> dict[str, Any]:
    parts = [{key: one[key] for key in ("id", "deliveryMethod")} for one in known["fulfillmentOrders"]]
    return known | {
        "lineItems": {"nodes": known["lineItems"][:lines]},
        "fulfillmentOrders": {"nodes": parts},
        "fulfillments": [one | {"fulfillmentLineItems": {"nodes": one["fulfillmentLineItems"]}}
                         for one in known["fulfillments"]],
    }  # fmt: skip


def _to_send(known: dict[str, Any]) -> dict[str, Any]:
    """Return an order with what is still to be sent of it; all lines belong to the first fulfilment order."""
    sent = _sent(known)
    parts = []
    for place, part in enumerate(known["fulfillmentOrders"]):
        lines = [
            {"id": one["id"].replace("LineItem", "FulfillmentOrderLineItem"), "lineItem": {"id": one["id"]},
             "remainingQuantity": one["currentQuantity"] - sent.get(one["id"], 0)}
            for one in known["lineItems"]
            if place == one.get("place", 0)
        ]  # fmt: skip
        parts.append({**part, "lineItems": {"nodes": lines}})
    whole = [one | {"events": {"nodes": one["events"]}} for one in known["fulfillments"]]
    return {**known, "fulfillments": whole, "fulfillmentOrders": {"nodes": parts}}


def _sent(known: dict[str, Any]) -> dict[str, int]:
    sent: dict[str, int] = {}
    for one in known["fulfillments"]:
        for piece in one["fulfillmentLineItems"]:
            sent[piece["lineItem"]["id"]] = sent.get(piece["lineItem"]["id"], 0) + piece["quantity"]
    return sent


def _fulfilled(shop: ShopifyShop, given: dict[str, Any]) -> dict[str, Any]:
    parts = given["lineItemsByFulfillmentOrder"]
    known = next(
        one for one in shop.orders.values()
        if any(part["id"] == parts[0]["fulfillmentOrderId"] for part in one["fulfillmentOrders"])
    )  # fmt: skip
    pieces = [
        {"lineItem": {"id": one["id"].replace("FulfillmentOrderLineItem", "LineItem")}, "quantity": one["quantity"]}
        for part in parts
        for one in part["fulfillmentOrderLineItems"]
    ]
    sent = _sent(known)
    room = {one["id"]: one["currentQuantity"] - sent.get(one["id"], 0) for one in known["lineItems"]}
    if any(piece["quantity"] > room[piece["lineItem"]["id"]] for piece in pieces):
        said = "Invalid fulfillment order line item quantity requested."
        return {"fulfillment": None, "userErrors": [{"field": ["fulfillment"], "message": said}]}
    name = f"{known['id'].replace('Order', 'Fulfillment')}{len(known['fulfillments'])}"
    info = given["trackingInfo"]
    known["fulfillments"].append(
        {"id": name, "status": "SUCCESS", "displayStatus": "FULFILLED", "trackingInfo": [info], "events": [],
         "fulfillmentLineItems": pieces}
    )  # fmt: skip
    whole = sum(_sent(known).values()) >= sum(one["currentQuantity"] for one in known["lineItems"])
    known["displayFulfillmentStatus"] = "FULFILLED" if whole else "PARTIALLY_FULFILLED"
    shop.done.append(("fulfillmentCreate", given))
    return {"fulfillment": {"id": name}, "userErrors": []}


def _event(shop: ShopifyShop, given: dict[str, Any]) -> dict[str, Any]:
    every = (one for known in shop.orders.values() for one in known["fulfillments"])
    fulfilment = next(one for one in every if one["id"] == given["fulfillmentId"])
    fulfilment["events"].append({"status": given["status"], "happenedAt": given["happenedAt"]})
    fulfilment["displayStatus"] = given["status"]
    shop.done.append(("fulfillmentEventCreate", given))
    return {"fulfillmentEvent": {"id": "gid://shopify/FulfillmentEvent/1"}, "userErrors": []}


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
