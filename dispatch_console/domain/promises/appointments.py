"""Windows of orders as appointments, for a calendar outside the program."""

from dataclasses import dataclass
from datetime import datetime

from dispatch_console.domain.values import TimeWindow


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """`key` names an appointment for ever, `changes` counts how often it was another one. `agreed_at`: when that was
    last; None where nothing was agreed or offered yet.
    """

    key: str
    number: str
    customer: str
    address: str
    phone: str
    parcels: int
    window: TimeWindow
    is_confirmed: bool
    changes: int
    agreed_at: datetime | None
