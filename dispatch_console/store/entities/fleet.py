"""Depots, vehicles, drivers, and who drives what on which day."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dispatch_console.domain.planning.outing import LARGE_VAN, VanSize
from dispatch_console.store.entities.base import Base
from dispatch_console.store.kinds import Kind


class Depot(Base):
    """`departures` are local times `HH:MM` at which the vans leave; `slots` the windows that are offered.

    `setup_s` is the time to park and walk, once per stop; then each order and each parcel take theirs.
    """

    __tablename__ = "depots"
    kind = Kind.FLEET

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    address: Mapped[str] = mapped_column(default="")
    lat: Mapped[float]
    lon: Mapped[float]
    zone: Mapped[str]
    departures: Mapped[list[str]] = mapped_column(default=list)
    slots: Mapped[list[str]] = mapped_column(default=list)
    setup_s: Mapped[int] = mapped_column(default=180, server_default="180")
    per_order_s: Mapped[int] = mapped_column(default=120, server_default="120")
    per_parcel_s: Mapped[int] = mapped_column(default=30, server_default="30")


class Vehicle(Base):
    __tablename__ = "vehicles"
    kind = Kind.FLEET

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    plate: Mapped[str] = mapped_column(default="")
    weight_g: Mapped[int]
    volume_ml: Mapped[int]
    height_cm: Mapped[int] = mapped_column(default=LARGE_VAN.height_cm, server_default=str(LARGE_VAN.height_cm))
    width_cm: Mapped[int] = mapped_column(default=LARGE_VAN.width_cm, server_default=str(LARGE_VAN.width_cm))
    length_cm: Mapped[int] = mapped_column(default=LARGE_VAN.length_cm, server_default=str(LARGE_VAN.length_cm))
    mass_kg: Mapped[int] = mapped_column(default=LARGE_VAN.mass_kg, server_default=str(LARGE_VAN.mass_kg))
    skills: Mapped[list[str]] = mapped_column(default=list)
    active: Mapped[bool] = mapped_column(default=True)

    @property
    def size(self) -> VanSize:
        """Return the outer measures and the permitted mass."""
        return VanSize(height_cm=self.height_cm, width_cm=self.width_cm, length_cm=self.length_cm, mass_kg=self.mass_kg)

    @size.setter
    def size(self, size: VanSize) -> None:
        self.height_cm, self.width_cm = size.height_cm, size.width_cm
        self.length_cm, self.mass_kg = size.length_cm, size.mass_kg


class Driver(Base):
    __tablename__ = "drivers"
    kind = Kind.FLEET

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="", server_default="")
    letter: Mapped[str]
    skills: Mapped[list[str]] = mapped_column(default=list)
    active: Mapped[bool] = mapped_column(default=True)


class Shift(Base):
    """One driver with one vehicle on one day. `departures` is a list of `[leaves, back by]`, local `HH:MM`.

    Once called off it is planned no more, `called_off_for` a reason; what left before stays on the board.
    """

    __tablename__ = "shifts"
    kind = Kind.FLEET
    __table_args__ = (UniqueConstraint("day", "driver_id"), UniqueConstraint("day", "vehicle_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(index=True)
    depot_id: Mapped[int] = mapped_column(ForeignKey("depots.id"))
    driver_id: Mapped[int] = mapped_column(ForeignKey("drivers.id"))
    vehicle_id: Mapped[int] = mapped_column(ForeignKey("vehicles.id"))
    departures: Mapped[list[Any]] = mapped_column(default=list)
    break_start: Mapped[str] = mapped_column(default="")
    break_minutes: Mapped[int] = mapped_column(default=0)
    called_off_at: Mapped[datetime | None]
    called_off_for: Mapped[str] = mapped_column(default="", server_default="")

    depot: Mapped[Depot] = relationship()
    driver: Mapped[Driver] = relationship()
    vehicle: Mapped[Vehicle] = relationship()
