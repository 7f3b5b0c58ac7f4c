"""Which proofs are asked of which orders, and how strongly: read for an order, kept by a form."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.records import Record, Texts, require_as_seen
from dispatch_console.application.operations.rights import operation
from dispatch_console.application.operations.views import reads
from dispatch_console.application.orders.site_checklist import SCOPES, asked_of, code_of, scope_of, value_of
from dispatch_console.domain import roles
from dispatch_console.domain.orders import proof_levels
from dispatch_console.domain.orders.proof_levels import Level
from dispatch_console.domain.orders.site_items import Scope
from dispatch_console.language import Words, mark, tr
from dispatch_console.store.entities import Order, ProofRule
from dispatch_console.store.kinds import Kind
from dispatch_console.store.transaction import Transaction

PROOFS: Words[str] = Words(
    {
        proof_levels.SAID_NAME: mark("name asked"),
        proof_levels.SAID_NUMBER: mark("order number asked"),
        proof_levels.SIGNATURE: mark("signature"),
        proof_levels.PHOTO: mark("photo"),
        proof_levels.PIN: mark("PIN of the customer"),
    }
)
LEVELS: Words[str] = Words(
    {
        Level.OFF: mark("not asked"),
        Level.WANTED: mark("wanted"),
        Level.WARNED: mark("warned about where it is missing"),
        Level.REQUIRED: mark("required"),
    }
)


def levels_of(session: Session, order: Order) -> dict[str, Level]:
    """Return how strongly each proof is asked of an order."""
    rows = session.scalars(select(ProofRule).where(ProofRule.retired_at.is_(None)))
    rules = [proof_levels.ProofRule(row.proof, Level(row.level), Scope(row.scope), row.value) for row in rows]
    return proof_levels.levels_of(rules, asked_of(order))


@reads(Kind.SITE)
def proof_rules(session: Session) -> tuple[Record, ...]:
    """Return the rules as a form shows them."""
    query = select(ProofRule).where(ProofRule.retired_at.is_(None)).order_by(ProofRule.proof, ProofRule.id)
    return tuple(_record(row) for row in session.scalars(query))


def _record(row: ProofRule) -> Record:
    scope, proof, level = SCOPES[row.scope], PROOFS[row.proof], LEVELS[row.level]
    asked = scope if row.scope == Scope.EVERY else tr("{scope}: {value}", scope=scope, value=row.value)
    fields = {"proof": proof, "level": level, "scope": scope, "value": row.value}
    return Record(row.id, proof, tr("{level}, {asked}", level=level, asked=asked), fields)


@operation("keep_proof_rule", roles.SUPERVISOR)
def keep_proof_rule(tx: Transaction, record: int | None, texts: Texts, seen: Texts | None = None) -> int:
    """Add or change a rule, and return its id.

    Errors: Conflict of `require_as_seen`; BadInput `item.which`, `item.requirement`.
    """
    require_as_seen(tx, ProofRule, record, proof_rules, seen)
    scope = scope_of(texts["scope"])
    value = value_of(scope, texts["value"])
    row = tx.session.get_one(ProofRule, record) if record else ProofRule()
    row.proof, row.level = code_of(PROOFS, texts["proof"]), code_of(LEVELS, texts["level"])
    row.scope, row.value = scope, value
    tx.session.add(row)
    tx.session.flush()
    return row.id


@operation("retire_proof_rule", roles.SUPERVISOR)
def retire_proof_rule(tx: Transaction, record: int) -> None:
    """Let a rule mean no order any more; what was recorded under it stays."""
    tx.session.get_one(ProofRule, record).retired_at = tx.now


def is_asked(session: Session, order: Order, proof: str) -> bool:
    return levels_of(session, order)[proof] is not Level.OFF
