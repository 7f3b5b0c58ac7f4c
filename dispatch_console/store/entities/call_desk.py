"""What the call desk keeps beside the promise ledger."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from dispatch_console.store.entities.base import Base
from dispatch_console.store.kinds import Kind


class CallClaim(Base):
    """Who has the customer of an order on the line."""

    __tablename__ = "call_claims"
    kind = Kind.PROMISES
    journaled = False

    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), primary_key=True, autoincrement=False)
    by: Mapped[str]
    station: Mapped[str]
    since: Mapped[datetime]


class WrongNumber(Base):
    """A telephone number that is not the customer's who gave it. `digits`: its last nine figures, as `digits_of`."""

    __tablename__ = "wrong_numbers"
    kind = Kind.CUSTOMERS

    id: Mapped[int] = mapped_column(primary_key=True)
    digits: Mapped[str] = mapped_column(unique=True)
    by: Mapped[str]
    at: Mapped[datetime]
