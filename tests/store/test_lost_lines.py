"""A line that breaks, freezes or is held up: the act is done once or not at all, and what happened is said."""

import threading
import time
from collections.abc import Iterator

import pytest
from sqlalchemy import select, text
from sqlalchemy.engine import make_url

from dispatch_console.application import desk as desks
from dispatch_console.application.desk import Desk
from dispatch_console.application.operations.acts import Settled
from dispatch_console.application.operations.rights import operation
from dispatch_console.application.packing import scanning, starting
from dispatch_console.application.promises import call_results
from dispatch_console.domain import roles
from dispatch_console.domain.errors import Unavailable
from dispatch_console.store import engine as engines
from dispatch_console.store import feed as feeds
from dispatch_console.store.engine import connect
from dispatch_console.store.entities import Customer, OrderLine, PromiseEntry
from dispatch_console.store.feed import Feed
from dispatch_console.store.transaction import Actor, Transaction
from tests.builders.fleet import set_up_fleet
from tests.builders.sample_orders import get, import_sample, verify_whole
from tests.conftest import Clock
from tests.forwarder import Forwarder

PACKER = Actor("Kofi Mensah", "packer", "Packing 3")
COMMITTED = b"COMMIT\x00"


@pytest.fixture
def forwarder(database_url: str) -> Iterator[Forwarder]:
    url = make_url(database_url)
    assert url.port is not None
    made = Forwarder("127.0.0.1", url.port)
    made.up()
    yield made
    made.close()


@pytest.fixture
def far(database_url: str, forwarder: Forwarder, clock: Clock) -> Iterator[Desk]:
    """Return a packing station behind the line."""
    url = make_url(database_url).set(host="127.0.0.1", port=forwarder.port)
    made = Desk(connect(url.render_as_string(hide_password=False), PACKER.station), PACKER, clock)
    yield made
    made.close()


def begin_packing(desk: Desk, far: Desk) -> tuple[int, str]:
    """Open an order at the far station. Returns it and a SKU of it, of which nothing is packed."""
    set_up_fleet(desk)
    import_sample(desk)
    order = get(desk, "1002")
    verify_whole(desk, order)
    far.do_now(starting.start, order.id)
    return order.id, order.delivery_lines[0].sku


def packed(desk: Desk, sku: str) -> int:
    query = select(OrderLine.packed).where(OrderLine.sku == sku, OrderLine.packed > 0)
    return desk.ask_now(lambda session: sum(session.scalars(query)))


def test_a_scan_whose_answer_was_lost_is_counted_once(desk: Desk, far: Desk, forwarder: Forwarder) -> None:
    order_id, sku = begin_packing(desk, far)
    forwarder.cut_at(COMMITTED)
    assert far.do_now(scanning.scan, order_id, sku).pieces == 1
    assert packed(desk, sku) == 1


def test_an_act_that_leaves_no_entry_in_the_journal_is_done_once_too(
    desk: Desk, far: Desk, forwarder: Forwarder
) -> None:
    order_id, _ = begin_packing(desk, far)
    caller = Desk(far.engine, Actor("Ana Ruiz", "supervisor", "Office"), desk.clock)
    forwarder.cut_at(COMMITTED)
    caller.do_now(call_results.note_call, order_id, "voicemail", "rang once")
    notes = desk.ask_now(lambda session: session.scalars(select(PromiseEntry.note)).all())
    assert notes.count("rang once") == 1


def test_a_commit_that_comes_through_late_is_not_a_second_one(desk: Desk, far: Desk, forwarder: Forwarder) -> None:
    order_id, sku = begin_packing(desk, far)
    forwarder.hold_at(b"COMMIT\x00")
    assert far.do_now(scanning.scan, order_id, sku).pieces == 1
    forwarder.let_go()
    time.sleep(0.5)
    assert packed(desk, sku) == 1
    assert far.do_now(scanning.scan, order_id, sku).pieces == 1
    assert packed(desk, sku) == 2


def scan_without_an_answer(desk: Desk, far: Desk, forwarder: Forwarder) -> tuple[int, str]:
    """Write a scan of which nobody at the station knows; the line is mended again. Returns order and SKU."""
    order_id, sku = begin_packing(desk, far)
    forwarder.on_cut = forwarder.stay_down
    forwarder.cut_at(COMMITTED)
    with pytest.raises(Unavailable, match=r"database\.unsettled"):
        far.do_now(scanning.scan, order_id, sku)
    forwarder.up()
    return order_id, sku


