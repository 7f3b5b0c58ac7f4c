"""`audit verify` notices what was changed, and what was removed as long as somebody outside remembers it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, text

from dispatch_console.application.desk import Desk
from dispatch_console.application.fleet import setting_up
from dispatch_console.cli.main import run
from dispatch_console.station import journal_heads
from dispatch_console.store import journal
from dispatch_console.store.journal import Head
from tests.conftest import DATA

SHOPIFY = str(DATA / "shopify_orders_export.csv")


class Office:
    """Asked by the command line; its own folder keeps marks of the journal."""

    def __init__(self, folder: Path, url: str, capsys: pytest.CaptureFixture[str]) -> None:
        self._folder, self._url, self._capsys = folder, url, capsys

    def __call__(self, *words: str) -> dict[str, Any]:
        run(["--data-dir", str(self._folder), "--database", self._url, *words, "--json"])
        answer: dict[str, Any] = json.loads(self._capsys.readouterr().out)
        return answer


@pytest.fixture
def office(tmp_path: Path, database_url: str, capsys: pytest.CaptureFixture[str]) -> Office:
    return Office(tmp_path / "office", database_url, capsys)


@pytest.fixture
def tamperer(owner_url: str) -> Iterator[Engine]:
    """Somebody with the owner's password who switched the guards off."""
    engine = create_engine(owner_url)
    with engine.begin() as connection:
        for table in ("operations", "journal"):
            connection.execute(text(f"alter table {table} disable trigger user"))
    yield engine
    engine.dispose()


def many_acts(desk: Desk, count: int = 25) -> None:
    for number in range(count):
        desk.do_now(
            setting_up.set_up_depot, name=f"Depot {number}", address="", lat=60.0, lon=-0.0, zone="Europe/Helsinki",
            departures=["08:00"], slots=["08:00-10:00"],
        )  # fmt: skip


def remove(engine: Engine, last: int) -> None:
    """Return the last operations, with what they say."""
    with engine.begin() as connection:
        gone = "select id from operations order by place desc limit :last"
        connection.execute(text(f"delete from journal where operation_id in ({gone})"), {"last": last})
        connection.execute(text(f"delete from operations where id in ({gone})"), {"last": last})


def test_a_pin_on_the_meridian_is_no_tampering(desk: Desk, office: Office) -> None:
    many_acts(desk, 1)
    assert office("audit", "verify")["intact"] is True


def test_what_earlier_versions_hashed_of_such_a_pin_is_none_either(
    desk: Desk, office: Office, tamperer: Engine
) -> None:
    many_acts(desk, 1)
    query = "select previous_hash, name, actor, station, at from operations"
    with tamperer.begin() as connection:
        told = connection.execute(text(query)).one()
        rows = connection.execute(
            text("select entity, entity_id, order_id, change, before, after from journal order by id")
        )
        entries = [dict(row._mapping) for row in rows]
        door = next(entry for entry in entries if entry["after"].get("lon") == 0)
        # so the database gave such a number back
        kept = "update journal set after = jsonb_set(after, '{lon}', '0.0') where entity = :entity"
        connection.execute(text(kept), {"entity": door["entity"]})
        door["after"]["lon"] = -0.0
        head = [*told[:4], told.at.isoformat()]
        body = json.dumps([head, entries], sort_keys=True, ensure_ascii=False)
        change = "update operations set body_hash = null, hash = encode(sha256(convert_to(:body, 'UTF8')), 'hex')"
        connection.execute(text(change), {"body": body})
    assert office("audit", "verify")["intact"] is True


def test_removed_operations_are_missed_by_whoever_saw_them(desk: Desk, office: Office, tamperer: Engine) -> None:
    many_acts(desk)
    assert office("audit", "verify")["compared"] == 0
    remove(tamperer, 20)
    answer = office("audit", "verify")
    assert (answer["intact"], answer["first_broken"], answer["compared"]) == (False, None, 1)
    assert answer["missing"][0]["head"].startswith("25-")
    assert answer["missing"][0]["where"] == "verified"


def test_an_emptied_log_is_missed(desk: Desk, office: Office, tamperer: Engine) -> None:
    many_acts(desk)
    office("audit", "verify")
    remove(tamperer, 25)
    answer = office("audit", "verify")
    assert (answer["intact"], answer["entries"], answer["head"]) == (False, 0, None)


def test_history_that_was_written_anew_is_noticed(desk: Desk, office: Office, tamperer: Engine) -> None:
    many_acts(desk)
    office("audit", "verify")
    with tamperer.begin() as connection:
        connection.execute(text("update operations set actor = 'Nobody' where place = 3"))
        previous = ""
        for row in connection.execute(text("select * from operations order by place")).all():
            entries = connection.execute(
                text(
                    "select entity, entity_id, order_id, change, before, after from journal where operation_id = :id "
                    "order by id"
                ),
                {"id": row.id},
            )
            told = [dict(entry._mapping) for entry in entries]
            body = journal.body_hash(row.name, row.actor, row.station, row.at, row.key or "", told)
            mine = journal.link(previous, body)
            connection.execute(
                text("update operations set body_hash = :body, previous_hash = :before, hash = :hash where id = :id"),
                {"body": body, "before": previous, "hash": mine, "id": row.id},
            )
            previous = mine
    answer = office("audit", "verify")
    assert (answer["intact"], answer["first_broken"]) == (False, None) and len(answer["missing"]) == 1


def test_a_mark_of_a_manifest_or_a_backup_is_compared(
    desk: Desk, office: Office, tamperer: Engine, tmp_path: Path, settings: object
) -> None:
    many_acts(desk)
    head = desk.ask_now(journal.head)
    assert head is not None and journal.parse_head(str(head)) == Head(25, head.hash[: journal.HEAD_SIGNS])
    file = tmp_path / "b.dump"
    office("backup", "--out", str(file))
    (tmp_path / "office" / journal_heads.FILE).unlink()
    given = ("--head", str(head), "--backup", str(file))
    answer = office("audit", "verify", *given)
    assert (answer["intact"], answer["compared"]) == (True, 2)
    (tmp_path / "office" / journal_heads.FILE).unlink()
    remove(tamperer, 1)
    answer = office("audit", "verify", *given)
    assert answer["intact"] is False and [one["where"] for one in answer["missing"]] == ["given", str(file)]
    assert office("audit", "verify", "--head", "nothing")["error"]["code"] == "audit.head"


def test_two_operations_that_changed_places_are_noticed(desk: Desk, office: Office, tamperer: Engine) -> None:
    many_acts(desk, 4)
    with tamperer.begin() as connection:
        connection.execute(text("update operations set place = 9 where place = 2"))
    assert office("audit", "verify")["first_broken"] is not None


def test_a_file_of_marks_that_cannot_be_read_is_no_alarm(desk: Desk, office: Office, tmp_path: Path) -> None:
    many_acts(desk, 2)
    office("audit", "verify")
    with (tmp_path / "office" / journal_heads.FILE).open("a") as file:
        file.write("half a li\n\x00\n2026-13-45T00:00:00Z verified x 1-00000000000000\n")
    assert office("audit", "verify")["intact"] is True
