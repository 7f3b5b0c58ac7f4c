"""Dates, numbers and money as a language writes them."""

from datetime import date

import pytest

from dispatch_console.domain.values import Money
from dispatch_console.language import (
    day_month,
    decimal,
    listed,
    long_day,
    money,
    short_date,
    speaking,
    thousands,
    weekday,
    weekday_month,
    whole_day,
)

DAY = date(2026, 9, 7)


def test_english_dates_are_those_of_the_papers() -> None:
    assert weekday(DAY) == "Mon"
    assert day_month(DAY) == "7 Sep"
    assert short_date(DAY) == "7 Sep 2026"
    assert weekday_month(DAY) == "Mon 7 Sep"
    assert long_day(DAY) == "Mon 7 Sep 2026"
    assert whole_day(DAY) == "Monday 7 September 2026"
    assert whole_day(DAY, with_year=False) == "Monday 7 September"


def test_names_of_days_and_months_follow_the_language() -> None:
    with speaking("fi"):
        assert whole_day(DAY, with_year=False) == "maanantaina 7. syyskuuta"
    with speaking("de_CH"):
        assert weekday_month(DAY) == "Mo. 7. Sept."


@pytest.mark.parametrize(("tag", "number"), [("en", "12.4"), ("de", "12,4"), ("de_CH", "12.4"), ("pt-BR", "12,4")])
def test_decimals_follow_the_language(tag: str, number: str) -> None:
    with speaking(tag):
        assert decimal(12.36, 1) == number
        assert decimal(7, 0) == "7"


def test_money_keeps_its_code_and_every_cent() -> None:
    assert money(Money(-4805, "EUR")) == "-48.05 EUR"
    with speaking("fi"):
        assert money(Money(9_007_199_254_740_993, "EUR")) == "90071992547409,93 EUR"
        assert money(Money(12, "KWD")) == "0,012 KWD"
        assert money(Money(500, "JPY")) == "500 JPY"


def test_thousands_are_told_apart_by_a_space_that_does_not_break() -> None:
    assert thousands(1284) == "1\u00a0284"


def test_a_list_ends_with_and() -> None:
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
