"""When something happened by a phone whose clock may be wrong, be put right, or jump.

A phone says with each act what its clock showed, what it showed when it last heard from us (and what ours said then),
and by how much its clock was seen to jump, against a counter that only runs forward. That counter stands still while
some phones sleep, so a jump may be a sleep: it counts only where both ends agree on it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

# clocks that differ by less are the same
SAME = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a phone's clock showed. `jumped`: by how much it was seen to jump, all in all, up to then."""

    wall: datetime
    jumped: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A moment at which both clocks are known: ours, and the phone's."""

    ours: datetime
    phone: Reading

    @property
    def ahead(self) -> timedelta:
        """Return by how much our clock is ahead of the phone's."""
        return self.ours - self.phone.wall


@dataclass(frozen=True, slots=True, kw_only=True)
class ActTime:
    """When it was, and between which instants it must have been. `corrected`: the phone showed something else."""

    at: datetime
    earliest: datetime
    latest: datetime
    corrected: bool

    @property
    def is_doubtful(self) -> bool:
        return self.latest - self.earliest > SAME


def act_time(act: Reading, before: Heard | None, after: Heard) -> ActTime:
    """Return when an act was. `before`: when the phone last heard from us, None for never; `after`: the hand-in."""
    if before is None:
        return _at(act.wall + after.ahead, act)
    put_right = before.ahead - after.ahead
    if abs(put_right) <= SAME:
        return _at(act.wall + before.ahead, act)
    seen = after.phone.jumped - before.phone.jumped
    if abs(seen - put_right) <= SAME:
        # each jump was seen, and none of it was a sleep
        return _at(act.wall + before.ahead - (act.jumped - before.phone.jumped), act)
    first, second = sorted((act.wall + before.ahead, act.wall + after.ahead))
    return ActTime(
        at=min(act.wall + before.ahead, after.ours), earliest=first, latest=min(second, after.ours), corrected=True
    )


def _at(at: datetime, act: Reading) -> ActTime:
    return ActTime(at=at, earliest=at, latest=at, corrected=abs(at - act.wall) > SAME)
