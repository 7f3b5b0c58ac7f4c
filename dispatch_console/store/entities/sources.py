"""Live order systems, and what they are to be told."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dispatch_console.store.entities.base import Base
from dispatch_console.store.kinds import Kind


class LiveSource(Base):
    """A live order system. `name` is the source of its orders; the secret lies in the key store.

    `read_to`: when the last order that was read was placed. `away_since` and `away_why` while it does not answer.
    """

    __tablename__ = "live_sources"
    kind = Kind.SOURCES

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    kind_of: Mapped[str]
    address: Mapped[str]
    options: Mapped[dict[str, Any]] = mapped_column(default=dict)
    own_fields: Mapped[dict[str, Any]] = mapped_column(default=dict)
    since: Mapped[datetime]
    read_to: Mapped[datetime | None]
    # the last of its open orders that was read again, where they are too many to be read at each look
    open_to: Mapped[str] = mapped_column(default="", server_default="")
    last_read_at: Mapped[datetime | None]
    away_since: Mapped[datetime | None]
    away_why: Mapped[str] = mapped_column(default="")
    away_facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    next_at: Mapped[datetime | None]
    # when its bell rang last, by a minute, and when somebody rang it who could not sign
    rang_at: Mapped[datetime | None]
    falsely_rung_at: Mapped[datetime | None]
    is_paused: Mapped[bool] = mapped_column(default=False)
    retired_at: Mapped[datetime | None]


class WriteBackEntry(Base):
    """What a live system is to be told of one order. `state`: waiting, sending, done, refused.

    In order per order: an entry waits while an earlier one of its order does. `facts` of a refusal: both sides.
    """

    __tablename__ = "write_backs"
    kind = Kind.WRITE_BACKS
    journaled = False
    __table_args__ = (
        UniqueConstraint("order_id", "attempt", "event"),
        Index("ix_write_backs_state_due_at", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("live_sources.id"), index=True)
    attempt: Mapped[int]
    event: Mapped[str]
    at: Mapped[datetime]
    tracking: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="waiting")
    due_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    claim: Mapped[int] = mapped_column(default=0, server_default="0")
    claimed_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)


class SourceHint(Base):
    """An order that a live system is to be asked for at once. It stays until the system answered."""

    __tablename__ = "source_hints"
    kind = Kind.HINTS
    journaled = False

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("live_sources.id"), index=True)
    ref: Mapped[str]


class SourceWatch(Base):
    """An order of a live system that is no work yet, and may become some: a quotation, a payment that failed.

    It is asked for like an open order until it came in, ended for good, or `until`.
    """

    __tablename__ = "source_watches"
    kind = Kind.HINTS
    journaled = False
    __table_args__ = (UniqueConstraint("source_id", "ref"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("live_sources.id"))
    ref: Mapped[str]
    until: Mapped[datetime]
