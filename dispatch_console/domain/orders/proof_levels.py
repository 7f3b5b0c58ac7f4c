"""What a handoff of an order has to prove, and how strongly: off, wanted, warned or required."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from dispatch_console.domain.orders.requirements import Requirement
from dispatch_console.domain.orders.site_items import AskedOf, Scope, matches


class Level(StrEnum):
    """What happens without a proof. `OFF`: nobody asks for it. `WANTED`: nothing happens. `WARNED`: the form warns, and
    the record says that it is missing. `REQUIRED`: the record and its day stay open; a counter hands nothing out.
    """

    OFF = "off"
    WANTED = "wanted"
    WARNED = "warned"
    REQUIRED = "required"


# the proofs whose level a site may choose; age, identity, cash and who took it are no matter of choice
SAID_NAME, SAID_NUMBER, SIGNATURE, PHOTO, PIN = "said_name", "said_number", "signature", "photo", "pin"
LEVELLED = (SAID_NAME, SAID_NUMBER, SIGNATURE, PHOTO, PIN)
DEFAULTS: Mapping[str, Level] = {
    SAID_NAME: Level.REQUIRED,
    SAID_NUMBER: Level.REQUIRED,
    SIGNATURE: Level.REQUIRED,
    PHOTO: Level.OFF,
    PIN: Level.OFF,
}
_RAISED = {Requirement.SIGNATURE: SIGNATURE, Requirement.PHOTO: PHOTO, Requirement.PIN: PIN}
_ORDER = tuple(Level)


@dataclass(frozen=True, slots=True)
class ProofRule:
    """A proof and its level for the orders that a scope means."""

    proof: str
    level: Level
    scope: Scope
    value: str


def levels_of(rules: Iterable[ProofRule], order: AskedOf) -> dict[str, Level]:
    """Return the level of each proof for an order. What the order itself asks for is required; of rules that mean the
    order one with a scope wins over one for every order, then the stronger one; without a rule the default stands.
    """
    found: dict[str, tuple[bool, Level]] = {}
    for rule in rules:
        if rule.proof in DEFAULTS and matches(rule.scope, rule.value, order):
            mine = (rule.scope is not Scope.EVERY, rule.level)
            found[rule.proof] = max(found.get(rule.proof, mine), mine, key=lambda one: (one[0], _ORDER.index(one[1])))
    levels = {proof: found[proof][1] if proof in found else DEFAULTS[proof] for proof in LEVELLED}
    return levels | dict.fromkeys(raised(order.requirements), Level.REQUIRED)


def whole(levels: Mapping[str, Level]) -> dict[str, Level]:
    """Return the levels as if all that is asked were required: what a record with everything would hold."""
    return {proof: Level.OFF if level is Level.OFF else Level.REQUIRED for proof, level in levels.items()}


def raised(requirements: Collection[str]) -> tuple[str, ...]:
    """Return the proofs that an order asks for by itself."""
    return tuple(proof for need, proof in _RAISED.items() if need in requirements)
