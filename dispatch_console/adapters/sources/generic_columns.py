"""Guessing what a column means from its name. The names are those of the field's common export and import files."""

import re
from collections.abc import Sequence

ALIASES: dict[str, tuple[str, ...]] = {
    "number": (
        "order number",
        "order no",
        "order id",
        "order ref",
        "order",
        "number",
        "d o no",
        "stop id",
        "ref",
        "bestellnummer",
        "tilausnumero",
        "internal id",
        "id",
    ),
    "name": (
        "recipient name",
        "customer name",
        "deliver to",
        "recipient",
        "consignee",
        "contact name",
        "full name",
        "name",
        "customer",
        "client",
        "nimi",
    ),
    "company": ("company", "company name", "business"),
    "line1": (
        "address line 1",
        "address line1",
        "address1",
        "street",
        "street 1",
        "street1",
        "dropoff street1",
        "dropoff address",
        "delivery address",
        "shipping address",
        "address line",
        "address",
        "osoite",
        "strasse",
    ),
    "line2": ("address line 2", "address line2", "address2", "street 2", "street2", "apartment", "flat", "unit"),
    "postcode": ("postcode", "post code", "postal code", "zip", "zip code", "zipcode", "plz", "postinumero"),
    "city": ("city", "town", "city town", "ort", "kaupunki", "dropoff city"),
    "region": ("state", "province", "region", "state province"),
    "country": ("country", "country code"),
    "lat": ("latitude", "lat", "dropoff lat", "address lat"),
    "lon": ("longitude", "lon", "lng", "long", "dropoff lng", "address lon"),
    "phone": (
        "phone",
        "phone no",
        "phone number",
        "recipient phone",
        "telephone",
        "mobile",
        "customer phone",
        "puhelin",
    ),
    "email": ("email", "e mail", "notify email", "customer email"),
    "placed_at": ("order date", "created at", "placed at", "purchase date"),
    "delivery_day": ("delivery date", "date", "due date", "scheduled at", "trip date", "tripdate"),
    "window": (
        "delivery time",
        "time window",
        "time windows",
        "window",
        "time slot",
        "timeslot",
        "slot",
        "appointment time",
    ),
    "window_from": (
        "time window from",
        "time window start",
        "earliest time",
        "open date",
        "from",
        "after",
        "time slot from",
        "timeslotfrom",
    ),
    "window_to": ("time window to", "time window end", "latest time", "to", "before", "time slot to", "timeslotto"),
    "instructions": (
        "instructions",
        "notes",
        "note",
        "comments",
        "recipient notes",
        "task details",
        "customer note",
        "remarks",
    ),
    "requirements": ("requirements", "tags", "skills", "required skills"),
    "status": ("status", "order status", "state of order"),
    "sku": ("sku", "item code", "article number", "article no", "item number", "entity sku", "product code"),
    "item": (
        "item description",
        "item name",
        "item",
        "product",
        "product name",
        "description",
        "entity name",
        "article",
    ),
    "quantity": ("quantity", "qty", "pieces", "pcs", "count", "amount", "menge", "kpl"),
    "unit_price": ("unit price", "price", "item price"),
    "total": ("total", "order total", "total price", "order value"),
    "currency": ("currency", "currency code"),
    "due_on_delivery": ("cod", "cod amount", "cash on delivery", "due on delivery"),
    "barcode": ("barcode", "ean", "gtin", "barcodes"),
    "weight_kg": ("weight", "weight kg", "entity weight"),
    "needs_delivery": ("needs delivery", "requires shipping"),
}


def plain(name: str) -> str:
    """Return `d o no` for `D.O. No.*`."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return " ".join(re.sub(r"[^\w]+|_", " ", spaced).lower().split())


def guess(header: Sequence[str]) -> dict[str, str]:
    """Return column → field, each field once; the closer alias wins."""
    mapping: dict[str, str] = {}
    for field, aliases in ALIASES.items():
        for alias in aliases:
            column = next((name for name in header if name not in mapping and plain(name) == alias), None)
            if column is not None:
                mapping[column] = field
                break
    return mapping
