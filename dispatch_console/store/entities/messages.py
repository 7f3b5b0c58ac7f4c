"""The outbox: messages written in the transaction that caused them, sent outside any."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dispatch_console.store.entities.base import Base
from dispatch_console.store.kinds import Kind


class Message(Base):
    """`state`: waiting, sending, sent, refused. Told once per attempt, kind, channel and `about`: the promise of a
    reminder, as text, empty for what no promise changes.

    `claim` counts how often a worker took it, `tries` how often a sender had it in hand: waiting is not a try.
    """

    __tablename__ = "messages"
    kind = Kind.MESSAGES
    journaled = False
    __table_args__ = (
        UniqueConstraint("order_id", "attempt", "kind_of", "channel", "about"),
        Index("ix_messages_state_due_at", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    attempt: Mapped[int]
    kind_of: Mapped[str]
    channel: Mapped[str] = mapped_column(default="email")
    about: Mapped[str] = mapped_column(default="", server_default="")
    state: Mapped[str] = mapped_column(default="waiting")
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    claim: Mapped[int] = mapped_column(default=0, server_default="0")
    claimed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")
    provider_id: Mapped[str] = mapped_column(default="")
    sent_to: Mapped[str] = mapped_column(default="")
    subject: Mapped[str] = mapped_column(default="")
    body: Mapped[str] = mapped_column(default="")
