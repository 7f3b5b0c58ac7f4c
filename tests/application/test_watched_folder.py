"""A folder of order files: taken as they come, put aside where a person has to decide, nothing lost or taken twice."""

import os
import threading
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing, quarantine
from dispatch_console.application.orders import detail, queue
from dispatch_console.application.orders.queue import OrderFilter
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.orders.incoming import FileChoices
from dispatch_console.settings import Settings
from dispatch_console.station import intake
from dispatch_console.station.watched_folder import DONE, LOOK, QUIET_S, Taken, WatchedFolder
from tests.conftest import DATA

DAY = date(2026, 11, 28)
HEAD = "Order number;Name;Street;Post code;City;SKU;Item;Quantity\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    folder = tmp_path / "in"
    folder.mkdir()
    return Settings(tmp_path / "data", orders_folder=str(folder))


def put(settings: Settings, name: str, content: bytes) -> Path:
    """Write a file as if it lay there for a while."""
    file = Path(settings.orders_folder) / name
    file.write_bytes(content)
    long_ago = time.time() - 10 * QUIET_S
    os.utime(file, (long_ago, long_ago))
    return file


def looked(desk: Desk, settings: Settings, times: int = 2) -> tuple[Taken, ...]:
    folder = WatchedFolder()
    return tuple(one for _ in range(times) for one in folder.look(desk, settings, DAY))


def total(desk: Desk) -> int:
    return desk.ask_now(queue.total, OrderFilter())


SHOPIFY = (DATA / "shopify_orders_export.csv").read_bytes()


def test_a_file_of_a_known_kind_goes_in_and_is_moved(desk: Desk, settings: Settings) -> None:
    file = put(settings, "monday.csv", SHOPIFY)
    (taken,) = looked(desk, settings)
    assert taken.count is not None and len(taken.count.new) == total(desk) == 20
    assert not file.exists() and (file.parent / DONE / "2026-11-28" / "monday.csv").read_bytes() == SHOPIFY


def test_a_file_is_left_alone_while_it_is_written(desk: Desk, settings: Settings) -> None:
    folder = WatchedFolder()
    file = put(settings, "monday.csv", SHOPIFY[:900])
    assert folder.look(desk, settings, DAY) == (), "it is seen for the first time"
    put(settings, "monday.csv", SHOPIFY)
    assert folder.look(desk, settings, DAY) == (), "it grew"
    file.touch()
    assert folder.look(desk, settings, DAY) == () and folder.look(desk, settings, DAY) == (), "it was written just now"
    for name in (".hidden.csv", "~$book.xlsx", "half.csv.part"):
        put(settings, name, SHOPIFY)
    assert looked(desk, settings) == () and total(desk) == 0


def test_the_same_file_again_changes_nothing_and_writes_over_nothing(desk: Desk, settings: Settings) -> None:
    for _ in range(3):
        put(settings, "monday.csv", SHOPIFY)
        (taken,) = looked(desk, settings)
    assert taken.count is not None and len(taken.count.unchanged) == 20
    done = Path(settings.orders_folder) / DONE / "2026-11-28"
    assert {file.name for file in done.iterdir()} == {"monday.csv", "monday (2).csv", "monday (3).csv"}


def test_columns_that_nobody_named_need_a_look_once(desk: Desk, settings: Settings, tmp_path: Path) -> None:
    content = (HEAD + "A1;Maj;Bulevardi 7;00120;Helsinki;MUG;Mug;1\n").encode()
    file = put(settings, "list.csv", content)
    (taken,) = looked(desk, settings)
    assert taken.count is None and "never said" in taken.reason
    aside = file.parent / LOOK / "list.csv"
    assert aside.read_bytes() == content and taken.reason in aside.with_name("list.csv.why.txt").read_text()
    assert total(desk) == 0
    checked = intake.check(desk, settings, aside, {}, FileChoices())
    intake.take(desk, checked, aside, lambda done, total: None)
    put(settings, "list.csv", content.replace(b"A1", b"A2"))
    (taken,) = looked(desk, settings)
    assert taken.count is not None and taken.count.new == ("A2",)


