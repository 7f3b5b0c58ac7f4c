"""A live shop is read without a gap or a double, and told what became of its orders once."""

from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import keyring
import pytest

from dispatch_console.adapters.sources.live.woocommerce import STATE, TOLD
from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import live_sources
from dispatch_console.application.intake.live_sources import LiveSourceView
from dispatch_console.application.orders import addresses, detail, holding, queue
from dispatch_console.application.outgoing import write_back_run
from dispatch_console.application.shops import asking
from dispatch_console.application.shops.listing import OpenWriteBack, open_write_backs
from dispatch_console.application.shops.noting import note_event
from dispatch_console.domain.errors import BadInput, Refused, Unavailable
from dispatch_console.domain.orders.write_back import WriteBack
from dispatch_console.settings import Settings
from dispatch_console.station import live_sources as station
from dispatch_console.store.engine import connect
from dispatch_console.store.entities import Order
from dispatch_console.store.station_lock import READER_KEY, StationLock
from dispatch_console.store.transaction import Transaction
from tests.builders.received import verify_first
from tests.conftest import Clock
from tests.shopify_server import TOKEN, shopify
from tests.woocommerce_server import KEY, SECRET, Fault, Shop

pytestmark = pytest.mark.usefixtures("secrets_kept")

NAME = "Kotivara"


def set_up(desk: Desk, web_shop: Shop, secret: str = f"{KEY}:{SECRET}", **own: str) -> LiveSourceView:
    keyring.set_password("dispatch-console", station.secret_name(NAME), secret)
    desk.do_now(
        live_sources.keep_source,
        next((one.id for one in desk.ask_now(live_sources.live_sources)), None),
        name=NAME,
        kind="woocommerce",
        address=web_shop.address,
        options={},
        own_fields=own,
    )
    return view(desk)


def view(desk: Desk) -> LiveSourceView:
    return desk.ask_now(live_sources.live_sources)[0]


def look(desk: Desk, settings: Settings) -> station.SourceRead:
    return station.look(desk, settings, view(desk))


def tell(desk: Desk) -> write_back_run.WriteBackRun:
    source = view(desk)
    with closing(station.connect(source)) as connector:
        return write_back_run.tell(desk, source.id, connector)


def numbers(desk: Desk) -> list[str]:
    return [row.number for row in desk.ask_now(queue.page, queue.OrderFilter(source=NAME), "number", limit=1000)]


def order(desk: Desk, number: int) -> Order:
    return desk.ask_now(detail.by_number, str(number), NAME)


def note(tx: Transaction, number: int, event: WriteBack, attempt: int = 1) -> None:
    known = detail.by_number(tx.session, str(number), NAME)
    known.attempt = attempt
    note_event(tx, known, event)


def told(web_shop: Shop, number: int) -> list[str]:
    """Return the keys that the shop was told of one order, as often as it was told."""
    keys: list[str] = []
    for written, body in web_shop.written:
        if written == number:
            keys += [one["value"].split()[-1] for one in body.get("meta_data", []) if one["key"] == TOLD]
    return keys


def refused(desk: Desk) -> list[OpenWriteBack]:
    return [one for one in desk.ask_now(open_write_backs) if one.state == "refused"]


def test_every_order_comes_in_once_page_by_page_and_the_next_look_brings_only_what_is_new(
    desk: Desk, settings: Settings, web_shop: Shop
) -> None:
    set_up(desk, web_shop)
    placed = web_shop.place(230)
    first = look(desk, settings)
    assert (len(first.new), first.away) == (230, "")
    assert numbers(desk) == [str(number) for number in placed]
    (late,) = web_shop.place()
    again = look(desk, settings)
    assert (again.new, again.changed) == ((str(late),), ())
    assert view(desk).last_read_at is not None and view(desk).away_since is None


