"""What happened at the door: records that are replaced and never overwritten, and the goods that are to come back."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dispatch_console.store.entities.base import Base
from dispatch_console.store.kinds import Kind


class Handoff(Base):
    """One record of an attempt. `replaced_at` is None for the one that stands; `replaces_id` names the one before it,
    `why` and `why_words` say what was wrong with that.

    Never holds the number of an identity paper, only its kind. `signature` is a PNG. `due`: what was to collect of what
    was accepted, `collected` what stayed with us. `open_proofs`: codes of the proofs that are still to come.
    `lacking`: codes of proofs that were asked for, are missing, and are not waited for.
    `checked`: parcels by id that somebody looked at when they changed hands: scanned, typed or seen.
    `promise_start` to `promise_end`: what was promised for this attempt.
    """

    __tablename__ = "handoffs"
    kind = Kind.OUTCOMES
    __table_args__ = (
        Index("uq_handoffs_standing", "order_id", "attempt", unique=True, postgresql_where=text("replaced_at is null")),
        Index("ix_handoffs_acted_at", "acted_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    stop_id: Mapped[int | None] = mapped_column(index=True)
    route_name: Mapped[str] = mapped_column(default="")
    stop_sequence: Mapped[int | None]
    driver: Mapped[str] = mapped_column(default="")
    vehicle: Mapped[str] = mapped_column(default="")
    attempt: Mapped[int]
    reported_through: Mapped[str]
    outcome_code: Mapped[str]
    recipient: Mapped[str] = mapped_column(default="")
    relation: Mapped[str] = mapped_column(default="")
    said_name: Mapped[bool] = mapped_column(default=False)
    said_number: Mapped[bool] = mapped_column(default=False)
    id_kind: Mapped[str] = mapped_column(default="")
    of_age: Mapped[bool] = mapped_column(default=False)
    due: Mapped[int] = mapped_column(default=0)
    collected: Mapped[int] = mapped_column(default=0)
    means: Mapped[str] = mapped_column(default="", server_default="")
    # where the phone was: lat, lon, accuracy in metres, age in seconds; empty where nobody knows
    place: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    checked: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    items_accepted: Mapped[int] = mapped_column(default=0)
    items_refused: Mapped[int] = mapped_column(default=0)
    items_damaged: Mapped[int] = mapped_column(default=0, server_default="0")
    signature: Mapped[bytes | None]
    on_paper: Mapped[bool] = mapped_column(default=False, server_default="false")
    open_proofs: Mapped[list[str]] = mapped_column(default=list, server_default="{}")
    lacking: Mapped[list[str]] = mapped_column(default=list, server_default="{}")
    note: Mapped[str] = mapped_column(default="")
    promise_start: Mapped[datetime | None]
    promise_end: Mapped[datetime | None]
    arrived_at: Mapped[datetime | None]
    acted_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]
    replaces_id: Mapped[int | None]
    replaced_at: Mapped[datetime | None]
    why: Mapped[str] = mapped_column(default="", server_default="")
    why_words: Mapped[str] = mapped_column(default="", server_default="")

    turned: Mapped[list["TurnedItem"]] = relationship(order_by="TurnedItem.id")


class TurnedItem(Base):
    """Pieces of a line that were not accepted. `line_id` is the order's line as it was then."""

    __tablename__ = "turned_items"
    kind = Kind.OUTCOMES

    id: Mapped[int] = mapped_column(primary_key=True)
    handoff_id: Mapped[int] = mapped_column(ForeignKey("handoffs.id"), index=True)
    line_id: Mapped[int]
    sku: Mapped[str]
    name: Mapped[str]
    sent: Mapped[int]
    refused: Mapped[int]
    damaged: Mapped[int]
    issue: Mapped[str]
    done: Mapped[str]


class GoodsBack(Base):
    """Something that a van is to bring back: a parcel, or pieces of a line. `seen_at`: when it was scanned or counted
    in, None while it is out; `goes_to` as `domain.road.goods_back.Destination`. `void_at`: its record was corrected.
    `handoff_id` is None where nobody was at a door with it: its stop was taken from a van that was on the road.
    """

    __tablename__ = "goods_back"
    kind = Kind.ROAD
    __table_args__ = (UniqueConstraint("handoff_id", "parcel_id", "line_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    handoff_id: Mapped[int | None] = mapped_column(ForeignKey("handoffs.id"), index=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    parcel_id: Mapped[int | None] = mapped_column(index=True)
    line_id: Mapped[int | None]
    name: Mapped[str] = mapped_column(default="")
    pieces: Mapped[int]
    damaged: Mapped[int] = mapped_column(default=0)
    shift_id: Mapped[int | None] = mapped_column(index=True)
    place: Mapped[str] = mapped_column(default="")
    expected_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    seen_by: Mapped[str] = mapped_column(default="")
    goes_to: Mapped[str] = mapped_column(default="")
    void_at: Mapped[datetime | None]


class HandoffDraft(Base):
    """A handoff that was begun and put down. `entered`: what stood in the form."""

    __tablename__ = "handoff_drafts"
    kind = Kind.OUTCOMES
    journaled = False

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), unique=True)
    by: Mapped[str]
    at: Mapped[datetime]
    entered: Mapped[dict[str, Any]]
    signature: Mapped[bytes | None]
