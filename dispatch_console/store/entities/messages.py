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
        Index("ix_messages_provider_id", "provider_id"),
        Index("ix_messages_sent_to", "sent_to"),
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
    # which text it says
    text_language: Mapped[str] = mapped_column(default="", server_default="")
    text_version: Mapped[int] = mapped_column(default=0, server_default="0")
    segments: Mapped[int] = mapped_column(default=0, server_default="0")
    # what the gateway said became of it, as `domain.messages.receipts.Receipt`
    receipt: Mapped[str] = mapped_column(default="", server_default="")
    receipt_at: Mapped[datetime | None]
    # after this it would say what is not so any more
    valid_until: Mapped[datetime | None]
    # the board's time that it told, of which a delay is reckoned
    told_eta: Mapped[datetime | None]


class SmsPart(Base):
    """A part of an SMS that was handed over, or is about to be: then it has no `provider_id` yet. `digits`: of the
    number that it went to.
    """

    __tablename__ = "sms_parts"
    kind = Kind.MESSAGES
    journaled = False
    __table_args__ = (UniqueConstraint("message_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"))
    number: Mapped[int]
    count: Mapped[int]
    digits: Mapped[str] = mapped_column(index=True)
    provider_id: Mapped[str]
    receipt: Mapped[str]
    at: Mapped[datetime]


class StrayReceipt(Base):
    """A receipt that came before its part had an id."""

    __tablename__ = "stray_receipts"
    kind = Kind.MESSAGES
    journaled = False

    id: Mapped[int] = mapped_column(primary_key=True)
    digits: Mapped[str] = mapped_column(index=True)
    provider_id: Mapped[str]
    receipt: Mapped[str]
    at: Mapped[datetime]


class MessageText(Base):
    """A text that the site wrote itself; each version stays. Of a mail the first line of `source` is the subject."""

    __tablename__ = "message_texts"
    kind = Kind.SITE
    __table_args__ = (UniqueConstraint("kind_of", "channel", "language", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind_of: Mapped[str]
    channel: Mapped[str]
    language: Mapped[str]
    version: Mapped[int]
    source: Mapped[str]
    made_at: Mapped[datetime]
    made_by: Mapped[str]


class MessageRule(Base):
    """By which way a kind of message goes: `first`, and `second` where the first cannot reach the customer."""

    __tablename__ = "message_rules"
    kind = Kind.SITE

    id: Mapped[int] = mapped_column(primary_key=True)
    kind_of: Mapped[str] = mapped_column(unique=True)
    first: Mapped[str]
    second: Mapped[str] = mapped_column(default="")


class MessageHours(Base):
    """Between which clocks nobody is written to, how long before its van a reminder goes, and by which words of its own
    the site hears a STOP, with commas between; one row, or none.
    """

    __tablename__ = "message_hours"
    kind = Kind.SITE

    id: Mapped[int] = mapped_column(primary_key=True)
    quiet_from: Mapped[str]
    quiet_until: Mapped[str]
    lead_min: Mapped[int]
    stop_words: Mapped[str] = mapped_column(default="", server_default="")


class SendingStop(Base):
    """That somebody stopped all sending; `ended_at` None while it is stopped."""

    __tablename__ = "sending_stops"
    kind = Kind.SITE

    id: Mapped[int] = mapped_column(primary_key=True)
    by: Mapped[str]
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class IncomingMessage(Base):
    """What a customer wrote. `said`: without what he quoted; `meaning`: as `domain.messages.replies.Meaning`.

    `provider_id` names it at its gateway or mail server: it counts once, however often it comes.
    """

    __tablename__ = "incoming_messages"
    kind = Kind.INBOX
    journaled = False
    __table_args__ = (UniqueConstraint("channel", "provider_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str]
    provider_id: Mapped[str]
    sent_from: Mapped[str]
    sent_to: Mapped[str] = mapped_column(default="")
    subject: Mapped[str] = mapped_column(default="")
    body: Mapped[str] = mapped_column(default="")
    said: Mapped[str] = mapped_column(default="")
    meaning: Mapped[str] = mapped_column(default="")
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"), index=True)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"), index=True)
    sent_at: Mapped[datetime]
    taken_at: Mapped[datetime]


class OptOut(Base):
    """A number or address that wants no messages. `digest`: its keyed hash, which stays when `shown` is erased.

    `said`: in which words; `ended_at`: when the customer allowed messages again.
    """

    __tablename__ = "opt_outs"
    kind = Kind.CUSTOMERS
    __table_args__ = (Index("ix_opt_outs_channel_digest", "channel", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str]
    digest: Mapped[str]
    shown: Mapped[str] = mapped_column(default="")
    said: Mapped[str] = mapped_column(default="")
    by: Mapped[str]
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class ReplyMark(Base):
    """Until when the answers of a channel were read, and whether its gateway lists them."""

    __tablename__ = "reply_marks"
    kind = Kind.MESSAGES
    journaled = False

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(unique=True)
    read_until: Mapped[datetime]
    asked_at: Mapped[datetime]
    has_list: Mapped[bool]


class SiteKey(Base):
    """A secret of the site that every station needs."""

    __tablename__ = "site_keys"
    kind = Kind.SITE
    journaled = False

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
