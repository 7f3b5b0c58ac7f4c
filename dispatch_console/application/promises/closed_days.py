"""Close days and open them again: whoever is promised such a day is rung, and nobody is left in silence."""

from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.records import Record, Texts, require_as_seen
from dispatch_console.application.operations.rights import operation
from dispatch_console.application.operations.views import reads
from dispatch_console.application.orders.holding import locked
from dispatch_console.application.promises import promising
from dispatch_console.application.promises.slot_rules import closing_over, zone_id_of
from dispatch_console.application.site.depot import zone_of
from dispatch_console.domain import fleet_text, roles
from dispatch_console.domain.errors import BadInput, Refused
from dispatch_console.domain.local_day import LocalDay
from dispatch_console.domain.promises.slot_rules import day_of
from dispatch_console.domain.values import TimeWindow
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
    begins = tr(" from {clock}", clock=row.closed_from) if row.closed_from else ""
    ends = tr(" until {clock}", clock=row.closed_until) if row.closed_until else ""
    said = [f"{way}{begins}{ends}", zone or tr("every zone")]
    fields = {
        "day": row.day.isoformat(),
        "way": way,
        "from": row.closed_from,
        "until": row.closed_until,
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
    ends = texts.get("until", "").strip()
    row.closed_until = fleet_text.clock(tr("Closed until"), ends) if ends and not is_open else ""
    if row.closed_until and row.closed_until <= row.closed_from:
        raise BadInput("window.impossible")
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


@reads(Kind.FLEET)
def slot_closing(session: Session, day: date, begins: str, ends: str) -> int | None:
    """Return the record by which somebody closed just this slot for every zone; None where nobody did."""
    query = select(ClosedDay.id).where(
        ClosedDay.day == day, ClosedDay.zone_id.is_(None), ClosedDay.is_open.is_(False),
        ClosedDay.closed_from == begins, ClosedDay.closed_until == ends,
    )  # fmt: skip
    return session.scalar(query.order_by(ClosedDay.id.desc()).limit(1))


@reads(Kind.FLEET, Kind.ORDERS, Kind.PROMISES, Kind.CLOSURE, Kind.OUTCOMES, Kind.DISPATCH)
def promised_in(session: Session, windows: tuple[TimeWindow, ...]) -> tuple[tuple[str, str], ...]:
    """Return whom closing some slots would concern, as customer and order number, the earliest first."""
    found = []
    for window in windows:
        touched = _promised().where(Order.promise_start < window.end, Order.promise_end > window.start)
        found += [(order.customer_name, order.number) for order in session.scalars(touched)]
    return tuple(dict.fromkeys(found))


def _promised() -> Select[Order]:
    """Return the query of confirmed promises that no van has on its way yet."""
    query = select(Order).where(
        Order.closure == "open", Order.outcome == "none", Order.appointment == "confirmed",
        Order.dispatch.not_in(("out", "at_door", "done")),
    )  # fmt: skip
    return query.order_by(Order.promise_start, Order.id)


def slot_texts(day: date, begins: str, ends: str, reason: str, *, ring: bool) -> dict[str, str]:
    """Return what closes one slot for every zone. `ring`: whoever is promised it is to be rung."""
    return {
        "day": day.isoformat(), "way": WAYS["closed"], "from": begins, "until": ends, "zone": "", "reason": reason,
        "promised": PROMISED[RING if ring else ASK],
    }  # fmt: skip


def promised_on(session: Session, day: date) -> list[Order]:
    """Return the orders whose confirmed window lies on a day that is closed to them, the earliest first."""
    zone: ZoneInfo = zone_of(session)
    local = LocalDay(day, zone)
    query = _promised().where(Order.promise_start >= local.begins, Order.promise_start < local.ends)
    found = []
    for order in session.scalars(query):
        window = promising.promised(order).window
        if window is not None and closing_over(session, zone_id_of(session, order), day, window) is not None:
            found.append(order)
    return found


def _zone(session: Session, name: str) -> int | None:
    if not name:
        return None
    found = session.scalar(select(Zone.id).where(Zone.name == name))
    if found is None:
        raise BadInput("zone.unknown", name=name)
    return found
