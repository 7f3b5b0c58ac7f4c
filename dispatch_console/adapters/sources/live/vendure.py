"""Vendure over its admin interface (GraphQL).

`updatedAt` of an order does not move when it is sent, refunded or given another address: orders are read by when they
were placed, open ones are read again. A refusal comes with status 200; two equal fulfilments at once are both taken, so
what stands there is read before anything is told. Source: docs.vendure.io, and a Vendure 3.7 of our own.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from dispatch_console.adapters.sources.live import vendure_order
from dispatch_console.adapters.sources.live.vendure_order import OUR_METHOD
from dispatch_console.adapters.sources.live.web import Web
from dispatch_console.domain.errors import Refused, Unavailable
from dispatch_console.domain.orders.incoming import Reading
from dispatch_console.domain.orders.write_back import WriteBack, WriteBackFacts
from dispatch_console.language import mark, tr
from dispatch_console.ports import AccountField, SourceAccount, SourceOptions, SourcePage, Written

PATH = "/admin-api"
PAGE = 50
SHIPPED, DELIVERED = "Shipped", "Delivered"
_PERSON = "fullName company streetLine1 streetLine2 city province postalCode country countryCode phoneNumber"
_ORDER = (
    "id code state active updatedAt orderPlacedAt currencyCode totalWithTax "
    "customer{firstName lastName emailAddress phoneNumber} shippingAddress{%s} billingAddress{fullName} %s "
    "lines{id quantity orderPlacedQuantity unitPriceWithTax productVariant{sku name} "
    "fulfillmentLines{fulfillmentId quantity}} "
    "shippingLines{shippingMethod{code name}} "
    "fulfillments{id state method trackingCode lines{orderLineId quantity}} "
    "payments{id method amount state refunds{id state total reason lines{orderLineId quantity}}}"
)
_ORDERS = "query($o:OrderListOptions){orders(options:$o){items{%s}}}"
_HISTORY = "query($id:ID!){order(id:$id){history(options:{take:100,sort:{createdAt:DESC}}){items{data}}}}"
_OWN_FIELDS = '{__type(name:"OrderCustomFields"){fields{name type{kind ofType{kind}}}}}'
_SIGN_IN = (
    "mutation($n:String!,$p:String!){login(username:$n,password:$p){__typename ... on ErrorResult{errorCode message}}}"
)
_FULFIL = (
    "mutation($i:FulfillOrderInput!){addFulfillmentToOrder(input:$i){__typename ... on ErrorResult{errorCode message}"
    " ... on Fulfillment{id state}}}"
)
_MOVE = (
    "mutation($id:ID!,$s:String!){transitionFulfillmentToState(id:$id,state:$s){__typename"
    " ... on ErrorResult{errorCode message} ... on Fulfillment{id state}"
    " ... on FulfillmentStateTransitionError{transitionError fromState toState}}}"
)
_NOTE = "mutation($i:AddNoteToOrderInput!){addNoteToOrder(input:$i){id}}"


class Vendure:
    """Entry point `vendure`. The secret is an API key, or `user:password`."""

    kind: ClassVar[str] = "vendure"
    title: ClassVar[str] = "Vendure"
    secret_hint: ClassVar[str] = mark("an API key, or user:password")
    asks: ClassVar[tuple[AccountField, ...]] = (
        AccountField("channel", mark("Channel"), mark("its token; empty for the default channel")),
        AccountField("certificates", mark("Certificates of its own"), mark("a PEM file; empty for a public shop")),
    )

    def __init__(self, account: SourceAccount) -> None:
        self._account = account
        channel = account.options.get("channel", "").strip()
        self._headers = {"vendure-token": channel} if channel else {}
        self._web = Web(account, self._headers)
        self._signed_in = False
        self._fields: str | None = None

    def placed_since(self, since: datetime, skip: int = 0) -> SourcePage:
        # what is asked for is later than an instant, and not that instant itself
        after = (since.astimezone(UTC) - timedelta(milliseconds=1)).isoformat(timespec="milliseconds")
        options = {
            "take": PAGE, "skip": skip, "sort": {"orderPlacedAt": "ASC", "id": "ASC"},
            "filter": {"active": {"eq": False}, "orderPlacedAt": {"after": after.replace("+00:00", "Z")}},
        }  # fmt: skip
        orders = self._orders(options)
        placed = [datetime.fromisoformat(str(order["orderPlacedAt"]).replace("Z", "+00:00")) for order in orders]
        return SourcePage(tuple(orders), max(placed, default=None), more=len(orders) == PAGE)

    def by_refs(self, refs: Sequence[str]) -> SourcePage:
        orders = self._orders({"take": len(refs), "filter": {"id": {"in": list(refs)}}}) if refs else []
        known = {str(order["id"]) for order in orders}
        return SourcePage(tuple(orders), missing=tuple(ref for ref in refs if ref not in known))

    def read(self, page: SourcePage, options: SourceOptions) -> Reading:
        return vendure_order.read(self._account.name, tuple(page.orders), options)

    def write(self, facts: WriteBackFacts) -> Written:
        found = self._orders({"take": 1, "filter": {"id": {"eq": facts.ref}}})
        if not found:
            raise Refused("write_back.gone", number=facts.number, source=self._account.name)
        order = found[0]
        if facts.event is WriteBack.ATTEMPTED:
            return self._note(facts)
        if order["state"] == "Cancelled":
            raise Refused("write_back.conflict", number=facts.number, ours=facts.event, theirs="cancelled")
        wanted = SHIPPED if facts.event is WriteBack.OUT_FOR_DELIVERY else DELIVERED
        ours = next((one for one in order["fulfillments"] or () if _is_ours(one, facts)), None)
        state = str(ours["state"]) if ours else ""
        if state in (wanted, DELIVERED):
            return Written.ALREADY
        fulfilment = str(ours["id"]) if ours else self._fulfil(order, facts)
        self._move(fulfilment, wanted, facts)
        return Written.DONE

    def _fulfil(self, order: Mapping[str, Any], facts: WriteBackFacts) -> str:
        """Return the id of a new fulfilment of what left here. Errors: Refused `write_back.conflict`."""
        wanted = {line.ref: line.quantity for line in facts.lines if line.ref}
        lines = [
            {"orderLineId": line["id"], "quantity": wanted[str(line["id"])]}
            for line in order["lines"]
            if str(line["id"]) in wanted
        ]
        arguments = [{"name": "method", "value": OUR_METHOD}, {"name": "trackingCode", "value": facts.tracking}]
        handler = {"code": "manual-fulfillment", "arguments": arguments}
        answer = self._ask(_FULFIL, {"i": {"lines": lines, "handler": handler}})["addFulfillmentToOrder"]
        if answer["__typename"] != "Fulfillment":
            raise Refused(
                "write_back.conflict", number=facts.number, ours=facts.event, theirs=str(answer.get("errorCode") or "")
            )
        return str(answer["id"])

    def _move(self, fulfilment: str, state: str, facts: WriteBackFacts) -> None:
        answer = self._ask(_MOVE, {"id": fulfilment, "s": state})["transitionFulfillmentToState"]
        if answer["__typename"] == "Fulfillment" or answer.get("fromState") == state:
            return
        theirs = str(answer.get("fromState") or answer.get("errorCode") or "")
        raise Refused("write_back.conflict", number=facts.number, ours=facts.event, theirs=theirs)

    def _note(self, facts: WriteBackFacts) -> Written:
        """Write a note into the order's history, with our key: a note that stands there is not written again."""
        order = self._ask(_HISTORY, {"id": facts.ref})["order"]
        if any(f"[{facts.key}]" in str(one["data"]) for one in order["history"]["items"]):
            return Written.ALREADY
        note = f"Delivery attempted {facts.at:%Y-%m-%d %H:%M} UTC, nobody took it. [{facts.key}]"
        self._ask(_NOTE, {"i": {"id": facts.ref, "note": note, "isPublic": False}})
        return Written.DONE

    def _orders(self, options: Mapping[str, Any]) -> list[dict[str, Any]]:
        if self._fields is None:
            self._fields = self._own_fields()
        wanted = _ORDER % (_PERSON, self._fields)
        found = self._ask(_ORDERS % wanted, {"o": options})["orders"]["items"]
        return [order for order in found if isinstance(order, dict)]

    def _own_fields(self) -> str:
        """Return the part of a query that asks for the shop's own fields of an order, without references."""
        kind = self._ask(_OWN_FIELDS, {})["__type"]
        simple = ("SCALAR", "ENUM")
        names = [
            field["name"]
            for field in (kind or {}).get("fields") or ()
            if field["type"]["kind"] in simple or (field["type"].get("ofType") or {}).get("kind") in simple
        ]
        return f"customFields{{{' '.join(names)}}}" if names else ""

    def _ask(self, query: str, variables: Mapping[str, Any]) -> dict[str, Any]:
        """Return the data of an answer. A session that ran out is signed in again, once.

        Errors: those of `Web.ask`; `source.sign_in`, `source.scope`, `source.refused`.
        """
        if not self._signed_in:
            self._sign_in()
        answer = self._web.ask("POST", PATH, body={"query": query, "variables": variables}, allowed=(400,))
        document = answer.document if isinstance(answer.document, dict) else {}
        errors = document.get("errors") or ()
        if not errors and isinstance(document.get("data"), dict):
            data: dict[str, Any] = document["data"]
            return data
        codes = [str((one.get("extensions") or {}).get("code") or "") for one in errors]
        said = "; ".join(str(one.get("message") or "") for one in errors)[:200]
        # a token that is not accepted comes with another, empty one; a right that is missing does not
        if "FORBIDDEN" in codes:
            refused = "vendure-auth-token" in answer.headers
            raise Unavailable("source.sign_in" if refused else "source.scope", source=self._account.name, detail=said)
        if "CHANNEL_NOT_FOUND" in codes:
            raise Unavailable("source.refused", source=self._account.name, detail=said)
        raise Unavailable("source.refused", source=self._account.name, detail=said or str(answer.document)[:80])

    def _sign_in(self) -> None:
        user, sign, password = self._account.secret.partition(":")
        if not sign:
            self._use({"vendure-api-key": self._account.secret})
            return
        body = {"query": _SIGN_IN, "variables": {"n": user, "p": password}}
        answer = self._web.ask("POST", PATH, body=body, allowed=(400,))
        document = answer.document if isinstance(answer.document, dict) else {}
        login = (document.get("data") or {}).get("login") or {}
        token = answer.headers.get("vendure-auth-token", "")
        if login.get("__typename") != "CurrentUser" or not token:
            said = str(login.get("errorCode") or document.get("errors") or "no token")[:200]
            detail = tr("wrong user name or password") if said == "INVALID_CREDENTIALS_ERROR" else said
            raise Unavailable("source.sign_in", source=self._account.name, detail=detail)
        self._use({"authorization": f"Bearer {token}"})

    def _use(self, headers: Mapping[str, str]) -> None:
        self._web.close()
        self._web = Web(self._account, {**self._headers, **headers})
        self._signed_in = True

    def close(self) -> None:
        self._web.close()


def _is_ours(fulfilment: Mapping[str, Any], facts: WriteBackFacts) -> bool:
    mine = (fulfilment.get("method"), fulfilment.get("trackingCode")) == (OUR_METHOD, facts.tracking)
    return mine and fulfilment.get("state") != "Cancelled"
