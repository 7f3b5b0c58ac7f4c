"""Judge whether an order can still be in its van when the van leaves."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from dispatch_console.domain.orders.stages import Stage

# what the steps from a stage to the loaded van take on a usual day, the wait for a free hand included; an order that
# has less time than this is pointed out, not stopped
TO_LOADED: Mapping[str, timedelta] = {
    Stage.VERIFY: timedelta(minutes=120),
    Stage.PACK: timedelta(minutes=75),
    Stage.SCHEDULE: timedelta(minutes=60),
    Stage.ROUTE: timedelta(minutes=45),
    Stage.LOAD: timedelta(minutes=15),
}


def will_miss(stage: str, leaves_at: datetime | None, now: datetime) -> bool:
    """Return whether an order in this stage is likely to miss its van; it may have missed it already."""
    needed = TO_LOADED.get(stage)
    return needed is not None and leaves_at is not None and now + needed > leaves_at
