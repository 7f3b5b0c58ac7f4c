"""The journal: operations, and what each changed. Append-only for every role; operations are chained by hash.

Operations are written by the database's own function `append_operation`, which alone may: it gives each its place.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from dispatch_console.store.entities.base import Base
from dispatch_console.store.kinds import Kind


class Operation(Base):
    """`place` counts without a gap in the order of writing. `key` is the act's own, so that it is written once.

    `body_hash` is of what the operation says; those of earlier versions have none, their `hash` covers all at once.
    """

    __tablename__ = "operations"
    journaled = False

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    actor: Mapped[str]
    station: Mapped[str]
    at: Mapped[datetime]
    previous_hash: Mapped[str]
    hash: Mapped[str]
    place: Mapped[int] = mapped_column(BigInteger, unique=True)
    body_hash: Mapped[str | None]
    key: Mapped[str | None] = mapped_column(unique=True)


class EmptiedOperation(Base):
    """An operation of which values were emptied, because a person asked to be forgotten. `body_hash` is of what is
    left; the journal holds this row too, and so guards it.
    """

    __tablename__ = "emptied_operations"
    kind = Kind.CUSTOMERS

    id: Mapped[int] = mapped_column(primary_key=True)
    operation_id: Mapped[int] = mapped_column(ForeignKey("operations.id"), index=True)
    body_hash: Mapped[str]
    at: Mapped[datetime]


class JournalEntry(Base):
    __tablename__ = "journal"
    journaled = False
    __table_args__ = (Index("ix_journal_entity_entity_id", "entity", "entity_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    operation_id: Mapped[int] = mapped_column(
        ForeignKey("operations.id", deferrable=True, initially="DEFERRED"), index=True
    )
    entity: Mapped[str]
    entity_id: Mapped[int]
    order_id: Mapped[int | None] = mapped_column(index=True)
    change: Mapped[str]
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(default=dict)
