"""On the nights on which clocks change, windows, shifts, breaks, plans, papers and messages say the same time."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, text

from dispatch_console.adapters.travel.great_circle import GreatCircle
from dispatch_console.application.desk import Desk
from dispatch_console.application.fleet import setting_up
from dispatch_console.application.messages import wording
from dispatch_console.application.orders import addresses
from dispatch_console.application.papers import manifest_facts
from dispatch_console.application.planning import day_board, day_problem, keeping, publishing, solving
from dispatch_console.application.promises import promising, slots
from dispatch_console.application.road import load_list
from dispatch_console.application.routes import day_plan
from dispatch_console.application.site import departures
from dispatch_console.domain.local_day import LocalDay
from dispatch_console.domain.messages.due import MessageKind, told_range
from dispatch_console.domain.papers.facts import Sender
from dispatch_console.store.engine import connect
from dispatch_console.store.entities import Shift
from dispatch_console.store.transaction import Actor, Transaction
from tests.builders.days import PLACES, quick_solver
from tests.builders.fleet import SAMI
from tests.builders.sample_orders import get, import_sample, verify_whole
from tests.conftest import Clock

CHANGES = [
    pytest.param(zone, day, server, id=f"{zone} {day} server {server}")
    for zone, day in (
        ("Europe/Helsinki", date(2027, 3, 28)),
        ("Europe/Helsinki", date(2027, 10, 31)),
        ("America/New_York", date(2027, 3, 14)),
        ("America/New_York", date(2027, 11, 7)),
    )
    for server in ("UTC", "Asia/Tokyo", zone)
]
# one window after the change, one over it
WINDOWS = (("1002", "12:00", "14:00"), ("1004", "12:00", "14:00"), ("1006", "01:00", "05:30"))


@pytest.fixture
def desk_in(owner_url: str, clock: Clock, make_desk: Callable[[Actor], Desk], request: pytest.FixtureRequest) -> Desk:
    """Return a desk on a server that is set to another zone."""
    engine = connect(owner_url)
    with engine.begin() as connection:
        name = connection.scalar(text("select current_database()"))
        connection.execute(text(f"alter database {name} set timezone to '{request.param}'"))
    engine.dispose()
    return make_desk(Actor("Ana Ruiz", "supervisor", "Station 2"))


def night(desk: Desk, zone: str, day: date, clock: Clock) -> LocalDay:
    """Three orders promised, one van from one in the morning on with a break before noon, planned."""
    local = LocalDay(day, ZoneInfo(zone))
    clock.now = local.begins - timedelta(hours=10)
    depot = desk.do_now(
        setting_up.set_up_depot, name="Night", address="", lat=60.1786, lon=24.9525, zone=zone,
        departures=["01:00", "11:00"], slots=["01:00-05:30", "02:00-04:00", "12:00-14:00"],
    )  # fmt: skip
    van = replace(SAMI, phone="", skills=(), departures=(("01:00", "15:00"),))
    desk.do_now(setting_up.set_up_shift, depot, day, van)

    def rest(tx: Transaction) -> None:
        shift = tx.session.scalars(select(Shift)).one()
        shift.break_start, shift.break_minutes = "11:30", 30

    desk.do_now(rest)
    import_sample(desk)
    offered = {(f"{w.start.astimezone(local.zone):%H:%M}", f"{w.end.astimezone(local.zone):%H:%M}"): w
               for w in desk.ask_now(slots.slots, day, 1)}  # fmt: skip
    for number, begin, end in WINDOWS:
        order = get(desk, number)
        verify_whole(desk, order)
        desk.do_now(addresses.set_pin, order.address_id, PLACES[number])
        desk.do_now(promising.confirm, order.id, offered[begin, end])
    prepared = desk.ask_now(day_problem.day_problem, day, GreatCircle())
    plan, violations = solving.solve_day(prepared, quick_solver(), 0.2)
    assert violations == () and not plan.unplanned
    desk.do_now(keeping.keep_plan, prepared, plan)
    desk.do_now(publishing.publish, day)
    return local


@pytest.mark.parametrize(("zone", "day", "desk_in"), CHANGES, indirect=["desk_in"])
def test_everybody_says_the_same_time(zone: str, day: date, desk_in: Desk, clock: Clock) -> None:
    desk = desk_in
    local = night(desk, zone, day, clock)

    def shown(instant: datetime) -> str:
        return f"{instant.astimezone(local.zone):%H:%M}"

    plan = desk.ask_now(day_plan.day_plan, day)
    assert plan is not None
    (route,) = plan.routes
    assert shown(route.back_by) == "15:00" and route.start_at >= local.at("01:00")
    for stop in route.stops:
        order = stop.served[0].order
        assert stop.window_start == order.promise_start and stop.window_end == order.promise_end
        assert order.promise_start is not None and order.promise_end is not None
        assert order.promise_start <= stop.start_at <= order.promise_end
        # what lies between is as long as the plan says
        assert stop.leave_at - stop.start_at == timedelta(seconds=_service(desk, day, order.id))
    promised = {stop.served[0].order.number.lstrip("#"): (shown(stop.window_start), shown(stop.window_end))
                for stop in route.stops if stop.window_start and stop.window_end}  # fmt: skip
    assert promised == {number: (begin, end) for number, begin, end in WINDOWS}
    ((_, rest_start, rest_end),) = route.rests
    assert local.at("11:30") <= rest_start <= local.at("12:30") and rest_end - rest_start == timedelta(minutes=30)

    board = desk.ask_now(day_board.day_board, day, clock())
    assert [stop.times.arrive_at for stop in board.stops] == [stop.arrive_at for stop in route.stops]
    assert board.tray == () and not any(stop.times.is_late for stop in board.stops)

    (paper,) = desk.ask_now(manifest_facts.manifest_facts, day, Sender("", "", ""), {route.id: 1})
    windows = {stop.order.lstrip("#"): stop.window for stop in paper.facts.stops}
    assert windows == {number: f"{begin}–{end}" for number, begin, end in WINDOWS}
    assert [stop.arrive for stop in paper.facts.stops] == [shown(stop.start_at) for stop in route.stops]
    assert shown(desk.ask_now(load_list.load_list, route.id).leaves_at) == "01:00"

    last = route.stops[-1]
    told = desk.ask_now(
        lambda session: wording.render(
            session,
            wording.Occasion(
                kind=MessageKind.REMINDER.value,
                order=session.get_one(type(last.served[0].order), last.served[0].order_id),
                stop=day_plan.current_stop(session, last.served[0].order_id), eta=last.arrive_at, zone=local.zone,
            )
        )
    )  # fmt: skip
    order = last.served[0].order
    start, end = told_range(last.arrive_at, order.promise_start, order.promise_end)
    assert f"between {shown(start)} and {shown(end)}" in told.body and start <= last.arrive_at <= end


def _service(desk: Desk, day: date, order_id: int) -> int:
    prepared = desk.ask_now(day_problem.day_problem, day, GreatCircle())
    key = next(key for key, ids in prepared.orders.items() if order_id in ids)
    visit = prepared.problem.visit[key]
    return visit.service_s + visit.setup_s


@pytest.mark.parametrize(
    ("zone", "day"), (("Europe/Helsinki", date(2027, 3, 28)), ("America/New_York", date(2027, 3, 14)))
)
def test_a_window_that_the_clocks_skip_is_not_offered(desk: Desk, zone: str, day: date) -> None:
    skipped = "03:00-04:00" if zone == "Europe/Helsinki" else "02:00-03:00"
    desk.do_now(
        setting_up.set_up_depot, name="Night", address="", lat=60.1, lon=24.9, zone=zone,
        departures=["08:00"], slots=[skipped, "12:00-14:00"],
    )  # fmt: skip
    assert [len(desk.ask_now(slots.slots, day + timedelta(days=offset), 1)) for offset in (-1, 0, 1)] == [2, 1, 2]


@pytest.mark.parametrize("day", (date(2027, 3, 28), date(2027, 10, 31)))
def test_an_order_leaves_with_the_last_van_that_reaches_its_window(desk: Desk, day: date) -> None:
    local = LocalDay(day, ZoneInfo("Europe/Helsinki"))
    desk.do_now(
        setting_up.set_up_depot, name="Night", address="", lat=60.1, lon=24.9, zone="Europe/Helsinki",
        departures=["02:30", "08:00"], slots=["04:00-05:00"],
    )  # fmt: skip
    calendar = desk.ask_now(departures.calendar)
    assert calendar.leaves_at(local.at("04:00"), local.at("05:00")) == local.at("02:30")
    assert calendar.leaves_at(local.at("12:00"), local.at("14:00")) == local.at("08:00")
    # forty-five minutes as time passes: on the spring night four o'clock is half an hour after half past two
    early = calendar.leaves_at(local.at("02:00"), local.at("04:10"))
    assert early == local.at("02:30")
    assert local.at("04:10") - local.at("02:30") == timedelta(minutes=40 if day.month == 3 else 160)


def test_windows_of_a_file_on_the_night_are_what_the_clock_says() -> None:
    from dispatch_console.adapters.sources.values import windows

    (window,) = windows.read("2027-03-28", "12:00-14:00", "", "Europe/Helsinki")
    assert window.start == datetime(2027, 3, 28, 9, tzinfo=UTC)
    assert window.end - window.start == timedelta(hours=2)
    with pytest.raises(windows.Impossible):
        windows.read("2027-03-28", "03:00-04:00", "", "Europe/Helsinki")
