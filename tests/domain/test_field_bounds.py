"""Bounds of values from outside, each at its border."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from dispatch_console.domain import field_bounds


@pytest.mark.parametrize(
    ("text", "shown", "cleaned"),
    (
        ("Anna\tB\n", "Anna\tB\n", False),
        ("a\r\nb\rc\x0bd\x85e\u2028f", "a\nb\nc\nd\ne\nf", False),
        ("nul\x00 bell\x07 del\x7f c1\x9f", "nul bell del c1", True),
        ("half \ud800 none \ufffe\uffff\ufdd0", "half  none ", True),
    ),
)
def test_what_nothing_can_show_is_left_out(text: str, shown: str, cleaned: bool) -> None:
    assert field_bounds.printable(text) == (shown, cleaned)
    assert field_bounds.is_printable(shown)
    assert field_bounds.is_printable(text) is (not cleaned and "\r" not in text and "\x85" not in text)


def test_a_field_holds_so_many_signs() -> None:
    assert field_bounds.too_long("postcode", "x" * 32) is None
    assert field_bounds.too_long("postcode", "x" * 33) == 32
    assert field_bounds.LONGEST == {
        "number": 64, "source_ref": 128, "customer_name": 200, "phone": 64, "email": 254, "currency": 8,
        "instructions": 4000, "wish": 500, "financial_status": 64, "line1": 200, "line2": 200, "postcode": 32,
        "city": 120, "region": 120, "country": 80, "company": 200, "sku": 100, "name": 300, "barcode": 100,
        "attribute": 4000, "attribute_name": 200, "gate_code": 60,
    }  # fmt: skip
    assert (field_bounds.MOST_LINES, field_bounds.MOST_ATTRIBUTES, field_bounds.MOST_PIECES) == (2000, 200, 100_000)


def test_money_has_a_border_on_both_sides() -> None:
    for amount in (-2_000_000_000, 0, 2_000_000_000):
        assert field_bounds.minor_units(amount) == amount
    for amount in (-2_000_000_001, 2_000_000_001):
        with pytest.raises(ValueError, match="beyond any order"):
            field_bounds.minor_units(amount)


@pytest.mark.parametrize(("kilograms", "grams"), ((0.0001, 1), (0.0014, 1), (2.7, 2700), (2000.0, 2_000_000)))
def test_a_weight_has_at_least_a_gram(kilograms: float, grams: int) -> None:
    assert field_bounds.grams(kilograms) == grams


@pytest.mark.parametrize("kilograms", (0.0, -1.0, 2000.1, float("nan"), float("inf")))
def test_what_is_no_weight_is_refused(kilograms: float) -> None:
    with pytest.raises(ValueError, match="not a weight"):
        field_bounds.grams(kilograms)


def test_an_order_is_of_this_century() -> None:
    first, last = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
    assert field_bounds.moment(first) == first
    east = datetime(2026, 11, 23, 12, 0, tzinfo=timezone(timedelta(hours=2)))
    assert field_bounds.moment(east).isoformat() == "2026-11-23T10:00:00+00:00"
    for instant in (first - timedelta(seconds=1), last):
        with pytest.raises(ValueError, match="not a year of an order"):
            field_bounds.moment(instant)
    with pytest.raises(ValueError, match="beyond the calendar"):
        field_bounds.moment(datetime.max.replace(tzinfo=timezone(timedelta(hours=-5))))
