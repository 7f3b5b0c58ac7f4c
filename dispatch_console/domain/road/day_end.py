"""What keeps a van or a day from being closed, and who may let it pass."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dispatch_console.domain import roles
from dispatch_console.domain.errors import BadInput, Refused

LEAST_REASON = 10


class OpenKind(StrEnum):
    """`route`: a van that did not leave; `outcome`: a stop of which nobody knows; `next_step`: a miss of which nothing
    was decided; `goods`: a parcel or pieces that are to be here; `surplus`: a parcel lies in a van that it does not
    belong into; `contradiction`: a parcel is here, and the record of its stop says that somebody took it; `proof`: one
    that is still to come; `cash`: counted otherwise than due, or not at all; `phone`: a
    driver's phone holds acts that never came, or said something that a person has to look at.
    """

    ROUTE = "route"
    OUTCOME = "outcome"
    NEXT_STEP = "next_step"
    GOODS = "goods"
    SURPLUS = "surplus"
    CONTRADICTION = "contradiction"
    PROOF = "proof"
    CASH = "cash"
    PHONE = "phone"


# money and signatures are let pass by somebody else than who took them in
_BY_A_SECOND = (OpenKind.PROOF, OpenKind.CASH)
# nobody lets these pass: the day would say what is not so
_NEVER = (OpenKind.ROUTE, OpenKind.OUTCOME)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenThing:
    """One thing that is open. `key` stays the same as long as it is; `money` in minor units; `by`: who took it in;
    `on_sheet`: a signed sheet can show it.

    `waived_by` and `reason`: who let it pass, and why; empty while it blocks. `until`: the last day on which it passes;
    `of_day`: the earlier day that it is of, None for the day itself.
    """

    kind: OpenKind
    key: str
    shift_id: int | None
    letter: str
    since: datetime
    order_id: int | None = None
    record_id: int | None = None
    goods_id: int | None = None
    number: str = ""
    customer: str = ""
    stop: int | None = None
    what: str = ""
    on_sheet: bool = False
    money: int = 0
    currency: str = ""
    by: str = ""
    waived_by: str = ""
    reason: str = ""
    until: date | None = None
    of_day: date | None = None

    @property
    def blocks(self) -> bool:
        return not self.waived_by


def blocking(things: Iterable[OpenThing]) -> tuple[OpenThing, ...]:
    """Return the things that nobody has let pass."""
    return tuple(thing for thing in things if thing.blocks)


def require_closable(things: Iterable[OpenThing]) -> None:
    """Require that nothing is open. Errors: Refused `close.open` with how many things are."""
    if left := blocking(things):
        raise Refused("close.open", count=len(left))


def require_vouched(words: str, *, on_sheet: bool, recorded_by: str, actor: str) -> None:
    """Require that somebody may say that a proof is there. Whoever holds a signed sheet that shows it (`on_sheet`) may.
    Without a sheet it takes a reason, and a second person: not the one who recorded the stop.

    Errors: BadInput `proof.words`; Refused `close.reason`, `close.second_person`.
    """
    if on_sheet:
        if not words.strip():
            raise BadInput("proof.words")
        return
    if len(words.strip()) < LEAST_REASON:
        raise Refused("close.reason", least=LEAST_REASON)
    if recorded_by == actor:
        raise Refused("close.second_person")


def require_waivable(thing: OpenThing, reason: str, *, actor: str, role: str) -> None:
    """Require that somebody may let a thing pass. Errors: Refused `right.missing`, `close.reason`, `close.never`,
    `close.second_person`.
    """
    roles.require_role(role, roles.SUPERVISOR)
    if len(reason.strip()) < LEAST_REASON:
        raise Refused("close.reason", least=LEAST_REASON)
    if thing.kind in _NEVER:
        raise Refused("close.never")
    if thing.kind in _BY_A_SECOND and thing.by == actor:
        raise Refused("close.second_person")
