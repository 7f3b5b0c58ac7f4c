"""A link to a customer's page, and a delivery that it can show."""

import base64

from dispatch_console.application.desk import Desk
from dispatch_console.application.messages import links
from dispatch_console.application.road import doorstep
from dispatch_console.domain.messages.links import LinkKind
from dispatch_console.domain.road.proof import HandoffFacts
from tests.builders.sample_orders import get

RECIPIENT = "Jussi-Pekka Hämäläinen"
# one point
SIGNATURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def link(desk: Desk, kind: LinkKind = LinkKind.SLOT, number: str = "1002") -> str:
    """Return the path of a customer's page at the door."""
    token, _ = desk.do_now(links.make_link, get(desk, number).id, kind)
    return f"/c/{token}"


def deliver(desk: Desk, number: str = "1002") -> None:
    """Hand an order that is on the road to somebody who signs."""
    order = get(desk, number).id
    desk.do_now(doorstep.arrive, [order])
    facts = HandoffFacts(
        outcome="delivered_to_recipient", recipient=RECIPIENT, said_name=True, said_number=True, has_signature=True
    )
    desk.do_now(doorstep.hand_over, order, facts, through="phone", signature=SIGNATURE, note="")