def test_orders_of_one_second_that_fill_several_pages_are_all_read(
    desk: Desk, settings: Settings, web_shop: Shop
) -> None:
    set_up(desk, web_shop)
    same = "2026-11-23T09:00:00"
    web_shop.place(250, date_created_gmt=same)
    assert len(look(desk, settings).new) == 250
    assert len(numbers(desk)) == 250


def test_an_order_that_is_deleted_while_a_page_is_read_hides_none(
    desk: Desk, settings: Settings, web_shop: Shop
) -> None:
    set_up(desk, web_shop)
    placed = web_shop.place(150)
    # the first page is out; then an order of it goes, and all others move up
    web_shop.then(lambda: web_shop.orders.pop(placed[0]), after=1)
    look(desk, settings)
    assert set(numbers(desk)) == {str(number) for number in placed}


def test_an_edit_shows_in_an_open_order_though_it_was_placed_long_ago(
    desk: Desk, settings: Settings, web_shop: Shop, clock: Clock
) -> None:
    set_up(desk, web_shop)
    (early,) = web_shop.place()
    web_shop.place(3)
    look(desk, settings)
    verify_first(desk)
    clock.forward(timedelta(hours=5))
    web_shop.orders[early]["line_items"][0]["quantity"] = 3
    assert look(desk, settings).changed == (str(early),)
    known = order(desk, early)
    assert known.verification == "changed" and known.pieces == 1
    assert known.source_change is not None


@pytest.mark.parametrize("before", ["checkout-draft", "failed", "cancelled"])
def test_an_order_that_is_no_work_yet_comes_in_once_it_is(
    desk: Desk, settings: Settings, web_shop: Shop, clock: Clock, before: str
) -> None:
    set_up(desk, web_shop)
    (later,) = web_shop.place(status=before)
    web_shop.place(3)
    look(desk, settings)
    assert str(later) not in numbers(desk)
    # its place in the list of the shop has long been passed
    clock.now += timedelta(days=3)
    web_shop.place(1, date_created_gmt=f"{clock.now:%Y-%m-%dT%H:%M:%S}")
    look(desk, settings)
    web_shop.orders[later]["status"] = "processing"
    assert look(desk, settings).new == (str(later),)
    assert look(desk, settings).new == ()


def test_an_order_that_is_cancelled_or_thrown_away_there_ends_here(
    desk: Desk, settings: Settings, web_shop: Shop
) -> None:
    set_up(desk, web_shop)
    cancelled, binned, gone, stays = web_shop.place(4)
    look(desk, settings)
    web_shop.orders[cancelled]["status"] = "cancelled"
    web_shop.orders[binned]["status"] = "trash"
    del web_shop.orders[gone]
    look(desk, settings)
    closures = {number: order(desk, number).closure for number in (cancelled, binned, gone, stays)}
    assert closures == {cancelled: "cancelled", binned: "cancelled", gone: "cancelled", stays: "open"}


def test_a_crash_between_two_pages_leaves_no_gap_and_no_double(desk: Desk, settings: Settings, web_shop: Shop) -> None:
    set_up(desk, web_shop)
    placed = web_shop.place(250)
    web_shop.fail(Fault(500), after=1)
    away = look(desk, settings)
    assert away.away == "source.away" and len(numbers(desk)) == 100
    look(desk, settings)
    assert numbers(desk) == [str(number) for number in placed]


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (Fault(503, {"retry-after": "120"}), "source.away"),
        (Fault(429, {"retry-after": "90"}), "source.away"),
        (Fault(403, body=b'{"message": "needs read_orders"}'), "source.scope"),
        (Fault(302, {"location": "https://elsewhere.example/orders"}), "source.moved"),
        (Fault(200, body=b'[{"id": 1, "num'), "source.answer"),
        (Fault(200, {"content-length": "9999"}, b"[]", lost=True), "source.away"),
        (Fault(400, body=b'{"message": "rest_invalid_param"}'), "source.refused"),
    ],
)
def test_a_shop_that_cannot_be_read_is_said_with_since_when_and_never_taken_for_nothing_new(
    desk: Desk, settings: Settings, web_shop: Shop, clock: Clock, fault: Fault, code: str
) -> None:
    set_up(desk, web_shop)
    web_shop.place(2)
    web_shop.fail(fault)
    assert look(desk, settings).away == code
    away = view(desk)
    since = desk.clock()
    assert (away.away_why, away.last_read_at, away.away_since) == (code, None, since)
    assert away.next_at is not None and away.next_at > since
    wait = float(fault.headers.get("retry-after", 0))
    assert (away.next_at - since).total_seconds() >= wait
    assert station.due(desk, since) == ()
    clock.forward(timedelta(minutes=10))
    assert [one.name for one in station.due(desk, desk.clock())] == [NAME]
    assert len(look(desk, settings).new) == 2
    assert (view(desk).away_since, view(desk).away_why) == (None, "")


