"""Close days and open them again: whoever is promised such a day is rung, and nobody is left in silence."""

from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.records import Record, Texts, require_as_seen
from dispatch_console.application.operations.rights import operation
from dispatch_console.application.operations.views import reads
from dispatch_console.application.orders.holding import locked
from dispatch_console.application.promises import promising
from dispatch_console.application.promises.slot_rules import closing_on, zone_id_of
from dispatch_console.application.site.depot import zone_of
from dispatch_console.domain import fleet_text, roles
from dispatch_console.domain.errors import BadInput, Refused
from dispatch_console.domain.local_day import LocalDay
from dispatch_console.domain.promises.slot_rules import day_of
from dispatch_console.language import Words, mark, tr
from dispatch_console.store.entities import ClosedDay, Order, PromiseEntry, Zone
from dispatch_console.store.kinds import Kind
from dispatch_console.store.transaction import Transaction

WAYS: Words[str] = Words({"closed": mark("closed"), "open": mark("open, although a holiday")})
# what becomes of those who are promised the day
ASK, RING = "ask", "ring"
PROMISED: Words[str] = Words({ASK: mark("tell me first"), RING: mark("ring them all")})
MOST_NAMED = 6


@reads(Kind.FLEET)
def closed_days(session: Session) -> tuple[Record, ...]:
    """Return the site's own days, the next one first."""
    names = {zone.id: zone.name for zone in session.scalars(select(Zone))}
    rows = session.scalars(select(ClosedDay).order_by(ClosedDay.day, ClosedDay.id)).all()
    return tuple(_record(row, names) for row in rows)


def _record(row: ClosedDay, names: dict[int, str]) -> Record:
    zone = names.get(row.zone_id, "") if row.zone_id is not None else ""
    way = WAYS["open" if row.is_open else "closed"]
    said = [way + (tr(" from {clock}", clock=row.closed_from) if row.closed_from else ""), zone or tr("every zone")]
    fields = {
        "day": row.day.isoformat(),
        "way": way,
        "from": row.closed_from,
        "zone": zone,
        "reason": row.reason,
        "promised": PROMISED[ASK],
    }
    return Record(row.id, f"{row.day.isoformat()}  {row.reason}", ", ".join(said), fields)


@operation("keep_closed_day", roles.DISPATCH)
def keep_closed_day(tx: Transaction, record: int | None, texts: Texts, seen: Texts | None = None) -> int:
    """Close a day, or open a holiday, and return its id. Whoever is promised the day comes to the call desk.

    Errors: Conflict of `require_as_seen`; BadInput of the field that is wrong; Refused `day.promised` with whom that
    concerns, until `promised` says that they are to be rung.
    """
    require_as_seen(tx, ClosedDay, record, closed_days, seen)
    day = day_of(texts["day"])
    is_open = texts["way"] == WAYS["open"]
    begins = texts["from"].strip()
    zone_id = _zone(tx.session, texts["zone"].strip())
    row = tx.session.get_one(ClosedDay, record) if record else ClosedDay()
    row.day, row.zone_id, row.is_open = day, zone_id, is_open
    row.closed_from = fleet_text.clock(tr("Closed from"), begins) if begins and not is_open else ""
    row.reason, row.by, row.at = fleet_text.words(tr("Reason"), texts["reason"], most=80), tx.actor.name, tx.now
    tx.session.add(row)
    tx.session.flush()
    concerned = [] if is_open else promised_on(tx.session, day)
    if concerned and texts.get("promised") != PROMISED[RING]:
        names = ", ".join(order.customer_name for order in concerned[:MOST_NAMED])
        raise Refused("day.promised", count=len(concerned), names=names)
    for order in concerned:
        promising.day_closed(tx, locked(tx, order.id), row.reason)
    return row.id


@operation("open_day_again", roles.DISPATCH)
def open_day_again(tx: Transaction, record: int) -> tuple[int, int]:
    """Take a closed day back: promises that it broke hold again where nobody was spoken to since. Returns how many do,
    and how many customers are still to be rung.
    """
    row = tx.session.get_one(ClosedDay, record, with_for_update=True)
    day, since, reason = row.day, row.at, row.reason
    tx.session.delete(row)
    tx.session.flush()
    local = LocalDay(day, zone_of(tx.session))
    query = select(Order.id).where(
        Order.closure == "open", Order.appointment == "moved",
        Order.promise_start >= local.begins, Order.promise_start < local.ends,
    )  # fmt: skip
    broken = PromiseEntry.what == "day_closed", PromiseEntry.at >= since
    kept = asked = 0
    for order_id in tx.session.scalars(query.where(Order.ledger.any(and_(*broken))).order_by(Order.id)).all():
        holds = promising.promise_holds(tx, order_id, since)
        promising.day_opened(tx, locked(tx, order_id), reason)
        kept, asked = kept + holds, asked + (not holds)
    return kept, asked


def promised_on(session: Session, day: date) -> list[Order]:
    """Return the orders whose confirmed window lies on a day that is closed to them, the earliest first."""
    zone: ZoneInfo = zone_of(session)
    local = LocalDay(day, zone)
    query = select(Order).where(
        Order.closure == "open", Order.outcome == "none", Order.appointment == "confirmed",
        Order.dispatch.not_in(("out", "at_door", "done")),
        Order.promise_start >= local.begins, Order.promise_start < local.ends,
    )  # fmt: skip
    found = []
    for order in session.scalars(query.order_by(Order.promise_start, Order.id)):
        zone_id = zone_id_of(session, order)
        closing = closing_on(session, zone_id, day)
        window = promising.promised(order).window
        if closing is not None and window is not None and closing.covers(window, zone):
            found.append(order)
    return found


def _zone(session: Session, name: str) -> int | None:
    if not name:
        return None
    found = session.scalar(select(Zone.id).where(Zone.name == name))
    if found is None:
        raise BadInput("zone.unknown", name=name)
    return found
