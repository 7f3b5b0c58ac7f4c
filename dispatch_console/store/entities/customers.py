"""Customers, and what is remembered about addresses beyond any one order."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from dispatch_console.store.entities.base import Base, Versioned
from dispatch_console.store.kinds import Kind


class Customer(Base):
    __tablename__ = "customers"
    kind = Kind.CUSTOMERS

    id: Mapped[int] = mapped_column(primary_key=True)
    match_key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    opted_out: Mapped[bool] = mapped_column(default=False)
    # as `de` or `pt_BR`, empty where nobody said it
    language: Mapped[str] = mapped_column(default="", server_default="")
    # the same person, whose key leads to the other row; which orders came from here, so that it can be taken back
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("customers.id"), index=True)
    erased_at: Mapped[datetime | None]
    merged_orders: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")


class Erasure(Base):
    """That a person was erased: who did it, and of which orders. `files`: papers that named him; each station removes
    those that it has.
    """

    __tablename__ = "erasures"
    kind = Kind.CUSTOMERS

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    at: Mapped[datetime]
    by: Mapped[str]
    orders: Mapped[list[Any]] = mapped_column(default=list)
    files: Mapped[list[Any]] = mapped_column(default=list)


class Address(Versioned, Base):
    """Address memory: pin and access notes survive every later import. `quality` is one of exact, street, postcode,
    by_hand, none."""

    __tablename__ = "addresses"
    kind = Kind.ADDRESSES

    id: Mapped[int] = mapped_column(primary_key=True)
    match_key: Mapped[str] = mapped_column(unique=True)
    line1: Mapped[str]
    line2: Mapped[str] = mapped_column(default="")
    company: Mapped[str] = mapped_column(default="")
    postcode: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    region: Mapped[str] = mapped_column(default="")
    country: Mapped[str] = mapped_column(default="")
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    quality: Mapped[str] = mapped_column(default="none")
    # what did not agree with the door that was found: see `address_text.Agreement.doubt`
    doubt: Mapped[str] = mapped_column(default="", server_default="")
    gate_code: Mapped[str] = mapped_column(default="")
    entrance: Mapped[str] = mapped_column(default="")
    access_note: Mapped[str] = mapped_column(default="")
    safe_place: Mapped[str] = mapped_column(default="")
    pinned_by: Mapped[str] = mapped_column(default="")
    pinned_at: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)

    @property
    def one_line(self) -> str:
        street = " ".join(part for part in (self.line1, self.line2) if part)
        place = " ".join(part for part in (self.postcode, self.city) if part)
        return ", ".join(part for part in (street, place) if part)
