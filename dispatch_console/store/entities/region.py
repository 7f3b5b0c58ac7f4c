"""What a region knows: addresses of its extract, and how fast the vans drive there."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from dispatch_console.store.entities.base import Base
from dispatch_console.store.kinds import Kind


class RegionAddress(Base):
    """`door` is street and number in one shape (`domain.address_text`). Replaced as a whole with its region."""

    __tablename__ = "region_addresses"
    kind = Kind.REGIONS
    journaled = False
    __table_args__ = (
        Index("ix_region_addresses_door", "door", postgresql_using="gin", postgresql_ops={"door": "gin_trgm_ops"}),
        Index("ix_region_addresses_exact", "door", "postcode"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    region: Mapped[str] = mapped_column(index=True)
    door: Mapped[str]
    street: Mapped[str]
    number: Mapped[str]
    postcode: Mapped[str]
    city: Mapped[str]
    municipality: Mapped[str] = mapped_column(default="", server_default="")
    country: Mapped[str] = mapped_column(default="", server_default="")
    interpolated: Mapped[bool] = mapped_column(default=False, server_default=false())
    lat: Mapped[float]
    lon: Mapped[float]


class SpeedFactor(Base):
    """How many times slower than free a road class is driven in an hour of the day, as the vans' own drives taught."""

    __tablename__ = "speed_factors"
    kind = Kind.REGIONS
    __table_args__ = (UniqueConstraint("road_class", "hour"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    road_class: Mapped[str]
    hour: Mapped[int]
    factor: Mapped[float]
    driven_s: Mapped[int]
    learnt_at: Mapped[datetime]
