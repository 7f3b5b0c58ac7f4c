"""The guarded codes: ours or not ours, and never a misread one."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.papers.codes import Code, CodeKind, parse, parse_typed

CODES = st.builds(Code, st.sampled_from([CodeKind.PARCEL, CodeKind.DOCUMENT]), st.integers(0, 99_999_999))


def test_the_code_of_the_sample_label_has_its_check_digits() -> None:
    assert str(Code(CodeKind.PARCEL, 418322)).startswith("DCP00418322")
    assert len(str(Code(CodeKind.SHEET, 73141, 3))) == 15


@given(CODES)
def test_a_code_reads_back(code: Code) -> None:
    assert parse(str(code)) == code
    assert parse(f"dcp {code.spaced}".replace("dcp", code.kind.lower())) == code


@given(CODES, st.integers(3, 12), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(code: Code, place: int, step: int) -> None:
    text = str(code)
    wrong = text[:place] + str((int(text[place]) + step) % 10) + text[place + 1 :]
    with pytest.raises(BadInput):
        parse(wrong)


@pytest.mark.parametrize("scan", ["6412345670148", "", "MUG-BLU", "https://example.com"])
def test_a_product_barcode_is_not_ours(scan: str) -> None:
    assert parse(scan) is None


def test_digits_as_printed_for_people_are_taken_where_only_ours_can_stand() -> None:
    code = Code(CodeKind.PARCEL, 418322)
    assert parse_typed(CodeKind.PARCEL, code.spaced) == replace(code, print_number=0)
    assert parse_typed(CodeKind.PARCEL, str(code)) == code
    wrong = code.spaced[:-1] + ("0" if code.spaced[-1] != "0" else "1")
    assert parse_typed(CodeKind.PARCEL, wrong) is None


@pytest.mark.parametrize("print_number", [1, 2, 99])
def test_each_print_of_a_label_is_known_and_its_number_stays(print_number: int) -> None:
    code = Code(CodeKind.PARCEL, 418322, print_number=print_number)
    assert parse(str(code)) == code
    assert code.spaced == Code(CodeKind.PARCEL, 418322).spaced


@pytest.mark.parametrize("damaged", ["DCP0041832229R", "DCP0041832229R0", "DCP0041832229R100", "DCS004183220101R2"])
def test_half_a_print_number_is_a_damaged_code(damaged: str) -> None:
    with pytest.raises(BadInput, match=r"code\.damaged"):
        parse(damaged)
