"""The journal: operations, and what each changed. Append-only for every role; operations are chained by hash."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from dispatch_console.store.entities.base import Base


class Operation(Base):
    __tablename__ = "operations"
    journaled = False

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    actor: Mapped[str]
    station: Mapped[str]
    at: Mapped[datetime]
    previous_hash: Mapped[str]
    hash: Mapped[str]


class JournalEntry(Base):
    __tablename__ = "journal"
    journaled = False
    __table_args__ = (Index("ix_journal_entity_entity_id", "entity", "entity_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    operation_id: Mapped[int] = mapped_column(ForeignKey("operations.id"), index=True)
    entity: Mapped[str]
    entity_id: Mapped[int]
    order_id: Mapped[int | None] = mapped_column(index=True)
    change: Mapped[str]
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(default=dict)
