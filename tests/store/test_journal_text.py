"""The text that the journal hashes is the text that the database gives back, whatever the values are."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing
from dispatch_console.application.orders import content
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.orders.lifecycle import started
from dispatch_console.store import journal
from dispatch_console.store.entities import Base, JournalEntry
from tests.builders.received import incoming, reading


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"lat": -0.0}, '{"lat": 0}'), ({"lat": 60.0, "a": 1}, '{"a": 1, "lat": 60}'), ([1e16], "[10000000000000000]"),
        ({"lat": 60.17}, '{"lat": 60.17}'), ([1.5e-7], "[1.5e-07]"), ({"name": "A 1.0 e5"}, '{"name": "A 1.0 e5"}'),
        ({"wish": "10.0", "n": 3.0}, '{"n": 3, "wish": "10.0"}'), (2.0, "2"), ("2.0", '"2.0"'),
        ({"at": datetime(2026, 11, 28, 8, tzinfo=UTC)}, '{"at": "2026-11-28T08:00:00+00:00"}'),
    ],
)  # fmt: skip
def test_numbers_are_written_as_the_database_gives_them_back(value: Any, said: str) -> None:
    assert journal.as_json(value) == said


def test_a_row_past_the_flush_is_journaled_like_an_entity() -> None:
    values = journal.as_json({"id": 7, "name": "Ann"})
    row = journal.NewRow("customers", 7, None, values)
    entry = {"entity": "customers", "entity_id": 7, "order_id": None, "change": "created", "before": {}}
    assert row.as_json() == json.dumps(entry | {"after": {"id": 7, "name": "Ann"}}, sort_keys=True)


def test_an_import_journals_every_column_of_what_it_adds(desk: Desk) -> None:
    desk.do_now(importing.take_reading, reading(incoming(1)), "monday.csv")
    entries = desk.ask_now(lambda session: session.scalars(select(JournalEntry)).all())
    kept = {entry.entity: set(entry.after) for entry in entries}
    tables = {table: set(Base.metadata.tables[table].columns.keys()) for table in kept}
    assert kept == tables and kept.keys() == {"orders", "order_lines", "customers", "addresses"}
    assert desk.ask_now(lambda session: list(journal.broken_links(session))) == []


def test_a_new_order_begins_where_its_actions_lead() -> None:
    states = started([("verification", "hold"), ("appointment", "propose")])
    assert (states["verification"], states["appointment"], states["packing"]) == ("on_hold", "proposed", "waiting")
    assert started([]) == started(()) and started([])["verification"] == "new"
    with pytest.raises(Refused):
        started([("verification", "release")])


def test_columns_of_lines_hold_all_that_a_line_says() -> None:
    (line, *_) = incoming(1).lines
    (columns, *_) = content.line_columns(incoming(1))
    assert {name: columns[name] for name in ("sku", "name", "quantity", "unit_price", "barcode", "weight_g")} == {
        name: getattr(line, name) for name in ("sku", "name", "quantity", "unit_price", "barcode", "weight_g")
    }
    assert (columns["position"], columns["packed"]) == (1, 0)
