"""What was found at a van beside what belongs into it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from dispatch_console.store.entities.base import Base
from dispatch_console.store.kinds import Kind


class SurplusParcel(Base):
    """A parcel at or in a van that it does not belong into: the van is not released before it is carried away.

    `code`: as it was scanned; `why`: other_van, not_ours, old_label, or taken_off where its order left the route after
    it was loaded; `changed`: what an old label says wrongly. Its shift names the van: new plans make new routes.
    """

    __tablename__ = "surplus_parcels"
    kind = Kind.LOADING
    __table_args__ = (
        Index("uq_surplus_parcels_open", "shift_id", "code", unique=True, postgresql_where=text("gone_at is null")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    shift_id: Mapped[int] = mapped_column(ForeignKey("shifts.id"), index=True)
    parcel_id: Mapped[int | None] = mapped_column(index=True)
    code: Mapped[str]
    why: Mapped[str]
    changed: Mapped[str] = mapped_column(default="", server_default="")
    seen_at: Mapped[datetime]
    seen_by: Mapped[str]
    gone_at: Mapped[datetime | None]
    gone_by: Mapped[str] = mapped_column(default="", server_default="")
