"""What is known of a SKU: barcodes, weight, size, shelf, papers that go with it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from dispatch_console.store.entities.base import Base
from dispatch_console.store.kinds import Kind


class Product(Base):
    """`pack_barcodes` maps a barcode to the pieces it stands for; `distinction` is what tells look-alikes apart."""

    __tablename__ = "products"
    kind = Kind.PRODUCTS
    __table_args__ = (Index("ix_products_barcodes", "barcodes", postgresql_using="gin"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sku: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    barcode: Mapped[str] = mapped_column(default="")
    pack_barcodes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    weight_g: Mapped[int | None]
    volume_ml: Mapped[int | None]
    shelf: Mapped[str] = mapped_column(default="")
    distinction: Mapped[str] = mapped_column(default="")
    looks_like: Mapped[str] = mapped_column(default="")
    papers: Mapped[list[str]] = mapped_column(default=list)
    scan_only: Mapped[bool] = mapped_column(default=False)
    # codes of one piece beside the first one
    barcodes: Mapped[list[str]] = mapped_column(default=list, server_default="{}")
    # what it asks of its box and of the order, as `fragile`
    requirements: Mapped[list[str]] = mapped_column(default=list, server_default="{}")
    length_mm: Mapped[int | None]
    width_mm: Mapped[int | None]
    height_mm: Mapped[int | None]
    vat_permille: Mapped[int | None]
    # what is to be known of each piece: `lot`, `expiry`, `serial`
    asks: Mapped[list[str]] = mapped_column(default=list, server_default="{}")


class ProductPicture(Base):
    """The picture of a SKU, as PNG; in a table of its own, because lists of products need none."""

    __tablename__ = "product_pictures"
    kind = Kind.PRODUCTS
    journaled = False

    id: Mapped[int] = mapped_column(primary_key=True)
    sku: Mapped[str] = mapped_column(unique=True)
    png: Mapped[bytes]


class LearntWeight(Base):
    """What clean packs say of the weight of a SKU: `squares` is the sum of squared differences from the mean."""

    __tablename__ = "learnt_weights"
    kind = Kind.PRODUCTS
    journaled = False

    id: Mapped[int] = mapped_column(primary_key=True)
    sku: Mapped[str] = mapped_column(unique=True)
    packs: Mapped[int] = mapped_column(default=0)
    mean_g: Mapped[float] = mapped_column(default=0.0)
    squares: Mapped[float] = mapped_column(default=0.0)
    since: Mapped[datetime]


class PackedUnit(Base):
    """What was read of a piece that was counted: its lot, expiry, serial. A serial of an item leaves the building once.

    `item`: its trade item number of 14 digits, or its SKU. `released_at`: when it was taken out again or came back.
    """

    __tablename__ = "packed_units"
    kind = Kind.SCANS
    __table_args__ = (
        Index("ix_packed_units_order_id", "order_id"),
        Index(
            "uq_packed_units_item_serial",
            "item",
            "serial",
            unique=True,
            postgresql_where=text("serial <> '' and released_at is null"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # not of a line: lines are replaced when the shop edits an order, and the piece lies in its box all the same
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    sku: Mapped[str]
    item: Mapped[str]
    pieces: Mapped[int] = mapped_column(default=1)
    lot: Mapped[str] = mapped_column(default="")
    serial: Mapped[str] = mapped_column(default="")
    expires: Mapped[date | None]
    counted_at: Mapped[datetime]
    released_at: Mapped[datetime | None]
