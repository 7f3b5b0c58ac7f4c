"""What the dock has to know before a van leaves: its papers, its check, and what its last trip still owes."""

from datetime import timedelta
from pathlib import Path

import pytest

from dispatch_console.application.desk import Desk
from dispatch_console.application.road import load_out
from dispatch_console.application.road.load_list import LoadList, load_list
from dispatch_console.domain.errors import BadInput
from dispatch_console.settings import Settings
from dispatch_console.station import printing
from tests.builders.days import PROMISE, load_all, plan_day, ready_orders, route_id
from tests.builders.fleet import DAY
from tests.builders.sample_orders import get
from tests.conftest import Clock


def listed(desk: Desk) -> LoadList:
    return desk.ask_now(load_list, route_id(desk))


def test_a_sheet_that_says_something_else_is_not_taken_along_unseen(
    desk: Desk, settings: Settings, clock: Clock, tmp_path: Path
) -> None:
    clock.now = PROMISE.start - timedelta(hours=2)
    ready_orders(desk, ("1002", "1004"))
    plan_day(desk)
    # nothing is printed: a phone has the route
    assert not listed(desk).old_paper
    printing.print_manifests(desk, settings, DAY, tmp_path)
    load_all(desk)
    assert not listed(desk).old_paper
    desk.do_now(load_out.leave_behind, route_id(desk), get(desk, "1004").id)
    assert listed(desk).old_paper
    printing.print_manifests(desk, settings, DAY, tmp_path)
    assert not listed(desk).old_paper


def test_a_van_is_checked_on_paper_too(desk: Desk, clock: Clock) -> None:
    clock.now = PROMISE.start - timedelta(hours=2)
    ready_orders(desk, ("1002",))
    plan_day(desk)
    route = route_id(desk)
    assert (listed(desk).checked_at, listed(desk).odometer) == (None, 0)
    with pytest.raises(BadInput, match=r"van\.odometer"):
        desk.do_now(load_out.check_van, route, -1, "", "", papers=True)
    desk.do_now(load_out.check_van, route, 48_200, "1/2", " scratch ", papers=False)
    said = listed(desk)
    assert (said.checked_at, said.damage, said.papers, said.odometer) == (clock.now, "scratch", False, 48_200)
