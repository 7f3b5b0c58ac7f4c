"""What a driver says of his van: kilometres, fuel, damage, papers; kept with the van."""

from datetime import datetime

from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.road.phone_acts import ActKind, PhoneAct
from dispatch_console.store.entities import Shift, VanCheck
from dispatch_console.store.transaction import Transaction

MOST_KM, LONGEST = 3_000_000, 300


def note(tx: Transaction, shift: Shift, act: PhoneAct, at: datetime) -> None:
    """Keep a check. Errors: BadInput `phone.act` with the field."""
    said = act.body.get("data")
    said = said if isinstance(said, dict) else {}
    odometer = said.get("odometer")
    if odometer is not None and (type(odometer) is not int or not 0 <= odometer <= MOST_KM):
        raise BadInput("phone.act", field="odometer")
    texts = {name: str(said.get(name, "")).strip()[:LONGEST] for name in ("fuel", "damage")}
    tx.session.add(
        VanCheck(
            shift_id=shift.id, vehicle_id=shift.vehicle_id, way="out" if act.kind is ActKind.CHECK else "back",
            odometer=odometer, papers=said.get("papers") is True, at=at, by=tx.actor.name, **texts,
        )
    )  # fmt: skip
