"""A driver's phone that says what was done, as its page does."""

import base64
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from dispatch_console.application.desk import Desk
from dispatch_console.application.phones import acts, pairing
from dispatch_console.application.phones.acts import Receipt
from dispatch_console.domain.errors import DispatchError
from dispatch_console.domain.road import phone_acts
from dispatch_console.domain.road.phone_clock import Reading
from dispatch_console.store.entities import Route
from tests.builders.customer_links import SIGNATURE

INK = base64.b64encode(SIGNATURE).decode()


def delivered(**more: Any) -> dict[str, Any]:
    """Return what a handoff to the customer says."""
    return {
        "outcome": "delivered_to_recipient",
        "recipient": "Anna Virtanen",
        "said_name": True,
        "said_number": True,
        "signature": INK,
        **more,
    }


@dataclass
class Phone:
    """`ahead`: by how much its clock is ahead of ours."""

    desk: Desk
    token: str
    secret: str
    ahead: timedelta = timedelta(0)
    counter: int = 0
    heard: dict[str, Any] | None = None
    kept: list[dict[str, Any]] = field(default_factory=list)

    @property
    def holder(self) -> pairing.Holder:
        found = self.desk.ask_now(pairing.holder, self.token, self.secret, self.desk.clock())
        assert found is not None
        return found

    def wall(self, at: datetime | None = None) -> str:
        return ((at or self.desk.clock()) + self.ahead).isoformat()

    def hear(self) -> None:
        now = self.desk.clock()
        self.heard = {"ours": now.isoformat(), "at": self.wall(now), "jumped": 0}

    def act(self, kind: str, *orders: int, at: datetime | None = None, **data: Any) -> dict[str, Any]:
        """Do something, now or at an instant; it is kept, not handed in."""
        self.counter += 1
        made = {
            "v": 1,
            "id": secrets.token_hex(16),
            "n": self.counter,
            "kind": kind,
            "orders": list(orders),
            "data": data,
            "heard": self.heard,
            "at": self.wall(at),
            "jumped": 0,
        }
        self.kept.append(made)
        return made

    def hand_in(self, *given: dict[str, Any]) -> list[str]:
        """Hand acts in, all that are kept where none is given. Returns what became of each."""
        return [self.take(one).state for one in given or self.kept]

    def take(self, document: dict[str, Any]) -> Receipt:
        driver = self.desk.acting_as(pairing.driver_of(self.holder))
        act = phone_acts.read_act(document)
        sent = Reading(self.desk.clock() + self.ahead, timedelta(0))
        phone = self.holder.phone_id
        try:
            return driver.do_now(acts.take_act, phone, act, sent)
        except (DispatchError, acts.NotTaken) as error:
            return driver.do_now(acts.keep_open, phone, act, sent, *acts.why_not(error))


def link_of(desk: Desk, route_id: int) -> str:
    """Return the token of a link to the page of a route's driver."""
    return desk.do_now(pairing.make_link, desk.ask_now(lambda session: session.get_one(Route, route_id).shift_id))


def paired(desk: Desk, route_id: int) -> Phone:
    """Return the phone of a route's driver."""
    token = link_of(desk, route_id)
    secret = desk.acting_as(pairing.PAGE).do_now(pairing.take, token, "Fairphone 5")
    phone = Phone(desk, token, secret)
    phone.hear()
    return phone
