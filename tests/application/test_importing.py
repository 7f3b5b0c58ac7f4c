"""Importing: twice changes nothing, a change reopens, nothing is half, a kill loses nothing."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import comparing, importing, quarantine, source_change
from dispatch_console.application.orders import verifying
from dispatch_console.domain.orders.incoming import IncomingLine, IncomingOrder, Problem, Reading
from dispatch_console.store import journal
from dispatch_console.store.engine import connect
from dispatch_console.store.entities import JournalEntry, Order
from dispatch_console.store.transaction import Actor
from tests.builders.received import PLACED, first, incoming, reading, verify_first
from tests.conftest import Clock


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Order)) or 0


def test_the_same_file_twice_changes_nothing(desk: Desk) -> None:
    told = reading(incoming(1), incoming(2))
    assert len(desk.do_now(importing.take_reading, told, "f").new) == 2
    again = desk.do_now(importing.take_reading, told, "f")
    assert (len(again.new), len(again.unchanged)) == (0, 2)
    assert desk.ask_now(count) == 2


def test_what_the_file_no_longer_holds_is_said_and_kept(desk: Desk) -> None:
    desk.do_now(importing.take_reading, reading(incoming(1), incoming(2)), "f")
    assert desk.ask_now(comparing.compare, reading(incoming(1))).gone == ("SO-2",)
    assert desk.ask_now(count) == 2


def test_a_verified_order_that_changes_keeps_what_was_verified_until_someone_takes_it(desk: Desk) -> None:
    desk.do_now(importing.take_reading, reading(incoming(1)), "f")
    order_id = verify_first(desk)
    changed = desk.do_now(importing.take_reading, reading(incoming(1, quantity=3)), "f")
    assert changed.changed == ("SO-1",)
    order = desk.ask_now(first)
    assert (order.verification, order.stage) == ("changed", "verify")
    assert order.source_change is not None
    assert order.source_change["differences"] == [["MUG", "1", "3"]]
    desk.do_now(source_change.take_change, order_id)
    assert desk.ask_now(lambda session: first(session).lines[0].quantity) == 3
    assert desk.ask_now(lambda session: first(session).marks) == []


def test_an_unverified_order_simply_follows_its_source(desk: Desk) -> None:
    desk.do_now(importing.take_reading, reading(incoming(1)), "f")
    desk.do_now(importing.take_reading, reading(incoming(1, quantity=5)), "f")
    assert desk.ask_now(lambda session: first(session).pieces) == 5


def test_a_list_without_times_flags_the_same_goods_for_the_same_wish(desk: Desk) -> None:
    def of(number: int, wish: str, name: str = "Mug") -> IncomingOrder:
        order = replace(incoming(number), placed_at=None, wish=wish, email="one@example.com")
        return replace(order, lines=(IncomingLine("", name, 1),))

    orders = (of(1, "Tuesday"), of(2, "Tuesday"), of(3, "Wednesday"), of(4, "Tuesday", "Pan"))
    desk.do_now(importing.take_reading, reading(*orders), "f")
    desk.do_now(importing.take_reading, reading(*orders, of(5, "Wednesday")), "f")
    ids, doubles = desk.ask_now(
        lambda session: (
            {order.number: order.id for order in session.scalars(select(Order))},
            {order.number: order.duplicate_of for order in session.scalars(select(Order))},
        )
    )
    assert doubles == {"SO-1": None, "SO-2": ids["SO-1"], "SO-3": None, "SO-4": None, "SO-5": ids["SO-3"]}


def test_a_number_that_another_shop_has_too_is_said(desk: Desk) -> None:
    desk.do_now(importing.take_reading, reading(incoming(1)), "f")
    other = Reading("shop", (incoming(1), incoming(2)), (), 2)
    count = desk.do_now(importing.take_reading, other, "f")
    assert count.new == ("SO-1", "SO-2")
    assert [(one.code, one.order_number, one.blocks, one.facts) for one in count.problems] == [
        ("order.number_elsewhere", "SO-1", False, {"source": "test"})
    ]
    assert desk.ask_now(comparing.compare, other).problems == ()


def test_the_same_goods_for_the_same_customer_look_like_a_duplicate(desk: Desk) -> None:
    desk.do_now(importing.take_reading, reading(incoming(1)), "f")
    twin = replace(incoming(2), email="c1@example.com")
    desk.do_now(importing.take_reading, reading(twin), "g")
    newest = desk.ask_now(lambda session: session.scalars(select(Order).order_by(Order.id.desc())).first())
    assert newest is not None
    assert newest.duplicate_of == desk.ask_now(first).id


def test_two_that_look_alike_in_one_file_are_marked_too_and_others_are_not(desk: Desk) -> None:
    lines = (IncomingLine("MUG", "Mug", 3), IncomingLine("MUG", "Mug", 2))
    first, twin, other, later = (replace(incoming(number), email="c1@example.com") for number in range(1, 5))
    five = (IncomingLine("MUG", "Mug", 5),)
    desk.do_now(importing.take_reading, reading(
        replace(first, lines=lines), replace(twin, lines=five), replace(other, lines=lines[:1]),
        replace(later, lines=lines, placed_at=PLACED + timedelta(days=1)),
    ), "f")  # fmt: skip
    marked = desk.ask_now(
        lambda session: {order.number: order.duplicate_of for order in session.scalars(select(Order))}
    )
    ids = desk.ask_now(lambda session: {order.number: order.id for order in session.scalars(select(Order))})
    assert marked == {"SO-1": None, "SO-2": ids["SO-1"], "SO-3": None, "SO-4": None}


def test_bad_rows_wait_until_their_order_comes_in_right_or_they_are_put_away(desk: Desk) -> None:
    bad, total = (
        Problem(3, "Qty", "-2", "line.quantity", "SO-9", blocks=True),
        Problem(4, "Qty", "17", "line.quantity", "Total", blocks=True),
    )
    nameless = Problem(5, "Qty", "", "line.quantity", None, blocks=True)
    desk.do_now(importing.take_reading, reading(incoming(1), problems=(bad, total, nameless)), "orders.csv")

    def waiting() -> list[tuple[int, str | None]]:
        return [(row.problem.row, row.problem.order_number) for row in desk.ask_now(quarantine.waiting_rows)]

    assert waiting() == [(3, "SO-9"), (4, "Total"), (5, None)]
    # the next day's file has the same name and another order, bad in the same cell
    other = replace(bad, order_number="SO-10")
    desk.do_now(importing.take_reading, reading(incoming(2), problems=(other,)), "orders.csv")
    assert sorted(waiting(), key=str) == [(3, "SO-10"), (3, "SO-9"), (4, "Total")]
    desk.do_now(importing.take_reading, reading(incoming(9), incoming(10)), "another.csv")
    assert waiting() == [(4, "Total")]
    desk.do_now(quarantine.put_away, [row.id for row in desk.ask_now(quarantine.waiting_rows)])
    assert desk.ask_now(quarantine.count_waiting) == 0


def test_cancelling_in_the_middle_leaves_nothing(desk: Desk) -> None:
    def stop(done: int, total: int) -> None:
        raise importing.Cancelled("import.cancelled")

    many = reading(*(incoming(number) for number in range(1200)))
    with pytest.raises(importing.Cancelled):
        desk.do_now(importing.take_reading, many, "f", stop)
    assert desk.ask_now(count) == 0


def _import_and_die(url: str) -> None:
    def die(done: int, total: int) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    desk = Desk(connect(url), Actor("A", "supervisor", "1"))
    desk.do_now(importing.take_reading, reading(*(incoming(number) for number in range(1200))), "f", die)


def test_a_kill_in_the_middle_of_an_import_leaves_nothing_half(desk: Desk, database_url: str) -> None:
    process = multiprocessing.get_context("spawn").Process(target=_import_and_die, args=(database_url,))
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
    assert desk.ask_now(count) == 0


def test_the_journal_says_who_and_what_and_notices_tampering(
    desk: Desk, make_desk: Callable[[Actor], Desk], owner_url: str
) -> None:
    desk.do_now(importing.take_reading, reading(incoming(1)), "f")
    order_id = verify_first(desk)
    make_desk(Actor("Noor Aalto", "order_processor", "Station 1")).do_now(verifying.hold, order_id, "wrong colour")
    entries = desk.ask_now(
        lambda session: session.scalars(select(JournalEntry).where(JournalEntry.order_id == order_id)).all()
    )
    held = next(entry for entry in entries if entry.after.get("verification") == "on_hold")
    assert held.before["verification"] == "verified"
    assert desk.ask_now(lambda session: list(journal.broken_links(session))) == []
    owner = connect(owner_url)
    with owner.begin() as connection:
        connection.execute(text("alter table journal disable trigger user"))
        connection.execute(text("update journal set after = '{}' where id = :id"), {"id": held.id})
    owner.dispose()
    assert desk.ask_now(lambda session: list(journal.broken_links(session))) == [held.operation_id]


def test_the_journal_is_intact_whatever_the_time_zone_of_clock_and_server(database_url: str, clock: Clock) -> None:
    clock.now = clock.now.astimezone(ZoneInfo("Europe/Helsinki")).replace(microsecond=123_450)
    desk = Desk(connect(database_url), Actor("Ana Ruiz", "supervisor", "Station 2"), clock)
    desk.do_now(importing.take_reading, reading(incoming(1)), "f")
    with desk.engine.connect() as connection:
        connection.execute(text("set time zone 'America/Lima'"))
        assert list(journal.broken_links(Session(connection))) == []
    assert desk.ask_now(lambda session: list(journal.broken_links(session))) == []
    desk.close()


def test_rows_that_wait_are_listed_by_their_source(desk: Desk) -> None:
    for source in ("one", "two"):
        wrong = Problem(2, "Qty", "x", "line.quantity", f"{source}-1", blocks=True)
        desk.do_now(importing.take_reading, replace(reading(problems=(wrong,)), source=source), "file.csv")
    assert [entry.source for entry in desk.ask_now(quarantine.waiting_entries, "two")] == ["two"]
    assert [entry.source for entry in desk.ask_now(quarantine.waiting_entries)] == ["one", "two"]
