"""What customer service has to answer."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from dispatch_console.store.entities.base import Base, Versioned
from dispatch_console.store.kinds import Kind


class InboxItem(Versioned, Base):
    """A query, a case or a message that failed. `owner`: who answers it, empty for nobody yet.

    `facts`: of a case what is known of its delivery. `done_at` is None while it is open. `customer_id` is None where
    nobody knows who wrote.
    """

    __tablename__ = "inbox_items"
    kind = Kind.INBOX
    __table_args__ = (Index("ix_inbox_items_done_at_due_at", "done_at", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind_of: Mapped[str]
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"), index=True)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"), index=True)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"), index=True)
    said_by: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    # why it came to a person, as a code; empty where it speaks for itself
    reason: Mapped[str] = mapped_column(default="")
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime]
    snoozed_until: Mapped[datetime | None]
    owner: Mapped[str] = mapped_column(default="")
    done_at: Mapped[datetime | None]
    done_by: Mapped[str] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(default="")
