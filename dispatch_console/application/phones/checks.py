"""What a driver says of his van: kilometres, fuel, damage, papers; kept with the van."""

from datetime import datetime

from dispatch_console.application.road import van_checks
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.road.phone_acts import ActKind, PhoneAct
from dispatch_console.store.entities import Shift
from dispatch_console.store.transaction import Transaction


def note(tx: Transaction, shift: Shift, act: PhoneAct, at: datetime) -> None:
    """Keep a check. Errors: BadInput `phone.act` with the field."""
    said = act.body.get("data")
    said = said if isinstance(said, dict) else {}
    odometer = said.get("odometer")
    if odometer is not None and type(odometer) is not int:
        raise BadInput("phone.act", field="odometer")
    way = van_checks.OUT if act.kind is ActKind.CHECK else van_checks.BACK
    fuel, damage = (str(said.get(name, "")) for name in ("fuel", "damage"))
    papers = said.get("papers") is True
    try:
        van_checks.keep(tx, shift, way, odometer, fuel=fuel, damage=damage, papers=papers, at=at)
    except BadInput as error:
        raise BadInput("phone.act", field="odometer") from error
