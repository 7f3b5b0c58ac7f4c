"""Orders with their six axes, lines, parcels, ticked checklist items and the promise ledger."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, TextClause, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dispatch_console.domain.errors import Refused
from dispatch_console.domain.orders.admission import Handover
from dispatch_console.domain.orders.gates import DUPLICATE
from dispatch_console.domain.orders.lifecycle import AXES
from dispatch_console.domain.orders.stages import Axes, stage_of
from dispatch_console.domain.papers import codes
from dispatch_console.store.entities.base import Base, Versioned
from dispatch_console.store.entities.customers import Address, Customer
from dispatch_console.store.kinds import Kind


def _states(axis: str) -> CheckConstraint:
    allowed = ", ".join(f"'{state}'" for state in AXES[axis].states)
    return CheckConstraint(f"{axis} in ({allowed})", name=axis)


def _down(column: str) -> TextClause:
    return text(f"{column} DESC NULLS LAST")


class Order(Versioned, Base):
    """One order. The axes move only through `take`; `stage` is kept beside them so that SQL can filter by it.

    `goods_key` is equal for equal goods, so that orders that look alike are found by an index.
    """

    __tablename__ = "orders"
    kind = Kind.ORDERS
    kinds_by_column: ClassVar = {
        **dict.fromkeys(("verification", "hold_reason", "source_change"), Kind.VERIFICATION),
        **dict.fromkeys(("packing", "weighed_g"), Kind.PACKING),
        **dict.fromkeys(("held_by", "held_at", "held_since", "handed_from"), Kind.HOLDING),
        **dict.fromkeys(("appointment", "promise_start", "promise_end", "leaves_at"), Kind.PROMISES),
        "dispatch": Kind.DISPATCH,
        **dict.fromkeys(("outcome", "outcome_code", "attempt", "delivered_at", "recipient"), Kind.OUTCOMES),
        "closure": Kind.CLOSURE,
        # they follow from the axes
        **dict.fromkeys(("stage", "step_since"), ""),
    }
    __table_args__ = (
        *(_states(axis) for axis in AXES),
        CheckConstraint(f"handover in ({', '.join(repr(str(way)) for way in Handover)})", name="handover"),
        UniqueConstraint("source", "source_ref"),
        Index("ix_orders_stage_leaves_at_id", "stage", "leaves_at", "id"),
        # the queue in every order, read from the index alone with the stage that it is filtered by; orders without a
        # key come last both ways, which needs an index for each way
        Index("ix_orders_leaves_at_id", "leaves_at", "id", postgresql_include=["stage"]),
        Index("ix_orders_leaves_at_down", _down("leaves_at"), text("id DESC"), postgresql_include=["stage"]),
        Index("ix_orders_promise_start_id", "promise_start", "id", postgresql_include=["stage"]),
        Index("ix_orders_promise_start_down", _down("promise_start"), text("id DESC"), postgresql_include=["stage"]),
        Index("ix_orders_step_since_id", "step_since", "id", postgresql_include=["stage"]),
        Index("ix_orders_number_id", "number", "id", postgresql_include=["stage"]),
        Index("ix_orders_customer_name_id", "customer_name", "id", postgresql_include=["stage"]),
        Index("ix_orders_parent_id", "parent_id", postgresql_where=text("parent_id is not null")),
        Index("ix_orders_requirements", "requirements", postgresql_using="gin"),
        Index("ix_orders_customer_id_goods_key_placed_at", "customer_id", "goods_key", "placed_at"),
        Index(
            "ix_orders_search_text",
            "search_text",
            postgresql_using="gin",
            postgresql_ops={"search_text": "gin_trgm_ops"},
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str]
    source: Mapped[str]
    source_ref: Mapped[str]
    source_fingerprint: Mapped[str] = mapped_column(default="")
    # why its source ended it, one of `admission.ENDINGS`
    source_ended: Mapped[str] = mapped_column(default="", server_default="")
    placed_at: Mapped[datetime | None]
    imported_at: Mapped[datetime]
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    address_id: Mapped[int] = mapped_column(ForeignKey("addresses.id"), index=True)
    customer_name: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    currency: Mapped[str | None]
    total: Mapped[int | None]
    due_on_delivery: Mapped[int | None]
    financial_status: Mapped[str] = mapped_column(default="")
    handover: Mapped[str] = mapped_column(default=Handover.DELIVERY, server_default=Handover.DELIVERY)
    payment: Mapped[str | None]
    remarks: Mapped[list[str]] = mapped_column(default=list, server_default="{}")
    # where the customer wants push notes about it; empty while he does not
    push_topic: Mapped[str] = mapped_column(default="", server_default="")
    instructions: Mapped[str] = mapped_column(default="")
    requirements: Mapped[list[str]] = mapped_column(default=list)
    attributes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    wish: Mapped[str] = mapped_column(default="")
    wish_windows: Mapped[list[Any]] = mapped_column(default=list)
    promise_start: Mapped[datetime | None]
    promise_end: Mapped[datetime | None]
    leaves_at: Mapped[datetime | None]
    source_change: Mapped[dict[str, Any] | None]
    hold_reason: Mapped[str] = mapped_column(default="")
    held_by: Mapped[str] = mapped_column(default="")
    held_at: Mapped[str] = mapped_column(default="")
    held_since: Mapped[datetime | None]
    # who put it down for a colleague to go on with it, and where
    handed_from: Mapped[str] = mapped_column(default="", server_default="")
    duplicate_of: Mapped[int | None]
    # the order whose rest this one brings, because not all of it could be packed
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"))
    goods_key: Mapped[str] = mapped_column(default="", server_default="")
    pieces: Mapped[int] = mapped_column(default=0)
    attempt: Mapped[int] = mapped_column(default=1)
    weighed_g: Mapped[int | None]
    delivered_at: Mapped[datetime | None]
    recipient: Mapped[str | None]
    # its customer asked to be forgotten
    erased_at: Mapped[datetime | None]
    verification: Mapped[str] = mapped_column(default=AXES["verification"].initial)
    packing: Mapped[str] = mapped_column(default=AXES["packing"].initial)
    appointment: Mapped[str] = mapped_column(default=AXES["appointment"].initial)
    dispatch: Mapped[str] = mapped_column(default=AXES["dispatch"].initial)
    outcome: Mapped[str] = mapped_column(default=AXES["outcome"].initial)
    outcome_code: Mapped[str] = mapped_column(default="")
    closure: Mapped[str] = mapped_column(default=AXES["closure"].initial)
    stage: Mapped[str] = mapped_column(default="verify", index=True)
    step_since: Mapped[datetime]
    search_text: Mapped[str] = mapped_column(default="")

    customer: Mapped[Customer] = relationship()
    address: Mapped[Address] = relationship()
    lines: Mapped[list["OrderLine"]] = relationship(order_by="OrderLine.position", cascade="all, delete-orphan")
    parcels: Mapped[list["Parcel"]] = relationship(order_by="Parcel.position")
    marks: Mapped[list["CheckMark"]] = relationship(order_by="CheckMark.id")
    ledger: Mapped[list["PromiseEntry"]] = relationship(order_by="PromiseEntry.id")

    @property
    def axes(self) -> Axes:
        return Axes(self.verification, self.packing, self.appointment, self.dispatch, self.outcome, self.closure)

    def take(self, axis: str, action: str, at: datetime) -> None:
        """Move one axis by one action. Errors: Refused `lifecycle.illegal` with the order's number."""
        state = getattr(self, axis)
        if not AXES[axis].allows(state, action):
            raise Refused("lifecycle.illegal", axis=axis, state=state, action=action, number=self.number, order=self.id)
        setattr(self, axis, AXES[axis].after(state, action))
        self.settle_stage(at)

    def settle_stage(self, at: datetime) -> None:
        """Keep the stage beside the axes and the handover that it follows from."""
        stage = stage_of(self.axes, self.handover)
        if stage != self.stage:
            self.stage, self.step_since = stage, at

    @property
    def needs(self) -> tuple[str, ...]:
        """Return what its checklists ask for: requirements, remarks of its source, handover, another like it."""
        twin = (DUPLICATE,) if self.duplicate_of is not None else ()
        return (*self.requirements, *self.remarks, self.handover, *twin)

    @property
    def delivery_lines(self) -> list["OrderLine"]:
        return [line for line in self.lines if line.needs_delivery]

    @property
    def ticked(self) -> tuple[str, ...]:
        return tuple(mark.key for mark in self.marks if not mark.waived)

    @property
    def waived(self) -> tuple[str, ...]:
        return tuple(mark.key for mark in self.marks if mark.waived)


