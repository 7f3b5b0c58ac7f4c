"""Packing materials: which of them an order needs by the site's rules, and what was used of a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.records import Record, Texts, require_as_seen
from dispatch_console.application.operations.rights import operation
from dispatch_console.application.operations.views import reads
from dispatch_console.application.orders.site_checklist import SCOPES, scope_of, value_of
from dispatch_console.application.packing import kit
from dispatch_console.application.site.depot import zone_of
from dispatch_console.domain import fleet_text, roles
from dispatch_console.domain.local_day import LocalDay
from dispatch_console.domain.orders import site_items
from dispatch_console.domain.orders.site_items import Scope
from dispatch_console.language import Words, mark, tr
from dispatch_console.store.entities import Material, Order, UsedMaterial
from dispatch_console.store.kinds import Kind
from dispatch_console.store.transaction import Transaction

PER: Words[str] = Words({"box": mark("each box"), "piece": mark("each piece")})


@dataclass(frozen=True, slots=True)
class Needed:
    """So many of a material for an order."""

    name: str
    count: int


def needed(session: Session, order: Order, boxes: int, follow: Mapping[str, int] | None = None) -> tuple[Needed, ...]:
    """Return what an order in so many boxes is packed in; `follow`: pieces of each product that leave later."""
    rules = session.scalars(select(Material).where(Material.retired_at.is_(None)).order_by(Material.id)).all()
    facts = kit.asked_of(order) if rules else None
    counts: dict[str, int] = {}
    for rule in rules:
        if facts and site_items.matches(Scope(rule.scope), rule.value, facts):
            each = _pieces(order, rule, follow or {}) if rule.per_piece else boxes
            counts[rule.name] = counts.get(rule.name, 0) + rule.count * each
    return tuple(Needed(name, count) for name, count in counts.items() if count)


def _pieces(order: Order, rule: Material, follow: Mapping[str, int]) -> int:
    lines = order.delivery_lines
    if rule.scope == Scope.PRODUCT:
        lines = [line for line in lines if site_items.is_product(rule.value, line.sku)]
    later = sum(follow.get(sku, 0) for sku in {line.sku for line in lines})
    return sum(line.quantity for line in lines) - later


def note_used(tx: Transaction, order: Order, boxes: int) -> None:
    """Write down what an order was packed in, for the day's report."""
    for one in needed(tx.session, order, boxes):
        tx.session.add(UsedMaterial(order_id=order.id, name=one.name, count=one.count, at=tx.now))


@reads(Kind.PACKING)
def used(session: Session, since: datetime, now: datetime) -> tuple[Needed, ...]:
    """Return what was used from an instant until now, by name."""
    query = select(UsedMaterial.name, func.sum(UsedMaterial.count)).where(
        UsedMaterial.at >= since, UsedMaterial.at <= now
    )
    rows = session.execute(query.group_by(UsedMaterial.name).order_by(UsedMaterial.name))
    return tuple(Needed(name, int(count)) for name, count in rows)


@reads(Kind.SITE, Kind.PACKING)
def material_records(session: Session, now: datetime | None = None) -> tuple[Record, ...]:
    """Return the materials as a form shows them; with `now` each says what was used of it today and in seven days."""
    rows = session.scalars(select(Material).where(Material.retired_at.is_(None)).order_by(Material.name, Material.id))
    if now is None:
        return tuple(_record(row, "") for row in rows)
    today = LocalDay.of(now, zone_of(session)).begins
    counts = [{one.name: one.count for one in used(session, since, now)} for since in (today, now - timedelta(days=7))]
    return tuple(_record(row, _used_words(*(count.get(row.name, 0) for count in counts))) for row in rows)


def _used_words(today: int, week: int) -> str:
    return tr("used today {today}, in seven days {week}", today=today, week=week) if week else ""


def _record(row: Material, used_words: str) -> Record:
    scope, per = SCOPES[row.scope], PER["piece" if row.per_piece else "box"]
    asked = scope if row.scope == Scope.EVERY else tr("{scope}: {value}", scope=scope, value=row.value)
    fields = {"name": row.name, "count": str(row.count), "per": per, "scope": scope, "value": row.value}
    said = tr("{count} for {per}, {asked}", count=row.count, per=per, asked=asked)
    return Record(row.id, row.name, "; ".join(part for part in (said, used_words) if part), fields)


@operation("keep_material", roles.OFFICE)
def keep_material(tx: Transaction, record: int | None, texts: Texts, seen: Texts | None = None) -> int:
    """Add or change a material, and return its id.

    Errors: Conflict of `require_as_seen`; BadInput of the field that is wrong, `item.which`, `item.requirement`.
    """
    require_as_seen(tx, Material, record, material_records, seen)
    name = fleet_text.words(tr("Name"), texts["name"], most=40)
    scope = scope_of(texts["scope"])
    value, count = value_of(scope, texts["value"]), round(fleet_text.number(tr("How many"), texts["count"], 1, 1000))
    row = tx.session.get_one(Material, record) if record else Material()
    row.name, row.scope, row.value, row.count = name, scope, value, count
    row.per_piece = texts["per"] == PER["piece"]
    tx.session.add(row)
    tx.session.flush()
    return row.id


@operation("retire_material", roles.OFFICE)
def retire_material(tx: Transaction, record: int) -> None:
    """Take a material out of use; what was used of it stays counted."""
    tx.session.get_one(Material, record).retired_at = tx.now
