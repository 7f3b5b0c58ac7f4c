"""An Odoo on loopback, as far as its connector asks: JSON-RPC in the shapes of the external API's documentation.

`version` decides which fields there are, as they were renamed between 16 and 19.
"""

import json
import operator
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.loopback import serving

DATABASE, LOGIN, KEY = "kotivara", "ana@example.com", "api-key"
USER = 7
Row = dict[str, Any]


class OdooError(Exception):
    """What Odoo answers instead of a result: the name of its exception and its words."""


class Odoo:
    """Rows by model and id, and everything that was done."""

    def __init__(self, version: int = 17) -> None:
        self.version = version
        self.rows: dict[str, dict[int, Row]] = {
            name: {}
            for name in (
                "sale.order", "sale.order.line", "product.product", "res.partner", "stock.picking", "stock.move",
                "delivery.carrier", "payment.transaction", "account.move", "mail.message",
            )
        }  # fmt: skip
        self.done: list[tuple[str, str]] = []
        # rights that are missing: models that cannot be read
        self.forbidden: set[str] = set()
        # deliveries that cannot be validated, and what is said of it
        self.stuck: dict[int, str] = {}
        self.lost: list[str] = []
        self.address = ""

    def add(self, model: str, /, **values: Any) -> int:
        number = len(self.rows[model]) + 1
        self.rows[model][number] = {"id": number, **values}
        return number

    def sell(self, count: int = 1, **changes: Any) -> list[int]:
        """Sell a mug twice, with what is charged for its delivery, to somebody in Helsinki."""
        if not self.rows["product.product"]:
            self.add(
                "product.product", default_code="MUG", barcode="6400000000017", name="Mug", type="consu", weight=0.35
            )
            self.add(
                "product.product", default_code="DELIVERY", barcode=False, name="Delivery", type="service", weight=0.0
            )
            self.add("delivery.carrier", name="Own van", delivery_type="fixed")
        return [self._sell(changes) for _ in range(count)]

    def _sell(self, changes: dict[str, Any]) -> int:
        number = len(self.rows["sale.order"]) + 1
        partner = self.add(
            "res.partner", name=f"Ann Shopper {number}", street=f"Bulevardi {number}", street2="B 3", zip="00120",
            city="Helsinki", state_id=False, country_code="FI", phone="+358401234567", email="ann@example.com",
            commercial_company_name=False, comment="<p>Ring <b>twice</b></p><script>alert(1)</script>",
        )  # fmt: skip
        line = self.add("sale.order.line", product_id=[1, "Mug"], name="Mug", product_uom_qty=2.0, qty_delivered=0.0,
                        price_reduce_taxinc=12.0, price_unit=9.56, display_type=False, is_delivery=False,
                        is_downpayment=False)  # fmt: skip
        charge = self.add("sale.order.line", product_id=[2, "Delivery"], name="Delivery", product_uom_qty=1.0,
                          qty_delivered=0.0, price_reduce_taxinc=5.0, price_unit=4.0, display_type=False,
                          is_delivery=True, is_downpayment=False)  # fmt: skip
        move = self.add("stock.move", sale_line_id=[line, "Mug"], product_uom_qty=2.0, state="assigned",
                        picking_id=False, **self.counts(0, picked=False))  # fmt: skip
        picking = self.add("stock.picking", name=f"WH/OUT/{number}", state="assigned", picking_type_code="outgoing",
                           carrier_tracking_ref=False, note=False, move_ids=[move])  # fmt: skip
        paid = self.add("payment.transaction", state="done", provider_id=[1, "Card"], payment_method_id=[1, "Card"])
        given = {
            "name": f"S{number:05d}", "state": "sale", "create_date": f"2026-11-23 06:{number:02d}:00",
            "write_date": f"2026-11-23 06:{number:02d}:00", "commitment_date": "2026-11-30 08:00:00",
            "client_order_ref": False, "note": "<p>Terms of sale</p>", "currency_id": [1, "EUR"], "amount_total": 29.0,
            "amount_paid": 29.0, "payment_term_id": [1, "Immediate Payment"], "partner_id": [partner, "Ann"],
            "partner_shipping_id": [partner, "Ann"], "order_line": [line, charge], "picking_ids": [picking],
            "carrier_id": [1, "Own van"], "transaction_ids": [paid], "invoice_ids": [], "x_studio_door_code": "4417#",
        }  # fmt: skip
        return self.add("sale.order", **(given | changes))

    def counts(self, count: float, *, picked: bool) -> Row:
        return {"quantity": count, "picked": picked} if self.version >= 17 else {"quantity_done": count}

    def fields(self, model: str) -> set[str]:
        """Return the fields of a model in this version."""
        fields = {field for row in self.rows[model].values() for field in row}
        if self.version < 17:
            fields -= {"amount_paid"}
        return fields | ({"mobile"} if model == "res.partner" and self.version < 19 else set())


