"""Odoo over JSON-RPC, versions 16 to 19.

Fields are renamed between versions: each model is asked once which it has, and only those are read. Orders are read by
when they were entered, since confirming moves `date_order`; quotations are asked for again until they are confirmed.
Errors come with status 200, and their names say what they are, never their numbers. What validating a delivery answers
is not to be trusted: its state is read afterwards. Source: odoo.com/documentation, external RPC API; no Odoo can be
installed from a package index, so this was tried against a server of our own that follows it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar

from dispatch_console.adapters.sources.live import odoo_order
from dispatch_console.adapters.sources.live.odoo_order import OURS, is_ours
from dispatch_console.adapters.sources.live.signatures import number_in, require_word
from dispatch_console.adapters.sources.live.web import Web
from dispatch_console.domain.errors import Refused, Unavailable
from dispatch_console.domain.orders.incoming import Reading
from dispatch_console.domain.orders.write_back import WriteBack, WriteBackFacts
from dispatch_console.language import mark
from dispatch_console.ports import AccountField, Ring, SourceAccount, SourceOptions, SourcePage, Written

PATH = "/jsonrpc"
PAGE = 50
# of each model the fields that matter, under their names of every version
WANTED: Mapping[str, tuple[str, ...]] = {
    "sale.order": (
        "name", "state", "create_date", "write_date", "commitment_date", "client_order_ref", "note", "currency_id",
        "amount_total", "amount_paid", "payment_term_id", "partner_id", "partner_shipping_id", "order_line",
        "picking_ids", "carrier_id", "transaction_ids", "invoice_ids",
    ),
    "sale.order.line": (
        "product_id", "name", "product_uom_qty", "qty_delivered", "price_reduce_taxinc", "price_unit", "display_type",
        "is_delivery", "is_downpayment",
    ),
    "product.product": ("default_code", "barcode", "name", "type", "detailed_type", "weight"),
    "res.partner": (
        "name", "street", "street2", "zip", "city", "state_id", "country_code", "phone", "mobile", "email",
        "commercial_company_name", "comment", "lang",
    ),
    "stock.picking": ("name", "state", "picking_type_code", "carrier_tracking_ref", "note", "move_ids"),
    "stock.move": ("sale_line_id", "quantity", "quantity_done", "picked", "product_uom_qty", "state", "picking_id"),
    "delivery.carrier": ("name", "delivery_type"),
    "payment.transaction": ("state", "provider_id", "payment_method_id"),
    "account.move": ("state", "payment_state", "move_type"),
}  # fmt: skip
_SCOPE = ("AccessError",)
_SAID = ("UserError", "ValidationError", "RedirectWarning", "MissingError")


class Odoo:
    """Entry point `odoo`. The secret is an API key of the login that is named."""

    kind: ClassVar[str] = "odoo"
    title: ClassVar[str] = "Odoo"
    secret_hint: ClassVar[str] = mark("an API key of the login")
    asks: ClassVar[tuple[AccountField, ...]] = (
        AccountField("database", mark("Database"), mark("its name")),
        AccountField("login", mark("Login"), mark("of the user whose key it is")),
        AccountField("certificates", mark("Certificates of its own"), mark("a PEM file; empty for a public server")),
    )
    bell_hint: ClassVar[str] = mark(
        "Odoo, Automation Rules: on saving a Sales Order, Send Webhook Notification to this address with a slash and "
        "the secret behind it"
    )

    @staticmethod
    def heard(ring: Ring, secret: str) -> tuple[str, ...]:
        require_word(ring, secret)
        return (number_in(ring, "_id"),)

    def __init__(self, account: SourceAccount) -> None:
        self._account = account
        self._web = Web(account, {})
        self._database = account.options.get("database", "").strip()
        self._user = 0
        self._fields: dict[str, list[str]] = {}

    def placed_since(self, since: datetime, skip: int = 0) -> SourcePage:
        return self._listed("create_date", since, skip)

    def changed_since(self, since: datetime, skip: int = 0) -> SourcePage:
        return self._listed("write_date", since, skip)

    def by_refs(self, refs: Sequence[str]) -> SourcePage:
        wanted = [int(ref) for ref in refs if ref.isdecimal()]
        found = self._whole(self._search("sale.order", [["id", "in", wanted]])) if wanted else []
        known = {str(order["id"]) for order in found}
        return SourcePage(tuple(found), missing=tuple(ref for ref in refs if ref not in known))

    def read(self, page: SourcePage, options: SourceOptions) -> Reading:
        return odoo_order.read(self._account.name, tuple(page.orders), options)

    def write(self, facts: WriteBackFacts) -> Written:
        found = self.by_refs([facts.ref]).orders
        if not found:
            raise Refused("write_back.gone", number=facts.number, source=self._account.name)
        order = found[0]
        if facts.event is WriteBack.ATTEMPTED:
            return self._note("sale.order", int(facts.ref), facts)
        if order["state"] == "cancel":
            raise self._conflict(facts, "cancelled")
        pickings = [one for one in order["pickings"] if one.get("picking_type_code") == "outgoing"]
        ours = [one for one in pickings if is_ours(one)]
        if any(one["state"] == "done" for one in ours):
            return Written.ALREADY
        mine = next((one for one in (*ours, *pickings) if one["state"] not in ("done", "cancel")), None)
        if mine is None:
            raise self._conflict(facts, ", ".join(str(one["state"]) for one in pickings) or "no delivery")
        if facts.event is WriteBack.OUT_FOR_DELIVERY:
            # a delivery is out until it is validated: Odoo has no state between
            self._mark(mine, facts)
            return self._note("stock.picking", int(mine["id"]), facts)
        self._mark(mine, facts)
        self._validate(mine, facts)
        return Written.DONE

    def _mark(self, picking: Mapping[str, Any], facts: WriteBackFacts) -> None:
        """Write on a delivery that it is ours, before it is validated: a carrier is asked for no number then."""
        if is_ours(picking):
            return
        has_number = "carrier_tracking_ref" in self._known("stock.picking")
        name = f"{OURS} {facts.tracking}"
        values = {"carrier_tracking_ref": name} if has_number else {"note": name}
        self._call("stock.picking", "write", [[picking["id"]], values])

    def _validate(self, picking: Mapping[str, Any], facts: WriteBackFacts) -> None:
        """Take out of stock what was delivered; the rest stays open there. Errors: Refused `write_back.conflict`."""
        wanted = {line.ref: line.quantity for line in facts.lines if line.ref}
        counted = "quantity" if "quantity" in self._known("stock.move") else "quantity_done"
        for move in picking["moves"]:
            ref = str((move.get("sale_line_id") or {}).get("id") or "")
            count = min(wanted.get(ref, 0), int(float(move.get("product_uom_qty") or 0)))
            wanted[ref] = wanted.get(ref, 0) - count
            values: dict[str, Any] = {counted: count}
            if "picked" in self._known("stock.move"):
                values["picked"] = count > 0
            self._call("stock.move", "write", [[move["id"]], values])
        if any(count > 0 for count in wanted.values()):
            raise self._conflict(facts, "fewer pieces to deliver")
        context = {"skip_backorder": True, "skip_immediate": True, "skip_sms": True}
        said = ""
        try:
            self._call("stock.picking", "button_validate", [[picking["id"]]], {"context": context})
        except _SaidNo as error:
            said = str(error.facts["detail"])
        after = self._search("stock.picking", [["id", "=", picking["id"]]])
        if not after or after[0]["state"] != "done":
            raise self._conflict(facts, said or (str(after[0]["state"]) if after else "gone"))

    def _note(self, model: str, record: int, facts: WriteBackFacts) -> Written:
        """Leave a note at a record, with our key: a note that stands there is not written again."""
        told = [["model", "=", model], ["res_id", "=", record], ["body", "ilike", f"[{facts.key}]"]]
        if self._call("mail.message", "search_count", [told]):
            return Written.ALREADY
        words = {WriteBack.OUT_FOR_DELIVERY: "Out for delivery"}.get(facts.event, "Delivery attempted, nobody took it")
        body = f"{words}, {facts.at.astimezone(UTC):%Y-%m-%d %H:%M} UTC, {facts.tracking}. [{facts.key}]"
        self._call(model, "message_post", [[record]], {"body": body})
        return Written.DONE

    def _conflict(self, facts: WriteBackFacts, theirs: str) -> Refused:
        return Refused("write_back.conflict", number=facts.number, ours=facts.event, theirs=theirs)

    def _listed(self, by: str, since: datetime, skip: int) -> SourcePage:
        at = since.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
        orders = self._whole(self._search("sale.order", [[by, ">=", at]], skip, PAGE, f"{by} asc, id asc"))
        moments = [datetime.fromisoformat(str(order[by])).replace(tzinfo=UTC) for order in orders]
        return SourcePage(tuple(orders), max(moments, default=None), more=len(orders) == PAGE)

    def _whole(self, orders: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return orders with what they point at, each kind of it read at once."""
        lines = self._read("sale.order.line", _ids(orders, "order_line"))
        products = self._read("product.product", _pointed(lines.values(), "product_id"))
        partners = self._read("res.partner", _pointed(orders, "partner_id", "partner_shipping_id"))
        pickings = self._read("stock.picking", _ids(orders, "picking_ids"))
        moves = self._read("stock.move", _ids(pickings.values(), "move_ids"))
        carriers = self._read("delivery.carrier", _pointed(orders, "carrier_id"))
        payments = self._read("payment.transaction", _ids(orders, "transaction_ids"))
        invoices = self._read("account.move", _ids(orders, "invoice_ids"))
        for line in lines.values():
            line["product"] = products.get(_id(line.pop("product_id", None)), {})
        for picking in pickings.values():
            picking["moves"] = [_named(moves[one]) for one in picking.pop("move_ids", ()) if one in moves]
        for order in orders:
            order["lines"] = [lines[one] for one in order.pop("order_line", ()) if one in lines]
            order["pickings"] = [pickings[one] for one in order.pop("picking_ids", ()) if one in pickings]
            order["payments"] = [_named(payments[one]) for one in order.pop("transaction_ids", ()) if one in payments]
            order["invoices"] = [invoices[one] for one in order.pop("invoice_ids", ()) if one in invoices]
            order["carrier"] = carriers.get(_id(order.pop("carrier_id", None)), {})
            customer, shipping = (_id(order.pop(key, None)) for key in ("partner_id", "partner_shipping_id"))
            order["customer"], order["shipping"] = partners.get(customer, {}), partners.get(shipping or customer, {})
        return [_named(order) for order in orders]

    def _read(self, model: str, ids: Iterable[int]) -> dict[int, dict[str, Any]]:
        wanted = sorted(set(ids))
        if not wanted or not self._known(model):
            return {}
        return {int(row["id"]): row for row in self._search(model, [["id", "in", wanted]])}

    def _search(
        self, model: str, domain: Sequence[Any], skip: int = 0, most: int = 0, order: str = "id asc"
    ) -> list[dict[str, Any]]:
        given = {"domain": list(domain), "fields": self._known(model), "offset": skip, "order": order}
        found = self._call(model, "search_read", [], given | ({"limit": most} if most else {}))
        if not isinstance(found, list):
            raise Unavailable("source.answer", source=self._account.name, detail=str(found)[:80])
        return [row for row in found if isinstance(row, dict)]

    def _known(self, model: str) -> list[str]:
        """Return the fields of a model that this Odoo has and we want; none where the model is not installed."""
        if model not in self._fields:
            try:
                every = self._call(model, "fields_get", [], {"attributes": ["type"]})
            except _SaidNo:
                # without its module there is no such model
                every = {}
            own = [name for name in every if name.startswith("x_")] if model == "sale.order" else []
            self._fields[model] = [name for name in (*WANTED[model], *own) if name in every]
        return self._fields[model]

    def _call(self, model: str, method: str, given: Sequence[Any], named: Mapping[str, Any] | None = None) -> Any:
        if not self._user:
            arguments = [self._database, self._account.options.get("login", "").strip(), self._account.secret, {}]
            user = self._rpc("common", "authenticate", arguments)
            if not isinstance(user, int) or not user:
                raise Unavailable("source.sign_in", source=self._account.name, detail="authenticate")
            self._user = user
        call = [self._database, self._user, self._account.secret, model, method, list(given), dict(named or {})]
        return self._rpc("object", "execute_kw", call)

    def _rpc(self, service: str, method: str, given: Sequence[Any]) -> Any:
        """Return what a call answers. Errors: those of `Web.ask`; `source.sign_in`, `source.scope`; `_SaidNo`."""
        params = {"service": service, "method": method, "args": list(given)}
        body = {"jsonrpc": "2.0", "method": "call", "params": params, "id": 1}
        document = self._web.ask("POST", PATH, body=body).document
        if not isinstance(document, dict):
            raise Unavailable("source.answer", source=self._account.name, detail=str(document)[:80])
        error = document.get("error")
        if not error:
            # what answers nothing has no result at all
            return document.get("result")
        data = error.get("data") or {}
        name, said = str(data.get("name") or ""), " ".join(str(data.get("message") or error.get("message")).split())
        kind = name.rpartition(".")[2]
        if kind == "AccessDenied":
            raise Unavailable("source.sign_in", source=self._account.name, detail=said[:200])
        if kind in _SCOPE:
            raise Unavailable("source.scope", source=self._account.name, detail=said[:200])
        no = _SaidNo if kind in (*_SAID, "KeyError", "ValueError") else Unavailable
        raise no("source.refused", source=self._account.name, detail=said[:200] or name)

    def close(self) -> None:
        self._web.close()


class _SaidNo(Unavailable):
    """Odoo understood, and will not."""


def _id(value: Any) -> int:
    """Return what a field points at: `[3, "Ann"]`; 0 for nothing."""
    return int(value[0]) if isinstance(value, list | tuple) and value else 0


def _ids(rows: Iterable[Mapping[str, Any]], field: str) -> list[int]:
    return [int(one) for row in rows for one in row.get(field) or ()]


def _pointed(rows: Iterable[Mapping[str, Any]], *fields: str) -> list[int]:
    return [one for row in rows for field in fields if (one := _id(row.get(field)))]


def _named(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row with objects for pairs of id and name."""
    named = {}
    for key, value in row.items():
        is_pair = (
            isinstance(value, list) and len(value) == 2 and isinstance(value[0], int) and isinstance(value[1], str)
        )
        named[key] = {"id": value[0], "name": value[1]} if is_pair else value
    return named
