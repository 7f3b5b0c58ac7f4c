"""Scans, weights, and when a box may be sealed."""

from dataclasses import replace
from datetime import date

import pytest

from dispatch_console.domain.errors import Refused
from dispatch_console.domain.packing import scanned
from dispatch_console.domain.packing.scan_match import (
    Match,
    PackLine,
    ScanResult,
    WeightCheck,
    expected_weight,
    is_scan,
    match_scan,
    read_weight,
    require_sealable,
)


@pytest.mark.parametrize(
    ("text", "grams", "scan"),
    [
        ("2,7", 2700, False),
        (" 12.35 ", 12350, False),
        ("4", 4000, False),
        ("6412345670018", None, True),
        ("20878", None, True),
        ("DCP0000012", None, True),
        ("1,920878", None, False),
        ("", None, False),
        ("abc", None, False),
    ],
)
def test_a_weight_is_told_from_a_scan(text: str, grams: int | None, scan: bool) -> None:
    assert read_weight(text) == grams
    assert grams is not None or is_scan(text) == scan


TODAY = date(2026, 11, 23)
LINES = (
    PackLine(1, "MUG", 2, 0, (("111", 1), ("666", 6))),
    PackLine(2, "mug", 7, 0, (("111", 1), ("666", 6))),
    PackLine(3, "PAN", 1, 1),
)


@pytest.mark.parametrize(
    ("scan", "match"),
    (
        ("MUG", Match(ScanResult.COUNTED, 1, 1)),
        (" mug ", Match(ScanResult.COUNTED, 1, 1)),
        ("111", Match(ScanResult.COUNTED, 1, 1)),
        ("666", Match(ScanResult.COUNTED, 2, 6)),
        ("PAN", Match(ScanResult.SURPLUS, 3)),
        ("CUP", Match(ScanResult.WRONG_ITEM)),
    ),
)
def test_a_scan_belongs_to_the_first_line_that_has_room(scan: str, match: Match) -> None:
    assert match_scan(LINES, scanned.read(scan), TODAY) == match


def test_lines_of_one_sku_fill_one_after_the_other() -> None:
    full = (replace(LINES[0], packed=2), LINES[1])
    assert match_scan(full, scanned.read("MUG"), TODAY) == Match(ScanResult.COUNTED, 2, 1)
    assert match_scan((replace(LINES[1], packed=2),), scanned.read("666"), TODAY) == Match(ScanResult.SURPLUS, 2)


def test_the_expected_weight_counts_boxes_and_is_right_within_three_percent() -> None:
    assert expected_weight(4_000, 1) == WeightCheck(4_150, 124)
    assert expected_weight(4_000, 3) == WeightCheck(4_450, 134)
    assert expected_weight(100, 0) == WeightCheck(250, 60)
    check = WeightCheck(4_150, 124)
    assert check.accepts(4_274) and check.accepts(4_026)
    assert not check.accepts(4_275) and not check.accepts(4_025)


def test_a_box_is_sealed_when_everything_is_in_it() -> None:
    require_sealable(open_pieces=0, papers_open=0, weighed_g=4_150, check=WeightCheck(4_150, 124))
    require_sealable(open_pieces=0, papers_open=0, weighed_g=9_999, check=None)
    for weight, word in ((None, "weight"), (0, "weight"), (-1, "weight"), (9_999, "weight_off")):
        with pytest.raises(Refused) as refusal:
            require_sealable(open_pieces=2, papers_open=1, weighed_g=weight, check=WeightCheck(4_150, 124))
        assert refusal.value.facts == {"missing": ("items:2", "papers:1", word)}
