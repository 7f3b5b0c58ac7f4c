"""Which windows may be promised to an order, by its zone, its day and the hour."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.promises.public_holidays import holiday_name
from dispatch_console.application.site.depot import zone_of
from dispatch_console.application.site.zone_records import known_zones
from dispatch_console.domain.local_day import LocalDay
from dispatch_console.domain.planning.delivery_zones import zone_at
from dispatch_console.domain.promises.slot_rules import Closing, SlotRules, closing_of, refusal
from dispatch_console.domain.values import TimeWindow
from dispatch_console.store.entities import ClosedDay, Depot, Order, SlotRule, Zone


def zone_id_of(session: Session, order: Order) -> int | None:
    """Return the delivery zone of an order's address; None where no zone names it."""
    found = zone_at(known_zones(session), order.address.postcode)
    return session.scalar(select(Zone.id).where(Zone.name == found.name)) if found is not None else None


class RuleBook:
    """All rules and closed days of a site, read once: a week is looked at day by day, and zone by zone."""

    def __init__(self, session: Session) -> None:
        self._rules = session.scalars(select(SlotRule).order_by(SlotRule.id)).all()
        # the last word goes before the first
        self._closed = session.scalars(select(ClosedDay).order_by(ClosedDay.id.desc())).all()
        depot = session.scalar(select(Depot).order_by(Depot.id).limit(1))
        self._slots = tuple(depot.slots) if depot is not None else ()
        self._zone = zone_of(session)

    def rules_on(self, zone_id: int | None, day: date) -> SlotRules | None:
        """Return what holds for the windows of a day in a zone; None where none are offered on that weekday.

        A zone without a rule follows those of every zone, and without any the depot's windows are always open.
        """
        own = [rule for rule in self._rules if zone_id is not None and rule.zone_id == zone_id]
        known = own or [rule for rule in self._rules if rule.zone_id is None]
        if not known:
            return SlotRules(slots=self._slots)
        rule = next((rule for rule in known if day.weekday() in rule.weekdays), None)
        if rule is None:
            return None
        return SlotRules(
            slots=tuple(rule.slots),
            cutoff=time.fromisoformat(rule.order_by) if rule.order_by else None,
            cutoff_days=rule.order_days,
            lead=timedelta(minutes=rule.lead_min),
            holidays=rule.holidays,
        )

    def closing_on(
        self, zone_id: int | None, day: date, rules: SlotRules | None, window: TimeWindow | None = None
    ) -> Closing | None:
        """Return how a day is closed in a zone, or what may close a window of it: by the site's own word, else by the
        calendar of holidays.
        """
        rows = [row for row in self._closed if row.day == day and row.zone_id in (None, zone_id)]
        # the word for a zone goes before that for all of them
        own = [
            (row.is_open, row.closed_from, row.closed_until, row.reason)
            for row in sorted(rows, key=lambda row: row.zone_id is None)
        ]
        return closing_of(
            own, lambda: holiday_name(rules.holidays, day) if rules is not None else "", window, self._zone
        )

    def closed_for_all(self, day: date, window: TimeWindow | None = None) -> Closing | None:
        """Return how a day, or a window of it, is closed in every zone."""
        return self.closing_on(None, day, self.rules_on(None, day), window)


def closing_over(session: Session, zone_id: int | None, day: date, window: TimeWindow) -> Closing | None:
    """Return what closes a window of a day in a zone."""
    book = RuleBook(session)
    closing = book.closing_on(zone_id, day, book.rules_on(zone_id, day), window)
    return closing if closing is not None and closing.covers(window, zone_of(session)) else None


def why_not(session: Session, order: Order, window: TimeWindow, now: datetime) -> tuple[str, dict[str, object]] | None:
    """Return why a window may not be promised to an order, as a code with its facts; None where it may."""
    zone, book = zone_of(session), RuleBook(session)
    day, zone_id = window.start.astimezone(zone).date(), zone_id_of(session, order)
    rules = book.rules_on(zone_id, day)
    closing = book.closing_on(zone_id, day, rules, window)
    if rules is None:
        return "slot.no_day", {"day": day.isoformat()}
    return refusal(window, now, zone, rules, closing)


def windows_for(session: Session, order_id: int, first: date, days: int, now: datetime) -> tuple[TimeWindow, ...]:
    """Return the windows of some days that may be promised to an order, by rule; whether a van is out is not asked."""
    order, zone, book = session.get_one(Order, order_id), zone_of(session), RuleBook(session)
    zone_id = zone_id_of(session, order)
    found = []
    for day in (first + timedelta(days=offset) for offset in range(days)):
        rules = book.rules_on(zone_id, day)
        if rules is None:
            continue
        for text in rules.slots:
            span = LocalDay(day, zone).span(*text.split("-"))
            if span is None:
                continue
            window = TimeWindow(*span)
            closing = book.closing_on(zone_id, day, rules, window)
            if refusal(window, now, zone, rules, closing) is None:
                found.append(window)
    return tuple(found)
