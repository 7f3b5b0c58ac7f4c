"""Drivers' phones: the link of a day, the phone that took it, what it did, and its photos."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from dispatch_console.store.entities.base import Base
from dispatch_console.store.kinds import Kind


class DriverLink(Base):
    """The link of one shift. `code` lets another phone take it over until `code_until`."""

    __tablename__ = "driver_links"
    kind = Kind.PHONES
    __table_args__ = (
        Index("uq_driver_links_standing", "shift_id", unique=True, postgresql_where=text("revoked_at is null")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(unique=True)
    shift_id: Mapped[int] = mapped_column(ForeignKey("shifts.id"), index=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    code: Mapped[str] = mapped_column(default="")
    code_until: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[str] = mapped_column(default="")


class DriverPhone(Base):
    """A phone, or one of a phone's browsers, that took a link. `digest` is of the secret that it keeps.

    `announced`: how many acts it says it has; `checks`: what it says of itself, by name; `ended_at`: another one took
    over, after which it may only hand in what it holds. `place`: where it last was while its van is out (lat, lon,
    accuracy in metres), at `place_at`; empty before and after.
    """

    __tablename__ = "driver_phones"
    kind = Kind.PHONES
    journaled = False

    id: Mapped[int] = mapped_column(primary_key=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("driver_links.id"), index=True)
    digest: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    taken_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    heard_at: Mapped[datetime]
    announced: Mapped[int] = mapped_column(default=0)
    checks: Mapped[dict[str, Any]] = mapped_column(default=dict)
    place: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    place_at: Mapped[datetime | None]


class PhoneAct(Base):
    """What a phone says was done. Kept whatever becomes of it: `state` is done, overtaken, same, open or set_aside.

    `digest` is of everything that was said: another one under the same id is another version, and a person's business.
    `earliest` and `latest` differ where the phone's clock cannot be trusted.
    """

    __tablename__ = "phone_acts"
    kind = Kind.PHONES
    journaled = False
    __table_args__ = (UniqueConstraint("act_id", "digest"), Index("ix_phone_acts_phone_counter", "phone_id", "counter"))

    id: Mapped[int] = mapped_column(primary_key=True)
    act_id: Mapped[str]
    digest: Mapped[str]
    phone_id: Mapped[int] = mapped_column(ForeignKey("driver_phones.id"))
    counter: Mapped[int]
    kind_of: Mapped[str]
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"), index=True)
    said: Mapped[dict[str, Any]]
    received_at: Mapped[datetime]
    acted_at: Mapped[datetime]
    earliest: Mapped[datetime]
    latest: Mapped[datetime]
    state: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    record_id: Mapped[int | None]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(default="")


class PhonePhoto(Base):
    """A photo that a phone took, without what cameras write into files. `wrong`: why it is no picture, or empty.

    `withdrawn_at`, `…_by`, `…_for`: when it was taken back, by whom and why; `withdrawn_files`: printed proofs that may
    show it.
    """

    __tablename__ = "phone_photos"
    kind = Kind.PHONES
    journaled = False

    id: Mapped[int] = mapped_column(primary_key=True)
    photo_id: Mapped[str] = mapped_column(unique=True)
    phone_id: Mapped[int] = mapped_column(ForeignKey("driver_phones.id"))
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"), index=True)
    digest: Mapped[str]
    picture: Mapped[bytes | None]
    wrong: Mapped[str] = mapped_column(default="")
    received_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str] = mapped_column(default="", server_default="")
    withdrawn_for: Mapped[str] = mapped_column(default="", server_default="")
    withdrawn_files: Mapped[list[str]] = mapped_column(default=list, server_default="{}")


class VanCheck(Base):
    """What a driver says of his van, before he leaves (`out`) or when he is back. `odometer` in kilometres."""

    __tablename__ = "van_checks"
    kind = Kind.FLEET

    id: Mapped[int] = mapped_column(primary_key=True)
    shift_id: Mapped[int] = mapped_column(ForeignKey("shifts.id"), index=True)
    vehicle_id: Mapped[int] = mapped_column(ForeignKey("vehicles.id"), index=True)
    way: Mapped[str]
    odometer: Mapped[int | None]
    fuel: Mapped[str] = mapped_column(default="")
    damage: Mapped[str] = mapped_column(default="")
    papers: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime]
    by: Mapped[str]
