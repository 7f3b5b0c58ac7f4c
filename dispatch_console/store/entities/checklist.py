"""Items that a site adds to its checklists."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from dispatch_console.store.entities.base import Base
from dispatch_console.store.kinds import Kind


class ChecklistItem(Base):
    """One item of Verify: see `domain.orders.site_items`. One that is out of use stays, for the ticks that name it."""

    __tablename__ = "checklist_items"
    kind = Kind.SITE

    id: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[str]
    scope: Mapped[str]
    value: Mapped[str] = mapped_column(default="")
    is_call: Mapped[bool] = mapped_column(default=False)
    retired_at: Mapped[datetime | None]
