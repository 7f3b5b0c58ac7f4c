"""Scans, weights, and when a box may be sealed."""

from dataclasses import replace
from datetime import date

import pytest

from dispatch_console.domain.errors import Refused
from dispatch_console.domain.packing import condition, scanned
from dispatch_console.domain.packing.condition import Decision, Found
from dispatch_console.domain.packing.scan_match import Match, PackLine, ScanResult, match_scan
from dispatch_console.domain.packing.sealing import BoxWeight, require_sealable
from dispatch_console.domain.packing.size import read_size, size_words
from dispatch_console.domain.packing.weight import (
    Goods,
    Learnt,
    WeightCheck,
    check_of,
    is_scan,
    not_provable,
    piece_weights,
    read_weight,
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
    assert match_scan((replace(LINES[1], packed=2),), scanned.read("666"), TODAY) == Match(
        ScanResult.SURPLUS, 2, facts=(("pack", "6"), ("left", "5"))
    )


def goods(sku: str, pieces: int, piece_g: int | None, *packs: float) -> Goods:
    learnt = Learnt()
    for pack in packs:
        learnt = learnt.with_pack(pack)
    return Goods(sku, pieces, piece_g, learnt)


def test_the_expected_weight_counts_the_box_and_is_right_within_three_percent() -> None:
    assert check_of([goods("MUG", 10, 400)], 150) == WeightCheck(4_150, 124)
    assert check_of([goods("MUG", 5, 400), goods("PAN", 1, 2_000)], 450) == WeightCheck(4_450, 134)
    assert check_of([goods("CABLE", 1, 100)], 150) == WeightCheck(250, 60)
    assert check_of([goods("MUG", 1, 400), goods("NEW", 1, None)]) is None
    check = WeightCheck(4_150, 124)
    assert check.accepts(4_274) and check.accepts(4_026)
    assert not check.accepts(4_275) and not check.accepts(4_025)


def test_a_tolerance_is_learnt_from_clean_packs() -> None:
    steady = goods("COF", 4, 1_030, 1_030, 1_031, 1_029, 1_030, 1_030)
    check = check_of([steady], 100)
    assert check is not None and check.expected_g == 4_220 and check.tolerance_g < 30
    # a mean beside what is written makes it wider: the office takes it over or not
    aside = check_of([goods("COF", 4, 1_030, *[1_050.0] * 6)], 100)
    assert aside is not None and aside.tolerance_g == 4 * 20 + 10
    # four packs say nothing yet
    few = check_of([goods("COF", 4, 1_030, *[1_030.0] * 4)], 100)
    assert few == WeightCheck(4_220, 127)


def test_mean_and_spread_are_those_of_the_packs() -> None:
    learnt = goods("COF", 1, 1_000, 1_000, 1_010, 990, 1_020, 980).learnt
    assert (learnt.packs, learnt.mean_g) == (5, 1_000) and round(learnt.spread_g, 2) == 15.81


def test_what_a_pack_differs_is_shared_by_weight_and_a_stranger_teaches_nothing() -> None:
    assert piece_weights([goods("MUG", 2, 400), goods("PAN", 1, 1_200)], 2_200, 100) == {"MUG": 420, "PAN": 1_260}
    assert piece_weights([goods("NEW", 4, None)], 900, 100) == {"NEW": 200}
    assert piece_weights([goods("MUG", 2, 400), goods("NEW", 1, None)], 2_200, 100) == {}
    assert piece_weights([], 900, 100) == {}


def test_an_item_that_is_lighter_than_the_tolerance_is_not_proved_by_weight() -> None:
    parts = [goods("PAN", 1, 4_000), goods("CABLE", 1, 18)]
    check = check_of(parts)
    assert check is not None and not_provable(parts, check) == ("CABLE",)


def test_a_box_is_sealed_when_everything_is_in_it() -> None:
    check = WeightCheck(4_150, 124)
    require_sealable(open_pieces=0, papers_open=0, boxes=[BoxWeight(1, 4_150, check)], is_inspected=True)
    require_sealable(open_pieces=0, papers_open=0, boxes=[BoxWeight(1, 9_999, None)], is_inspected=True)
    off = [BoxWeight(1, 4_150, check), BoxWeight(2, 9_999, check)]
    require_sealable(open_pieces=0, papers_open=0, boxes=off, is_inspected=True, is_weight_waived=True)
    cases: tuple[tuple[list[BoxWeight], str], ...] = (
        ([], "weight"),
        ([BoxWeight(1, None, check)], "weight"),
        ([BoxWeight(1, 0, check)], "weight"),
        ([BoxWeight(1, 4_150, check), BoxWeight(2, None, check)], "weight"),
        (off, "weight_off"),
    )
    for boxes, word in cases:
        with pytest.raises(Refused) as refusal:
            require_sealable(open_pieces=2, papers_open=1, boxes=boxes, is_inspected=False)
        assert refusal.value.facts == {"missing": ("items:2", "inspection", "papers:1", word)}


def test_a_waiver_of_the_weight_is_none_of_a_box_that_nobody_weighed() -> None:
    with pytest.raises(Refused, match=r"pack\.not_sealable"):
        require_sealable(
            open_pieces=0,
            papers_open=0,
            boxes=[BoxWeight(1, None, None)],
            is_inspected=True,
            is_weight_waived=True,
        )


def test_pieces_that_nobody_explained_keep_a_box_open() -> None:
    found = [Found("MUG", 1, Decision.REST), Found("MUG", 1, Decision.ASK), Found("PAN", 1, None)]
    assert condition.follows(found) == {"MUG": 2}
    assert condition.unexplained({"MUG": 2, "PAN": 0}, found) == 0
    assert condition.unexplained({"MUG": 3, "PAN": 1}, found) == 2
    assert condition.unexplained({"MUG": 1}, [Found("MUG", 1, Decision.WAIT)]) == 1


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("26 × 13 × 8", (260, 130, 80)),
        ("26x13x8 cm", (260, 130, 80)),
        ("26,5 * 13 / 8", (265, 130, 80)),
        ("26 13 8", (260, 130, 80)),
        ("26 x 13", None),
        ("0 x 1 x 1", None),
        ("700 x 1 x 1", None),
        ("", None),
    ],
)
def test_a_size_is_read_as_people_write_it(text: str, size: tuple[int, int, int] | None) -> None:
    assert read_size(text) == size
    if size is not None:
        assert read_size(size_words(*size)) == size
