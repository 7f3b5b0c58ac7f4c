"""What waits in the inbox of customer service, and until when it is to be answered."""

from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from dispatch_console.domain.local_day import LocalDay

# when somebody is there to answer, by the depot's clock
OPENS, SHUTS = time(8), time(20)


class ItemKind(StrEnum):
    """`query`: the customer wrote. `ring`: he asks to be rung. `failed`: a message to him did not arrive.
    `note`: somebody of the house wrote it down.

    `rating`: a case from a low rating, `wrong`: a complaint.
    """

    QUERY = "query"
    RING = "ring"
    RATING = "rating"
    WRONG = "wrong"
    FAILED = "failed"
    NOTE = "note"


CASES = (ItemKind.RATING, ItemKind.WRONG)
# of five; these open a case
LOW_RATINGS = (1, 2)
LONGEST_TEXT = 2000
_WITHIN = {
    ItemKind.QUERY: timedelta(hours=1),
    ItemKind.RING: timedelta(hours=1),
    ItemKind.FAILED: timedelta(minutes=30),
    ItemKind.NOTE: timedelta(0),
    ItemKind.RATING: timedelta(hours=4),
    ItemKind.WRONG: timedelta(hours=4),
}


def answer_by(kind: ItemKind, opened_at: datetime, zone: ZoneInfo) -> datetime:
    """Return until when an item is to be answered. The night does not count: what comes then is new in the morning."""
    local = opened_at.astimezone(zone)
    if local.time() < OPENS:
        opened_at = LocalDay(local.date(), zone).at(OPENS)
    elif local.time() >= SHUTS:
        opened_at = LocalDay(local.date() + timedelta(days=1), zone).at(OPENS)
    return opened_at + _WITHIN[kind]
