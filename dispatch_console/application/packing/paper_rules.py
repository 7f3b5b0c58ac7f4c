"""Which papers go into which boxes, as the site's office keeps it by screen."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.records import Record, Texts, require_as_seen
from dispatch_console.application.operations.rights import operation
from dispatch_console.application.operations.views import reads
from dispatch_console.application.orders.site_checklist import SCOPES, scope_of, value_of
from dispatch_console.domain import fleet_text, roles
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.orders.site_items import Scope
from dispatch_console.language import tr
from dispatch_console.store.entities import PaperRule
from dispatch_console.store.kinds import Kind
from dispatch_console.store.transaction import Transaction

# of a sheet of the site, bytes
MOST_BYTES = 10_000_000


@reads(Kind.SITE)
def paper_rules(session: Session) -> tuple[Record, ...]:
    """Return the rules as a form shows them."""
    query = select(PaperRule).where(PaperRule.retired_at.is_(None)).order_by(PaperRule.paper, PaperRule.id)
    return tuple(_record(row) for row in session.scalars(query))


def _record(row: PaperRule) -> Record:
    scope = SCOPES[row.scope]
    asked = scope if row.scope == Scope.EVERY else tr("{scope}: {value}", scope=scope, value=row.value)
    how = tr("printed here: {file}", file=row.file_name) if row.file_name else tr("scanned: {code}", code=row.code)
    under = f"{asked}, {how if row.file_name or row.code else tr('ticked')}"
    fields = {"paper": row.paper, "scope": scope, "value": row.value, "code": row.code, "file": row.file_name}
    return Record(row.id, row.paper, under, fields)


@operation("keep_paper_rule", roles.OFFICE)
def keep_paper_rule(
    tx: Transaction, record: int | None, texts: Texts, seen: Texts | None = None, pdf: bytes = b""
) -> int:
    """Add or change a rule, and return its id. `pdf`: the sheet that is printed here; without one the sheet that is
    kept stays, unless the form names none.

    Errors: Conflict of `require_as_seen`; BadInput of the field that is wrong, `item.which`, `paper.unreadable`.
    """
    require_as_seen(tx, PaperRule, record, paper_rules, seen)
    paper, scope = fleet_text.words(tr("Paper"), texts["paper"], most=60), scope_of(texts["scope"])
    value = value_of(scope, texts["value"])
    if pdf and (not pdf.startswith(b"%PDF-") or len(pdf) > MOST_BYTES):
        raise BadInput("paper.unreadable")
    row = tx.session.get_one(PaperRule, record) if record else PaperRule()
    row.paper, row.scope, row.value, row.code = paper, scope, value, texts["code"].strip()
    name = texts["file"].strip()
    if pdf:
        row.pdf, row.file_name = pdf, name.replace("\\", "/").rpartition("/")[2]
    elif not name:
        row.pdf, row.file_name = None, ""
    tx.session.add(row)
    tx.session.flush()
    return row.id


@operation("retire_paper_rule", roles.OFFICE)
def retire_paper_rule(tx: Transaction, record: int) -> None:
    """Let a paper go into no box any more."""
    tx.session.get_one(PaperRule, record).retired_at = tx.now