def test_a_wrong_secret_and_an_address_that_anybody_could_read_along_are_said(
    desk: Desk, settings: Settings, web_shop: Shop
) -> None:
    set_up(desk, web_shop, secret="ck_wrong:cs_wrong")
    assert look(desk, settings).away == "source.sign_in"
    assert "cs_wrong" not in str(view(desk))
    with pytest.raises(BadInput) as refused:
        station.connect(replace(view(desk), address="http://shop.example"))
    assert refused.value.code == "source.insecure"
    keyring.delete_password("dispatch-console", station.secret_name(NAME))
    assert look(desk, settings).away == "secret.missing"


def test_a_short_wait_that_a_busy_shop_asks_for_is_waited(desk: Desk, settings: Settings, web_shop: Shop) -> None:
    set_up(desk, web_shop)
    web_shop.place(2)
    web_shop.fail(Fault(429, {"retry-after": "0"}))
    web_shop.fail(Fault(429, {"retry-after": "0.1"}), after=1)
    assert len(look(desk, settings).new) == 2


def test_nothing_is_written_when_a_shop_is_tried(desk: Desk, settings: Settings, web_shop: Shop) -> None:
    source = set_up(desk, web_shop, Toimituspäivä="delivery_day", Aika="window", Ovi="instructions")
    meta = [
        {"id": 1, "key": "Toimituspäivä", "value": "24.11.2026"},
        {"id": 2, "key": "Aika", "value": "10-12"},
        {"id": 3, "key": "Ovi", "value": "4417#"},
    ]
    web_shop.place(7, meta_data=meta)
    checked = station.try_out(desk, settings, source)
    assert [one.number for one in checked.reading.orders] == [str(number) for number in range(101, 108)]
    tried = checked.reading.orders[0]
    assert (len(tried.windows), tried.instructions) == (1, "4417#")
    assert numbers(desk) == [] and {method for method, _ in web_shop.asked} == {"GET"}


def test_what_became_of_an_order_is_told_once_in_its_order_though_answers_are_lost(
    desk: Desk, settings: Settings, web_shop: Shop, clock: Clock
) -> None:
    set_up(desk, web_shop)
    (number,) = web_shop.place()
    look(desk, settings)
    desk.do_now(note, number, WriteBack.OUT_FOR_DELIVERY)
    desk.do_now(note, number, WriteBack.OUT_FOR_DELIVERY)
    desk.do_now(note, number, WriteBack.DELIVERED)
    # the shop does what it is told, and its answer never comes
    web_shop.fail(Fault(lost=True), "PUT")
    web_shop.fail(Fault(lost=True), "PUT", after=1)
    for _ in range(4):
        tell(desk)
        clock.forward(timedelta(minutes=3))
    assert len(told(web_shop, number)) == 2 == len(set(told(web_shop, number)))
    meta = {one["key"]: one["value"] for one in web_shop.orders[number]["meta_data"]}
    assert (web_shop.orders[number]["status"], meta[STATE]) == ("completed", "delivered")
    assert desk.ask_now(open_write_backs) == ()


