"""A real Vendure beside the console: forty orders come in, change there, are delivered here, and both sides agree."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from dispatch_console.adapters.sources.live.vendure_order import OUR_METHOD
from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import live_sources, source_change
from dispatch_console.application.intake.live_sources import LiveSourceView
from dispatch_console.application.orders import queue, verifying
from dispatch_console.application.outgoing import write_back_run
from dispatch_console.application.promises import promising
from dispatch_console.application.road import doorstep, load_out
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.road.proof import HandoffFacts
from dispatch_console.domain.values import Coordinate
from dispatch_console.settings import Settings
from dispatch_console.station import live_sources as station
from tests.builders.days import PROMISE, load_all, plan_day
from tests.builders.fleet import set_up_fleet
from tests.key_store import Memory
from tests.peers.beside import DONE, due_now, known, look, note_delivered, ready, view
from tests.peers.vendure_shop import CHANNEL, PASSWORD, USER, VendureShop

NAME = "Vendure"
OWN = {"deliveryDate": "2026-12-03T00:00:00.000Z", "deliveryWindow": "08:00-12:00", "instructions": "Ring twice"}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VendureShop]:
    served = VendureShop(Path(tmp_path_factory.mktemp("vendure")))
    served.start()
    served.seed()
    yield served
    served.stop()


@pytest.fixture(autouse=True)
def _password_kept(secrets_kept: Memory) -> None:
    secrets_kept.set_password("dispatch-console", station.secret_name(NAME), f"{USER}:{PASSWORD}")


def connected(desk: Desk, shop: VendureShop) -> LiveSourceView:
    desk.do_now(
        live_sources.keep_source, None, name=NAME, kind="vendure", address=shop.address, options={"channel": CHANNEL},
        own_fields={},
    )  # fmt: skip
    return view(desk)


def test_forty_orders_of_all_kinds_come_in_change_and_are_delivered(
    desk: Desk, settings: Settings, shop: VendureShop
) -> None:
    set_up_fleet(desk)
    paid = [shop.buy({"OAK-T": 1, "PINE-C": 2}, own=OWN) for _ in range(24)]
    cash = [shop.buy({"PINE-C": 1}, pay="cash") for _ in range(6)]
    counter = [shop.buy({"PINE-C": 2}, method="collect") for _ in range(4)]
    billed = [shop.buy({"OAK-T": 1}, billing=True) for _ in range(6)]
    connected(desk, shop)
    assert len(look(desk, settings).new) == 40
    assert look(desk, settings).new == ()
    first = known(desk, paid[0])
    assert (first.payment, len(first.wish_windows), first.instructions, first.pieces) == ("paid", 1, "Ring twice", 3)
    assert (known(desk, cash[0]).due_on_delivery, known(desk, counter[0]).handover) == (5900, "collection")
    assert known(desk, billed[0]).address.line1 == "Hämeentie 12"

    # two go by van, one of them is delivered; one is fetched; one moves after it was packed
    van, missed, fetched, moved = paid[1], paid[2], counter[0], paid[3]
    for ref, place in ((van, Coordinate(60.165, 24.948)), (missed, Coordinate(60.166, 24.95))):
        order = ready(desk, ref, place)
        desk.do_now(promising.confirm, order.id, PROMISE)
    ready(desk, fetched, Coordinate(60.165, 24.948))
    ready(desk, moved, Coordinate(60.165, 24.948))
    shop.move(moved, "Unioninkatu 24")
    shop.cancel(paid[4])
    shop.refund(paid[5], "PINE-C", 1)
    changed = look(desk, settings).changed
    assert len(changed) == 3
    after = known(desk, moved)
    assert after.verification == "changed" and after.packing == "packed"
    with pytest.raises(Refused) as refused:
        desk.do_now(verifying.verify, after.id)
    assert refused.value.code == "change.open"
    desk.do_now(source_change.take_change, after.id)
    assert known(desk, moved).address.line1 == "Unioninkatu 24"
    assert (known(desk, paid[4]).closure, known(desk, paid[5]).pieces) == ("cancelled", 2)

    plan_day(desk)
    desk.do_now(load_out.depart, load_all(desk))
    desk.do_now(doorstep.hand_over, known(desk, van).id, DONE, through="phone", signature=b"x")
    desk.do_now(
        doorstep.hand_over, known(desk, missed).id, HandoffFacts(outcome="failed_not_home"), through="phone",
        signature=None,
    )  # fmt: skip
    picked = HandoffFacts(
        outcome="picked_up", recipient="Aino", said_name=True, said_number=True, has_signature=True, id_kind="passport",
        checked=dict.fromkeys((parcel.id for parcel in known(desk, fetched).parcels), "scanned"),
    )  # fmt: skip
    desk.do_now(doorstep.hand_over, known(desk, fetched).id, picked, through="counter", signature=b"x")
    read = look(desk, settings)
    assert (read.told, read.refused) == (5, 0)
    states = {ref: shop.order(ref) for ref in (van, missed, fetched)}
    assert [one["state"] for one in states[van]["fulfillments"]] == ["Delivered"] and states[van][
        "state"
    ] == "Delivered"
    assert [one["state"] for one in states[missed]["fulfillments"]] == ["Shipped"]
    assert "Delivery attempted" in str(states[missed]["history"])
    assert [one["state"] for one in states[fetched]["fulfillments"]] == ["Delivered"]
    assert all(one["fulfillments"][0]["method"] == OUR_METHOD for one in states.values())
    # what we told them is no change of theirs
    assert look(desk, settings).changed == ()


def test_a_shop_that_is_killed_in_the_middle_is_away_and_goes_on_without_a_gap_or_a_double(
    desk: Desk, settings: Settings, shop: VendureShop
) -> None:
    connected(desk, shop)
    before = len(look(desk, settings).new)
    bought = [shop.buy({"PINE-C": 1}) for _ in range(3)]
    look(desk, settings)
    source = view(desk)
    order = known(desk, bought[0])
    desk.do_now(note_delivered, order.id)
    with closing(station.connect(source)) as connector:
        # signed in, and then there is nobody
        connector.by_refs([bought[0]])
        shop.kill()
        assert write_back_run.tell(desk, source.id, connector).put_back == 1
    assert look(desk, settings).away == "source.away" and view(desk).away_since is not None
    shop.start()
    again = station.look(desk, settings, view(desk))
    assert (again.away, again.new) == ("", ())
    desk.do_now(due_now)
    assert look(desk, settings).told == 1
    assert [one["state"] for one in shop.order(bought[0])["fulfillments"]] == ["Delivered"]
    total = desk.ask_now(queue.total, queue.OrderFilter(source=NAME))
    assert total == before + 3
