"""A person is forgotten: nothing names him any more, what was done stays, and the journal still shows what was not."""

import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import ARRAY, LargeBinary, Text, inspect, make_url, select
from sqlalchemy.dialects.postgresql import JSONB

from dispatch_console.application.customers import (
    customer_view,
    erasing,
    inbox_list,
    merging,
    page,
    personal_data,
    replying,
)
from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing
from dispatch_console.application.messages import links, opt_outs, writing
from dispatch_console.application.orders import queue, verifying
from dispatch_console.application.outgoing import sending
from dispatch_console.application.promises import promising
from dispatch_console.application.road import load_out
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.messages.due import MessageKind
from dispatch_console.domain.messages.links import LinkKind
from dispatch_console.domain.orders.incoming import IncomingAddress, IncomingOrder, Reading
from dispatch_console.ports import IncomingText
from dispatch_console.settings import Settings
from dispatch_console.station import erased_papers, printing
from dispatch_console.store import backup, emptying, journal
from dispatch_console.store.entities import Base, Erasure, JournalEntry, Message, OptOut, Order
from dispatch_console.store.local_server import binaries
from dispatch_console.store.transaction import Transaction
from tests.builders.days import PROMISE, load_all, plan_day
from tests.builders.fleet import DAY, set_up_fleet
from tests.builders.received import incoming, reading
from tests.builders.sample_orders import get, pack_whole, verify_whole
from tests.builders.sms import OURS
from tests.conftest import Clock

ANNA = "+358401234567"
TEXTUAL = (Text, ARRAY, JSONB, LargeBinary)
STREET = "Schmidtintie 7"


def of_anna(number: int, name: str = "Anna Schmidt", email: str = "anna.schmidt@example.com") -> IncomingOrder:
    door = IncomingAddress(line1=STREET, line2="", postcode="00530", city="Helsinki", region="", country="FI")
    return replace(
        incoming(number), customer_name=name, email=email, phone=ANNA, address=door,
        instructions=f"Ring twice at {name}", attributes={"gift": f"from {name}"},
    )  # fmt: skip


def taken(desk: Desk, *orders: IncomingOrder) -> None:
    desk.do_now(importing.take_reading, reading(*orders), "shop.csv")


def customer(desk: Desk, number: str) -> int:
    return desk.ask_now(customer_view.customer_of, get(desk, number).id)


def dumped(url: str) -> str:
    """Return the whole database as text, as pg_dump writes it."""
    program = binaries.program(binaries.find(), "pg_dump")
    place = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    done = subprocess.run([str(program), place], check=True, capture_output=True, env=backup._surroundings())
    return done.stdout.decode()


@pytest.fixture
def wanted(desk: Desk) -> Desk:
    """Return a desk that knows Anna twice: one of her wants no messages, the other has much that names her."""
    taken(desk, of_anna(1), of_anna(2, "A. Schmidt", "a.schmidt@example.com"), incoming(3))
    desk.do_now(replying.take_reply, IncomingText("sms", "1", ANNA, OURS, "STOP", desk.clock()))
    write = "Frau Schmidt here: where is it?"
    desk.do_now(replying.take_reply, IncomingText("sms", "2", ANNA, OURS, write, desk.clock()))
    return desk


def test_nothing_names_a_person_who_was_erased_and_her_wish_stays(
    wanted: Desk, database_url: str, settings: Settings, clock: Clock, owner_url: str
) -> None:
    first, second = get(wanted, "SO-1"), get(wanted, "SO-2")
    wanted.do_now(merging.merge_customers, first.customer_id, second.customer_id)
    set_up_fleet(wanted)
    verify_whole(wanted, first)
    pack_whole(wanted, first)
    wanted.do_now(verifying.hold, second.id, "Frau Schmidt is away")
    wanted.do_now(promising.confirm, first.id, PROMISE, waiver="Schmidt asked for it")
    plan_day(wanted)
    folder = settings.data_dir / "papers"
    folder.mkdir(parents=True)
    printed = printing.print_manifests(wanted, settings, DAY, folder)
    load_all(wanted)
    wanted.do_now(writing_reminder, first.id)
    token, _ = wanted.do_now(links.make_link, first.id, LinkKind.WHERE)
    whole = dumped(owner_url)
    assert whole.count("Schmidt") > 20 and all(paper.path.is_file() for paper in printed)

    goes = wanted.ask_now(erasing.what_goes, second.customer_id)
    assert (goes.orders, goes.called_off, goes.on_the_road) == (2, ("SO-1", "SO-2"), ())
    assert wanted.do_now(erasing.erase_customer, first.customer_id) == 2
    assert erased_papers.remove(wanted, settings) == len(printed)
    assert not any(paper.path.exists() for paper in printed)

    left = dumped(owner_url)
    for named in ("schmidt", ANNA, ANNA.removeprefix("+358"), "00530"):
        assert named not in left.lower(), [line[:300] for line in left.lower().splitlines() if named in line][:5]
    # what was done stays
    order = get(wanted, "SO-1")
    assert (order.closure, order.customer_name, order.number) == ("cancelled", emptying.ERASED, "SO-1")
    assert [line.sku for line in order.lines] == ["MUG"] and len(order.parcels) == 1
    assert wanted.ask_now(lambda session: list(journal.broken_links(session))) == []
    assert [row.number for row in wanted.ask_now(queue.page, queue.OrderFilter(text="SO-1"))] == ["SO-1"]
    # nothing waits for her, and no link of hers shows anything
    states = wanted.ask_now(lambda session: session.execute(select(Message.state, Message.reason)).all())
    assert states and set(states) == {("refused", "erased")}
    with pytest.raises(Refused):
        wanted.ask_now(page.page_facts, token, clock())
    assert wanted.ask_now(inbox_list.inbox_rows, clock()) == ()

    # the next morning her shop brings her again
    taken(wanted, of_anna(1), of_anna(9), incoming(3))
    assert get(wanted, "SO-1").customer_name == emptying.ERASED
    again = get(wanted, "SO-9")
    assert again.customer_name == "Anna Schmidt"
    standing = wanted.ask_now(lambda session: [opt_outs.standing(session, "sms", ANNA),
                                               opt_outs.standing(session, "email", again.email)])  # fmt: skip
    assert standing[0] is not None and standing[0].shown == ""
    with pytest.raises(Refused):
        wanted.do_now(erasing.erase_customer, first.customer_id)