def test_what_the_shop_says_otherwise_goes_to_a_person_with_both_sides(
    desk: Desk, settings: Settings, web_shop: Shop
) -> None:
    set_up(desk, web_shop)
    cancelled, completed, gone = web_shop.place(3)
    look(desk, settings)
    for number in (cancelled, completed, gone):
        desk.do_now(note, number, WriteBack.DELIVERED)
    web_shop.orders[cancelled]["status"], web_shop.orders[completed]["status"] = "cancelled", "completed"
    del web_shop.orders[gone]
    run = tell(desk)
    assert (run.done, run.refused) == (0, 3)
    both = {one.number: (one.reason, one.facts.get("theirs")) for one in refused(desk)}
    assert both == {
        str(cancelled): ("write_back.conflict", "cancelled"),
        str(completed): ("write_back.conflict", "completed"),
        str(gone): ("write_back.gone", None),
    }
    assert view(desk).refused == 3 and web_shop.written == []
    # a person settles one there, and gives up another
    by_number = {one.number: one.id for one in refused(desk)}
    web_shop.orders[cancelled]["status"] = "processing"
    desk.do_now(write_back_run.retry, by_number[str(cancelled)])
    with pytest.raises(Refused):
        desk.do_now(write_back_run.give_up, by_number[str(gone)], " ")
    desk.do_now(write_back_run.give_up, by_number[str(gone)], "deleted by the clerk")
    assert tell(desk).done == 1
    assert [one.number for one in desk.ask_now(open_write_backs)] == [str(completed)]


def test_a_shop_that_is_away_keeps_every_write_back_and_is_asked_once_per_run(
    desk: Desk, settings: Settings, web_shop: Shop, clock: Clock
) -> None:
    set_up(desk, web_shop)
    placed = web_shop.place(3)
    look(desk, settings)
    for number in placed:
        desk.do_now(note, number, WriteBack.DELIVERED)
    asked = len(web_shop.asked)
    web_shop.fail(Fault(503))
    assert tell(desk).put_back == 1
    assert len(web_shop.asked) == asked + 1
    clock.forward(timedelta(minutes=2))
    assert tell(desk).done == 3
    assert all(len(told(web_shop, number)) == 1 for number in placed)


def test_a_paused_source_is_not_looked_at_and_its_name_stays_with_its_orders(
    desk: Desk, settings: Settings, web_shop: Shop
) -> None:
    source = set_up(desk, web_shop)
    web_shop.place()
    look(desk, settings)
    desk.do_now(live_sources.pause_source, source.id, True)
    assert station.due(desk, desk.clock()) == ()
    desk.do_now(live_sources.pause_source, source.id, False)
    assert len(station.due(desk, desk.clock())) == 1
    with pytest.raises(BadInput) as refusal:
        desk.do_now(live_sources.keep_source, source.id, name="Other", kind="woocommerce", address=web_shop.address,
                    options={}, own_fields={})  # fmt: skip
    assert refusal.value.code == "source.renamed"
    desk.do_now(live_sources.retire_source, source.id)
    assert desk.ask_now(live_sources.live_sources) == ()
    # taken into use again it goes on where it was
    again = set_up(desk, web_shop)
    assert again.id == source.id and look(desk, settings).new == ()


def test_a_database_that_is_away_is_no_fault_of_the_shop(desk: Desk, settings: Settings, web_shop: Shop) -> None:
    source = set_up(desk, web_shop)
    web_shop.place()

    nowhere = Desk(connect("postgresql://nobody@127.0.0.1:1/none"), desk.actor, desk.clock)
    with pytest.raises(Unavailable) as refusal:
        station.look(nowhere, settings, source)
    nowhere.close()
    assert refusal.value.code == "database.away"
    assert view(desk).away_since is None


