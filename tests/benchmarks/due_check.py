"""What is due of 5,000 stops that vans are under way to: delays, who is next, early vans, silence of the gateway."""

from datetime import timedelta

from sqlalchemy import select

from dispatch_console.application.customers import receipts
from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing
from dispatch_console.application.outgoing import delays, nearing
from dispatch_console.application.site import notices
from dispatch_console.store.entities import (
    DayPlan,
    Depot,
    Driver,
    Message,
    Order,
    Route,
    Shift,
    Stop,
    StopOrder,
    Vehicle,
)
from dispatch_console.store.transaction import Transaction
from tests.benchmarks.results import DAY, Result, median_ms, reading

STOPS, VANS = 5_000, 50
FIRST = 900_000


def due_check(desk: Desk) -> list[Result]:
    """Return how long each part of a round of the post takes while nothing is due, and all of them together."""
    desk.do_now(importing.take_reading, reading(STOPS, FIRST), "live")
    desk.do_now(under_way, STOPS, VANS, FIRST)
    desk.do_now(notices.keep_notices, ["on_the_way"])
    acts = {
        "delays": delays.note_delays,
        "early vans": nearing.note_early_stops,
        "who is next": nearing.note_on_the_way,
        "silence": receipts.doubt_silence,
    }
    # whom a van drives to next is told in the first round
    for act in acts.values():
        desk.do_now(act)
    took = {name: median_ms(desk.do_now, act) for name, act in acts.items()}
    note = f"{STOPS} stops of {VANS} vans under way, nothing new: "
    note += ", ".join(f"{name} {ms} ms" for name, ms in took.items())
    return [Result("due_check", round(sum(took.values()), 1), "ms", note)]


def under_way(tx: Transaction, stops: int, vans: int, first: int) -> None:
    """Let all vans be on the road, with a reminder sent for each stop. `first`: number of the first order."""
    session, start = tx.session, tx.now - timedelta(hours=1)
    depot = session.scalar(select(Depot).limit(1))
    if depot is None:
        depot = Depot(name="Depot", address="", lat=60.17, lon=24.94, zone="Europe/Helsinki", departures=[], slots=[],
                      setup_s=0)  # fmt: skip
        session.add(depot)
    plan = DayPlan(day=DAY.date(), planned_at=tx.now, published_at=tx.now, revision=1)
    session.add(plan)
    orders = session.scalars(select(Order).where(Order.number >= f"SO-{first}").order_by(Order.id)).all()[:stops]
    for van in range(vans):
        driver = Driver(name=f"Driver {van}", letter=chr(65 + van % 26))
        vehicle = Vehicle(name=f"Van {van}", weight_g=1_000_000, volume_ml=9_000_000)
        shift = Shift(day=DAY.date(), depot=depot, driver=driver, vehicle=vehicle, departures=[["08:00", "18:00"]])
        route = Route(
            shift=shift, departure=0, name=f"R {van}", revision=1, start_at=start,
            finish_at=start + timedelta(hours=12), back_by=start + timedelta(hours=12),
            distance_m=1, driving_s=1, published_at=start, departed_at=start,
        )  # fmt: skip
        plan.routes.append(route)
        for number, order in enumerate(orders[van::vans], 1):
            at = tx.now + timedelta(minutes=5 * number)
            order.dispatch, order.appointment, order.verification, order.packing = (
                "out",
                "confirmed",
                "verified",
                "packed",
            )
            order.promise_start, order.promise_end = at - timedelta(hours=1), at + timedelta(hours=1)
            route.stops.append(
                Stop(
                    address_id=order.address_id, sequence=number, arrive_at=at, start_at=at,
                    leave_at=at + timedelta(minutes=3), distance_m=1, driving_s=120, window_start=order.promise_start,
                    window_end=order.promise_end, served=[StopOrder(order=order)],
                )
            )  # fmt: skip
            session.add(
                Message(
                    order_id=order.id, attempt=order.attempt, kind_of="reminder", channel="sms", about="", state="sent",
                    created_at=tx.now, due_at=tx.now, sent_at=tx.now - timedelta(minutes=10), told_eta=at,
                    receipt="delivered", sent_to="+358401234567",
                )
            )  # fmt: skip
