"""What a check of a real order system needs beside it: look, find an order, make it ready, hand it over."""

from sqlalchemy import update

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import live_sources
from dispatch_console.application.intake.live_sources import LiveSourceView
from dispatch_console.application.orders import addresses, queue, verifying
from dispatch_console.application.shops.noting import note_event
from dispatch_console.domain.orders import gates
from dispatch_console.domain.orders.write_back import WriteBack
from dispatch_console.domain.road.proof import HandoffFacts
from dispatch_console.domain.values import Coordinate
from dispatch_console.settings import Settings
from dispatch_console.station import live_sources as station
from dispatch_console.store.entities import Order, WriteBackEntry
from dispatch_console.store.transaction import Transaction
from tests.builders.sample_orders import get, pack_whole

DONE = HandoffFacts(
    outcome="delivered_to_recipient", recipient="Aino", said_name=True, said_number=True, has_signature=True
)


def view(desk: Desk) -> LiveSourceView:
    return desk.ask_now(live_sources.live_sources)[0]


def look(desk: Desk, settings: Settings) -> station.SourceRead:
    return station.look(desk, settings, view(desk))


def known(desk: Desk, ref: str) -> Order:
    row = next(
        row for row in desk.ask_now(queue.page, queue.OrderFilter(), "number", limit=500) if _ref(desk, row.id) == ref
    )
    return get(desk, row.number)


def _ref(desk: Desk, order_id: int) -> str:
    return desk.ask_now(lambda session: session.get_one(Order, order_id).source_ref)


def ready(desk: Desk, ref: str, place: Coordinate) -> Order:
    """Verify, pack and promise an order for today."""
    order = known(desk, ref)
    desk.do_now(addresses.set_pin, order.address_id, place)
    for item in gates.items_for("verify", known(desk, ref).needs):
        said = "spoken with Aino" if item.evidence == gates.CALL else ""
        desk.do_now(verifying.tick, order.id, "verify", item.key, said)
    desk.do_now(verifying.verify, order.id)
    pack_whole(desk, known(desk, ref))
    return known(desk, ref)


def note_delivered(tx: Transaction, order_id: int) -> None:
    note_event(tx, tx.session.get_one(Order, order_id), WriteBack.DELIVERED)


def due_now(tx: Transaction) -> None:
    """Let every write-back that waits be tried at once."""
    tx.session.execute(update(WriteBackEntry).values(due_at=tx.now))
