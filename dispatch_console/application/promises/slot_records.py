"""Rules of slots as a form shows and keeps them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.records import Record, Texts, require_as_seen
from dispatch_console.application.operations.rights import operation
from dispatch_console.application.operations.views import reads
from dispatch_console.application.promises.public_holidays import check_place
from dispatch_console.domain import fleet_text, roles
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.promises import slot_rules
from dispatch_console.language import tr, week_names
from dispatch_console.store.entities import SlotRule, Zone
from dispatch_console.store.kinds import Kind
from dispatch_console.store.transaction import Transaction

WEEK = 7


@reads(Kind.FLEET)
def slot_records(session: Session) -> tuple[Record, ...]:
    """Return the rules, those of every zone first."""
    names = {zone.id: zone.name for zone in session.scalars(select(Zone))}
    rows = session.scalars(select(SlotRule).order_by(SlotRule.zone_id.is_not(None), SlotRule.zone_id, SlotRule.id))
    return tuple(_record(row, names) for row in rows)


def _record(row: SlotRule, names: dict[int, str]) -> Record:
    zone = names.get(row.zone_id, "") if row.zone_id is not None else ""
    days = _days(row.weekdays)
    until = ""
    if row.order_by:
        until = tr(", order by {clock}, {days} days before", clock=row.order_by, days=row.order_days)
    fields = {
        "zone": zone,
        "days": days,
        "slots": ", ".join(row.slots),
        "order_by": row.order_by,
        "order_days": str(row.order_days),
        "lead": f"{row.lead_min / 60:g}",
        "holidays": row.holidays,
    }
    return Record(row.id, f"{zone or tr('Every zone')}  {days}", ", ".join(row.slots) + until, fields)


def _days(numbers: list[int]) -> str:
    names = week_names()
    if len(numbers) == WEEK:
        return f"{names[0]}-{names[6]}"
    return ", ".join(names[number] for number in numbers)


@operation("keep_slot_rule", roles.DISPATCH)
def keep_slot_rule(tx: Transaction, record: int | None, texts: Texts, seen: Texts | None = None) -> int:
    """Add or change a rule, and return its id. What is promised already stays promised.

    Errors: Conflict of `require_as_seen`; BadInput of the field that is wrong, `slot.twice` for a weekday that another
    rule of the zone has.
    """
    require_as_seen(tx, SlotRule, record, slot_records, seen)
    zone = texts["zone"].strip()
    zone_id = tx.session.scalar(select(Zone.id).where(Zone.name == zone)) if zone else None
    if zone and zone_id is None:
        raise BadInput("zone.unknown", name=zone)
    numbers = slot_rules.weekdays(texts["days"], week_names())
    slots = [f"{begin}-{end}" for begin, end in fleet_text.spans(tr("Windows"), texts["slots"])]
    if not slots:
        raise BadInput("field.empty", field=tr("Windows"))
    order_by = fleet_text.clock(tr("Order by"), texts["order_by"]) if texts["order_by"].strip() else ""
    days = round(fleet_text.number(tr("Days before"), texts["order_days"] or "0", 0, 30))
    lead = round(60 * fleet_text.number(tr("Lead, hours"), texts["lead"] or "0", 0, 240))
    holidays = texts["holidays"].strip()
    check_place(holidays, tx.now.date())
    same = SlotRule.zone_id.is_(None) if zone_id is None else SlotRule.zone_id == zone_id
    for other in tx.session.scalars(select(SlotRule).where(same, SlotRule.id != (record or 0))):
        if both := set(other.weekdays) & set(numbers):
            raise BadInput("slot.twice", day=week_names()[min(both)])
    row = tx.session.get_one(SlotRule, record) if record else SlotRule()
    row.zone_id, row.weekdays, row.slots = zone_id, numbers, slots
    row.order_by, row.order_days, row.lead_min, row.holidays = order_by, days, lead, holidays
    tx.session.add(row)
    tx.session.flush()
    return row.id


@operation("remove_slot_rule", roles.DISPATCH)
def remove_slot_rule(tx: Transaction, record: int) -> None:
    """Remove a rule; what is promised already stays promised."""
    tx.session.delete(tx.session.get_one(SlotRule, record))
