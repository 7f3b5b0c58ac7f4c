"""A database of every earlier revision is brought up to date with its rows: none is lost, none says something else."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from datetime import date, datetime
from typing import Any

import pytest
from alembic import command
from sqlalchemy import (
    ARRAY,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Double,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    insert,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import source_change
from dispatch_console.application.messages import writing
from dispatch_console.application.orders import queue, verifying
from dispatch_console.application.orders.order_view import order_view
from dispatch_console.application.papers.stale import stale_papers
from dispatch_console.application.planning.day_board import day_board
from dispatch_console.application.promises import calls
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.orders.lifecycle import AXES
from dispatch_console.domain.orders.source_difference import goods_key
from dispatch_console.store import migrate
from dispatch_console.store.engine import connect
from dispatch_console.store.entities import Message, Order
from dispatch_console.store.transaction import Actor
from tests.conftest import NOW, Cluster

DAY = date(2026, 11, 23)
ROWS = 2
LISTS = frozenset({"wish_windows", "departures", "breaks", "slots"})
# what a migration rewrites on purpose, by the revision that does it
REWRITTEN = {"0010": {("orders", "search_text"), ("orders", "source_fingerprint")}}
# what another column says since
MOVED = {"0017": {("orders", "source_cancelled"): ("source_ended", {True: "left.cancelled", False: ""})}}
# rows that a revision adds behind those that stand: the revision, and how many
ADDED = {"site_keys": ("0054", 1)}
WAITING = {
    "fingerprint": "f",
    "seen_at": NOW.isoformat(),
    "differences": [["MUG", "1", "3"]],
    "order": {"number": "SO-1"},
}
EARLIER = migrate.revisions()[:-1]


@pytest.fixture
def empty_database(cluster: Cluster) -> Iterator[str]:
    with cluster.database() as url:
        yield url


@pytest.fixture(scope="session")
def templates(cluster: Cluster) -> Iterator[Callable[[str], str]]:
    """Return what gives the name of an empty database of a revision: each is made of the one before, once."""
    made: dict[str, str] = {}
    with ExitStack() as kept:

        def template(wanted: str) -> str:
            before = "template1"
            for revision in EARLIER[: EARLIER.index(wanted) + 1]:
                if revision not in made:
                    url = kept.enter_context(cluster.database(before, cluster.owner))
                    engine = connect(url)
                    with engine.begin() as connection:
                        command.upgrade(migrate.configuration(connection), revision)
                    engine.dispose()
                    made[revision] = str(make_url(url).database)
                before = made[revision]
            return before

        yield template


@pytest.fixture
def database_at(cluster: Cluster, templates: Callable[[str], str], revision: str) -> Iterator[str]:
    with cluster.database(templates(revision), cluster.owner) as url:
        yield url


def value(column: Column[Any], row: int) -> Any:
    """Something that the column may hold, other in every row."""
    name, kind = column.name, column.type
    if column.foreign_keys:
        return row
    if name in AXES:
        return "changed" if name == "verification" else AXES[name].initial
    if name == "source_change":
        return WAITING
    if name == "stage":
        return "verify"
    if isinstance(kind, JSONB):
        return [] if name in LISTS else {}
    if isinstance(kind, ARRAY):
        return ["08:00"] if name == "departures" else ["08:00-10:00"] if name == "slots" else []
    if isinstance(kind, Boolean):
        return row == 1
    if isinstance(kind, Date):
        return date(2026, 11, 22 + row)
    if isinstance(kind, DateTime):
        return datetime(2026, 11, 23, 8, row, tzinfo=NOW.tzinfo)
    if isinstance(kind, Integer):
        return row
    if isinstance(kind, Double):
        return 60.0 + row / 10
    if isinstance(kind, LargeBinary):
        return bytes([row])
    known = {
        "handover": "delivery",
        "zone": "Europe/Helsinki",
        "match_key": f"key {row}",
        "departure": f"{DAY}/{row}:0",
    }
    return known.get(name, f"{name} {row}")


def fill(connection: Connection) -> dict[str, list[dict[str, Any]]]:
    """Two rows in every table, and what they say."""
    metadata = MetaData()
    metadata.reflect(connection)
    written: dict[str, list[dict[str, Any]]] = {}
    for table in metadata.sorted_tables:
        # both are filled by the migrations
        if table.name in ("alembic_version", "site"):
            continue
        rows = [{column.name: value(column, row) for column in table.columns} for row in range(1, ROWS + 1)]
        connection.execute(insert(table), rows)
        written[table.name] = rows
    return written


def read(connection: Connection, name: str) -> list[dict[str, Any]]:
    table = Table(name, MetaData(), autoload_with=connection)
    return [dict(row._mapping) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]


@pytest.mark.parametrize("revision", EARLIER)
def test_rows_of_an_earlier_revision_are_all_there_and_say_the_same(database_at: str, revision: str) -> None:
    engine = connect(database_at)
    with engine.begin() as connection:
        written = fill(connection)
    assert len(written) > 20
    assert migrate.upgrade(engine) == migrate.head()
    moved = {old: new for later, places in MOVED.items() if later > revision for old, new in places.items()}
    rewritten = {place for later, places in REWRITTEN.items() if later > revision for place in places}
    with engine.connect() as connection:
        for name, rows in written.items():
            found = read(connection, name)
            added = ADDED.get(name, ("", 0))
            assert len(found) == ROWS + (added[1] if added[0] > revision else 0), name
            found = found[:ROWS]
            for before, after in zip(rows, found, strict=True):
                kept = dict(
                    _as_now(name, key, old, moved) for key, old in before.items() if (name, key) not in rewritten
                )
                assert {key: after.get(key) for key in kept} == kept, name
    _use(engine.url.render_as_string(hide_password=False))
    engine.dispose()


def _as_now(
    table: str, column: str, old: Any, moved: Mapping[tuple[str, str], tuple[str, Mapping[Any, str]]]
) -> tuple[str, Any]:
    """Return the column that holds a value now, and how it says it."""
    if (table, column) not in moved:
        return column, old
    name, meaning = moved[table, column]
    return name, meaning[old]


def _use(url: str) -> None:
    """Show what stands in it, and a change that waited is not verified over."""
    desk = Desk(connect(url), Actor("Ana Ruiz", "supervisor", "Station 2"), lambda: NOW)
    order = desk.ask_now(order_view, 1)
    assert order.source_changed and order.axes.verification == "changed"
    with pytest.raises(Refused, match=r"change\.open"):
        desk.do_now(verifying.verify, order.id)
    with pytest.raises(Refused, match=r"change\.partial"):
        desk.do_now(source_change.take_change, order.id)
    desk.ask_now(day_board, DAY, NOW)
    desk.ask_now(stale_papers, DAY)
    desk.ask_now(calls.call_list, NOW)
    assert desk.ask_now(queue.total, queue.OrderFilter()) == ROWS
    desk.close()


def test_what_an_earlier_0010_emptied_is_not_verified_over(empty_database: str) -> None:
    engine = connect(empty_database)
    with engine.begin() as connection:
        command.upgrade(migrate.configuration(connection), "0010")
        fill(connection)
        connection.execute(text("update orders set source_change = null, source_fingerprint = ''"))
    migrate.upgrade(engine)
    _use(empty_database)
    engine.dispose()


def test_goods_are_keyed_by_the_migration_as_by_the_program(empty_database: str) -> None:
    engine = connect(empty_database)
    with engine.begin() as connection:
        command.upgrade(migrate.configuration(connection), "0010")
        fill(connection)
        connection.execute(text("update order_lines set order_id = 1, sku = case id when 1 then 'ä' else 'Z' end"))
        connection.execute(text(
            "insert into order_lines select 3, order_id, 3, sku, name, 7, packed, unit_price, needs_delivery, barcode, "
            "weight_g from order_lines where id = 1"
        ))  # fmt: skip
    migrate.upgrade(engine)
    with engine.connect() as connection:
        key = connection.scalar(text("select goods_key from orders where id = 1"))
        lines = connection.execute(text("select sku, quantity from order_lines where order_id = 1")).all()
    engine.dispose()
    assert key == goods_key((sku, quantity) for sku, quantity in lines) and len(lines) == 3


def test_every_revision_is_tried() -> None:
    assert EARLIER[0] == "0001" and len(EARLIER) == len(migrate.revisions()) - 1


def test_a_reminder_that_waits_through_the_upgrade_is_about_its_promise(empty_database: str) -> None:
    engine = connect(empty_database)
    with engine.begin() as connection:
        command.upgrade(migrate.configuration(connection), "0030")
        fill(connection)
        connection.execute(text("update messages set kind_of = 'reminder' where id = 1"))
    migrate.upgrade(engine)
    with Session(engine) as session:
        message = session.get_one(Message, 1)
        assert message.about == writing.promise_of(session.get_one(Order, message.order_id)) != ""
    engine.dispose()
