"""WooCommerce REST v3 orders as JSON: a list, one order, or `{"orders": [...]}`.

Money is text, phone and email stand only under billing, an empty shipping address means the billing address.
"""

import html
import json
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from dispatch_console.adapters.sources import boundary, cells, phones, text_file
from dispatch_console.domain import field_bounds
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.orders.incoming import IncomingAddress, IncomingLine, IncomingOrder, Problem, Reading
from dispatch_console.domain.orders.requirements import Requirement
from dispatch_console.ports import SourceOptions

CANCELLED = frozenset({"cancelled", "refunded", "failed", "trash"})
_DAY_KEYS = ("delivery_date", "_delivery_date", "jckwds_date", "orddd_lite_timestamp", "_orddd_delivery_date")
_SLOT_KEYS = ("delivery_time", "_delivery_time", "jckwds_timeslot", "orddd_time_slot", "delivery_slot")


_PATHS = {
    "number": "number", "source_ref": "id", "customer_name": "shipping.first_name", "phone": "billing.phone",
    "email": "billing.email", "instructions": "customer_note", "wish": "meta_data", "financial_status": "status",
    "line1": "shipping.address_1", "line2": "shipping.address_2", "postcode": "shipping.postcode",
    "city": "shipping.city", "region": "shipping.state", "country": "shipping.country", "company": "shipping.company",
    "lines": "line_items", "attributes": "meta_data",
}  # fmt: skip


class WooCommerceJson:
    """Entry point `woocommerce-json`."""

    kind: ClassVar[str] = "woocommerce-json"

    def recognises(self, file: Path) -> bool:
        try:
            with file.open("rb") as handle:
                beginning = handle.read(65536).lstrip(b"\xef\xbb\xbf \t\r\n")
        except OSError:
            return False
        return beginning[:1] in (b"[", b"{") and (b'"line_items"' in beginning or b'"billing"' in beginning)

    def read(self, file: Path, options: SourceOptions) -> Reading:
        """Read WooCommerce's orders as JSON.

        Rows are counted from 1. Errors: BadInput as `text_file`; `file.json` with line and column.
        """
        try:
            document = json.loads(text_file.decode(file))
        except json.JSONDecodeError as error:
            raise BadInput("file.json", file=file.name, row=error.lineno, column=error.colno) from error
        except (RecursionError, ValueError) as error:
            raise BadInput("file.json_deep", file=file.name, detail=str(error)) from error
        entries = document.get("orders", [document]) if isinstance(document, dict) else document
        if not isinstance(entries, list) or not entries:
            raise BadInput("file.no_orders", file=file.name)
        orders, problems, seen = [], [], set()
        for index, raw in enumerate(entries, 1):
            if not isinstance(raw, dict):
                problems.append(Problem(index, "", str(raw)[:80], "order.not_an_object", blocks=True))
                continue
            left_out: list[str] = []
            draft = _Draft(index, _printable(raw, "", left_out), options)
            order = draft.build()
            problems += draft.problems
            problems += [Problem(index, place, "", "cell.characters", draft.number or None) for place in left_out]
            if order is not None:
                order, wrong = boundary.checked(order, draft.column_of)
                problems += wrong
            if order is not None and order.source_ref in seen:
                problems.append(Problem(index, "id", order.source_ref, "order.number_twice", order.number, blocks=True))
            elif order is not None:
                seen.add(order.source_ref)
                orders.append(order)
        return Reading(self.kind, tuple(orders), boundary.said(problems), len(entries))


