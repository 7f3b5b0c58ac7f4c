"""The register of permissions to leave a parcel without its receiver."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from dispatch_console.store.entities.base import Base
from dispatch_console.store.kinds import Kind


class Permission(Base):
    """A permission at a door: `kind_of` as `domain.orders.permissions.PermissionKind`. One that was changed or
    taken back has ended and stays.
    """

    __tablename__ = "permissions"
    kind = Kind.ADDRESSES
    __table_args__ = (
        Index(
            "uq_permissions_standing", "address_id", "kind_of", unique=True, postgresql_where=text("ended_at is null")
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    address_id: Mapped[int] = mapped_column(ForeignKey("addresses.id"), index=True)
    kind_of: Mapped[str]
    place: Mapped[str]
    said_by: Mapped[str]
    said_at: Mapped[datetime]
    until: Mapped[date | None]
    most: Mapped[int | None]
    currency: Mapped[str] = mapped_column(default="")
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str] = mapped_column(default="")
