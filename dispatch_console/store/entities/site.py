"""Whose database this is: one row, made with the tables and carried by every backup."""

from datetime import datetime
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
