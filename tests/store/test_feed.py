"""Two consoles on one database see each other's changes; after a loss everything is read again."""

import queue

from sqlalchemy import text

from dispatch_console.application.desk import Desk
from dispatch_console.application.fleet import setting_up
from dispatch_console.store.feed import Feed
from dispatch_console.store.kinds import Kind
from dispatch_console.store.notices import Notice


def add_depot(desk: Desk) -> None:
    desk.do_now(
        setting_up.set_up_depot,
        name="Depot",
        address="",
        lat=60.18,
        lon=24.95,
        zone="Europe/Helsinki",
        departures=["08:00"],
        slots=["08:00-10:00"],
    )


def test_a_change_is_announced_by_kind_and_a_lost_connection_means_everything(desk: Desk) -> None:
    seen: queue.Queue[Notice] = queue.Queue()
    states: queue.Queue[bool] = queue.Queue()
    feed = Feed(desk.engine, seen.put, states.put)
    feed.start()
    assert states.get(timeout=10)
    add_depot(desk)
    assert seen.get(timeout=5).kinds == {Kind.FLEET}
    with desk.engine.begin() as connection:
        connection.execute(
            text(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where application_name = 'dispatch-console feed'"
                " and datname = current_database()"
            )
        )
    assert states.get(timeout=10) is False
    assert states.get(timeout=10) is True
    assert seen.get(timeout=5).kinds == {Kind.EVERYTHING}
    feed.stop()
