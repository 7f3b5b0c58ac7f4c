"""An order may miss its van when less time is left than its steps usually take."""

from datetime import UTC, datetime, timedelta

import pytest

from dispatch_console.domain.orders.stages import Stage
from dispatch_console.domain.orders.van_time import will_miss

LEAVES = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("stage", "minutes"),
    [(Stage.VERIFY, 120), (Stage.PACK, 75), (Stage.SCHEDULE, 60), (Stage.ROUTE, 45), (Stage.LOAD, 15)],
)
def test_each_stage_needs_its_minutes(stage: Stage, minutes: int) -> None:
    assert not will_miss(stage, LEAVES, LEAVES - timedelta(minutes=minutes))
    assert will_miss(stage, LEAVES, LEAVES - timedelta(minutes=minutes - 1))
    # it has missed it, and nobody said so yet
    assert will_miss(stage, LEAVES, LEAVES + timedelta(hours=1))


@pytest.mark.parametrize("stage", [Stage.ON_THE_ROAD, Stage.RECONCILE, Stage.CLOSED, Stage.COUNTER])
def test_what_is_on_its_way_or_needs_no_van_misses_none(stage: Stage) -> None:
    assert not will_miss(stage, LEAVES, LEAVES + timedelta(hours=1))
    assert not will_miss(Stage.VERIFY, None, LEAVES)
