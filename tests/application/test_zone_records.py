"""Delivery zones by screen: what is refused, and what stands on the page."""

import pytest

from dispatch_console.application.desk import Desk
from dispatch_console.application.site import zone_records
from dispatch_console.domain.errors import BadInput
from tests.builders.fleet import set_up_fleet

CENTRE = {"name": "Centre", "postcodes": "001, 00500-00580", "vans": "Van 5", "extra": "5"}


def keep(desk: Desk, record: int | None = None, **fields: str) -> int:
    return desk.do_now(zone_records.keep_zone, record, {**CENTRE, **fields})


def test_a_name_and_a_postcode_belong_to_one_zone(desk: Desk) -> None:
    set_up_fleet(desk)
    zone = keep(desk)
    with pytest.raises(BadInput, match=r"field\.taken"):
        keep(desk, postcodes="002")
    with pytest.raises(BadInput) as refused:
        keep(desk, name="North", postcodes="003, 001")
    assert refused.value.code != "field.taken" and "001" in str(refused.value.facts)
    keep(desk, zone, postcodes="001, 002")
    keep(desk, name="North", postcodes="003", vans="", extra="")
    assert [(row.title, row.under) for row in desk.ask_now(zone_records.zones)] == [
        ("Centre", "001, 002; Van 5, 5 min more per stop"),
        ("North", "003; any van"),
    ]


@pytest.mark.parametrize(
    ("field", "text"),
    [("vans", "Van 99"), ("postcodes", "00180-00100"), ("extra", "-1"), ("extra", "many"), ("name", " ")],
)
def test_what_cannot_be_is_refused_by_its_field(desk: Desk, field: str, text: str) -> None:
    set_up_fleet(desk)
    with pytest.raises(BadInput):
        desk.do_now(zone_records.keep_zone, None, {**CENTRE, field: text})
    assert desk.ask_now(zone_records.zones) == ()
