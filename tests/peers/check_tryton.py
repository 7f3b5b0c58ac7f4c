"""A real Tryton beside the console: forty sales come in, change there, are delivered here, and both sides agree."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import live_sources
from dispatch_console.application.orders import queue
from dispatch_console.application.outgoing import write_back_run
from dispatch_console.application.promises import promising
from dispatch_console.application.road import doorstep, load_out
from dispatch_console.domain.road.proof import HandoffFacts
from dispatch_console.domain.values import Coordinate
from dispatch_console.settings import Settings
from dispatch_console.station import live_sources as station
from tests.builders.days import PROMISE, load_all, plan_day
from tests.builders.fleet import set_up_fleet
from tests.conftest import Cluster
from tests.key_store import Memory
from tests.peers.beside import DONE, due_now, known, look, note_delivered, ready, view
from tests.peers.tryton_site import TrytonSite

NAME = "Tryton"
CHAIR, TABLE = {"PINE-C": 1}, {"OAK-T": 1, "PINE-C": 2}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, cluster: Cluster) -> Iterator[TrytonSite]:
    with cluster.database() as url:
        server, _, database = url.rpartition("/")
        served = TrytonSite(
            Path(tmp_path_factory.mktemp("tryton")), server.replace("postgresql+psycopg", "postgresql") + "/", database
        )
        served.install()
        served.sell()
        served.start()
        yield served
        served.stop()


@pytest.fixture(autouse=True)
def _key_kept(secrets_kept: Memory, site: TrytonSite) -> None:
    secrets_kept.set_password("dispatch-console", station.secret_name(NAME), site.key)


def connected(desk: Desk, site: TrytonSite) -> None:
    desk.do_now(
        live_sources.keep_source, None, name=NAME, kind="tryton", address=site.address,
        options={"company": site.company}, own_fields={},
    )  # fmt: skip


def shipments(site: TrytonSite, ref: str) -> list[str]:
    """Return the states of a sale's shipments, as the office sees them."""
    found = site.ask("GET", f"model/sale.sale/{ref}", params=[("f", "shipments.state")])
    return [one["state"] for one in found["shipments"]]


def test_forty_sales_of_all_kinds_come_in_change_and_are_delivered(
    desk: Desk, settings: Settings, site: TrytonSite
) -> None:
    set_up_fleet(desk)
    plain = site.sell(*({"lines": TABLE, "comment": "Ring twice"} for _ in range(24)))
    elsewhere = site.sell(*({"lines": CHAIR, "to": "Hämeentie 12"} for _ in range(8)))
    drafts = site.sell(*({"lines": CHAIR, "upto": "draft"} for _ in range(8)))
    connected(desk, site)
    assert len(look(desk, settings).new) == 32
    assert look(desk, settings).new == ()
    first = known(desk, plain[0])
    assert (first.instructions, first.pieces, first.payment) == ("Ring twice", 3, "terms")
    assert known(desk, elsewhere[0]).address.line1 == "Hämeentie 12"
    # a quotation is confirmed when its place in the list has long been passed
    for button in ("quote", "confirm"):
        site.ask("POST", f"model/sale.sale/{drafts[0]}/{button}")
    assert len(look(desk, settings).new) == 1

    van, missed, taken = plain[1], plain[2], plain[3]
    for ref, place in ((van, Coordinate(60.165, 24.948)), (missed, Coordinate(60.166, 24.95))):
        order = ready(desk, ref, place)
        desk.do_now(promising.confirm, order.id, PROMISE)
    # somebody sends one from there while it is open here
    number = site.ask("GET", f"model/sale.sale/{taken}", params=[("f", "shipments.id")])["shipments"][0]["id"]
    for step in ("assign_try", "pick", "pack", "ship", "do"):
        site.ask("POST", f"model/stock.shipment.out/{number}/{step}")
    assert look(desk, settings).changed == (known(desk, taken).number,)
    after = known(desk, taken)
    assert after.closure == "cancelled" or after.source_change is not None

    plan_day(desk)
    desk.do_now(load_out.depart, load_all(desk))
    desk.do_now(doorstep.hand_over, known(desk, van).id, DONE, through="phone", signature=b"x")
    desk.do_now(
        doorstep.hand_over, known(desk, missed).id, HandoffFacts(outcome="failed_not_home"), through="phone",
        signature=None,
    )  # fmt: skip
    read = look(desk, settings)
    assert (read.told, read.refused) == (4, 0)
    assert (shipments(site, van), shipments(site, missed)) == (["done"], ["shipped"])
    notes = site.ask("GET", "model/ir.note", params=[("f", "message"), ("s", "100")])
    assert any("Delivery attempted" in one["message"] for one in notes)
    # what we told them is no change of theirs
    assert look(desk, settings).changed == ()


def test_a_system_that_is_killed_in_the_middle_is_away_and_goes_on_without_a_gap_or_a_double(
    desk: Desk, settings: Settings, site: TrytonSite
) -> None:
    connected(desk, site)
    before = len(look(desk, settings).new)
    sold = site.sell(*({"lines": CHAIR} for _ in range(3)))
    look(desk, settings)
    source = view(desk)
    desk.do_now(note_delivered, known(desk, sold[0]).id)
    with closing(station.connect(source)) as connector:
        connector.by_refs([sold[0]])
        site.kill()
        assert write_back_run.tell(desk, source.id, connector).put_back == 1
    assert look(desk, settings).away == "source.away" and view(desk).away_since is not None
    site.start()
    again = station.look(desk, settings, view(desk))
    assert (again.away, again.new) == ("", ())
    desk.do_now(due_now)
    assert look(desk, settings).told == 1
    assert shipments(site, sold[0]) == ["done"]
    assert desk.ask_now(queue.total, queue.OrderFilter(source=NAME)) == before + 3
