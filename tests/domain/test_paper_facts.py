"""Whether a paper still says what is so."""

from typing import Any

import pytest

from dispatch_console.domain.papers.facts import printed_facts, untrue
from tests.builders.papers import manifest

NOW: dict[str, Any] = {
    "street": "Bulevardi 1", "town": "00120 Helsinki", "name": "Anna", "order": "SO-1", "lines": [["MUG", 1]],
    "promise": "12:00-14:00", "route": "E 13:00", "stop": "3", "other": "x",
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "reason"),
    (
        ({}, ""),
        ({"street": "Bulevardi 2"}, "address_changed"),
        ({"town": "00130 Helsinki"}, "address_changed"),
        ({"name": "Anne"}, "name_changed"),
        ({"order": "SO-2"}, "name_changed"),
        ({"lines": [["MUG", 2]]}, "goods_changed"),
        ({"promise": ""}, "promise_changed"),
        ({"stop": "4"}, "stop_changed"),
        ({"route": "F 13:00"}, "stop_changed"),
        ({"other": "y"}, "order_changed"),
        ({"stop": "4", "street": "Bulevardi 2", "name": "Anne"}, "address_changed"),
    ),
)
def test_the_first_thing_that_differs_is_the_reason(change: dict[str, Any], reason: str) -> None:
    assert untrue(NOW, {**NOW, **change}) == reason


def test_what_was_left_blank_or_is_not_known_any_more_is_not_wrong() -> None:
    assert untrue({**NOW, "route": "", "stop": ""}, NOW) == ""
    assert untrue(NOW, {name: value for name, value in NOW.items() if name != "route"}) == ""


def test_only_labels_and_slips_are_compared_word_by_word() -> None:
    assert printed_facts(manifest(1)) == {}
