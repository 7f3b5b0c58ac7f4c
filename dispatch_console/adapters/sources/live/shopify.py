"""Shopify over its Admin interface (GraphQL).

Every request has a cost, and a shop has a bucket of points that fills up again: what an answer says of it is kept, and
the next request waits until it can be paid. `fulfillmentCreate` knows no key that would make it come once: what stands
there is read before anything is told. A name that gives nothing may be an order that is deleted, or one that is older
than the application may see. Source: shopify.dev, Admin GraphQL 2026-10.
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar

from dispatch_console.adapters.sources.live import shopify_order
from dispatch_console.adapters.sources.live.shopify_order import OUR_COMPANY, is_ours, number_of
from dispatch_console.adapters.sources.live.signatures import number_in, require_signature
from dispatch_console.adapters.sources.live.web import PATIENCE_S, Answer, Web
from dispatch_console.domain.errors import Refused, Unavailable
from dispatch_console.domain.orders.incoming import Reading
from dispatch_console.domain.orders.write_back import WriteBack, WriteBackFacts
from dispatch_console.language import mark
from dispatch_console.ports import AccountField, Ring, SourceAccount, SourceOptions, SourcePage, Written

PATH, TOKEN_PATH = "/admin/api/2026-10/graphql.json", "/admin/oauth/access_token"
# a request may cost 1,000 points at most, whatever it brings: so many orders with so many lines each
PAGE, LINES = 12, 10
MORE_LINES = 100
_MONEY = "{shopMoney{amount}}"
_LINE = (
    "id sku name quantity currentQuantity requiresShipping variant{barcode} customAttributes{key value} "
    f"discountedUnitPriceAfterAllDiscountsSet{_MONEY}"
)
_ORDER = (
    "id name createdAt updatedAt cancelledAt closedAt test displayFinancialStatus displayFulfillmentStatus "
    "note tags email phone customerLocale "
    f"currencyCode currentTotalPriceSet{_MONEY} totalOutstandingSet{_MONEY} totalRefundedSet{_MONEY} "
    "paymentGatewayNames paymentTerms{paymentTermsName} customAttributes{key value} billingAddress{name phone} "
    "shippingAddress{name company address1 address2 city zip province countryCodeV2 phone} "
    "shippingLine{title code} "
    "fulfillmentOrders(first:3){nodes{id deliveryMethod{methodType minDeliveryDateTime maxDeliveryDateTime "
    "additionalInformation{instructions}}}} "
)
# whether there are more is known by their number: what tells it would be paid for with every order
_LINES = "lineItems(first:$lines){nodes{" + _LINE + "}}"
_ORDERS = (
    "query($first:Int!,$lines:Int!,$after:String,$query:String,$sort:OrderSortKeys!){"
    "orders(first:$first,after:$after,sortKey:$sort,query:$query){nodes{"
    + _ORDER
    + _LINES
    + "} pageInfo{hasNextPage endCursor}}}"
)
_BY_IDS = "query($ids:[ID!]!,$lines:Int!){nodes(ids:$ids){... on Order{" + _ORDER + _LINES + "}}}"
_ALL_LINES = (
    "query($id:ID!,$first:Int!,$after:String){order(id:$id){lineItems(first:$first,after:$after){nodes{"
    + _LINE
    + "} pageInfo{hasNextPage endCursor}}}}"
)
_FULFILMENTS = (
    "fulfillments(first:10){id status displayStatus trackingInfo(first:3){company number} "
    "fulfillmentLineItems(first:100){nodes{lineItem{id} quantity}}}"
)
_SENT = "query($ids:[ID!]!){nodes(ids:$ids){... on Order{id " + _FULFILMENTS + "}}}"
_TO_SEND = (
    "query($id:ID!){order(id:$id){id cancelledAt displayFulfillmentStatus "
    "fulfillments(first:10){id status trackingInfo(first:3){company number} events(first:20){nodes{status happenedAt}}}"
    " fulfillmentOrders(first:5){nodes{id status assignedLocation{location{id}} "
    "lineItems(first:100){nodes{id remainingQuantity lineItem{id}}}}}}}"
)
_OLDEST = "{orders(first:1,sortKey:CREATED_AT){nodes{id}}}"
_FULFIL = "mutation($f:FulfillmentInput!){fulfillmentCreate(fulfillment:$f){fulfillment{id} userErrors{field message}}}"
_EVENT = (
    "mutation($e:FulfillmentEventInput!){fulfillmentEventCreate(fulfillmentEvent:$e){fulfillmentEvent{id} "
    "userErrors{field message}}}"
)
_EVENTS = {
    WriteBack.OUT_FOR_DELIVERY: "OUT_FOR_DELIVERY",
    WriteBack.ATTEMPTED: "ATTEMPTED_DELIVERY",
    WriteBack.DELIVERED: "DELIVERED",
}
_READY = frozenset({"OPEN", "IN_PROGRESS"})


class Shopify:
    """Entry point `shopify`. The secret is an access token, or `client id:client secret` of the shop's own app."""

    kind: ClassVar[str] = "shopify"
    title: ClassVar[str] = "Shopify"
    secret_hint: ClassVar[str] = mark("an access token, or client id:client secret")
    asks: ClassVar[tuple[AccountField, ...]] = (
        AccountField("notifies", mark("Shopify mails the customer"), mark("yes or no; no where empty")),
        AccountField("certificates", mark("Certificates of its own"), mark("a PEM file; empty for a public shop")),
    )

    bell_hint: ClassVar[str] = mark(
        "Shopify, Settings, Notifications, Webhooks: order creation, order update and order cancellation as JSON, each "
        "with this address; the secret is the one that Shopify shows there"
    )

    @staticmethod
    def heard(ring: Ring, secret: str) -> tuple[str, ...]:
        require_signature(ring, "x-shopify-hmac-sha256", secret)
        # fulfilments name their order, orders themselves
        return (number_in(ring, "order_id", "id"),)

    def __init__(self, account: SourceAccount) -> None:
        self._account = account
        self._web = Web(account, {} if ":" in account.secret else _signed(account.secret))
        self._signed_in = ":" not in account.secret
        self._page = PAGE
        self._cursors: dict[tuple[str, datetime, int], str] = {}
        # points that are there, and how many come back in a second, as the last answer said
        self._points = _Points()

    def placed_since(self, since: datetime, skip: int = 0) -> SourcePage:
        return self._listed("created", since, skip)

    def changed_since(self, since: datetime, skip: int = 0) -> SourcePage:
        return self._listed("updated", since, skip)

    def _listed(self, what: str, since: datetime, skip: int) -> SourcePage:
        """Return a page of orders by when they were `created` or `updated`."""
        at = since.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
        variables: dict[str, Any] = {
            "lines": LINES, "query": f"{what}_at:>='{at}'", "sort": f"{what.upper()}_AT",
        }  # fmt: skip
        here = what, since, skip
        skipped, after = (skip, self._cursors[here]) if here in self._cursors else (0, None)
        while True:
            answer = self._paged(variables | {"after": after})
            nodes, after = answer["nodes"], answer["pageInfo"]["endCursor"]
            more = bool(answer["pageInfo"]["hasNextPage"])
            skipped += len(nodes)
            # a page that was read already is passed over, and what follows it is not
            if skipped > skip or not more:
                break
        fresh = nodes[max(0, len(nodes) - (skipped - skip)) :]
        self._cursors = {(what, since, skipped): after} if more else {}
        orders = self._whole(fresh)
        placed = [datetime.fromisoformat(str(order[f"{what}At"]).replace("Z", "+00:00")) for order in orders]
        return SourcePage(tuple(orders), max(placed, default=None), more=more)

    def by_refs(self, refs: Sequence[str]) -> SourcePage:
        found: list[dict[str, Any]] = []
        missing: list[str] = []
        for begin in range(0, len(refs), self._page):
            part = list(refs[begin : begin + self._page])
            nodes = self._ask(_BY_IDS, {"ids": [_gid(ref) for ref in part], "lines": LINES})["nodes"]
            found += self._whole([node for node in nodes if node])
            missing += [ref for ref, node in zip(part, nodes, strict=True) if not node]
        return SourcePage(tuple(found), missing=tuple(self._gone(missing)))

    def read(self, page: SourcePage, options: SourceOptions) -> Reading:
        return shopify_order.read(self._account.name, tuple(page.orders), options)

    def write(self, facts: WriteBackFacts) -> Written:
        order = self._ask(_TO_SEND, {"id": _gid(facts.ref)})["order"]
        if not order:
            raise Refused("write_back.gone", number=facts.number, source=self._account.name)
        order = _plain(order)
        if order["cancelledAt"]:
            raise self._conflict(facts, "cancelled")
        ours = [one for one in order["fulfillments"] if is_ours(one, facts.tracking)]
        event = _EVENTS.get(facts.event)
        at = facts.at.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
        # an order of several locations has a fulfilment in each, and each is told
        done = {one["id"] for one in ours if event is None or _has(one, event, at)}
        names = [one["id"] for one in ours] or self._fulfil(order, facts)
        for name in names:
            if event is not None and name not in done:
                told = {"fulfillmentId": name, "status": event, "happenedAt": at}
                self._do(_EVENT, {"e": told}, "fulfillmentEventCreate", facts)
        return Written.ALREADY if ours and done >= set(names) else Written.DONE

    def _fulfil(self, order: Mapping[str, Any], facts: WriteBackFacts) -> list[str]:
        """Return the names of new fulfilments of what left here. Errors: Refused `write_back.conflict`."""
        wanted = {line.ref: line.quantity for line in facts.lines if line.ref}
        by_place: dict[str, list[dict[str, Any]]] = {}
        for part in order["fulfillmentOrders"]:
            pieces = []
            for line in part["lineItems"]:
                ref = number_of(line["lineItem"]["id"])
                count = min(wanted.get(ref, 0), int(line["remainingQuantity"]))
                if count > 0 and part["status"] in _READY:
                    wanted[ref] -= count
                    pieces.append({"id": line["id"], "quantity": count})
            if pieces:
                place = str(((part.get("assignedLocation") or {}).get("location") or {}).get("id"))
                by_place.setdefault(place, []).append(
                    {"fulfillmentOrderId": part["id"], "fulfillmentOrderLineItems": pieces}
                )
        if not by_place or any(wanted.values()):
            states = ", ".join(sorted({str(part["status"]).lower() for part in order["fulfillmentOrders"]}))
            raise self._conflict(facts, f"{order['displayFulfillmentStatus']} ({states})".lower())
        names = []
        for parts in by_place.values():
            given = {
                "lineItemsByFulfillmentOrder": parts,
                "notifyCustomer": self._notifies,
                "trackingInfo": {"company": OUR_COMPANY, "number": facts.tracking},
            }
            names.append(str(self._do(_FULFIL, {"f": given}, "fulfillmentCreate", facts)["fulfillment"]["id"]))
        return names

    def _do(self, query: str, variables: Mapping[str, Any], name: str, facts: WriteBackFacts) -> Mapping[str, Any]:
        answer: Mapping[str, Any] = self._ask(query, variables)[name]
        if answer["userErrors"]:
            raise self._conflict(facts, "; ".join(str(one["message"]) for one in answer["userErrors"])[:200])
        return answer

    def _conflict(self, facts: WriteBackFacts, theirs: str) -> Refused:
        return Refused("write_back.conflict", number=facts.number, ours=facts.event, theirs=theirs)

    @property
    def _notifies(self) -> bool:
        return self._account.options.get("notifies", "").strip().lower() in ("yes", "true", "1")

    def _paged(self, variables: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return a page of orders, of fewer where the shop finds the usual number too dear."""
        while True:
            try:
                answer: Mapping[str, Any] = self._ask(_ORDERS, {**variables, "first": self._page})["orders"]
            except _TooDear:
                if self._page == 1:
                    raise
                self._page = max(1, self._page // 2)
                continue
            return answer

    def _whole(self, nodes: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Return orders with all their lines, and with their fulfilments where something was sent."""
        orders = []
        for node in nodes:
            items = list(node["lineItems"]["nodes"])
            if len(items) >= LINES:
                items = self._all_lines(str(node["id"])) or items
            orders.append(_plain({**node, "lineItems": items}))
        sent = [order for order in orders if order["displayFulfillmentStatus"] != "UNFULFILLED"]
        for begin in range(0, len(sent), 5):
            part = sent[begin : begin + 5]
            answers = self._ask(_SENT, {"ids": [order["id"] for order in part]})["nodes"]
            for order, answer in zip(part, answers, strict=True):
                order["fulfillments"] = _plain(answer)["fulfillments"] if answer else []
        return orders

    def _all_lines(self, name: str) -> list[dict[str, Any]]:
        """Return all lines of a long order; none where it went away while it was read: the next look says so."""
        items: list[dict[str, Any]] = []
        after = None
        while True:
            order = self._ask(_ALL_LINES, {"id": name, "first": MORE_LINES, "after": after})["order"]
            if not order:
                return []
            lines = order["lineItems"]
            items += lines["nodes"]
            if not lines["pageInfo"]["hasNextPage"]:
                return items
            after = lines["pageInfo"]["endCursor"]

    def _gone(self, missing: Sequence[str]) -> Iterable[str]:
        """Return which of some names without an order were deleted: names only grow, and older ones may be hidden."""
        if not missing:
            return ()
        oldest = self._ask(_OLDEST, {})["orders"]["nodes"]
        first = int(number_of(oldest[0]["id"])) if oldest else 0
        return [ref for ref in missing if ref.isdecimal() and int(ref) > first]

    def _ask(self, query: str, variables: Mapping[str, Any]) -> dict[str, Any]:
        """Return the data of an answer; wait for the points that a request costs, as long as that takes no long time.

        Errors: those of `Web.ask`; `source.scope` with the right that is missing, `source.refused`, `source.away`.
        """
        patience = PATIENCE_S
        while True:
            patience -= self._points.wait()
            answer = self._send({"query": query, "variables": dict(variables)})
            document = answer.document if isinstance(answer.document, dict) else {}
            self._points.note(document)
            errors = document.get("errors") or ()
            data = document.get("data")
            if not errors and isinstance(data, dict):
                return data
            listed = [one for one in errors if isinstance(one, dict)] if isinstance(errors, list) else []
            codes = {str((one.get("extensions") or {}).get("code") or "") for one in listed}
            said = "; ".join(str(one.get("message") or "") for one in listed) or str(errors)
            name, detail = self._account.name, said[:200]
            if "THROTTLED" in codes:
                if self._points.missing_s > patience:
                    raise Unavailable("source.away", source=name, detail=detail, wait_s=self._points.missing_s)
                continue
            if "MAX_COST_EXCEEDED" in codes:
                raise _TooDear("source.refused", source=name, detail=detail)
            # values that a right is missing for come as null beside the others: half an order is none
            code = "source.scope" if "ACCESS_DENIED" in codes or "not approved" in said else "source.refused"
            raise Unavailable(code, source=name, detail=detail)

    def _send(self, body: Mapping[str, Any]) -> Answer:
        if not self._signed_in:
            self._sign_in()
        try:
            return self._web.ask("POST", PATH, body=body)
        except Unavailable as error:
            # a token of a client ends after a day
            if error.code != "source.sign_in" or ":" not in self._account.secret:
                raise
            self._sign_in()
            return self._web.ask("POST", PATH, body=body)

    def _sign_in(self) -> None:
        client, _, secret = self._account.secret.partition(":")
        form = {"grant_type": "client_credentials", "client_id": client, "client_secret": secret}
        answer = self._web.ask("POST", TOKEN_PATH, form=form, allowed=(400, 403))
        token = answer.document.get("access_token") if isinstance(answer.document, dict) else None
        if not token:
            detail = str(answer.document)[:200]
            raise Unavailable("source.sign_in", source=self._account.name, detail=detail)
        self._web.close()
        self._web = Web(self._account, _signed(str(token)))
        self._signed_in = True

    def close(self) -> None:
        self._web.close()


class _TooDear(Unavailable):
    """A request that costs more than any may."""


class _Points:
    """The bucket of a shop as its last answer told of it."""

    def __init__(self) -> None:
        self._there, self._comes, self._needed, self._at = 0.0, 0.0, 0.0, time.monotonic()

    def note(self, document: Mapping[str, Any]) -> None:
        cost = (document.get("extensions") or {}).get("cost") or {}
        status = cost.get("throttleStatus") or {}
        self._there = float(status.get("currentlyAvailable") or 0)
        self._comes = float(status.get("restoreRate") or 0)
        self._needed = float(cost.get("requestedQueryCost") or 0)
        self._at = time.monotonic()

    @property
    def missing_s(self) -> float:
        """Return in how many seconds a request like the last one can be paid; 2 where nothing was said."""
        if not self._comes:
            return 2.0 if self._needed else 0.0
        there = self._there + (time.monotonic() - self._at) * self._comes
        return max(0.0, (self._needed - there) / self._comes)

    def wait(self) -> float:
        """Wait until then, as long as that is no long time; return for how many seconds."""
        wait = min(self.missing_s, PATIENCE_S)
        if wait:
            time.sleep(wait)
        return wait


def _signed(token: str) -> dict[str, str]:
    return {"X-Shopify-Access-Token": token}


def _gid(ref: str) -> str:
    return f"gid://shopify/Order/{ref}"


def _has(fulfilment: Mapping[str, Any], event: str, at: str) -> bool:
    """Return whether an event of a moment stands at a fulfilment."""
    return any((one["status"], one["happenedAt"]) == (event, at) for one in fulfilment.get("events") or ())


def _plain(value: Any) -> Any:
    """Return an answer with lists where Shopify has connections."""
    if isinstance(value, dict):
        if "nodes" in value:
            return [_plain(one) for one in value["nodes"]]
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list) else value
