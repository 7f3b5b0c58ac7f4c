"""A weight that is typed, and what a scanner sends into its field."""

import pytest

from dispatch_console.domain.packing.scan_match import is_scan, read_weight


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
