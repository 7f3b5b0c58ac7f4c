"""When customers are written to: a site sets it by screen."""

from dataclasses import dataclass
from datetime import time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.operations.views import reads
from dispatch_console.domain import fleet_text, roles
from dispatch_console.domain.messages.due import LEAD_ALLOWED, QUIET, REMINDER_LEAD
from dispatch_console.domain.messages.replies import own_stop_words
from dispatch_console.language import tr
from dispatch_console.store.entities import MessageHours
from dispatch_console.store.kinds import Kind
from dispatch_console.store.transaction import Transaction

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Hours:
    """Nobody is written to from `quiet_from` until `quiet_until`, by the clock of whoever reads it. `lead`: how long
    before its van a reminder goes. `stop_words`: by which words of its own the site hears a STOP.
    """

    quiet_from: time = QUIET[0]
    quiet_until: time = QUIET[1]
    lead: timedelta = REMINDER_LEAD
    stop_words: tuple[str, ...] = ()

    @property
    def quiet(self) -> tuple[time, time]:
        return self.quiet_from, self.quiet_until


@reads(Kind.SITE)
def hours(session: Session) -> Hours:
    """Return the hours of the site."""
    row = session.scalar(select(MessageHours).order_by(MessageHours.id).limit(1))
    if row is None:
        return Hours()
    return Hours(
        time.fromisoformat(row.quiet_from),
        time.fromisoformat(row.quiet_until),
        timedelta(minutes=row.lead_min),
        own_stop_words(row.stop_words),
    )


@operation("keep_message_hours", roles.SUPERVISOR)
def keep_message_hours(tx: Transaction, quiet_from: str, quiet_until: str, lead_min: str, stop_words: str = "") -> None:
    """Set the hours of the site, and its own words that end messages, as they are typed.

    Errors: BadInput `field.clock`, `field.number` for a lead that the procedure does not allow, `stop_words.meaning`.
    """
    words = own_stop_words(stop_words)
    least, most = (allowed // MINUTE for allowed in LEAD_ALLOWED)
    lead = round(fleet_text.number(tr("Reminder before the van"), lead_min, least, most))
    begins, ends = fleet_text.clock(tr("Quiet from"), quiet_from), fleet_text.clock(tr("Quiet until"), quiet_until)
    row = tx.session.scalar(select(MessageHours).order_by(MessageHours.id).limit(1).with_for_update())
    if row is None:
        row = MessageHours()
        tx.session.add(row)
    row.quiet_from, row.quiet_until, row.lead_min, row.stop_words = begins, ends, lead, ", ".join(words)
