"""Which kinds of messages a site sends that it need not send."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.operations.views import reads
from dispatch_console.domain import roles
from dispatch_console.domain.messages.due import BY_CHOICE
from dispatch_console.store.entities import CustomerNotice
from dispatch_console.store.kinds import Kind
from dispatch_console.store.transaction import Transaction


@reads(Kind.SITE)
def told_kinds(session: Session) -> frozenset[str]:
    """Return the kinds of messages that a site has switched on; none as delivered."""
    return frozenset(session.scalars(select(CustomerNotice.kind_of)))


@operation("keep_notices", roles.SUPERVISOR)
def keep_notices(tx: Transaction, kinds: Collection[str]) -> None:
    """Set which of these kinds are sent. Kinds that are always sent are passed over."""
    known = {row.kind_of: row for row in tx.session.scalars(select(CustomerNotice).with_for_update())}
    for kind in BY_CHOICE:
        if kind in kinds and kind not in known:
            tx.session.add(CustomerNotice(kind_of=kind))
        elif kind not in kinds and kind in known:
            tx.session.delete(known[kind])
