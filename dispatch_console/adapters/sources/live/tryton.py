"""Tryton over the REST interface of its user applications.

Sales are read by when they were entered: their time stamps stay when their shipments move. A shipment goes through its
states one by one, and each is read before and after: refusals have words, no codes. Source: docs.tryton.org, and a
Tryton 8.0 of our own.
"""

import base64
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar

from dispatch_console.adapters.sources.live import tryton_order
from dispatch_console.adapters.sources.live.tryton_order import FIELDS, OURS
from dispatch_console.adapters.sources.live.web import Web
from dispatch_console.domain.errors import Refused, Unavailable
from dispatch_console.domain.orders.incoming import Reading
from dispatch_console.domain.orders.write_back import WriteBack, WriteBackFacts
from dispatch_console.language import mark
from dispatch_console.ports import AccountField, SourceAccount, SourceOptions, SourcePage, Written

PAGE = 50
SALES, SHIPMENTS, NOTES = "/rest/model/sale.sale", "/rest/model/stock.shipment.out", "/rest/model/ir.note"
# what is done in each state to get to the next
_STEPS = {"draft": "wait", "waiting": "assign_try", "assigned": "pick", "picked": "pack", "packed": "ship",
          "shipped": "do"}  # fmt: skip
_ORDER = (*_STEPS, "done")


class Tryton:
    """Entry point `tryton`. The address ends with the database, the secret is the key of a user application."""

    kind: ClassVar[str] = "tryton"
    title: ClassVar[str] = "Tryton"
    secret_hint: ClassVar[str] = mark("the key of a user application, validated there")
    asks: ClassVar[tuple[AccountField, ...]] = (
        AccountField("company", mark("Company"), mark("its number; 1 where empty")),
        AccountField("certificates", mark("Certificates of its own"), mark("a PEM file; empty for a public server")),
    )

    def __init__(self, account: SourceAccount) -> None:
        self._account = account
        company = account.options.get("company", "").strip() or "1"
        # warnings that a person would click away; what is wrong is an error, and stays one
        context = {"company": int(company) if company.isdigit() else 1, "_skip_warnings": True}
        headers = {"authorization": f"bearer {account.secret}", "x-tryton-context": _encoded(context)}
        self._web = Web(account, headers)

    def placed_since(self, since: datetime, skip: int = 0) -> SourcePage:
        sales = self._search([["create_date", ">=", _tagged(since)]], skip, PAGE)
        placed = [datetime.fromisoformat(sale["create_date"]) for sale in sales]
        return SourcePage(tuple(sales), max(placed, default=None), more=len(sales) == PAGE)

    def by_refs(self, refs: Sequence[str]) -> SourcePage:
        wanted = [int(ref) for ref in refs if ref.isdigit()]
        sales = self._search([["id", "in", wanted]], 0, len(wanted)) if wanted else []
        known = {str(sale["id"]) for sale in sales}
        return SourcePage(tuple(sales), missing=tuple(ref for ref in refs if ref not in known))

    def read(self, page: SourcePage, options: SourceOptions) -> Reading:
        return tryton_order.read(self._account.name, tuple(page.orders), options)

    def write(self, facts: WriteBackFacts) -> Written:
        sales = self.by_refs([facts.ref]).orders
        if not sales:
            raise Refused("write_back.gone", number=facts.number, source=self._account.name)
        sale = sales[0]
        if facts.event is WriteBack.ATTEMPTED:
            return self._note(facts)
        if sale["state"] == "cancelled":
            raise self._conflict(facts, "cancelled")
        wanted = "shipped" if facts.event is WriteBack.OUT_FOR_DELIVERY else "done"
        name = f"{OURS} {facts.tracking}"
        shipments = sale.get("shipments") or ()
        ours = next((one for one in shipments if one.get("reference") == name), None)
        if ours is None:
            ours = next((one for one in shipments if one["state"] in _STEPS), None)
            if ours is None:
                raise self._conflict(facts, ", ".join(one["state"] for one in shipments) or "no shipment")
            self._web.ask("PUT", f"{SHIPMENTS}/{ours['id']}", body={"reference": name})
        state = str(ours["state"])
        if _ORDER.index(state) >= _ORDER.index(wanted):
            return Written.ALREADY
        self._move(str(ours["id"]), state, wanted, facts)
        return Written.DONE

    def _move(self, shipment: str, state: str, wanted: str, facts: WriteBackFacts) -> None:
        """Take a shipment to a state, step by step. Errors: Refused `write_back.conflict` with what Tryton says."""
        while _ORDER.index(state) < _ORDER.index(wanted):
            path = f"{SHIPMENTS}/{shipment}"
            answer = self._web.ask("POST", f"{path}/{_STEPS[state]}", allowed=(400, 403))
            said = answer.document.get("message", "") if isinstance(answer.document, dict) else ""
            found = self._web.ask("GET", path, query=[("f", "state")]).document
            after = str(found["state"])
            if after == state or after not in _ORDER:
                raise self._conflict(facts, said or after)
            state = after

    def _note(self, facts: WriteBackFacts) -> Written:
        """Leave a note at the sale, with our key: a note that stands there is not written again."""
        resource = f"sale.sale,{facts.ref}"
        query = [("f", "message"), ("d", _encoded([["resource", "=", resource]])), ("s", "100")]
        notes = self._web.ask("GET", NOTES, query=query).document
        if any(f"[{facts.key}]" in str(one.get("message")) for one in notes or ()):
            return Written.ALREADY
        text = f"Delivery attempted {facts.at:%Y-%m-%d %H:%M} UTC, nobody took it. [{facts.key}]"
        self._web.ask("POST", NOTES, body={"resource": resource, "message": text})
        return Written.DONE

    def _search(self, domain: Sequence[Any], skip: int, most: int) -> list[dict[str, Any]]:
        order = [["create_date", "ASC"], ["id", "ASC"]]
        query = [*(("f", name) for name in FIELDS), ("d", _encoded(domain)), ("o", _encoded(order))]
        query += [("s", str(most)), ("p", str(skip))]
        document = self._web.ask("GET", SALES, query=query).document
        if not isinstance(document, list):
            raise Unavailable("source.answer", source=self._account.name, detail=str(document)[:80])
        return [tryton_order.plain(sale) for sale in document]

    def _conflict(self, facts: WriteBackFacts, theirs: str) -> Refused:
        return Refused("write_back.conflict", number=facts.number, ours=facts.event, theirs=theirs)

    def close(self) -> None:
        self._web.close()


def _encoded(value: Mapping[str, Any] | Sequence[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode()


def _tagged(at: datetime) -> dict[str, Any]:
    """Return an instant as Tryton's domains hold it."""
    utc = at.astimezone(UTC)
    return {
        "__class__": "datetime", "year": utc.year, "month": utc.month, "day": utc.day, "hour": utc.hour,
        "minute": utc.minute, "second": utc.second, "microsecond": utc.microsecond,
    }  # fmt: skip