def writing_reminder(tx: Transaction, order_id: int) -> None:
    order = tx.session.get_one(Order, order_id)
    writing.plan_confirmation(tx, order)


def test_who_wants_nothing_at_all_wants_nothing_when_he_comes_again(desk: Desk, clock: Clock) -> None:
    taken(desk, of_anna(1))

    def opt_out(tx: Transaction) -> None:
        tx.session.get_one(Order, get(desk, "SO-1").id).customer.opted_out = True

    desk.do_now(opt_out)
    desk.do_now(erasing.erase_customer, customer(desk, "SO-1"))
    shown = desk.ask_now(lambda session: session.scalars(select(OptOut.shown)).all())
    assert list(shown) == ["", ""]
    taken(desk, of_anna(9))
    order = get(desk, "SO-9")
    assert not order.customer.opted_out
    desk.do_now(promising.confirm, order.id, PROMISE)
    desk.do_now(writing_reminder, order.id)
    clock.forward(timedelta(minutes=5))
    claimed = desk.do_now(sending.take_next)
    assert claimed is not None and claimed.refused == "opted_out" and claimed.kind == MessageKind.DELIVERED


def test_a_journal_that_was_emptied_still_shows_what_else_was_changed(
    wanted: Desk, owner_url: str, database_url: str
) -> None:
    wanted.do_now(erasing.erase_customer, customer(wanted, "SO-1"))
    emptied = wanted.ask_now(journal.emptied)
    assert emptied and wanted.ask_now(lambda session: list(journal.broken_links(session))) == []
    # another order of the same import
    entry = wanted.ask_now(
        lambda session: session.scalars(
            select(JournalEntry).where(JournalEntry.entity == "orders", JournalEntry.order_id == get(wanted, "SO-3").id)
        ).one()
    )
    assert entry.operation_id in emptied and entry.after["customer_name"] == "Customer 3"
    place = make_url(owner_url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(place) as connection:
        connection.execute("alter table journal disable trigger journal_append_only")
        connection.execute("update journal set after = after || '{\"total\": 1}' where id = %s", [entry.id])
    assert wanted.ask_now(lambda session: list(journal.broken_links(session))) == [entry.operation_id]


@pytest.mark.parametrize(
    "values",
    (
        # another value, one key less, one more
        "after || '{\"total\": 1}'", "after - 'total'", "after || '{\"new\": \"(erased)\"}'",
        "after || '{\"total\": null}'",
    ),
)  # fmt: skip
def test_the_journal_can_be_emptied_and_not_rewritten(wanted: Desk, database_url: str, values: str) -> None:
    place = make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    with (
        psycopg.connect(place) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="can only be emptied"),
    ):
        connection.execute(f"select empty_entry(id, before, {values}) from journal where entity = 'orders'")


def test_an_emptied_value_without_a_record_of_it_is_seen(wanted: Desk, database_url: str) -> None:
    place = make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(place) as connection:
        # whoever has the program's account hides what an order cost
        connection.execute(
            "select empty_entry(id, before, after || '{\"total\": \"(erased)\"}') from journal where entity = 'orders'"
        )
    assert len(wanted.ask_now(lambda session: list(journal.broken_links(session)))) == 1


