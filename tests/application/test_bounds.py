"""Between outside values and what database, paper and screen can hold: typed texts, and rows that stand there."""

import json
from pathlib import Path

import pytest
from sqlalchemy import bindparam, create_engine, text
from sqlalchemy.dialects.postgresql import JSONB

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing
from dispatch_console.application.orders import queue, verifying
from dispatch_console.application.orders.order_view import order_view
from dispatch_console.application.orders.queue import SORTS, OrderFilter
from dispatch_console.application.promises import calls
from dispatch_console.cli.main import run
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.moments import EARLIEST, LATEST
from tests.builders.received import incoming, reading
from tests.builders.sample_orders import get, import_sample
from tests.conftest import NOW

IMPOSSIBLE = ("0001-01-01 00:00:00+00", "0044-03-15 12:00:00+00 BC", "-infinity", "infinity", "12000-01-01 00:00:00+00")


@pytest.mark.parametrize("typed", ("a\x00b", "half \ud800", "bell \x07", "x" * 4001, "\ufffe"))
def test_what_is_typed_is_refused_by_its_name(desk: Desk, typed: str) -> None:
    import_sample(desk)
    with pytest.raises(BadInput) as refused:
        desk.do_now(verifying.hold, get(desk, "1002").id, typed)
    assert refused.value.code in ("field.characters", "field.long") and refused.value.facts["field"] == "reason"
    assert get(desk, "1002").verification == "new"


def test_what_is_looked_for_may_be_anything(desk: Desk) -> None:
    for typed in ("a\x00b", "half \ud800"):
        with pytest.raises(BadInput, match=r"database\.value"):
            desk.ask_now(queue.page, OrderFilter(text=typed))


@pytest.mark.parametrize("stored", IMPOSSIBLE)
def test_a_stored_moment_of_any_kind_stops_nothing(
    desk: Desk, database_url: str, owner_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], stored: str
) -> None:
    desk.do_now(importing.take_reading, reading(incoming(1), incoming(2)), "f")
    engine = create_engine(owner_url)
    with engine.begin() as connection:
        columns = (
            "placed_at",
            "imported_at",
            "promise_start",
            "promise_end",
            "leaves_at",
            "step_since",
            "delivered_at",
        )
        changes = ", ".join(f"{column} = :stored" for column in columns)
        wish = text(f"update orders set {changes}, wish_windows = :wish where number = 'SO-1'")
        wish = wish.bindparams(bindparam("wish", type_=JSONB))
        windows = [["0001-01-01T00:00:00+02:00", "9999-12-31T23:59:59-02:00"]]
        connection.execute(wish, {"stored": stored, "wish": windows})
    engine.dispose()
    read = desk.ask_now(queue.page, OrderFilter())[0]
    assert read.leaves_at in (EARLIEST, LATEST) and (read.wish_start, read.wish_end) == (EARLIEST, LATEST)
    for sort in SORTS:
        for descending in (False, True):
            assert len(desk.ask_now(queue.page, OrderFilter(), sort, descending)) == 2
    desk.ask_now(order_view, read.id)
    desk.ask_now(calls.call_list, NOW)
    again = desk.do_now(importing.take_reading, reading(incoming(1, 2), incoming(3)), "g")
    assert (again.new, again.changed) == (("SO-3",), ("SO-1",))
    where = ["--data-dir", str(tmp_path / "station"), "--database", database_url]
    assert run([*where, "orders", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["total"] == 3
