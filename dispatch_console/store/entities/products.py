"""What is known of a SKU: barcodes, weight, size, shelf, papers that go with it."""

from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from dispatch_console.store.entities.base import Base
from dispatch_console.store.kinds import Kind


class Product(Base):
    """`pack_barcodes` maps a barcode to the pieces it stands for; `distinction` is what tells look-alikes apart."""

    __tablename__ = "products"
    kind = Kind.PRODUCTS

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