def test_a_person_for_whom_a_van_is_on_its_way_is_erased_when_it_is_back(desk: Desk) -> None:
    taken(desk, of_anna(1))
    set_up_fleet(desk)
    order = get(desk, "SO-1")
    verify_whole(desk, order)
    pack_whole(desk, order)
    desk.do_now(promising.confirm, order.id, PROMISE)
    plan_day(desk)
    desk.do_now(load_out.depart, load_all(desk))
    assert desk.ask_now(erasing.what_goes, order.customer_id).on_the_road == ("SO-1",)
    with pytest.raises(Refused, match=r"erase\.on_the_road"):
        desk.do_now(erasing.erase_customer, order.customer_id)
    assert get(desk, "SO-1").customer_name == "Anna Schmidt"
    assert desk.ask_now(lambda session: session.scalars(select(Erasure)).all()) == []


def test_a_door_that_others_use_too_keeps_its_address(desk: Desk) -> None:
    other = replace(of_anna(2), customer_name="Ole Berg", email="ole@example.com", phone="", instructions="")
    taken(desk, of_anna(1), other)
    desk.do_now(erasing.erase_customer, customer(desk, "SO-1"))
    assert get(desk, "SO-2").address.line1 == STREET
    assert get(desk, "SO-2").customer_name == "Ole Berg"


def test_each_column_that_may_name_a_person_is_decided_about() -> None:
    """Whoever adds a column of text to one of these tables says whether it goes."""
    stays = {
        "customers": {"match_key", "merged_orders"},
        "addresses": {"match_key", "city", "region", "country", "quality", "pinned_by"},
        "orders": {
            "number", "source", "source_ref", "source_fingerprint", "source_ended", "currency", "financial_status",
            "handover", "payment", "requirements", "wish_windows", "held_by", "held_at", "handed_from", "goods_key",
            "verification", "packing", "appointment", "dispatch", "outcome", "outcome_code", "closure", "stage",
        },
        "check_marks": {"gate", "key", "by", "station"},
        "handoffs": {
            "route_name", "driver", "vehicle", "reported_through", "outcome_code", "relation", "id_kind", "recorded_by",
            "means", "open_proofs", "why", "checked", "lacking",
        },
        "handoff_drafts": {"by"},
        "findings": {"sku", "item", "condition", "decision", "by", "station"},
        "supervisor_calls": {"by", "station", "answered_by"},
        "messages": {"kind_of", "channel", "about", "state", "reason", "provider_id", "receipt", "text_language"},
        "customer_links": {"token", "kind_of"},
        "incoming_messages": {"channel", "provider_id", "meaning"},
        "inbox_items": {"kind_of", "reason", "owner", "done_by"},
        "survey_answers": {"route_name", "driver"},
        "opt_outs": {"channel", "digest", "by"},
        "sheet_rows": {"read_by", "decided_by"},
        "permissions": {"kind_of", "currency", "ended_by"},
        "phone_acts": {"act_id", "digest", "kind_of", "state", "reason", "settled_by"},
        "phone_photos": {"photo_id", "digest", "wrong", "withdrawn_by", "withdrawn_files"},
        "quarantined_rows": {"source", "file", "column_name", "code", "order_number"},
        "write_backs": {"event", "tracking", "state", "reason"},
        "sheets": {
            "kind_of", "departure", "fingerprint", "layout", "printed_by", "station", "stale_reason", "printer",
            "delivery",
        },
    }  # fmt: skip
    held = {}
    for entity, values in personal_data.PERSONAL.items():
        columns = {
            column.key
            for column in inspect(entity).columns
            if isinstance(column.type, Text | ARRAY | JSONB | LargeBinary)
        }
        held[entity.__tablename__] = columns - set(values)
    assert held == stays
    # the other tables of an order hold nothing that its customer said or is called; notes of the ledger are emptied too
    others = {name for name, table in Base.metadata.tables.items() if "order_id" in table.columns and name not in held}
    assert others == {
        "call_claims", "goods_back", "invoices", "journal", "mis_scans", "order_lines", "packed_units", "parcels",
        "pin_tries", "promise_entries", "regular_orders", "stop_orders", "used_materials",
    }  # fmt: skip


def test_reading_takes_nothing_of_an_erased_order(desk: Desk) -> None:
    taken(desk, of_anna(1))
    desk.do_now(erasing.erase_customer, customer(desk, "SO-1"))
    changed = replace(of_anna(1), instructions="Schmidt, second floor", lines=of_anna(1).lines * 2)
    count = desk.do_now(importing.take_reading, Reading("test", (changed,), (), 1), "shop.csv")
    assert (count.changed, count.unchanged) == ((), ("SO-1",))
    assert get(desk, "SO-1").instructions == ""


def test_a_paper_that_somebody_wrote_elsewhere_is_left(desk: Desk, settings: Settings, tmp_path: Path) -> None:
    elsewhere = tmp_path / "mine.pdf"
    elsewhere.write_bytes(b"%PDF")
    taken(desk, of_anna(1))

    def write(tx: Transaction) -> None:
        order = get(desk, "SO-1")
        files = [str(elsewhere), str(settings.data_dir / "gone.pdf")]
        tx.session.add(Erasure(customer_id=order.customer_id, at=tx.now, by="Ana", orders=["SO-1"], files=files))

    desk.do_now(write)
    assert erased_papers.remove(desk, settings) == 0 and elsewhere.is_file()