class OrderLine(Base):
    __tablename__ = "order_lines"
    kind = Kind.ORDERS
    kinds_by_column: ClassVar = {"packed": Kind.SCANS}

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    sku: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    quantity: Mapped[int]
    packed: Mapped[int] = mapped_column(default=0)
    unit_price: Mapped[int | None]
    needs_delivery: Mapped[bool] = mapped_column(default=True)
    barcode: Mapped[str | None]
    weight_g: Mapped[int | None]
    # how the live system that it comes from calls it
    ref: Mapped[str] = mapped_column(default="", server_default="")


class Parcel(Base):
    """A package, sealed once `sealed_at` is set. Its id is the number in its guarded code. `label_prints`: how many
    labels of it there may be; the last one is true.

    `loaded_place`: where in the van it was put, as `Place.code`; it stays the same when the route changes later.
    """

    __tablename__ = "parcels"
    kind = Kind.PACKING
    kinds_by_column: ClassVar = {
        "contents": Kind.SCANS,
        **dict.fromkeys(("loaded_route_id", "loaded_at", "loaded_place", "missing"), Kind.LOADING),
    }

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    position: Mapped[int]
    box: Mapped[str] = mapped_column(default="M")
    weight_g: Mapped[int | None]
    contents: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # of the boxes of an order the one that was opened last is filled
    opened_at: Mapped[datetime | None]
    sealed_at: Mapped[datetime | None]
    sealed_by: Mapped[str] = mapped_column(default="")
    station: Mapped[str] = mapped_column(default="")
    loaded_route_id: Mapped[int | None] = mapped_column(index=True)
    loaded_at: Mapped[datetime | None]
    loaded_place: Mapped[str] = mapped_column(default="", server_default="")
    missing: Mapped[bool] = mapped_column(default=False)
    label_prints: Mapped[int] = mapped_column(default=0, server_default="0")

    @property
    def code(self) -> codes.Code:
        """Return the code on its last label."""
        return codes.Code(codes.CodeKind.PARCEL, self.id, print_number=max(1, self.label_prints))


class CheckMark(Base):
    """A ticked or waived item of a gate, with who, when, where and the evidence."""

    __tablename__ = "check_marks"
    kind = Kind.VERIFICATION
    __table_args__ = (UniqueConstraint("order_id", "gate", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"))
    gate: Mapped[str]
    key: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[str]
    station: Mapped[str]
    evidence: Mapped[str] = mapped_column(default="")
    waived: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(default="")

    def every_kind(self) -> set[str]:
        return {self.kind if self.gate == "verify" else Kind.SCANS}

    def kinds_of(self, columns: Iterable[str]) -> set[str]:
        return self.every_kind()


class PromiseEntry(Base):
    """The promise ledger, append-only: asked, offered, confirmed, and each call's result."""

    __tablename__ = "promise_entries"
    kind = Kind.PROMISES
    journaled = False

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    at: Mapped[datetime]
    what: Mapped[str]
    start_at: Mapped[datetime | None]
    end_at: Mapped[datetime | None]
    by: Mapped[str]
    channel: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
