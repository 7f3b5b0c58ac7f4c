"""The CSV of WooCommerce's two common export plugins: a row per order with packed lines, or a row per line.

*Import Export Suite* packs each line in a column of its own, `line_item_1`; *Customer/Order Export* all of them in
`line_items`, older versions in `order_item_1`. Sources: the vendors' public documentation of the columns.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from dispatch_console.adapters.sources.files.table import Sheet, Table
from dispatch_console.adapters.sources.known_table import KnownTable
from dispatch_console.domain.orders import source_words
from dispatch_console.ports import SourceOptions

_PACKED = re.compile(r"line_items|(?:line|order)_item_\d+")
# between the lines of one cell, not the semicolon inside a name
_NEXT_LINE = re.compile(r";\s*(?=(?:id|name|product_id):)")
_PARTS = ("name", "sku", "quantity", "total", "meta")
_LINE_COLUMNS = tuple(f"item_{part}" for part in _PARTS)
_PAYER = ("billing_first_name", "billing_last_name")
# a quantity that nobody can read keeps the order waiting, with the cell as it came
_UNREADABLE = "?"


class WooCommerceCsv(KnownTable):
    """Entry point `woocommerce-csv`."""

    kind: ClassVar[str] = "woocommerce-csv"
    needed: ClassVar[tuple[str, ...]] = ("order_id", "status", "shipping_first_name", "shipping_address_1")
    day_order: ClassVar[str] = "mdy"
    columns: ClassVar[Mapping[str, Sequence[str]]] = {
        "number": ("order_number_formatted", "order_number", "order_id"),
        "source_ref": ("order_id",), "placed_at": ("order_date", "date"), "paid_at": ("paid_date",),
        "status": ("status",), "method": ("shipping_method",), "payment_method": ("payment_method",),
        "payment_state": ("paid",),
        "total": ("order_total",), "refunded": ("refunded_total", "order_refund_total"),
        "currency": ("order_currency", "currency"), "instructions": ("customer_note",),
        "email": ("billing_email", "customer_email"), "phone": ("shipping_phone", "billing_phone"),
        "first_name": ("shipping_first_name",), "last_name": ("shipping_last_name",),
        "company": ("shipping_company",), "line1": ("shipping_address_1",), "line2": ("shipping_address_2",),
        "city": ("shipping_city",), "region": ("shipping_state",), "postcode": ("shipping_postcode",),
        "country": ("shipping_country",), "payer_name": ("billing_name",), "payer_company": ("billing_company",),
        "payer_line1": ("billing_address_1",), "payer_line2": ("billing_address_2",), "payer_city": ("billing_city",),
        "payer_region": ("billing_state",), "payer_postcode": ("billing_postcode",),
        "payer_country": ("billing_country",), "sku": ("item_sku",), "item": ("item_name",),
        "variant": ("item_meta",), "quantity": ("item_quantity",),
    }  # fmt: skip
    of_no_use: ClassVar[frozenset[str]] = frozenset((
        "order_id", "order_number", "shipping_total", "shipping_tax_total", "fee_total", "fee_tax_total", "tax_total",
        "cart_discount", "order_discount", "discount_total", "order_subtotal", "order_key", "transaction_id",
        "customer_ip_address", "customer_user_agent", "customer_id", "customer_user", "customer_email", "billing_email",
        "billing_phone", "billing_name", "billing_company", "billing_address_1", "billing_address_2", "billing_city",
        "billing_state", "billing_postcode", "billing_country", "download_permissions", "download_permissions_granted",
        "shipping_items", "tax_items", "coupon_items", "item_total", "item_id", "item_product_id", "item_subtotal",
        "item_subtotal_tax", "item_total_tax", "payment_method_title", "wt_import_key", "item_tax", "item_taxable",
    ))  # fmt: skip
    no_use_prefixes: ClassVar[tuple[str, ...]] = ("Subscription:", "meta:_", "shipping_item_")

    def is_header(self, header: set[str]) -> bool:
        return super().is_header(header) and ("item_name" in header or any(map(_PACKED.fullmatch, header)))

    def sheet(self, file: Path, options: SourceOptions) -> Sheet:
        packed = super().sheet(file, options)
        table = Table(packed)
        return Sheet(lambda: _unpacked(table), packed.conventions, name=packed.name, hidden=packed.hidden)


def _unpacked(table: Table) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the rows with a row per line, the payer's name whole, and whether it is paid."""
    columns = [name for name in table.header if not _PACKED.fullmatch(name) and name not in _PAYER]
    columns += ["billing_name", "paid", *(name for name in _LINE_COLUMNS if name not in columns)]
    yield 0, columns
    for row in table.rows():
        own = {name: text for name, text in row.filled.items() if not _PACKED.fullmatch(name)}
        own["billing_name"] = " ".join(part for name in _PAYER if (part := own.get(name)))
        own["paid"] = _paid(own)
        cells = (text for name, text in row.filled.items() if _PACKED.fullmatch(name))
        lines = [_line(text) for cell in cells for text in _NEXT_LINE.split(cell)]
        for line in lines or [{}]:
            yield row.number, [(own | line).get(name, "") for name in columns]


def _paid(own: Mapping[str, str]) -> str:
    """Return whether the shop has the money: an order that it processes is paid, unless cash was chosen."""
    way = f"{own.get('payment_method', '')} {own.get('payment_method_title', '')}"
    processed = own.get("status", "").removeprefix("wc-").lower() in ("processing", "completed")
    is_paid = own.get("paid_date") or (processed and way.strip() and not source_words.is_cash(way))
    return "paid" if is_paid else "unpaid"


def _line(text: str) -> dict[str, str]:
    """Return the columns of a packed line: `name:Mug|sku:M-1|quantity:2`, or `product_id:9|2|30|size: M`."""
    parts = [part.strip() for part in text.strip().strip(";").split("|")]
    named = dict(part.split(":", 1) for part in parts if ":" in part)
    if "quantity" in named:
        line = {f"item_{name}": named[name].strip() for name in _PARTS if named.get(name)}
        return line | ({} if "item_name" in line else {"item_name": text})
    if len(parts) > 1 and parts[0].startswith("product_id:") and parts[1].isdecimal():
        return {"item_name": parts[0], "item_quantity": parts[1], "item_meta": ", ".join(parts[3:])}
    return {"item_name": text, "item_quantity": _UNREADABLE}
