"""Keep what a driver says of his van: kilometres, fuel, damage, papers."""

from datetime import datetime

from dispatch_console.domain.errors import BadInput
from dispatch_console.store.entities import Shift, VanCheck
from dispatch_console.store.transaction import Transaction

MOST_KM, LONGEST = 3_000_000, 300
OUT, BACK = "out", "back"


def keep(
    tx: Transaction, shift: Shift, way: str, odometer: int | None, *, fuel: str, damage: str, papers: bool, at: datetime
) -> None:
    """Add a check before a van leaves (`out`) or when it is back. `odometer` in kilometres. Errors: BadInput
    `van.odometer`.
    """
    if odometer is not None and not 0 <= odometer <= MOST_KM:
        raise BadInput("van.odometer", km=odometer)
    tx.session.add(
        VanCheck(
            shift_id=shift.id, vehicle_id=shift.vehicle_id, way=way, odometer=odometer, fuel=fuel.strip()[:LONGEST],
            damage=damage.strip()[:LONGEST], papers=papers, at=at, by=tx.actor.name,
        )
    )  # fmt: skip