def test_an_answer_that_stays_away_is_said_and_settled_later(
    desk: Desk, far: Desk, forwarder: Forwarder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desks, "SETTLE_S", 0.5)
    order_id, sku = scan_without_an_answer(desk, far, forwarder)
    assert far.settle() == (Settled("scan", written=True),)
    assert far.settle() == () and packed(desk, sku) == 1
    # whoever repeats after that means a second piece
    far.do_now(scanning.scan, order_id, sku)
    assert packed(desk, sku) == 2


def test_a_repeat_before_it_is_settled_finds_what_is_done(
    desk: Desk, far: Desk, forwarder: Forwarder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desks, "SETTLE_S", 0.5)
    order_id, sku = scan_without_an_answer(desk, far, forwarder)
    assert far.do_now(scanning.scan, order_id, sku).pieces == 1
    assert packed(desk, sku) == 1


def test_a_frozen_line_is_noticed_and_whoever_waits_is_told(
    far: Desk, desk: Desk, forwarder: Forwarder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "ASK_S", 0.2)
    monkeypatch.setattr(feeds, "ANSWER_S", 0.5)
    states: list[bool] = []
    feed = Feed(far.engine, lambda _: None, states.append)
    feed.start()
    assert feed.wait_until_listening()
    far.ask_now(lambda session: session.scalar(text("select 1")))
    forwarder.freeze()
    began = time.monotonic()
    with pytest.raises(Unavailable, match=r"database\.away"):
        far.ask_now(lambda session: session.scalar(text("select 1")))
    assert time.monotonic() - began < 20
    deadline = time.monotonic() + 10
    while states[-1] and time.monotonic() < deadline:
        time.sleep(0.05)
    assert states[-1] is False
    forwarder.thaw()
    deadline = time.monotonic() + 20
    while not states[-1] and time.monotonic() < deadline:
        time.sleep(0.05)
    assert states[-1] is True
    feed.stop()


@operation("rename", roles.EVERYBODY)
def rename(tx: Transaction, name: str, asleep: threading.Event, wake: threading.Event) -> None:
    """Rename the first customer; then the station sleeps until it is woken."""
    customer = tx.session.scalars(select(Customer).order_by(Customer.id).limit(1).with_for_update()).one()
    customer.name = name
    tx.session.flush()
    asleep.set()
    wake.wait(30)


def now() -> tuple[threading.Event, threading.Event]:
    asleep, wake = threading.Event(), threading.Event()
    wake.set()
    return asleep, wake


def test_who_holds_what_others_need_is_named(
    database_url: str, desk: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_sample(desk)
    sleeper = Desk(connect(database_url, "Packing 3"), PACKER, clock)
    monkeypatch.setitem(engines.ALLOWED, "lock_timeout", "300ms")
    quick = Desk(connect(database_url, "Office"), desk.actor, clock)
    asleep, wake = threading.Event(), threading.Event()
    thread = threading.Thread(target=sleeper.do_now, args=(rename, "A", asleep, wake))
    thread.start()
    assert asleep.wait(10)
    with pytest.raises(Unavailable) as held:
        quick.do_now(rename, "B", *now())
    assert (held.value.code, held.value.facts["station"]) == ("database.held", "Packing 3")
    wake.set()
    thread.join(10)
    quick.do_now(rename, "C", *now())
    sleeper.close()
    quick.close()


def test_a_station_that_falls_asleep_in_an_act_lets_go(
    database_url: str, desk: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_sample(desk)
    monkeypatch.setitem(engines.ALLOWED, "idle_in_transaction_session_timeout", "500ms")
    sleeper = Desk(connect(database_url, "Packing 3"), PACKER, clock)
    asleep, wake = threading.Event(), threading.Event()
    said: list[str] = []

    def sleep() -> None:
        try:
            sleeper.do_now(rename, "A", asleep, wake)
        except Unavailable as error:
            said.append(error.code)

    thread = threading.Thread(target=sleep)
    thread.start()
    assert asleep.wait(10)
    desk.do_now(rename, "B", *now())
    wake.set()
    thread.join(10)
    assert said == ["database.stood_still"]
    assert desk.ask_now(lambda session: session.scalar(select(Customer.name).order_by(Customer.id).limit(1))) == "B"
    sleeper.close()
