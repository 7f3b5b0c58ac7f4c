"""The orders of the sample file, and what makes one ready for the next step."""

from sqlalchemy.orm import Session

from dispatch_console.adapters.sources.shopify_csv import ShopifyCsv
from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing
from dispatch_console.application.orders import addresses, detail, verifying
from dispatch_console.application.packing import scanning, sealing, starting
from dispatch_console.domain.packing.scan_match import ScanResult
from dispatch_console.domain.road import proof
from dispatch_console.domain.values import Coordinate
from dispatch_console.ports import SourceOptions
from dispatch_console.store.entities import Order
from tests.conftest import DATA
from tests.kept_rows import kept


@kept
def import_sample(desk: Desk) -> None:
    reading = ShopifyCsv().read(DATA / "shopify_orders_export.csv", SourceOptions("Europe/Helsinki", "FI"))
    count = desk.do_now(importing.take_reading, reading, "shopify.csv")
    assert len(count.new) == 20


def get(desk: Desk, number: str) -> Order:
    def look(session: Session) -> Order:
        order = detail.by_number(session, number)
        assert order.address and order.lines is not None and order.parcels is not None
        return order

    return desk.ask_now(look)


def verify_whole(desk: Desk, order: Order) -> None:
    desk.do_now(addresses.set_pin, order.address_id, Coordinate(60.1650, 24.9480))
    for key in ("products_match", "quantities_match", "customer_known", "address_exact", "instructions_read"):
        desk.do_now(verifying.tick, order.id, "verify", key)
    desk.do_now(verifying.verify, order.id)


def pack_whole(desk: Desk, order: Order) -> tuple[int, ...]:
    desk.do_now(starting.start, order.id)
    for line in order.delivery_lines:
        for _ in range(line.quantity):
            assert desk.do_now(scanning.scan, order.id, line.sku).result is ScanResult.COUNTED
    desk.do_now(sealing.tick_paper, order.id, "packing_slip")
    desk.do_now(sealing.inspect, order.id)
    desk.do_now(sealing.weigh, order.id, 4_200)
    return desk.do_now(sealing.seal, order.id)


def all_checked(desk: Desk, number: str) -> dict[int, str]:
    """Return every parcel of an order as scanned, for whoever hands it out at the counter."""
    return dict.fromkeys((parcel.id for parcel in get(desk, number).parcels), proof.SCANNED)