def test_what_somebody_else_completed_there_is_not_delivered_again_in_silence(
    desk: Desk, settings: Settings, web_shop: Shop
) -> None:
    set_up(desk, web_shop)
    checked, untouched, done = web_shop.place(3)
    look(desk, settings)
    assert verify_first(desk) == order(desk, checked).id
    desk.do_now(_deliver, done)
    for number in (checked, untouched, done):
        web_shop.orders[number]["status"] = "completed"
    assert look(desk, settings).changed == (str(checked), str(untouched))
    known = order(desk, checked)
    assert (known.verification, known.closure) == ("changed", "open")
    assert known.source_change is not None
    assert ["ended at the source", "–", "completed"] in known.source_change["differences"]
    assert order(desk, untouched).closure == "cancelled"
    # what was delivered here is completed there, as it should be
    assert (order(desk, done).verification, order(desk, done).source_change) == ("new", None)
    assert look(desk, settings).changed == ()


def _deliver(tx: Transaction, number: int) -> None:
    known = detail.by_number(tx.session, str(number), NAME)
    known.outcome = "delivered"
    known.settle_stage(tx.now)


def test_one_station_reads_and_another_takes_over_when_it_lets_go(database_url: str) -> None:
    engines = [connect(database_url) for _ in range(2)]
    first, second = (StationLock(engine, READER_KEY) for engine in engines)
    sender = StationLock(engines[1])
    try:
        assert first.mine() and first.mine() and not second.mine()
        assert sender.mine(), "who sends messages is another question"
        first.release()
        assert second.mine() and not first.mine()
    finally:
        for lock in (first, second, sender):
            lock.release()
        for engine in engines:
            engine.dispose()


def test_a_bell_brings_the_order_alone_at_once(desk: Desk, settings: Settings, web_shop: Shop) -> None:
    set_up(desk, web_shop)
    first, second = web_shop.place(2)
    look(desk, settings)
    web_shop.orders[first]["shipping"]["address_1"] = "Ratakatu 9"
    web_shop.orders[second]["shipping"]["address_1"] = "Ratakatu 11"
    web_shop.asked.clear()
    desk.do_now(asking.note_hints, view(desk).id, [str(first), str(first)])
    assert station.hinted(desk, desk.clock()) == (view(desk),)
    read = station.follow_hints(desk, settings, view(desk))
    assert (read.changed, len(web_shop.asked)) == ((str(first),), 1)
    assert order(desk, first).address.line1 == "Ratakatu 9" and order(desk, second).address.line1 != "Ratakatu 11"
    assert station.hinted(desk, desk.clock()) == ()


def test_a_hint_waits_while_the_shop_is_away_and_one_that_comes_meanwhile_is_not_lost(
    desk: Desk, settings: Settings, web_shop: Shop, clock: Clock
) -> None:
    set_up(desk, web_shop)
    (placed,) = web_shop.place()
    look(desk, settings)
    record = view(desk).id
    desk.do_now(asking.note_hints, record, [str(placed)])
    web_shop.fail(Fault(503))
    assert station.follow_hints(desk, settings, view(desk)).away == "source.away"
    assert station.hinted(desk, desk.clock()) == (), "it is left alone for a while"
    clock.now += timedelta(minutes=1)
    # while the shop answers, the order changes again and it rings again
    web_shop.then(lambda: desk.do_now(asking.note_hints, record, [str(placed)]))
    hints = desk.ask_now(asking.hinted, record)
    assert hints is not None and hints.refs == (str(placed),)
    station.follow_hints(desk, settings, view(desk))
    asked = [path for method, path in web_shop.asked if "include" in path]
    assert len(asked) >= 3 and desk.ask_now(asking.hinted, record) is None


