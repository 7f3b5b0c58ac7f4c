"""What the site asks for at a handoff, and the PINs that were tried."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from dispatch_console.store.entities.base import Base
from dispatch_console.store.kinds import Kind


class ProofRule(Base):
    """A proof and its level for certain orders: see `domain.orders.proof_levels`."""

    __tablename__ = "proof_rules"
    kind = Kind.SITE

    id: Mapped[int] = mapped_column(primary_key=True)
    proof: Mapped[str]
    level: Mapped[str]
    scope: Mapped[str]
    value: Mapped[str] = mapped_column(default="")
    retired_at: Mapped[datetime | None]


class PinTry(Base):
    """How often a PIN was tried for an order. `right_at`: when it was right. Digits are kept nowhere."""

    __tablename__ = "pin_tries"
    kind = Kind.OUTCOMES

    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    wrong: Mapped[int] = mapped_column(default=0)
    right_at: Mapped[datetime | None]