@contextmanager
def odoo(version: int = 17) -> Iterator[Odoo]:
    """Serve an empty Odoo on a free port."""
    site = Odoo(version)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))))
            params = body["params"]
            document: Row = {"jsonrpc": "2.0", "id": body["id"]}
            try:
                result = _answered(site, params["service"], params["method"], params["args"])
            except OdooError as error:
                name, said = error.args
                data = {"name": name, "message": said, "arguments": [said], "context": {}, "debug": "Traceback"}
                document["error"] = {"code": 0, "message": "Odoo Server Error", "data": data}
            else:
                # nothing has no result
                document |= {} if result is None else {"result": result}
            method = params["args"][4] if params["method"] == "execute_kw" else ""
            if method in site.lost:
                site.lost.remove(method)
                self.close_connection = True
                self.connection.close()
                return
            payload = json.dumps(document).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(payload)))
            self.end_headers()
            self.wfile.write(payload)

        def log_message(self, *_: object) -> None:
            pass

    with serving(Handler) as address:
        site.address = address
        yield site


def _answered(site: Odoo, service: str, method: str, given: list[Any]) -> Any:
    if service == "common":
        return USER if given[:3] == [DATABASE, LOGIN, KEY] else False
    database, user, key, model, name, arguments, named = given
    if (database, user, key) != (DATABASE, USER, KEY):
        raise OdooError("odoo.exceptions.AccessDenied", "Access Denied")
    if model in site.forbidden:
        raise OdooError("odoo.exceptions.AccessError", f"You are not allowed to access '{model}' records.")
    if name == "fields_get":
        return {field: {"type": "char"} for field in site.fields(model)}
    if name == "search_read":
        return _found(site, model, named)
    if name == "search_count":
        return sum(_matches(row, arguments[0]) for row in site.rows[model].values())
    site.done.append((model, name))
    return _DOING[name](site, model, arguments, named)


def _found(site: Odoo, model: str, named: Row) -> list[Row]:
    unknown = set(named["fields"]) - site.fields(model)
    if unknown:
        raise OdooError("builtins.ValueError", f"Invalid field {sorted(unknown)[0]!r} on model {model!r}")
    found = [row for row in site.rows[model].values() if _matches(row, named["domain"])]
    key = named["order"].split()[0]
    found.sort(key=lambda row: (row[key], row["id"]))
    end = named["offset"] + named["limit"] if "limit" in named else None
    return [
        {field: row.get(field, False) for field in ("id", *named["fields"])} for row in found[named["offset"] : end]
    ]


def _matches(row: Row, domain: list[Any]) -> bool:
    tests: dict[str, Callable[[Any, Any], bool]] = {
        "=": operator.eq,
        ">=": operator.ge,
        "in": lambda own, value: own in value,
        "ilike": operator.contains,
    }
    return all(tests[sign](row[field], value) for field, sign, value in domain)


def _write(site: Odoo, model: str, arguments: list[Any], _: Row) -> bool:
    ids, values = arguments
    for number in ids:
        site.rows[model][number].update(values)
    return True


def _post(site: Odoo, model: str, arguments: list[Any], named: Row) -> None:
    site.add("mail.message", model=model, res_id=arguments[0][0], body=f"<p>{named['body']}</p>")


def _validate(site: Odoo, _: str, arguments: list[Any], named: Row) -> Any:
    picking = site.rows["stock.picking"][arguments[0][0]]
    if said := site.stuck.get(picking["id"]):
        raise OdooError("odoo.exceptions.UserError", said)
    if not named.get("context", {}).get("skip_sms"):
        return {"type": "ir.actions.act_window", "res_model": "confirm.stock.sms"}
    counted = "quantity" if site.version >= 17 else "quantity_done"
    moves = [site.rows["stock.move"][number] for number in picking["move_ids"]]
    if not any(move[counted] for move in moves):
        raise OdooError("odoo.exceptions.UserError", "You cannot validate a transfer if no quantities are reserved.")
    if any(move[counted] < move["product_uom_qty"] for move in moves) and not named["context"].get("skip_backorder"):
        return {"type": "ir.actions.act_window", "res_model": "stock.backorder.confirmation"}
    picking["state"] = "done"
    for move in moves:
        move["state"] = "done"
    # what is printed afterwards comes as an action too
    return {"type": "ir.actions.client", "tag": "do_multi_print"}


_DOING = {"write": _write, "message_post": _post, "button_validate": _validate}
