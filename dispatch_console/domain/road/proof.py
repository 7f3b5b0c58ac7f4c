"""Decide which proofs a handoff needs, and which are missing."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from dispatch_console.domain.errors import Refused
from dispatch_console.domain.orders.permissions import may_be_left
from dispatch_console.domain.orders.requirements import Requirement
from dispatch_console.domain.road.handed import Turned
from dispatch_console.domain.road.outcomes import OUTCOMES

ID_KINDS = ("driving_licence", "identity_card", "passport", "residence_permit", "other")
RELATIONS = ("customer", "family", "colleague", "neighbour", "reception", "other")
MEANS = ("cash", "card", "mobile")
COUNTER, SHEET = "counter", "sheet"
# how a parcel was checked when it changed hands
SCANNED, TYPED, SEEN = "scanned", "typed", "seen"
CHECKS = (SCANNED, TYPED, SEEN)
PERMISSION = "permission"
# without them there is nothing to record, wherever it happened
_ALWAYS = frozenset({"outcome", "recipient", "permission", "in_person", "too_large"})


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoffFacts:
    """What the person at the door, or on the phone with the driver, has recorded. Money in minor units.

    `collected` is what stays with us, without the change; `on_paper`: the sheet was signed, and is not here yet;
    `turned`: pieces that were not accepted; `checked`: parcels by id that somebody looked at, and how.
    """

    outcome: str
    recipient: str = ""
    relation: str = "customer"
    said_name: bool = False
    said_number: bool = False
    id_kind: str = ""
    of_age: bool = False
    has_signature: bool = False
    on_paper: bool = False
    collected: int = 0
    means: str = "cash"
    safe_place: str = ""
    turned: tuple[Turned, ...] = ()
    checked: Mapping[int, str] = field(default_factory=dict)


def missing_proof(
    facts: HandoffFacts,
    requirements: Iterable[str],
    *,
    due: int,
    permitted: bool,
    through: str = "",
    parcels: Collection[int] = (),
) -> tuple[str, ...]:
    """Return the codes of the proofs that are still open; empty when the record is complete. A signed sheet has no box
    for what was asked, so nobody waits for that. `parcels`: those of the order; each that is picked up is checked.
    """
    outcome = OUTCOMES.get(facts.outcome)
    if outcome is None:
        return ("outcome",)
    needs = set(requirements)
    missing = []
    if outcome.action == "pick_up" and not set(parcels) <= set(facts.checked):
        missing.append("parcels")
    if outcome.needs_recipient:
        if not facts.recipient.strip():
            missing.append("recipient")
        if not facts.said_name and through != SHEET:
            missing.append("said_name")
        if not facts.said_number and through != SHEET:
            missing.append("said_number")
        if not facts.has_signature:
            missing.append("signature")
        if Requirement.ID_CHECK in needs and facts.id_kind not in ID_KINDS:
            missing.append("id_kind")
        if Requirement.AGE_18 in needs and not facts.of_age:
            missing.append("of_age")
    if outcome.action in ("deliver", "pick_up") and due > 0 and facts.collected < due:
        missing.append("cash")
    if outcome.needs_permission and not permitted:
        missing.append("permission")
    if outcome.alone and not may_be_left(needs, due):
        missing.append("in_person")
    if facts.outcome == "delivered_mailbox" and Requirement.TWO_PERSON in needs:
        missing.append("too_large")
    return tuple(missing)


def blocking(missing: Iterable[str], through: str) -> tuple[str, ...]:
    """Return those of the missing proofs without which nothing is recorded: at our counter all of them, because nothing
    is handed out before. What has happened at a door is recorded, and its proof stays open.
    """
    return tuple(code for code in missing if through == COUNTER or code in _ALWAYS)


def still_open(missing: Iterable[str], facts: HandoffFacts) -> tuple[str, ...]:
    """Return the proofs that are to come after the record: what is missing, and a signature that is on a sheet."""
    on_its_way = ("signature",) if facts.on_paper and OUTCOMES[facts.outcome].needs_recipient else ()
    return tuple(dict.fromkeys((*missing, *on_its_way)))


def require_proof(
    facts: HandoffFacts,
    requirements: Iterable[str],
    *,
    due: int,
    permitted: bool,
    through: str = COUNTER,
    parcels: Collection[int] = (),
) -> tuple[str, ...]:
    """Require the proofs without which nothing is recorded. Returns those that are still to come. Errors: Refused
    `handoff.missing` with what is open.
    """
    missing = missing_proof(facts, requirements, due=due, permitted=permitted, through=through, parcels=parcels)
    if blocked := blocking(missing, through):
        raise Refused("handoff.missing", missing=blocked)
    return still_open(missing, facts)
