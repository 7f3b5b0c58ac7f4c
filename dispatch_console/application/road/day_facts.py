"""Read what stands beside the open things of a day: what is as it should be, and what came back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.views import reads
from dispatch_console.application.road import day_end, van_return
from dispatch_console.application.road.van_return import GoodsRow
from dispatch_console.domain.road import handed
from dispatch_console.domain.road.day_end import OpenKind
from dispatch_console.store.entities import DayPlan, DriverLink, DriverPhone, Route, Shift, SurplusParcel
from dispatch_console.store.kinds import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFacts:
    """`done`: how many things of a kind are as they should be; `stops` have an outcome, `at_counter` were collected.
    `goods` came back and are here, or somebody said where they are.
    """

    vans: int
    stops: int
    at_counter: int
    done: Mapping[OpenKind, int]
    goods: tuple[GoodsRow, ...]


@reads(
    Kind.PLANS, Kind.ROAD, Kind.FLEET, Kind.ORDERS, Kind.OUTCOMES, Kind.CLOSURE, Kind.LOADING, Kind.PACKING,
    Kind.PHONES,
)  # fmt: skip
def facts_of(session: Session, day: date) -> DayFacts:
    """Return what a day has, beside what it still lacks."""
    records = day_end.records_of(session, day)
    goods = van_return.goods_rows(session, day)
    left = select(func.count(Route.id), func.count(Route.shift_id.distinct()))
    left = left.join(DayPlan, DayPlan.id == Route.plan_id)
    departures, vans = session.execute(left.where(DayPlan.day == day, Route.departed_at.is_not(None))).one()
    on_road = [record for record, _, shift in records if shift is not None]
    decided = [
        record
        for record, order, _ in records
        if not handed.is_delivered(record.outcome_code) and not day_end.lacks_next_step(record, order)
    ]
    carried_away = select(func.count(SurplusParcel.id)).join(Shift, Shift.id == SurplusParcel.shift_id)
    phones = select(func.count(DriverPhone.id)).join(DriverLink, DriverLink.id == DriverPhone.link_id)
    phones = phones.join(Shift, Shift.id == DriverLink.shift_id)
    here = tuple(row for row in goods if row.seen_at is not None)
    return DayFacts(
        vans=vans,
        stops=len({record.stop_id for record in on_road}),
        at_counter=len(records) - len(on_road),
        done={
            OpenKind.ROUTE: departures,
            OpenKind.OUTCOME: len(records),
            OpenKind.NEXT_STEP: len(decided),
            OpenKind.GOODS: len(here),
            OpenKind.SURPLUS: session.scalar(
                carried_away.where(Shift.day == day, SurplusParcel.gone_at.is_not(None))
            ) or 0,
            OpenKind.PROOF: sum(handed.is_delivered(record.outcome_code) and not record.open_proofs
                                for record, _, _ in records),
            OpenKind.CASH: sum(row.counted is not None and row.difference == 0
                               for row in day_end.cash_of(session, day)),
            OpenKind.PHONE: session.scalar(phones.where(Shift.day == day)) or 0,
        },
        goods=here,
    )  # fmt: skip
