"""What packing needs beside products and orders: boxes, materials, papers that go in, and what was found wrong."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from dispatch_console.store.entities.base import Base
from dispatch_console.store.kinds import Kind


class Box(Base):
    """A kind of box with its inner size. `limit_g`: what may lie in it."""

    __tablename__ = "boxes"
    kind = Kind.SITE

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    length_mm: Mapped[int]
    width_mm: Mapped[int]
    height_mm: Mapped[int]
    tare_g: Mapped[int]
    limit_g: Mapped[int]
    retired_at: Mapped[datetime | None]


class PaperRule(Base):
    """A paper that goes into the boxes of certain orders: see `domain.orders.site_items.Scope`.

    `code`: what stands on it to be scanned, empty where it is ticked. `pdf`: what is printed here, where the site gave
    a file.
    """

    __tablename__ = "paper_rules"
    kind = Kind.SITE

    id: Mapped[int] = mapped_column(primary_key=True)
    paper: Mapped[str]
    code: Mapped[str] = mapped_column(default="")
    scope: Mapped[str]
    value: Mapped[str] = mapped_column(default="")
    file_name: Mapped[str] = mapped_column(default="")
    pdf: Mapped[bytes | None] = mapped_column(deferred=True)
    retired_at: Mapped[datetime | None]


class Material(Base):
    """What a box or a piece is packed in, and of which orders: `per_piece`, else per box."""

    __tablename__ = "materials"
    kind = Kind.SITE

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    scope: Mapped[str]
    value: Mapped[str] = mapped_column(default="")
    count: Mapped[int] = mapped_column(default=1)
    per_piece: Mapped[bool] = mapped_column(default=False)
    retired_at: Mapped[datetime | None]


class UsedMaterial(Base):
    """What was used for an order when it was sealed."""

    __tablename__ = "used_materials"
    kind = Kind.PACKING
    journaled = False

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    name: Mapped[str]
    count: Mapped[int]
    at: Mapped[datetime] = mapped_column(index=True)


class Finding(Base):
    """Pieces of an order that could not be packed: `condition` and `decision` as `domain.packing.condition` has them.

    `rest_id`: the order that carries them once the other pieces are sealed.
    """

    __tablename__ = "findings"
    kind = Kind.PACKING

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    sku: Mapped[str]
    item: Mapped[str]
    pieces: Mapped[int]
    condition: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    decision: Mapped[str] = mapped_column(default="")
    photo: Mapped[bytes | None] = mapped_column(deferred=True)
    by: Mapped[str]
    station: Mapped[str]
    at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    rest_id: Mapped[int | None]


class MisScan(Base):
    """A product that was scanned where another one was wanted: what is often taken for another looks like it."""

    __tablename__ = "mis_scans"
    kind = Kind.PRODUCTS
    journaled = False
    __table_args__ = (Index("ix_mis_scans_wanted_scanned_at", "wanted", "scanned", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    wanted: Mapped[str]
    scanned: Mapped[str]
    by: Mapped[str]
    station: Mapped[str]
    at: Mapped[datetime]


class SupervisorCall(Base):
    """A bench that called a supervisor. `about`: the alarm that it showed; `answered_by`: who said that he comes."""

    __tablename__ = "supervisor_calls"
    kind = Kind.SUPERVISOR_CALLS
    __table_args__ = (Index("ix_supervisor_calls_station", "station", postgresql_where=text("ended_at is null")),)

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"))
    about: Mapped[str]
    by: Mapped[str]
    station: Mapped[str]
    at: Mapped[datetime]
    answered_by: Mapped[str]
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class Invoice(Base):
    """An invoice as it was issued; it never changes."""

    __tablename__ = "invoices"
    kind = Kind.PAPERS
    journaled = False

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    number: Mapped[str] = mapped_column(unique=True)
    issued_at: Mapped[datetime]
    issued_by: Mapped[str]
    facts: Mapped[dict[str, Any]]
