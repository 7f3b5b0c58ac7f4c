"""What customers reach over the web, and what they answered there."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dispatch_console.store.entities.base import Base
from dispatch_console.store.kinds import Kind


class CustomerLink(Base):
    """A link to the pages of one order. `sent_to`: the address or number that has it, empty where it was given by hand.

    The token is kept as it is: it stands in the text of its message as well, and a message that is tried again must
    carry the same one.
    """

    __tablename__ = "customer_links"
    kind = Kind.MESSAGES
    journaled = False

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(unique=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"), unique=True)
    kind_of: Mapped[str]
    sent_to: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class SurveyAnswer(Base):
    """How a customer found a delivery, 1 to 5. The last answer counts."""

    __tablename__ = "survey_answers"
    kind = Kind.CUSTOMERS
    __table_args__ = (UniqueConstraint("order_id", "attempt"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    attempt: Mapped[int]
    rating: Mapped[int]
    text: Mapped[str] = mapped_column(default="")
    route_name: Mapped[str] = mapped_column(default="")
    driver: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
