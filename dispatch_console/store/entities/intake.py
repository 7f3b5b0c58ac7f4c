"""What an import leaves behind besides orders: rows in quarantine, remembered column mappings, rules."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dispatch_console.store.entities.base import Base
from dispatch_console.store.kinds import Kind


class QuarantinedRow(Base):
    """A row that waits for a person, with the reason on its cell."""

    __tablename__ = "quarantined_rows"
    kind = Kind.QUARANTINE
    journaled = False
    __table_args__ = (Index(None, "source", "order_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    file: Mapped[str]
    row: Mapped[int]
    column_name: Mapped[str]
    value: Mapped[str]
    code: Mapped[str]
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    order_number: Mapped[str | None]
    seen_at: Mapped[datetime]


class SourceMapping(Base):
    """Which column means what and how days and numbers are written, remembered per set of headers, or per format."""

    __tablename__ = "source_mappings"
    kind = Kind.SOURCES

    id: Mapped[int] = mapped_column(primary_key=True)
    header_key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    mapping: Mapped[dict[str, Any]] = mapped_column(default=dict)
    day_order: Mapped[str] = mapped_column(default="", server_default="")
    decimal_sign: Mapped[str] = mapped_column(default="", server_default="")


class SourceRule(Base):
    """A correction that was kept: in this column of this source `value` is read as `becomes`."""

    __tablename__ = "source_rules"
    kind = Kind.QUARANTINE
    __table_args__ = (UniqueConstraint("source", "column_name", "value"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    column_name: Mapped[str]
    value: Mapped[str]
    becomes: Mapped[str]
    made_by: Mapped[str]
    made_at: Mapped[datetime]
