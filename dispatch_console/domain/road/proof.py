"""Decide which proofs a handoff needs, and which are missing."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from dispatch_console.domain.errors import Refused
from dispatch_console.domain.orders import proof_levels
from dispatch_console.domain.orders.permissions import may_be_left
from dispatch_console.domain.orders.proof_levels import DEFAULTS, Level
from dispatch_console.domain.orders.requirements import Requirement
from dispatch_console.domain.road.handed import Turned
from dispatch_console.domain.road.outcomes import OUTCOMES, Outcome

ID_KINDS = ("driving_licence", "identity_card", "passport", "residence_permit", "other")
CUSTOMER = "customer"
RELATIONS = (CUSTOMER, "family", "colleague", "neighbour", "reception", "other")
# who signs for a customer without more being known of him
SOMEBODY_ELSE = "other"
MEANS = ("cash", "card", "mobile")
COUNTER, SHEET = "counter", "sheet"
# how a parcel was checked when it changed hands
SCANNED, TYPED, SEEN = "scanned", "typed", "seen"
CHECKS = (SCANNED, TYPED, SEEN)
PERMISSION = "permission"
# what a signed sheet can show: its signature box, and the tick beside it where an order asks for identity
ON_A_SHEET = ("signature", "id_kind", "of_age")
# one box of the sheet says both
IDENTITY = ("id_kind", "of_age")
# without them there is nothing to record, wherever it happened
_ALWAYS = frozenset({"outcome", "recipient"})
# what may not be done, as long as somebody can still do otherwise
_NOT_ALLOWED = frozenset({"permission", "in_person", "too_large"})


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoffFacts:
    """What the person at the door, or on the phone with the driver, has recorded. Money in minor units.

    `collected` is what stays with us, without the change; `on_paper`: the sheet was signed, and is not here yet;
    `turned`: pieces that were not accepted; `checked`: parcels by id that somebody looked at, and how; `pin_right`: the
    customer's PIN was compared and is right.
    """

    outcome: str
    recipient: str = ""
    relation: str = CUSTOMER
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
    has_photo: bool = False
    pin_right: bool = False


def is_on_sheet(code: str, through: str, *, on_paper: bool) -> bool:
    """Return whether the signed sheet of a stop can show a proof."""
    return code in ON_A_SHEET and (through == SHEET or on_paper)


def missing_proof(
    facts: HandoffFacts,
    requirements: Iterable[str],
    *,
    due: int,
    permitted: bool,
    through: str = "",
    parcels: Collection[int] = (),
    levels: Mapping[str, Level] = DEFAULTS,
) -> tuple[str, ...]:
    """Return the codes of the proofs that are still open; empty when the record is complete. `due` is in minor units.
    `parcels`: those of the order; for a pick-up every one must be checked. `levels`: how strongly the others are asked.
    """
    outcome = OUTCOMES.get(facts.outcome)
    if outcome is None:
        return ("outcome",)
    needs = set(requirements)
    missing = []
    if outcome.action == "pick_up" and not set(parcels) <= set(facts.checked):
        missing.append("parcels")
    if outcome.needs_recipient and not facts.recipient.strip():
        missing.append("recipient")
    asked = _asked(levels, outcome, through)
    missing += [code for code in _not_there(facts, outcome, through) if asked[code] is Level.REQUIRED]
    if outcome.needs_recipient:
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


def lacking_proof(facts: HandoffFacts, *, through: str = "", levels: Mapping[str, Level] = DEFAULTS) -> tuple[str, ...]:
    """Return the codes of the proofs of level `WARNED` that are missing. The record names them and does not wait."""
    outcome = OUTCOMES.get(facts.outcome)
    if outcome is None:
        return ()
    asked = _asked(levels, outcome, through)
    return tuple(code for code in _not_there(facts, outcome, through) if asked[code] is Level.WARNED)


def _asked(levels: Mapping[str, Level], outcome: Outcome, through: str) -> Mapping[str, Level]:
    """Return how strongly proofs are asked of an outcome: where nobody signs, a photo stands in for the signature. A
    sheet has no room for one.
    """
    takes_place = outcome.alone and through != SHEET and levels[proof_levels.SIGNATURE] is not Level.OFF
    if not takes_place or levels[proof_levels.PHOTO] is Level.REQUIRED:
        return levels
    return {**levels, proof_levels.PHOTO: Level.WARNED}


def _not_there(facts: HandoffFacts, outcome: Outcome, through: str) -> Iterator[str]:
    """Yield the proofs of a chosen level that are missing. A signed sheet has no box for what was asked, and nobody
    takes a photo at our counter.
    """
    if outcome.needs_recipient:
        if through != SHEET:
            if not facts.said_name:
                yield proof_levels.SAID_NAME
            if not facts.said_number:
                yield proof_levels.SAID_NUMBER
        if not facts.has_signature:
            yield proof_levels.SIGNATURE
        if not facts.pin_right:
            yield proof_levels.PIN
    if outcome.action == "deliver" and not facts.has_photo and through != COUNTER:
        yield proof_levels.PHOTO


def blocking(missing: Iterable[str], through: str) -> tuple[str, ...]:
    """Return the missing proofs that keep a record from being written. At our counter all do, because nothing is handed
    out before. At a door only the outcome, the recipient and a handover that is not allowed do; on a sheet the last
    does not either, because it has happened.
    """
    held = _ALWAYS if through == SHEET else _ALWAYS | _NOT_ALLOWED
    return tuple(code for code in missing if through == COUNTER or code in held)


def still_open(missing: Iterable[str], facts: HandoffFacts) -> tuple[str, ...]:
    """Return the proofs that are to come after the record: what is missing, and a signature that is on a sheet."""
    on_its_way = ("signature",) if facts.on_paper and OUTCOMES[facts.outcome].needs_recipient else ()
    return tuple(dict.fromkeys((*missing, *on_its_way)))


def relation_of(facts: HandoffFacts) -> str:
    """Return the recipient's relation to the customer. The outcome overrides what was chosen beside it."""
    if facts.outcome == "delivered_to_recipient":
        return CUSTOMER
    is_else = facts.outcome == "delivered_third_party" and facts.relation in ("", CUSTOMER)
    return SOMEBODY_ELSE if is_else else facts.relation


def require_proof(
    facts: HandoffFacts,
    requirements: Iterable[str],
    *,
    due: int,
    permitted: bool,
    through: str = COUNTER,
    parcels: Collection[int] = (),
    levels: Mapping[str, Level] = DEFAULTS,
) -> tuple[str, ...]:
    """Require the proofs without which nothing is recorded. Returns those that are still to come. Errors: Refused
    `handoff.missing` with what is open.
    """
    missing = missing_proof(
        facts, requirements, due=due, permitted=permitted, through=through, parcels=parcels, levels=levels
    )
    if blocked := blocking(missing, through):
        raise Refused("handoff.missing", missing=blocked)
    return still_open(missing, facts)
