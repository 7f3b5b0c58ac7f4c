"""Read the phones of a day: whose, when heard, whether ready without network, and what of theirs waits for a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from dispatch_console.application.operations.views import reads
from dispatch_console.application.phones import acts, pairing
from dispatch_console.store.entities import DayPlan, DriverLink, DriverPhone, Order, PhoneAct, Route, Shift
from dispatch_console.store.kinds import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAct:
    """Something that a phone says was done, and that a person has to look at."""

    row_id: int
    order_id: int | None
    number: str
    customer: str
    kind: str
    outcome: str
    acted_at: datetime
    reason: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneRow:
    """The phone of a shift. `phone` is empty where none took the route. `missing`: numbers of acts that it announced
    and that never came; `waiting`: acts for a person, also of phones that had the route before. `fault`: why it does
    not work without network, empty where it does.
    """

    shift_id: int
    letter: str
    driver: str
    driver_phone: str
    vehicle: str
    phone: str
    heard_at: datetime | None
    checks: Mapping[str, Any]
    fault: str
    announced: int
    missing: tuple[int, ...]
    waiting: tuple[OpenAct, ...]
    token: str
    code: str
    code_until: datetime | None


@reads(Kind.PHONES, Kind.PLANS, Kind.FLEET, Kind.ORDERS)
def phones(session: Session, day: date, now: datetime) -> tuple[PhoneRow, ...]:
    """Return a row for each shift of a day that has a published departure."""
    routes = select(Route.shift_id).join(DayPlan, DayPlan.id == Route.plan_id)
    routes = routes.where(DayPlan.day == day, Route.published_at.is_not(None))
    query = (
        select(Shift)
        .where(Shift.id.in_(routes))
        .options(joinedload(Shift.driver), joinedload(Shift.vehicle))
        .order_by(Shift.id)
    )
    rows = [_row(session, shift, now) for shift in session.scalars(query)]
    return tuple(sorted(rows, key=lambda row: row.letter))


@reads(Kind.PHONES)
def waiting_count(session: Session, day: date) -> int:
    """Return how many things the phones of a day say that wait for a person."""
    query = (
        select(func.count(PhoneAct.id))
        .join(DriverPhone, DriverPhone.id == PhoneAct.phone_id)
        .join(DriverLink, DriverLink.id == DriverPhone.link_id)
        .join(Shift, Shift.id == DriverLink.shift_id)
        .where(Shift.day == day, PhoneAct.state == acts.OPEN)
    )
    return session.scalar(query) or 0


def _row(session: Session, shift: Shift, now: datetime) -> PhoneRow:
    link = pairing.link_of(session, shift.id)
    phone = pairing.standing_phone(session, link.id) if link is not None else None
    code_holds = link is not None and bool(link.code) and link.code_until is not None and link.code_until > now
    return PhoneRow(
        shift_id=shift.id,
        letter=shift.driver.letter,
        driver=shift.driver.name,
        driver_phone=shift.driver.phone,
        vehicle=shift.vehicle.name,
        phone=phone.name if phone is not None else "",
        heard_at=phone.heard_at if phone is not None else None,
        checks=phone.checks if phone is not None else {},
        fault=fault_of(phone),
        announced=phone.announced if phone is not None else 0,
        missing=_missing(session, shift.id),
        waiting=_waiting(session, shift.id),
        token=link.token if link is not None else "",
        code=link.code if link is not None and code_holds else "",
        code_until=link.code_until if link is not None and code_holds else None,
    )


@reads(Kind.PHONES)
def fault_of_shift(session: Session, driver_shift_id: int) -> str:
    """Return why the phone of a shift does not work without network; empty where it does."""
    link = pairing.link_of(session, driver_shift_id)
    return fault_of(pairing.standing_phone(session, link.id) if link is not None else None)


def fault_of(phone: DriverPhone | None) -> str:
    """Return the first reason why a phone does not work without network: what hangs on it is no news."""
    if phone is None:
        return "not_paired"
    checks = phone.checks
    if checks.get("trusted") is False:
        return "not_trusted"
    for name in ("secure", "worker", "stored", "reloaded"):
        if checks.get(name) is not True:
            return f"not_{name}"
    return ""


def _of_shift(session: Session, shift_id: int) -> list[DriverPhone]:
    query = select(DriverPhone).join(DriverLink, DriverLink.id == DriverPhone.link_id)
    return list(session.scalars(query.where(DriverLink.shift_id == shift_id).order_by(DriverPhone.id)))


def _missing(session: Session, shift_id: int) -> tuple[int, ...]:
    return tuple(number for phone in _of_shift(session, shift_id) for number in acts.missing_acts(session, phone))


def _waiting(session: Session, shift_id: int) -> tuple[OpenAct, ...]:
    query = (
        select(PhoneAct, Order)
        .join(DriverPhone, DriverPhone.id == PhoneAct.phone_id)
        .join(DriverLink, DriverLink.id == DriverPhone.link_id)
        .outerjoin(Order, Order.id == PhoneAct.order_id)
        .where(DriverLink.shift_id == shift_id, PhoneAct.state == acts.OPEN)
        .order_by(PhoneAct.acted_at, PhoneAct.id)
    )
    return tuple(
        OpenAct(
            row_id=row.id,
            order_id=row.order_id,
            number=order.number if order is not None else "",
            customer=order.customer_name if order is not None else "",
            kind=row.kind_of,
            outcome=str(row.said.get("data", {}).get("outcome", "")),
            acted_at=row.acted_at,
            reason=row.reason,
            facts=row.facts,
        )
        for row, order in session.execute(query)
    )