def test_each_gate_asks_the_shop_whether_the_order_still_stands(desk: Desk, settings: Settings, web_shop: Shop) -> None:
    set_up(desk, web_shop)
    (placed,) = web_shop.place()
    look(desk, settings)
    record, known = view(desk).id, order(desk, placed)

    def asked() -> bool:
        found = desk.ask_now(asking.hinted, record)
        if found is not None:
            station.follow_hints(desk, settings, view(desk))
        return found is not None

    assert not asked()
    verify_first(desk)
    assert asked(), "verified"
    desk.do_now(holding.hold_for_me, known.id)
    assert asked(), "on the bench"
    # the customer cancels there while it is packed here
    web_shop.orders[placed]["status"] = "cancelled"
    desk.do_now(holding.hold_for_me, known.id)
    assert asked()
    after = order(desk, placed)
    assert after.closure == "cancelled" or after.source_change is not None


def test_a_door_code_of_the_shop_reaches_an_address_that_is_known(
    desk: Desk, settings: Settings, web_shop: Shop
) -> None:
    set_up(desk, web_shop, Ovikoodi="gate_code")
    (first,) = web_shop.place()
    look(desk, settings)
    address = order(desk, first).address_id
    desk.do_now(addresses.note_access, address, gate_code="1111", access_note="ring twice")
    (second,) = web_shop.place(
        shipping=web_shop.orders[first]["shipping"], meta_data=[{"id": 1, "key": "Ovikoodi", "value": "4417#"}]
    )
    look(desk, settings)
    known = order(desk, second)
    assert (known.address_id, known.address.gate_code, known.address.access_note) == (address, "4417#", "ring twice")
    # an order that says nothing of it changes nothing
    (third,) = web_shop.place(shipping=web_shop.orders[first]["shipping"])
    look(desk, settings)
    assert order(desk, third).address.gate_code == "4417#"
    web_shop.orders[second]["meta_data"][0]["value"] = "5500"
    assert look(desk, settings).changed == (str(second),)
    assert order(desk, second).address.gate_code == "5500"


def test_a_shop_with_dear_requests_is_read_by_what_changed_and_some_open_orders_at_a_time(
    desk: Desk, settings: Settings, clock: Clock
) -> None:
    with shopify() as dear:
        keyring.set_password("dispatch-console", station.secret_name(NAME), TOKEN)
        desk.do_now(live_sources.keep_source, None, name=NAME, kind="shopify", address=dear.address, options={},
                    own_fields={})  # fmt: skip
        placed = dear.place(130)
        assert len(look(desk, settings).new) == 130
        clock.now += timedelta(hours=1)
        look(desk, settings)
        # an edit that the shop lists is found at the next look
        dear.orders[placed[5]] |= {"updatedAt": f"{desk.clock():%Y-%m-%dT%H:%M:%SZ}", "note": "Back door"}
        assert look(desk, settings).changed == (f"#{placed[5]}",)
        # one that it does not list is found when its turn comes
        clock.now += timedelta(hours=1)
        dear.orders[placed[110]]["note"] = "Side door"
        del dear.orders[placed[100]]
        looks = [look(desk, settings) for _ in range(4)]
        assert {number for one in looks for number in one.changed} >= {f"#{placed[110]}"}
        assert dear.spend(0) and max(len(body["variables"].get("ids", ())) for body in dear.asked) <= station.AT_ONCE
        gone = detail.by_number
        assert desk.ask_now(gone, f"#{placed[100]}", NAME).closure == "cancelled"


def test_a_system_that_was_not_told_everything_is_not_taken_out_of_use_in_silence(
    desk: Desk, settings: Settings, web_shop: Shop
) -> None:
    set_up(desk, web_shop)
    (placed,) = web_shop.place()
    look(desk, settings)
    desk.do_now(note, placed, WriteBack.DELIVERED)
    record = view(desk).id
    with pytest.raises(Refused) as error:
        desk.do_now(live_sources.retire_source, record)
    assert (error.value.code, error.value.facts["count"]) == ("source.untold", 1)
    desk.do_now(live_sources.retire_source, record, drop=True)
    assert desk.ask_now(live_sources.live_sources) == () and desk.ask_now(open_write_backs) == ()
