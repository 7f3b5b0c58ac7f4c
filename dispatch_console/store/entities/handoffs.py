"""What happened at the door: one record per attempt, corrected only by a later one."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dispatch_console.store.entities.base import Base
from dispatch_console.store.kinds import Kind


class Handoff(Base):
    """Never holds the number of an identity paper, only its kind. `signature` is a PNG."""

    __tablename__ = "handoffs"
    kind = Kind.OUTCOMES
    __table_args__ = (UniqueConstraint("order_id", "attempt"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    stop_id: Mapped[int | None]
    route_name: Mapped[str] = mapped_column(default="")
    stop_sequence: Mapped[int | None]
    driver: Mapped[str] = mapped_column(default="")
    vehicle: Mapped[str] = mapped_column(default="")
    attempt: Mapped[int]
    reported_through: Mapped[str]
    outcome_code: Mapped[str]
    recipient: Mapped[str] = mapped_column(default="")
    relation: Mapped[str] = mapped_column(default="")
    said_name: Mapped[bool] = mapped_column(default=False)
    said_number: Mapped[bool] = mapped_column(default=False)
    id_kind: Mapped[str] = mapped_column(default="")
    of_age: Mapped[bool] = mapped_column(default=False)
    due: Mapped[int] = mapped_column(default=0)
    collected: Mapped[int] = mapped_column(default=0)
    items_accepted: Mapped[int] = mapped_column(default=0)
    items_refused: Mapped[int] = mapped_column(default=0)
    signature: Mapped[bytes | None]
    note: Mapped[str] = mapped_column(default="")
    acted_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]
