"""What was read of signed sheets: a row for each order on a page, with the pictures of its boxes."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dispatch_console.store.entities.base import Base
from dispatch_console.store.kinds import Kind


class SheetRow(Base):
    """`signed` is None where a person has to look; `decided_by` then says who did. `crop` is a PNG of the signature's
    box, `written` one of all that was written at the door.
    """

    __tablename__ = "sheet_rows"
    kind = Kind.ROAD
    journaled = False
    __table_args__ = (UniqueConstraint("sheet_id", "order_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheets.id"), index=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    page: Mapped[int]
    stop: Mapped[int]
    signed: Mapped[bool | None]
    confidence: Mapped[float]
    name_written: Mapped[bool]
    time_written: Mapped[bool]
    ticked: Mapped[bool]
    crop: Mapped[bytes | None]
    written: Mapped[bytes | None]
    stale: Mapped[bool]
    read_at: Mapped[datetime]
    read_by: Mapped[str]
    decided_by: Mapped[str] = mapped_column(default="")
