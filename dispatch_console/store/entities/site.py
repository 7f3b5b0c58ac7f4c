"""Whose database this is, one row that every backup carries; and what its people share between stations."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Mapped, mapped_column

from dispatch_console.store.entities.base import Base
from dispatch_console.store.kinds import Kind


class Site(Base):
    __tablename__ = "site"
    kind = Kind.SITE
    journaled = False

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    since: Mapped[datetime] = mapped_column(server_default=text("now()"))


class CustomerNotice(Base):
    """A decision of the office that customers are told of, by the kind of its message."""

    __tablename__ = "customer_notices"
    kind = Kind.SITE

    id: Mapped[int] = mapped_column(primary_key=True)
    kind_of: Mapped[str] = mapped_column(unique=True)


class SavedList(Base):
    """A list of orders that somebody saved under a name. `wanted`: the fields of its filter that are set."""

    __tablename__ = "saved_lists"
    kind = Kind.SITE

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    wanted: Mapped[dict[str, Any]] = mapped_column(default=dict)
    made_by: Mapped[str]
