"""Corrections that were kept as rules of a source: what stands in a cell is read as what is meant."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.operations.views import reads
from dispatch_console.domain import roles
from dispatch_console.domain.errors import BadInput
from dispatch_console.store.entities import SourceRule
from dispatch_console.store.kinds import Kind
from dispatch_console.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Rule:
    """In this column of this source `value` is read as `becomes`."""

    id: int
    source: str
    column: str
    value: str
    becomes: str
    made_by: str
    made_at: datetime


@reads(Kind.QUARANTINE)
def rules(session: Session) -> tuple[Rule, ...]:
    """Return every rule, by source, column and text."""
    query = select(SourceRule).order_by(SourceRule.source, SourceRule.column_name, SourceRule.value)
    return tuple(
        Rule(rule.id, rule.source, rule.column_name, rule.value, rule.becomes, rule.made_by, rule.made_at)
        for rule in session.scalars(query)
    )


def of_source(session: Session, source: str) -> dict[tuple[str, str], str]:
    """Return column and text → the text that is meant."""
    columns = SourceRule.column_name, SourceRule.value, SourceRule.becomes
    rows = session.execute(select(*columns).where(SourceRule.source == source))
    return {(column, value): becomes for column, value, becomes in rows}


@operation("keep_rule", roles.OFFICE)
def keep(tx: Transaction, source: str, column: str, value: str, becomes: str) -> None:
    """Keep a correction for every later file of a source; one that stands for the same text is replaced.

    Errors: BadInput `rule.empty`: an empty cell may mean anything, so no rule fills it or empties one.
    """
    value, becomes = value.strip(), becomes.strip()
    if not value or not becomes:
        raise BadInput("rule.empty")
    same = (SourceRule.source == source, SourceRule.column_name == column, SourceRule.value == value)
    rule = tx.session.scalar(select(SourceRule).where(*same).with_for_update())
    if rule is None:
        rule = SourceRule(source=source, column_name=column, value=value)
        tx.session.add(rule)
    rule.becomes, rule.made_by, rule.made_at = becomes, tx.actor.name, tx.now


@operation("forget_rule", roles.OFFICE)
def forget(tx: Transaction, ids: Collection[int]) -> None:
    """Forget rules; what was read by them stays. One that is gone already is passed over."""
    query = select(SourceRule).where(SourceRule.id.in_(ids)).order_by(SourceRule.id).with_for_update()
    for rule in tx.session.scalars(query):
        tx.session.delete(rule)
