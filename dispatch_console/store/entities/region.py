"""Addresses known from a region's extract: what an address line is looked up in."""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from dispatch_console.store.entities.base import Base


class RegionAddress(Base):
    """`door` is street and number in one shape (`domain.address_text`). Replaced as a whole with its region."""

    __tablename__ = "region_addresses"
    kind = "regions"
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
    lat: Mapped[float]
    lon: Mapped[float]
