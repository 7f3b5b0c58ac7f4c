"""Writes the shop's order file of the demo day, in Shopify's format, for the real reader."""

import csv
import json
import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from dispatch_console.demo.catalogue import PEOPLE, PRODUCTS, DemoProduct
from dispatch_console.paths import RESOURCES

STOPS = 96
LATER = 30
FIRST_NUMBER = 20801
MORNING = ("08:00-10:00", "09:00-11:00", "08:30-10:30", "10:00-12:00", "09:30-11:30")
AFTERNOON = ("13:00-15:00", "14:00-16:00", "13:30-15:30", "14:00-17:00", "15:00-17:00")
HEADER = (
    "Name",
    "Email",
    "Financial Status",
    "Currency",
    "Subtotal",
    "Total",
    "Shipping Method",
    "Created at",
    "Lineitem quantity",
    "Lineitem name",
    "Lineitem price",
    "Lineitem sku",
    "Lineitem requires shipping",
    "Shipping Name",
    "Shipping Address1",
    "Shipping City",
    "Shipping Zip",
    "Shipping Country",
    "Shipping Phone",
    "Notes",
    "Note Attributes",
    "Payment Method",
    "Outstanding Balance",
    "Id",
    "Tags",
)


@dataclass(frozen=True, slots=True)
class DemoAddress:
    street: str
    postcode: str
    lat: float
    lon: float


def addresses() -> list[DemoAddress]:
    document = json.loads((RESOURCES / "demo" / "helsinki_addresses.json").read_text(encoding="utf-8"))
    return [DemoAddress(*row) for row in document["addresses"]]


def write(file: Path, day: date, *, changed: bool = False) -> None:
    """Write the order file; with `changed` the shop has since altered one order."""
    dice = random.Random(20_261_123)
    places = addresses()
    with file.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, HEADER, restval="")
        writer.writeheader()
        for index in range(STOPS + LATER):
            _order(writer, dice, index, places[index], day, changed)
        for number in (990, 991):
            _write_one(
                writer=writer,
                index=number,
                name="Niilo Tarvainen",
                place=places[148],
                day=day,
                slot_day="",
                slot="",
                goods=[(PRODUCTS[0], 1)],
                tags="",
            )
        lost = DemoAddress("Kadonnutkuja 999", "00100", 0, 0)
        _write_one(
            writer=writer,
            index=992,
            name="Ossi Ranta",
            place=lost,
            day=day,
            slot_day=f"{day}",
            slot="14:00-16:00",
            goods=[(PRODUCTS[6], 1)],
            tags="signature",
        )
        _write_one(
            writer=writer,
            index=993,
            name="Riitta Salo",
            place=DemoAddress("", "", 0, 0),
            day=day,
            slot_day=f"{day}",
            slot="14:00-16:00",
            goods=[(PRODUCTS[0], 2)],
            tags="",
            method="Pickup at Hakaniemi",
        )


def _order(
    writer: "csv.DictWriter[str]", dice: random.Random, index: int, place: DemoAddress, day: date, changed: bool
) -> None:
    today = index < STOPS
    slot_day = day if today else day + timedelta(days=1 + index % 3)
    slot = dice.choice(MORNING if index % 2 == 0 else AFTERNOON)
    count = dice.choice((1, 1, 2, 2, 3))
    goods = [(product, dice.choice((1, 1, 2, 3))) for product in dice.sample(PRODUCTS[:8], count)]
    tags = []
    if index % 9 == 3:
        goods.append((PRODUCTS[8], 1))
        tags += ["id check", "18+"]
    if index % 17 == 5:
        goods = [(PRODUCTS[9], 1)]
        tags.append("two-person")
    if any(product.sku.startswith(("MUG", "BWL", "LMP")) for product, _ in goods):
        tags.append("fragile")
    if changed and index == 51:
        goods = [(goods[0][0], goods[0][1] + 2), *goods[1:]]
    name = PEOPLE[index % len(PEOPLE)]
    cod = index % 14 == 6
    wished_slot = slot if today or index % 3 else ""
    _write_one(
        writer=writer,
        index=index,
        name=name,
        place=place,
        day=day,
        slot_day=f"{slot_day}" if wished_slot else "",
        slot=wished_slot,
        goods=goods,
        tags=", ".join(tags),
        cod=cod,
    )


def _write_one(
    *,
    writer: "csv.DictWriter[str]",
    index: int,
    name: str,
    place: DemoAddress,
    day: date,
    slot_day: str,
    slot: str,
    goods: list[tuple[DemoProduct, int]],
    tags: str,
    cod: bool = False,
    method: str = "Own van",
) -> None:
    total = sum(product.price * quantity for product, quantity in goods)
    number = f"SO-{FIRST_NUMBER + index}"
    mail = "".join(c for c in name.lower().replace(" ", ".") if c.isascii() and (c.isalnum() or c == "."))
    head = {
        "Financial Status": "pending" if cod else "paid",
        "Currency": "EUR",
        "Total": f"{total / 100:.2f}",
        "Shipping Method": method,
        "Shipping Name": name,
        "Shipping Address1": place.street,
        "Shipping City": "Helsinki" if place.street else "",
        "Shipping Zip": f"'{place.postcode}" if place.postcode else "",
        "Shipping Country": "FI" if place.street else "",
        "Shipping Phone": f"040 555 {index % 10000:04d}",
        "Notes": "Please ring twice, the bell is quiet." if index % 11 == 0 else "",
        "Note Attributes": f"Delivery Date: {slot_day}\nDelivery Time: {slot}" if slot else "",
        "Payment Method": "Cash on Delivery (COD)" if cod else "Paytrail",
        "Outstanding Balance": f"{total / 100:.2f}" if cod else "0.00",
        "Id": str(5_600_000_000_000 + index),
        "Tags": tags,
    }
    for position, (product, quantity) in enumerate(goods):
        row = {
            "Name": number,
            "Email": f"{mail}@example.com",
            "Created at": f"{day - timedelta(days=2)} {8 + index % 10:02d}:{index % 60:02d}:00 +0200",
            "Lineitem quantity": str(quantity),
            "Lineitem name": product.name,
            "Lineitem price": f"{product.price / 100:.2f}",
            "Lineitem sku": product.sku,
            "Lineitem requires shipping": "true",
        }
        writer.writerow(head | row if position == 0 else row)