def test_days_that_can_be_read_in_two_ways_need_a_look(desk: Desk, settings: Settings, tmp_path: Path) -> None:
    head = HEAD.strip() + ";Order date\n"
    clear = tmp_path / "clear.csv"
    clear.write_text(head + "A1;Maj;Bulevardi 7;00120;Helsinki;MUG;Mug;1;28/11/2026\n")
    intake.take(desk, intake.check(desk, settings, clear, {}, FileChoices()), clear, lambda done, total: None)
    row = "A2;Maj;Bulevardi 7;00120;Helsinki;MUG;Mug;1;{day}\n"
    put(settings, "clear.csv", (head + row.format(day="28/11/2026")).encode())
    put(settings, "unclear.csv", (head + row.format(day="03/11/2026")).encode())
    taken = {one.file: one for one in looked(desk, settings)}
    assert taken["clear.csv"].count is not None
    assert taken["unclear.csv"].count is None and "two ways" in taken["unclear.csv"].reason


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4 no orders", b"\xff\xfe\x00\x00garbage", b"PK\x03\x04broken"])
def test_what_cannot_be_read_is_put_aside_whole(desk: Desk, settings: Settings, content: bytes) -> None:
    file = put(settings, "orders.csv", content)
    put(settings, "monday.csv", SHOPIFY)
    taken = {one.file: one for one in looked(desk, settings)}
    assert taken["orders.csv"].count is None and taken["orders.csv"].reason
    assert (file.parent / LOOK / "orders.csv").read_bytes() == content
    assert taken["monday.csv"].count is not None, "the others go on"


def test_bad_rows_wait_and_good_ones_go_in(desk: Desk, settings: Settings) -> None:
    put(
        settings,
        "monday.csv",
        SHOPIFY.replace(b"Lineitem quantity", b"Lineitem quantity", 1).replace(b",1,", b",x,", 1),
    )
    (taken,) = looked(desk, settings)
    assert taken.count is not None
    assert len(taken.count.quarantined) == desk.ask_now(quarantine.count_waiting) == 1
    assert total(desk) == 19


def test_two_stations_that_watch_one_folder_take_each_order_once(
    desk: Desk, settings: Settings, database_url: str
) -> None:
    for number in range(4):
        put(settings, f"{number}.csv", SHOPIFY.replace(b"#1", f"#{number}1".encode()))
    results: list[Taken] = []
    # each order once, and no file is said to need a look because the other station has it
    watchers = [threading.Thread(target=lambda: results.extend(looked(desk, settings))) for _ in range(2)]
    for watcher in watchers:
        watcher.start()
    for watcher in watchers:
        watcher.join()
    new = [number for one in results if one.count is not None for number in one.count.new]
    assert len(new) == len(set(new)) == total(desk)
    assert [one.reason for one in results if one.count is None] == []
    assert [file for file in Path(settings.orders_folder).iterdir() if file.is_file()] == []


def test_a_folder_that_is_away_is_said(desk: Desk, settings: Settings) -> None:
    with pytest.raises(BadInput) as refused:
        looked(desk, replace(settings, orders_folder="/nowhere/at/all"))
    assert refused.value.code == "folder.missing"


def test_what_was_chosen_once_for_such_a_file_is_used_for_the_next_unless_it_says_otherwise(
    desk: Desk, settings: Settings, tmp_path: Path
) -> None:
    head = HEAD.strip() + ";Order date\n"
    row = "{number};Maj;Bulevardi 7;00120;Helsinki;MUG;Mug;1;{day}\n"
    first = tmp_path / "first.csv"
    first.write_text(head + row.format(number="A1", day="03/11/2026"))
    american = replace(settings, country="")
    checked = intake.check(desk, american, first, {}, FileChoices(day_order="mdy"))
    intake.take(desk, checked, first, lambda done, total: None)
    put(american, "same.csv", (head + row.format(number="A2", day="03/11/2026")).encode())
    put(american, "other.csv", (head + row.format(number="A3", day="23/11/2026")).encode())
    both = row.format(number="A4", day="23/11/2026") + row.format(number="A5", day="11/23/2026")
    put(american, "both.csv", (head + both).encode())
    taken = {one.file: one for one in looked(desk, american)}
    assert (taken["same.csv"].reason, taken["other.csv"].reason) == ("", "")
    days = {number: desk.ask_now(detail.by_number, number).placed_at for number in ("A1", "A2", "A3")}
    assert {number: (at.month, at.day) for number, at in days.items() if at} == {
        "A1": (3, 10), "A2": (3, 10), "A3": (11, 22)}  # fmt: skip
    # midnight at the depot; and a file that says both has to be looked at
    assert taken["both.csv"].count is None or taken["both.csv"].count.problems


def test_a_choice_for_a_format_with_fixed_columns_is_remembered_too(
    desk: Desk, settings: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "orders.csv"
    file.write_bytes(SHOPIFY)
    checked = intake.check(desk, settings, file, {}, FileChoices(day_order="dmy"))
    intake.take(desk, checked, file, lambda done, total: None)
    known = desk.ask_now(importing.remembered, [f"format: {checked.reading.source}"])
    assert (known.day_order, known.decimal_sign, known.mapping) == ("dmy", "", {})
    # a choice of the sign later leaves the order of days
    again = intake.check(desk, settings, file, {}, FileChoices(decimal_sign=","))
    intake.take(desk, again, file, lambda done, total: None)
    known = desk.ask_now(importing.remembered, [f"format: {checked.reading.source}"])
    assert (known.day_order, known.decimal_sign) == ("dmy", ",")
