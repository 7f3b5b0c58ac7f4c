"""Which decisions of the office a site tells its customers of."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.operations.views import reads
from dispatch_console.domain import roles
from dispatch_console.domain.messages.due import OFFICE_KINDS
from dispatch_console.store.entities import CustomerNotice
from dispatch_console.store.kinds import Kind
from dispatch_console.store.transaction import Transaction


@reads(Kind.SITE)
def told_kinds(session: Session) -> frozenset[str]:
    """Return the kinds of messages that are written when the office decides so; none as delivered."""
    return frozenset(session.scalars(select(CustomerNotice.kind_of)))


@operation("keep_notices", roles.SUPERVISOR)
def keep_notices(tx: Transaction, kinds: Collection[str]) -> None:
    """Set of which decisions customers are told. Kinds that the office does not decide are passed over."""
    known = {row.kind_of: row for row in tx.session.scalars(select(CustomerNotice).with_for_update())}
    for kind in OFFICE_KINDS:
        if kind in kinds and kind not in known:
            tx.session.add(CustomerNotice(kind_of=kind))
        elif kind not in kinds and kind in known:
            tx.session.delete(known[kind])
