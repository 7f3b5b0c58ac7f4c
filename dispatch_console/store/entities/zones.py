"""Which vans drive where."""

from sqlalchemy import Column, ForeignKey, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dispatch_console.store.entities.base import Base
from dispatch_console.store.entities.fleet import Vehicle
from dispatch_console.store.kinds import Kind

zone_vans = Table(
    "delivery_zone_vans",
    Base.metadata,
    Column("zone_id", ForeignKey("delivery_zones.id", ondelete="CASCADE"), primary_key=True),
    Column("vehicle_id", ForeignKey("vehicles.id", ondelete="CASCADE"), primary_key=True),
)


class Zone(Base):
    """`postcodes` as `domain.delivery_zones` reads them; without `vans` any van may go there."""

    __tablename__ = "delivery_zones"
    kind = Kind.FLEET

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    postcodes: Mapped[list[str]] = mapped_column(default=list)
    extra_s: Mapped[int] = mapped_column(default=0)

    vans: Mapped[list[Vehicle]] = relationship(secondary=zone_vans, order_by=Vehicle.name)