class _Draft:
    """One order while it is read."""

    def __init__(self, row: int, raw: dict[str, Any], options: SourceOptions) -> None:
        self.row, self.raw, self.options = row, raw, options
        self.number = str(raw.get("number") or raw.get("id") or "")
        self.problems: list[Problem] = []

    def build(self) -> IncomingOrder | None:
        raw = self.raw
        if not self.number:
            self._say("number", "", "order.no_number", blocks=True)
            return None
        currency = str(raw.get("currency") or "").upper() or None
        billing, shipping = _table(raw.get("billing")), _table(raw.get("shipping"))
        side = shipping if any(shipping.get(key) for key in ("address_1", "city", "postcode")) else billing
        where = "shipping" if side is shipping else "billing"
        address = self._address(side, where)
        lines = [self._line(item, currency, place) for place, item in enumerate(_list(raw.get("line_items")))]
        if any(problem.blocks for problem in self.problems):
            return None
        status = str(raw.get("status") or "").lower()
        if status in CANCELLED:
            self._say("status", status, "order.cancelled")
        meta = {
            str(entry.get("key")): str(entry.get("value")) for entry in _list(raw.get("meta_data")) if _is_shown(entry)
        }
        day = next((meta[key] for key in _DAY_KEYS if key in meta), "")
        slot = next((meta[key] for key in _SLOT_KEYS if key in meta), "")
        try:
            window = cells.window(day, slot, self.options.zone)
        except ValueError:
            self._say("meta_data", f"{day} {slot}", "window.impossible")
            window = None
        total = self._money("total", raw.get("total"), currency)
        by_cash = raw.get("payment_method") == "cod"
        methods = [
            str(title) for line in _list(raw.get("shipping_lines")) if (title := _table(line).get("method_title"))
        ]
        kept = {
            "status": status,
            "payment_method": str(raw.get("payment_method_title") or ""),
            "shipping": ", ".join(methods),
        }
        return IncomingOrder(
            number=self.number,
            source_ref=str(raw.get("id") or self.number),
            row=self.row,
            customer_name=_name(side) or _name(billing) or str(billing.get("email") or ""),
            address=address,
            lines=tuple(line for line in lines if line is not None),
            phone=phones.normalised(
                str(shipping.get("phone") or billing.get("phone") or ""), address.country or self.options.country
            ),
            email=str(billing.get("email") or ""),
            placed_at=self._placed(),
            currency=currency,
            total=total,
            due_on_delivery=total if by_cash else None,
            instructions=str(raw.get("customer_note") or ""),
            requirements=(Requirement.CASH_ON_DELIVERY,) if by_cash else (),
            windows=(window,) if window else (),
            wish=" ".join(part for part in (day, slot) if part),
            cancelled=status in CANCELLED,
            financial_status="paid" if raw.get("date_paid") else "pending",
            attributes={key: value for key, value in kept.items() if value}
            | {key: value for key, value in meta.items() if not key.startswith("_")},
        )

    def column_of(self, field: str, line: int | None) -> tuple[int, str]:
        """Return index and path of a field, to say where something is wrong."""
        return self.row, f"line_items[{line}].{field}" if line is not None else _PATHS.get(field, field)

    def _placed(self) -> datetime | None:
        gmt, local = self.raw.get("date_created_gmt"), self.raw.get("date_created")
        try:
            return cells.instant(str(gmt), "UTC") if gmt else cells.instant(str(local or ""), self.options.zone)
        except ValueError:
            self._say("date_created", str(gmt or local), "cell.instant")
            return None

    def _address(self, side: dict[str, Any], where: str) -> IncomingAddress:
        part = {key: str(value or "").strip() for key, value in side.items()}
        if not part.get("address_1"):
            self._say(f"{where}.address_1", "", "address.empty", blocks=True)
        return IncomingAddress(
            line1=part.get("address_1", ""),
            line2=part.get("address_2", ""),
            postcode=cells.unapostrophed(part.get("postcode", "")),
            city=part.get("city", ""),
            region=part.get("state", ""),
            country=part.get("country", ""),
            company=part.get("company", ""),
        )

    def _line(self, item: object, currency: str | None, place: int) -> IncomingLine | None:
        entry = _table(item)
        try:
            quantity = cells.quantity(str(entry.get("quantity", "")))
        except ValueError:
            column = f"line_items[{place}].quantity"
            self._say(column, str(entry.get("quantity", "")), "line.quantity", blocks=True)
            return None
        price = self._money(f"line_items[{place}].price", entry.get("price"), currency)
        return IncomingLine(
            sku=str(entry.get("sku") or entry.get("product_id") or ""),
            name=html.unescape(str(entry.get("name") or "")),
            quantity=quantity,
            unit_price=price,
            needs_delivery=not entry.get("virtual", False),
            barcode=str(entry["global_unique_id"]) if entry.get("global_unique_id") else None,
        )

    def _money(self, column: str, value: object, currency: str | None) -> int | None:
        try:
            return cells.money("" if value is None else str(value), currency)
        except ValueError:
            self._say(column, str(value), "cell.money")
            return None

    def _say(self, column: str, value: str, code: str, *, blocks: bool = False) -> None:
        self.problems.append(Problem(self.row, column, value, code, self.number or None, blocks))


def _printable(value: Any, place: str, left_out: list[str]) -> Any:
    """Return a value of the document without signs that nothing can show; `left_out` gets where some were."""
    if isinstance(value, str):
        text, cleaned = field_bounds.printable(value)
        if cleaned:
            left_out.append(place)
        return text
    if isinstance(value, dict):
        return {
            field_bounds.printable(str(key)).text: _printable(entry, f"{place}.{key}".lstrip("."), left_out)
            for key, entry in value.items()
        }
    if isinstance(value, list):
        return [_printable(entry, f"{place}[{index}]", left_out) for index, entry in enumerate(value)]
    return value


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _table(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _is_shown(entry: object) -> bool:
    return isinstance(entry, dict) and isinstance(entry.get("value"), str | int | float)


def _name(side: dict[str, Any]) -> str:
    return " ".join(str(side.get(key) or "").strip() for key in ("first_name", "last_name")).strip()
