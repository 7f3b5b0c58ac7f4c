"""What scanners send, and what it means: no separator is guessed, no zero counts, no case is a piece."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_console.domain import field_bounds
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.packing import gtin, scanned
from dispatch_console.domain.packing.scanned import EOT, GS, RS, Scanned

ITEM = "04006381333931"


@pytest.mark.parametrize(
    ("raw", "meant"),
    [
        ("4006381333931", Scanned("4006381333931", (ITEM,))),
        ("]E04006381333931", Scanned("4006381333931", (ITEM,))),
        ("]C0SO-1052", Scanned("SO-1052")),
        ("MUG-RED\r\n", Scanned("MUG-RED")),
        ("4006381333932", Scanned("4006381333932")),
        (f"]C101{ITEM}", Scanned(ITEM, (ITEM,))),
        (f"01{ITEM}10L26{GS}1726013121S7781", Scanned(ITEM, (ITEM,), 1, "L26", "S7781", date(2026, 1, 31))),
        (f"]d2{GS}01{ITEM}17260200", Scanned(ITEM, (ITEM,), expires=date(2026, 2, 28))),
        (f"01{ITEM}376", Scanned(ITEM, (ITEM,), 6)),
        (f"01{ITEM}10L261726013121S7781", Scanned(ITEM, (ITEM,), 1, "L261726013121S7781", lost_separators=True)),
        (f"01{ITEM}21S7781", Scanned(ITEM, (ITEM,), serial="S7781")),
        (f"[)>{RS}06{GS}1PMUG-RED{GS}Q6{RS}{EOT}", Scanned("MUG-RED", (), 6)),
        (f"[)>{RS}06{GS}1P4006381333931{GS}SX1{GS}1TL9{RS}{EOT}", Scanned("4006381333931", (ITEM,), 1, "L9", "X1")),
        ("0104006381333931", Scanned(ITEM, (ITEM,))),
        ("14006381333938", Scanned("14006381333938", ("14006381333938",))),
        (f"01{ITEM}17261340", Scanned(f"01{ITEM}17261340")),
    ],
)
def test_what_a_scanner_sent(raw: str, meant: Scanned) -> None:
    assert scanned.read(raw) == meant


def test_a_station_may_know_another_separator() -> None:
    whole = scanned.read(f"01{ITEM}10L26|1726013121S7781", "|")
    assert (whole.lot, whole.serial, whole.expires, whole.lost_separators) == ("L26", "S7781", date(2026, 1, 31), False)


def test_a_number_is_the_same_in_every_length_and_without_the_zeros_that_a_spreadsheet_ate() -> None:
    for text in ("036000291452", "0036000291452", "00036000291452"):
        (number,) = gtin.readings(text)
        assert gtin.same("36000291452", number) and gtin.same("036000291452", number)
    assert not gtin.same("36000291453", number) and gtin.readings("36000291453") == ()
    assert gtin.readings("42") == gtin.readings("0042") == ()


def test_eight_digits_may_be_two_numbers() -> None:
    assert gtin.readings("04252054") == ("00000004252054", "00042520000054")
    assert gtin.same("04252054", "00042520000054") and "04252054" in gtin.shortened("042520000054")
    assert gtin.readings("96385074") == ("00000096385074",)


@given(st.integers(0, 10**11 - 1))
def test_what_is_shortened_is_the_same_number_again(body: int) -> None:
    digits = f"{body:011d}"
    whole = next(f"{digits}{check}" for check in range(10) if gtin.is_sound(f"{digits}{check}"))
    assert all(gtin.expanded(short) == whole and len(short) == 8 for short in gtin.shortened(whole))
    assert all(gtin.same(text, whole.zfill(14)) for text in (whole, whole.zfill(13), whole.zfill(14)))


@given(st.text(max_size=200))
def test_no_text_is_too_odd(text: str) -> None:
    whole = scanned.read(text)
    assert field_bounds.is_printable(whole.text + whole.lot + whole.serial)
    assert whole.pieces >= 1 and all(len(number) == 14 for number in whole.gtins)


def test_a_scan_of_a_whole_page_is_no_code() -> None:
    with pytest.raises(BadInput, match=r"scan\.long"):
        scanned.read("7" * 4000)
