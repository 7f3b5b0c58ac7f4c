"""Small values: places, windows, money, and moments beyond the calendar."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from dispatch_console.domain import moments
from dispatch_console.domain.values import Coordinate, Money, TimeWindow, minor_digits

EIGHT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("lat", "lon", "plausible"),
    (
        (60.17, 24.94, True), (90, 180, True), (-90, -180, True), (90.1, 0, False), (0, 180.1, False), (0, 0, False),
        (0, 0.00001, True), (-90.1, 10, False), (10, -180.1, False), (9e-7, -9e-7, False),
    ),
)  # fmt: skip
def test_a_place_lies_on_the_globe_and_not_where_empty_fields_lead(lat: float, lon: float, plausible: bool) -> None:
    assert Coordinate(lat, lon).is_plausible is plausible


def test_a_window_is_kept_in_utc_and_holds_both_its_ends() -> None:
    east = timezone(timedelta(hours=2))
    window = TimeWindow(datetime(2026, 11, 23, 10, 0, tzinfo=east), EIGHT + timedelta(hours=1))
    assert window == TimeWindow(EIGHT, EIGHT + timedelta(hours=1)) and window.start.tzinfo is UTC
    assert window.contains(EIGHT) and window.contains(EIGHT + timedelta(hours=1))
    assert not window.contains(EIGHT - timedelta(seconds=1))
    assert not window.contains(EIGHT + timedelta(hours=1, seconds=1))


def test_a_window_has_aware_ends_one_after_the_other() -> None:
    for start, end in ((EIGHT, EIGHT), (EIGHT, EIGHT - timedelta(hours=1))):
        with pytest.raises(ValueError, match="ends after it starts"):
            TimeWindow(start, end)
    naive = EIGHT.replace(tzinfo=None)
    for start, end in ((naive, EIGHT), (EIGHT, naive)):
        with pytest.raises(ValueError, match="aware"):
            TimeWindow(start, end)


@pytest.mark.parametrize(
    ("minor", "currency", "words"),
    (
        (2405, "EUR", "24.05 EUR"), (-5, "EUR", "-0.05 EUR"), (0, "USD", "0.00 USD"), (1200, "JPY", "1200 JPY"),
        (-1200, "KRW", "-1200 KRW"), (12345, "BHD", "12.345 BHD"), (7, "KWD", "0.007 KWD"),
    ),
)  # fmt: skip
def test_money_has_the_decimals_of_its_currency(minor: int, currency: str, words: str) -> None:
    assert str(Money(minor, currency)) == words


def test_currencies_that_have_not_two_decimals() -> None:
    for currency in ("JPY", "KRW", "CLP", "ISK", "VND", "XAF", "XOF", "UGX", "PYG"):
        assert minor_digits(currency) == 0
    for currency in ("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"):
        assert minor_digits(currency) == 3
    assert minor_digits("CHF") == 2


def test_moments_beyond_the_calendar_are_its_ends() -> None:
    assert moments.within(EIGHT) == EIGHT
    assert moments.within(datetime.min.replace(tzinfo=UTC)) == moments.EARLIEST
    assert moments.within(datetime.max.replace(tzinfo=UTC)) == moments.LATEST
    assert moments.within(datetime.min.replace(tzinfo=timezone(timedelta(hours=14)))) == moments.EARLIEST
    assert moments.within(datetime.max.replace(tzinfo=timezone(timedelta(hours=-12)))) == moments.LATEST
    assert moments.from_text("2026-11-23T10:00:00+02:00") == EIGHT
    assert (moments.EARLIEST.year, moments.LATEST.year) == (2, 9998)
