"""Rows that wait are corrected where they stand, and a correction may be kept as a rule of its source."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing, quarantine, rules
from dispatch_console.application.intake.quarantine import WaitingRow
from dispatch_console.application.orders import queue
from dispatch_console.application.orders.queue import OrderFilter
from dispatch_console.domain.errors import BadInput, Refused
from dispatch_console.domain.orders.incoming import FileChoices, Problem
from dispatch_console.settings import Settings
from dispatch_console.station import intake
from dispatch_console.store.entities import Order
from tests.builders.received import reading

MAPPING = {
    "Nr": "number", "Kunde": "name", "Strasse": "line1", "PLZ": "postcode", "Ort": "city", "Artikel": "item",
    "Menge": "quantity", "Liefertag": "placed_at",
}  # fmt: skip
HEAD = "Nr;Kunde;Strasse;PLZ;Ort;Artikel;Menge;Liefertag"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path, zone="Europe/Berlin", country="DE")


def imported(desk: Desk, settings: Settings, tmp_path: Path, *rows: str) -> tuple[WaitingRow, ...]:
    file = tmp_path / "liste.csv"
    file.write_text("\n".join((HEAD, *rows)), encoding="utf-8")
    choices = FileChoices(mapping=MAPPING)
    checked = intake.check(desk, settings, file, {}, choices)
    intake.take(desk, checked, file, lambda done, total: None)
    return desk.ask_now(quarantine.waiting_rows)


def orders(desk: Desk) -> dict[str, tuple[str, str]]:
    _, rows = desk.ask_now(queue.first_page, OrderFilter(), "number", False)
    return {row.number: (row.address, str(row.pieces)) for row in rows}


GOOD = "A-1;Ann;Weg 1;10115;Berlin;Tasse;2;02.12.2026"


def test_a_corrected_row_goes_in_and_waits_no_more(desk: Desk, settings: Settings, tmp_path: Path) -> None:
    (row,) = imported(desk, settings, tmp_path, GOOD, "A-2;Bo;Weg 2;10115;Berlin;Tasse;zwei;03.12.2026")
    assert (row.problem.column, row.problem.value) == ("Menge", "zwei")
    count = intake.correct(desk, settings, row, {(row.problem.row, "Menge"): "2"})
    assert count.new == ("A-2",)
    assert desk.ask_now(quarantine.waiting_rows) == ()
    assert set(orders(desk)) == {"A-1", "A-2"}


def test_a_day_is_read_as_the_rest_of_its_file(desk: Desk, settings: Settings, tmp_path: Path) -> None:
    day_first = "A-1;Ann;Weg 1;10115;Berlin;Tasse;2;13/12/2026"
    (row,) = imported(desk, settings, tmp_path, day_first, "A-2;Bo;Weg 2;10115;Berlin;Tasse;x;03/12/2026")
    assert row.choices.day_order == "dmy"
    # alone it would be 12 March where the station's country writes the month first
    american = Settings(tmp_path, zone="Europe/Berlin", country="US")
    intake.correct(desk, american, row, {(row.problem.row, "Menge"): "2"})
    placed = desk.ask_now(lambda session: session.scalar(select(Order.placed_at).where(Order.number == "A-2")))
    assert placed == datetime.fromisoformat("2026-12-03T00:00:00+01:00")


def test_what_is_still_wrong_waits_on_with_what_was_corrected(desk: Desk, settings: Settings, tmp_path: Path) -> None:
    waiting = imported(desk, settings, tmp_path, "A-2;Bo;;10115;Berlin;Tasse;zwei;03.12.2026")
    quantity = next(row for row in waiting if row.problem.column == "Menge")
    assert len(waiting) == 2
    intake.correct(desk, settings, quantity, {(quantity.problem.row, "Menge"): "2"})
    (street,) = desk.ask_now(quarantine.waiting_rows)
    assert (street.problem.column, dict(street.cells[0][1])["Menge"]) == ("Strasse", "2")
    assert street.file == "liste.csv"
    intake.correct(desk, settings, street, {(street.problem.row, "Strasse"): "Weg 2"})
    assert desk.ask_now(quarantine.waiting_rows) == ()
    assert orders(desk) == {"A-2": ("Weg 2", "2")}


def test_a_row_without_a_number_gets_one(desk: Desk, settings: Settings, tmp_path: Path) -> None:
    (row,) = imported(desk, settings, tmp_path, ";Bo;Weg 2;10115;Berlin;Tasse;1;03.12.2026")
    intake.correct(desk, settings, row, {(row.problem.row, "Nr"): "A-9"})
    assert desk.ask_now(quarantine.waiting_rows) == () and set(orders(desk)) == {"A-9"}


def test_what_keeps_no_rows_is_corrected_at_its_source(desk: Desk, settings: Settings) -> None:
    wrong = Problem(2, "line_items", "", "line.quantity", "W-1", blocks=True)
    desk.do_now(importing.take_reading, reading(problems=(wrong,)), "shop.json")
    (row,) = desk.ask_now(quarantine.waiting_rows)
    with pytest.raises(Refused) as refused:
        intake.correct(desk, settings, replace(row, source="woocommerce-json"), {})
    assert refused.value.code == "quarantine.elsewhere"
    assert len(desk.ask_now(quarantine.waiting_rows)) == 1


def test_an_order_of_too_many_rows_is_not_read_from_some_of_them(
    desk: Desk, settings: Settings, tmp_path: Path
) -> None:
    lines = [f"A-2;Bo;Weg 2;10115;Berlin;Tasse {number};1;03.12.2026" for number in range(250)]
    (row,) = imported(desk, settings, tmp_path, *lines, "A-2;Bo;Weg 2;10115;Berlin;Teller;x;03.12.2026")
    with pytest.raises(Refused) as refused:
        intake.correct(desk, settings, row, {(row.problem.row, "Menge"): "2"})
    assert refused.value.code == "quarantine.elsewhere"


def test_a_rule_reads_the_next_file_and_says_so(desk: Desk, settings: Settings, tmp_path: Path) -> None:
    (row,) = imported(desk, settings, tmp_path, "A-2;Bo;Weg 2;10115;Berlin;Tasse;zwei;03.12.2026")
    desk.do_now(rules.keep, row.source, "Menge", " zwei ", "2")
    assert imported(desk, settings, tmp_path, "A-3;Bo;Weg 2;10115;Berlin;Tasse;zwei;03.12.2026") == (row,)
    file = tmp_path / "liste.csv"
    checked = intake.check(desk, settings, file, {}, FileChoices())
    assert [(one.code, one.value, one.facts["becomes"], one.blocks) for one in checked.count.problems] == [
        ("cell.by_rule", "zwei", "2", False)
    ]
    (rule,) = desk.ask_now(rules.rules)
    assert (rule.column, rule.value, rule.becomes, rule.made_by) == ("Menge", "zwei", "2", desk.actor.name)
    desk.do_now(rules.keep, row.source, "Menge", "zwei", "3")
    assert [one.becomes for one in desk.ask_now(rules.rules)] == ["3"]
    desk.do_now(rules.forget, [rule.id])
    desk.do_now(rules.forget, [rule.id])
    assert desk.ask_now(rules.rules) == ()
    checked = intake.check(desk, settings, file, {}, FileChoices())
    assert [one.code for one in checked.count.problems] == ["line.quantity"]


@pytest.mark.parametrize(("value", "becomes"), [("", "2"), ("zwei", " "), (" ", "")])
def test_no_rule_fills_or_empties_a_cell(desk: Desk, value: str, becomes: str) -> None:
    with pytest.raises(BadInput) as refused:
        desk.do_now(rules.keep, "generic", "Menge", value, becomes)
    assert refused.value.code == "rule.empty"


def test_samples_stand_beside_the_columns(desk: Desk, settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "liste.csv"
    rows = [f"A-{number};Ann;Weg 1;10115;Berlin;Tasse;{number};02.12.2026" for number in range(1, 9)]
    file.write_text("\n".join((HEAD, *rows)), encoding="utf-8")
    checked = intake.check(desk, settings, file, {}, FileChoices())
    assert checked.samples["Menge"] == ("1", "2", "3") and checked.samples["Ort"] == ("Berlin",)


def test_a_row_without_a_number_still_waits_when_another_row_of_its_file_is_corrected(
    desk: Desk, settings: Settings, tmp_path: Path
) -> None:
    nameless = ";Cy;Weg 3;10115;Berlin;Tasse;1;02.12.2026"
    bad = "A-2;Bo;Weg 2;10115;Berlin;Tasse;zwei;03.12.2026"
    waiting = imported(desk, settings, tmp_path, GOOD, nameless, bad)
    assert {row.problem.code for row in waiting} == {"order.no_number", "line.quantity"}
    row = next(row for row in waiting if row.problem.order_number == "A-2")
    intake.correct(desk, settings, row, {(row.problem.row, "Menge"): "2"})
    assert [row.problem.code for row in desk.ask_now(quarantine.waiting_rows)] == ["order.no_number"]
    # the whole file says anew what waits of it
    imported(desk, settings, tmp_path, GOOD)
    assert desk.ask_now(quarantine.waiting_rows) == ()


def test_rows_of_one_order_that_stand_apart_are_one_order(desk: Desk, settings: Settings, tmp_path: Path) -> None:
    waiting = imported(
        desk, settings, tmp_path,
        "A-1;Ann;Weg 1;10115;Berlin;Tasse;2;02.12.2026",
        "A-2;Bo;Weg 2;10115;Berlin;Tasse;1;02.12.2026",
        "A-1;Ann;Weg 1;10115;Berlin;Teller;3;02.12.2026",
        "A-3;Cy;Weg 3;10115;Berlin;Tasse;1;02.12.2026",
        "A-2;Di;Weg 99;10115;Berlin;Tasse;7;02.12.2026",
        "A-1;Ann;Weg 1;10115;Berlin;Kanne;1;02.12.2026",
    )  # fmt: skip
    assert orders(desk) == {"A-1": ("Weg 1", "6"), "A-2": ("Weg 2", "1"), "A-3": ("Weg 3", "1")}
    # the same number at another door is another order
    assert [(row.problem.order_number, row.problem.code) for row in waiting] == [("A-2", "order.number_twice")]


def test_a_yes_that_names_no_requirement_is_said_and_stands_among_the_instructions(
    desk: Desk, settings: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "wuensche.csv"
    file.write_text(
        f"{HEAD};Vorher anrufen?;Fragile\n{GOOD};ja;ja\nA-2;Bo;Weg 2;10115;Berlin;Tasse;1;02.12.2026;nein;\n"
    )
    choices = FileChoices(mapping=MAPPING | {"Vorher anrufen?": "requirements", "Fragile": "requirements"})
    checked = intake.check(desk, settings, file, {}, choices)
    first, second = checked.reading.orders
    assert (first.instructions, first.requirements) == ("Vorher anrufen? ja", ("fragile",))
    assert (second.instructions, second.requirements) == ("", ())
    assert [(one.code, one.blocks) for one in checked.reading.problems] == [("requirement.unknown", False)]
