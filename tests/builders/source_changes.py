"""An order that its source changed."""

from dataclasses import replace
from typing import Any

from dispatch_console.adapters.sources.shopify_csv import ShopifyCsv
from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing
from dispatch_console.domain.orders.incoming import IncomingAddress, Reading
from dispatch_console.ports import SourceOptions
from tests.conftest import DATA

ELSEWHERE = IncomingAddress(
    line1="Aleksanterinkatu 1", line2="", postcode="00100", city="Helsinki", country="FI", lat=60.1688, lon=24.9522
)


def change_at_the_source(desk: Desk, number: str, **changes: Any) -> None:
    """Let the shop's next export say something else; where nothing is given, one more of the first article."""
    reading = ShopifyCsv().read(DATA / "shopify_orders_export.csv", SourceOptions("Europe/Helsinki", "FI"))
    told = next(order for order in reading.orders if order.number.lstrip("#") == number)
    more = replace(told.lines[0], quantity=told.lines[0].quantity + 1)
    changed = replace(told, **(changes or {"lines": (more, *told.lines[1:])}))
    desk.do_now(importing.take_reading, Reading(reading.source, (changed,)), "shopify.csv")
