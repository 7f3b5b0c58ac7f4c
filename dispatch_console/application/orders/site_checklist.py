"""Items that a site adds to the checklist of Verify: read for an order, kept by a form."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.records import Record, Texts, require_as_seen
from dispatch_console.application.operations.rights import operation
from dispatch_console.application.operations.views import reads
from dispatch_console.domain import fleet_text, roles
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.orders import gates, requirements, site_items
from dispatch_console.domain.orders.gates import Item
from dispatch_console.domain.orders.site_items import AskedOf, Scope, SiteItem
from dispatch_console.language import Words, mark, tr
from dispatch_console.store.entities import ChecklistItem, Order
from dispatch_console.store.kinds import Kind
from dispatch_console.store.transaction import Transaction

SCOPES: Words[str] = Words(
    {
        Scope.EVERY: mark("every order"),
        Scope.PRODUCT: mark("a product"),
        Scope.CUSTOMER: mark("a customer"),
        Scope.SOURCE: mark("a source"),
        Scope.REQUIREMENT: mark("a requirement"),
        Scope.COUNTRY: mark("a country"),
        Scope.PAYMENT: mark("a way to pay"),
    }
)
WAYS: Words[str] = Words({"tick": mark("by a look"), gates.CALL: mark("by a call")})
LONGEST = 80


def items_of(session: Session, order: Order, gate: str) -> tuple[Item, ...]:
    """Return the checklist of an order at a gate, with what the site adds to it."""
    extra = _asked(session, order) if gate == "verify" else ()
    return gates.items_for(gate, order.needs, extra)


def _asked(session: Session, order: Order) -> tuple[Item, ...]:
    of_order = asked_of(order)
    query = select(ChecklistItem).where(ChecklistItem.retired_at.is_(None)).order_by(ChecklistItem.id)
    known = (_item(row) for row in session.scalars(query))
    return tuple(site_items.as_item(item) for item in known if site_items.is_asked(item, of_order))


def asked_of(order: Order) -> AskedOf:
    """Return what of an order decides which of the site's rules mean it."""
    return AskedOf(
        [line.sku for line in order.lines],
        order.customer_name,
        order.source,
        [*order.requirements, *order.remarks],
        order.address.country,
        order.payment or "",
    )


def words_of(session: Session, keys: Collection[str]) -> dict[str, str]:
    """Return what the site's items say, by their keys; also of those that are out of use."""
    if not any(key.startswith(site_items.PREFIX) for key in keys):
        return {}
    rows = session.execute(select(ChecklistItem.id, ChecklistItem.words))
    return {site_items.key_of(item_id): words for item_id, words in rows}


@reads(Kind.SITE)
def checklist_items(session: Session) -> tuple[Record, ...]:
    """Return the site's items as a form shows them."""
    query = select(ChecklistItem).where(ChecklistItem.retired_at.is_(None)).order_by(ChecklistItem.words)
    return tuple(_record(row) for row in session.scalars(query))


def _record(row: ChecklistItem) -> Record:
    scope, way = SCOPES[row.scope], WAYS[gates.CALL if row.is_call else "tick"]
    asked = scope if row.scope == Scope.EVERY else tr("{scope}: {value}", scope=scope, value=row.value)
    return Record(
        row.id,
        row.words,
        f"{asked}, {way}",
        {"words": row.words, "scope": scope, "value": row.value, "way": way},
    )


@operation("keep_checklist_item", roles.OFFICE)
def keep_item(tx: Transaction, record: int | None, texts: Texts, seen: Texts | None = None) -> int:
    """Add or change an item, and return its id. One that asks for something else is a new item: a tick that was given
    to the old words is no tick of the new ones.

    Errors: Conflict of `require_as_seen`; BadInput of the field that is wrong, `item.which`, `item.requirement`.
    """
    require_as_seen(tx, ChecklistItem, record, checklist_items, seen)
    words = fleet_text.words(tr("Words"), texts["words"], most=LONGEST)
    scope = scope_of(texts["scope"])
    value = value_of(scope, texts["value"])
    is_call = code_of(WAYS, texts["way"]) == gates.CALL
    row = tx.session.get_one(ChecklistItem, record) if record else None
    if row is not None and (row.words, row.is_call) != (words, is_call):
        row.retired_at, row = tx.now, None
    if row is None:
        row = ChecklistItem(words=words, scope=scope, value=value, is_call=is_call)
        tx.session.add(row)
    row.scope, row.value = scope, value
    tx.session.flush()
    return row.id


@operation("retire_checklist_item", roles.OFFICE)
def retire_item(tx: Transaction, record: int) -> None:
    """Ask an item of no order any more. Ticks of it stay in the history of their orders."""
    tx.session.get_one(ChecklistItem, record).retired_at = tx.now


def _item(row: ChecklistItem) -> SiteItem:
    return SiteItem(row.id, row.words, Scope(row.scope), row.value, row.is_call)


def code_of(table: Words[str], text: str) -> str:
    """Return the code of what was chosen from a table."""
    return next((code for code, words in table.items() if words == text), next(iter(table)))


def scope_of(text: str) -> Scope:
    """Return the scope that was chosen by its words."""
    return Scope(code_of(SCOPES, text))


def value_of(scope: Scope, text: str) -> str:
    """Read which product, customer, source or requirement is meant. Errors: BadInput `item.which`,
    `item.requirement`.
    """
    if scope is Scope.EVERY:
        return ""
    value = " ".join(text.split())
    if not value:
        raise BadInput("item.which", scope=SCOPES[scope])
    if scope is Scope.REQUIREMENT:
        known = [*requirements.from_tags(value), *(one for one in requirements.Requirement if one == value)]
        if not known:
            raise BadInput("item.requirement", value=value, known=tuple(requirements.Requirement))
        return str(known[0])
    return value
