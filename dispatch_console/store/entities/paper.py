"""The paper ledger: every printed sheet with its revision and the fingerprint of the facts on it."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from dispatch_console.store.entities.base import Base
from dispatch_console.store.kinds import Kind


class Sheet(Base):
    """`layout` keeps where the boxes of each page stand, millimetres, so that a scan can be read later.

    `facts` is what a label or a slip says, to be compared with what is so. `departure` is `day/shift:departure` for
    papers of a route, whose row is another one after every edit. `printer` and `delivery` of a label that was sent to
    a label printer: `sending` until it is known what became of it, then `printed`, `unsure` or `failed`.
    """

    __tablename__ = "sheets"
    kind = Kind.PAPERS

    id: Mapped[int] = mapped_column(primary_key=True)
    kind_of: Mapped[str]
    order_id: Mapped[int | None] = mapped_column(index=True)
    route_id: Mapped[int | None] = mapped_column(index=True)
    parcel_id: Mapped[int | None]
    departure: Mapped[str] = mapped_column(default="", server_default="", index=True)
    revision: Mapped[int] = mapped_column(default=1)
    print_number: Mapped[int] = mapped_column(default=1)
    fingerprint: Mapped[str]
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    pages: Mapped[int] = mapped_column(default=1)
    path: Mapped[str] = mapped_column(default="")
    layout: Mapped[dict[str, Any]] = mapped_column(default=dict)
    printed_at: Mapped[datetime]
    printed_by: Mapped[str]
    station: Mapped[str]
    stale_since: Mapped[datetime | None]
    stale_reason: Mapped[str] = mapped_column(default="")
    printer: Mapped[str] = mapped_column(default="", server_default="")
    delivery: Mapped[str] = mapped_column(default="", server_default="")
    mailed_to: Mapped[str] = mapped_column(default="", server_default="")
    mailed_at: Mapped[datetime | None]
