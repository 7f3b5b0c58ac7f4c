"""Pages of the queue: the same rows whichever way they are counted, and orders found by every kind of filter."""

import json
import random
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing
from dispatch_console.application.orders import detail, queue
from dispatch_console.application.orders.queue import SORTS, OrderFilter
from dispatch_console.cli.main import run
from dispatch_console.domain.orders.requirements import Requirement
from dispatch_console.store.entities import Order, Parcel
from tests.builders.received import incoming, reading
from tests.conftest import NOW

COUNT = 60


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """Orders of which every third leaves at no hour yet and many leave at the same."""
    desk.do_now(importing.take_reading, reading(*(incoming(number) for number in range(COUNT))), "f")
    dice = random.Random(7)
    with desk.engine.begin() as connection:
        for order_id in connection.scalars(select(Order.id)).all():
            at = None if dice.random() < 0.3 else NOW + timedelta(hours=dice.randrange(5))
            values = {"leaves_at": at, "promise_start": at, "customer_name": f"Customer {dice.randrange(4)}"}
            connection.execute(update(Order).where(Order.id == order_id).values(**values))
    return desk


def sorted_ids(desk: Desk, sort: str, *, descending: bool) -> list[int]:
    """By Python; orders without a key come last both ways."""
    with desk.engine.connect() as connection:
        rows = connection.execute(select(SORTS[sort], Order.id)).all()
    known = sorted((row for row in rows if row[0] is not None), key=lambda row: (row[0], row[1]), reverse=descending)
    unknown = sorted((row for row in rows if row[0] is None), key=lambda row: row[1], reverse=descending)
    return [row[1] for row in (*known, *unknown)]


@pytest.mark.parametrize("descending", (False, True))
@pytest.mark.parametrize("sort", sorted(SORTS))
@pytest.mark.parametrize("text", ("", "customer"))
def test_every_page_of_every_order(filled: Desk, sort: str, descending: bool, text: str) -> None:
    wanted = sorted_ids(filled, sort, descending=descending)
    for known in (None, COUNT):
        for offset in (0, 7, 29, 31, 44, 58, 59, 60, 90):
            page = filled.ask_now(queue.page, OrderFilter(text=text), sort, descending, 7, offset, known)
            assert [row.id for row in page] == wanted[offset : offset + 7], (known, offset)


def test_orders_are_found_by_what_they_need_and_by_their_label(filled: Desk) -> None:
    ids = sorted_ids(filled, "number", descending=False)
    with filled.engine.begin() as connection:
        needs = update(Order).where(Order.id == ids[5]).values(requirements=[str(Requirement.FRAGILE), "lift"])
        connection.execute(needs)
    found = filled.ask_now(queue.page, OrderFilter(requirement=str(Requirement.FRAGILE)))
    assert [row.id for row in found] == [ids[5]]
    with Session(filled.engine) as session:
        session.add(Parcel(order_id=ids[9], position=1, contents={}))
        session.commit()
    code = filled.ask_now(lambda session: session.scalars(select(Parcel)).one().code)
    for typed in (str(code), code.spaced):
        assert [row.id for row in filled.ask_now(queue.page, OrderFilter(text=typed))] == [ids[9]]
        assert filled.ask_now(queue.total, OrderFilter(text=typed)) == 1


def test_a_list_of_any_length_is_one_document(
    filled: Desk, database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask(*words: str) -> dict[str, Any]:
        where = ["--data-dir", str(tmp_path / "station"), "--database", database_url]
        assert run([*where, "orders", "--json", *words]) == 0
        answer: dict[str, Any] = json.loads(capsys.readouterr().out)
        return answer

    whole = ask("--limit", "100")
    monkeypatch.setattr(detail, "CHUNK", 7)
    assert ask("--limit", "100") == whole and len(whole["orders"]) == whole["total"] == COUNT
    assert ask("--limit", "20", "--offset", "9")["orders"] == whole["orders"][9:29]
    assert ask("--limit", "14")["orders"] == whole["orders"][:14]
    assert ask("--limit", "0") == {"total": COUNT, "orders": []}
    assert ask("--number", "SO-3")["total"] == 1
