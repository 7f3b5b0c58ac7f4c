"""A manifest that is printed before everything is packed says which stops are not."""

from dispatch_console.application.desk import Desk
from dispatch_console.application.papers import manifest_facts
from dispatch_console.domain.papers.facts import Sender
from tests.builders.days import plan_day, ready_orders, route_id
from tests.builders.fleet import DAY
from tests.builders.sample_orders import get, pack_whole


def tags(desk: Desk) -> dict[str, list[str]]:
    (paper,) = desk.ask_now(manifest_facts.manifest_facts, DAY, Sender("", "", ""), {route_id(desk): 1})
    return {stop.order: [words for _, words in stop.tags] for stop in paper.facts.stops}


def test_a_stop_that_is_not_packed_says_so_until_it_is(desk: Desk) -> None:
    ready_orders(desk, ("1002", "1004"), unpacked="1004")
    plan_day(desk)
    assert tags(desk)["#1004"][0] == "Not packed when printed: #1004"
    assert not any("Not packed" in words for words in tags(desk)["#1002"])
    pack_whole(desk, get(desk, "1004"))
    assert not any("Not packed" in words for words in tags(desk)["#1004"])
