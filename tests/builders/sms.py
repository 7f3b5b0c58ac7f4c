"""Orders that go by SMS, and the channel that takes them."""

import keyring

from dispatch_console.adapters.senders.sms_http import SmsHttpSender
from dispatch_console.application.desk import Desk
from dispatch_console.application.messages import ways
from dispatch_console.application.messages.wording import Letterhead
from dispatch_console.application.outgoing.post import Post
from dispatch_console.domain.papers.facts import Sender
from dispatch_console.settings import Settings
from dispatch_console.store.entities import Order
from dispatch_console.store.transaction import Transaction
from tests.sms_gateway import ACCOUNT, PASSWORD, Gateway

OURS = "+358401110000"
DOOR = "https://door.example"
# mobile numbers of Finland, as its numbering plan has them
LENA, PETRA = "+358401234567", "+358417654321"


def at_gateway(settings: Settings, gateway: Gateway, sender: str = OURS, door: str = DOOR) -> Settings:
    """Return the settings of a station that sends SMS; its password is in the key store."""
    keyring.set_password("dispatch-console", "sms_password", PASSWORD)
    return Settings(
        data_dir=settings.data_dir, database_url=settings.database_url, sms_address=gateway.address,
        sms_account=ACCOUNT, sms_from=sender, door_address=door, given=frozenset({"zone"}),
    )  # fmt: skip


def post(station: Settings) -> Post:
    house = Sender("Kotivara", "Hakaniemenranta 6", "+358 9 555 0100")
    sender = SmsHttpSender(station)
    return Post([sender], [sender], Letterhead(house, station.door_address, station.sms_from))


def by_sms(desk: Desk, second: str = "", *kinds: str) -> None:
    """Let messages go by SMS first."""
    wanted = kinds or ("reminder", "ask", "confirmed", "delivered", "missed", "delay")
    desk.do_now(ways.keep_message_ways, dict.fromkeys(wanted, ("sms", second)))


def with_phone(desk: Desk, order_id: int, phone: str) -> None:
    def write(tx: Transaction) -> None:
        order = tx.session.get_one(Order, order_id)
        order.phone = order.customer.phone = phone

    desk.do_now(write)
