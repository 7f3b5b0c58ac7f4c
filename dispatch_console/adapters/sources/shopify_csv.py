"""Shopify's orders export. One row per line item; later rows of an order repeat only Name, Email and the line.

Columns are matched by name, because exports of different years have different sets of them.
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from dispatch_console.adapters.sources.known_table import KnownTable
from dispatch_console.adapters.sources.reading.account import Cells

NEEDED = ("Name", "Lineitem quantity", "Lineitem name")
# one of these beside them tells it from other tables
_OWN = ("Financial Status", "Fulfillment Status", "Lineitem price", "Lineitem sku", "Lineitem requires shipping")
_COLUMNS = {
    "number": ("Name",), "source_ref": ("Id",), "email": ("Email",), "payment_state": ("Financial Status",),
    "sent_state": ("Fulfillment Status",), "currency": ("Currency",), "total": ("Total",),
    "method": ("Shipping Method",), "placed_at": ("Created at",), "cancelled_at": ("Cancelled at",),
    "quantity": ("Lineitem quantity",), "item": ("Lineitem name",), "unit_price": ("Lineitem price",),
    "sku": ("Lineitem sku",), "needs_delivery": ("Lineitem requires shipping",),
    "line_state": ("Lineitem fulfillment status",),
    "name": ("Shipping Name",), "line1": ("Shipping Address1", "Shipping Street"), "line2": ("Shipping Address2",),
    "company": ("Shipping Company",), "city": ("Shipping City",), "postcode": ("Shipping Zip",),
    "region": ("Shipping Province", "Shipping Province Name"), "country": ("Shipping Country",),
    "payer_name": ("Billing Name",), "payer_line1": ("Billing Address1", "Billing Street"),
    "payer_line2": ("Billing Address2",), "payer_company": ("Billing Company",), "payer_city": ("Billing City",),
    "payer_postcode": ("Billing Zip",), "payer_region": ("Billing Province", "Billing Province Name"),
    "payer_country": ("Billing Country",), "phone": ("Shipping Phone", "Phone", "Billing Phone"),
    "instructions": ("Notes",), "notes": ("Note Attributes",), "requirements": ("Tags",),
    "payment_method": ("Payment Method",), "terms": ("Payment Terms Name",), "refunded": ("Refunded Amount",),
    "outstanding": ("Outstanding Balance",),
}  # fmt: skip
# money and times of the shop's own books; the payer's address where another is delivered to
_OF_NO_USE = frozenset(
    ("Paid at", "Fulfilled at", "Fulfillment Date", "Accepts Marketing", "Subtotal", "Shipping", "Taxes",
     "Discount Amount", "Lineitem compare at price", "Lineitem taxable", "Lineitem discount", "Device ID", "Employee",
     "Source", "Duties", "Payment ID", "Payment References", "Next Payment Due At", "Shipping Street", "Shipping Name",
     "Currency")
)  # fmt: skip


class ShopifyCsv(KnownTable):
    """Entry point `shopify-csv`."""

    kind: ClassVar[str] = "shopify-csv"
    needed: ClassVar[tuple[str, ...]] = NEEDED
    columns: ClassVar[Mapping[str, Sequence[str]]] = _COLUMNS
    of_no_use: ClassVar[frozenset[str]] = _OF_NO_USE
    no_use_prefixes: ClassVar[tuple[str, ...]] = ("Billing ", "Tax ")
    carries_number: ClassVar[bool] = True

    def is_header(self, header: set[str]) -> bool:
        own = header & set(_OWN) or any(name.startswith(("Shipping ", "Billing ")) for name in header)
        return super().is_header(header) and bool(own)

    def begins_another(self, cells: Cells) -> bool:
        """Return whether a row begins a second order of the same number: it brings a whole head again, a further line
        brings none.
        """
        head = cells.look("Id") or (cells.look("Total") and cells.look("Financial Status"))
        return bool(cells.look("Created at") and head)
