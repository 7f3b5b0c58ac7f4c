"""What a phone says of itself each time it is heard: how many acts it holds, whether it is ready, and where it is."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.routes import silence
from dispatch_console.domain import roles
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.road import phone_acts
from dispatch_console.store.entities import DriverLink, DriverPhone
from dispatch_console.store.transaction import Transaction

# `reloaded`: the page was opened again from what the phone keeps, which alone shows that it works without network
CHECKS = ("secure", "trusted", "worker", "reloaded", "stored", "camera", "place", "version", "free_mb")
MOST_ACTS = 1_000_000


@operation("hear_phone", roles.ROAD)
def hear(tx: Transaction, phone_id: int, announced: int, checks: Mapping[str, Any], place: object = None) -> None:
    """Note that a phone was heard. Where it is, is kept while its van is out, and only the last place.

    Errors: BadInput `phone.act`.
    """
    if type(announced) is not int or not 0 <= announced <= MOST_ACTS:
        raise BadInput("phone.act", field="announced")
    phone = tx.session.get_one(DriverPhone, phone_id, with_for_update=True)
    phone.heard_at, phone.announced = tx.now, max(phone.announced, announced)
    known = {name: checks[name] for name in CHECKS if isinstance(checks.get(name), bool | int | str)}
    known = {name: value[:40] if isinstance(value, str) else value for name, value in known.items()}
    if known and known != phone.checks:
        phone.checks = known
    link = tx.session.get_one(DriverLink, phone.link_id)
    seen = phone_acts.read_place(place)
    if not silence.is_out(tx.session, link.shift_id):
        phone.place, phone.place_at = {}, None
    elif seen:
        phone.place = {name: seen[name] for name in ("lat", "lon", "accuracy")}
        phone.place_at = tx.now - timedelta(seconds=seen["age"])
