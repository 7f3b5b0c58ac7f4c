"""Amounts, quantities and weights, with a point or a comma before decimals."""

import pytest

from dispatch_console.adapters.sources.values import numbers


@pytest.mark.parametrize(
    ("text", "point", "comma"),
    [
        ("1,234.50", 123450, 123450), ("1 234,50 €", 123450, 123450), ("1234.5", 123450, 123450), ("€ 12", 1200, 1200),
        ("-5,00", -500, -500), ("(5)", -500, -500), ("12.50-", -1250, -1250), ("$-4.00", -400, -400),
        ("−4", -400, -400),
        ("1.000", 100, 100_000), ("1,000", 100_000, 100), ("1.234.567", 123_456_700, 123_456_700),
        ("1,00,000", 10_000_000, 10_000_000), ("1'234.50", 123450, 123450), ("Fr. 12.40", 1240, 1240), (".5", 50, 50),
        ("17.60 EUR", 1760, 1760), ("", None, None),
    ],
)  # fmt: skip
def test_money(text: str, point: int | None, comma: int | None) -> None:
    assert numbers.money(text, "EUR", ".") == point
    assert numbers.money(text, "EUR", ",") == comma


@pytest.mark.parametrize("text", ["abc", "12..5", "1.23.4", "1,5.0", "1e3", "30.000.000,00", "free"])
def test_what_is_no_money_is_said(text: str) -> None:
    with pytest.raises(ValueError):
        numbers.money(text, "EUR", ".")


def test_a_thousand_or_one_is_not_guessed() -> None:
    with pytest.raises(ValueError):
        numbers.money("1.000", "EUR", "")
    assert numbers.money("1.000,00", "EUR", "") == 100_000
    assert numbers.money("0.750", "EUR", "") == 75


def test_currencies_with_three_decimals_and_none() -> None:
    assert numbers.money("1.000", "TND", ".") == 1000
    assert numbers.money("1.000", "TND", ",") == 1_000_000
    assert numbers.money("1,000", "JPY", ".") == 1000


@pytest.mark.parametrize(
    ("text", "point", "comma"), [("2", 2, 2), ("2.0", 2, 2), ("1.000", 1, 1000), ("1 000", 1000, 1000)]
)
def test_quantities(text: str, point: int, comma: int) -> None:
    assert (numbers.quantity(text, "."), numbers.quantity(text, ",")) == (point, comma)


@pytest.mark.parametrize("text", ["0", "-2", "1e3", "2 pcs", "100001", "two", "sNaN"])
def test_what_is_no_quantity_is_said(text: str) -> None:
    with pytest.raises(ValueError):
        numbers.quantity(text, ".")


def test_a_part_of_a_piece_is_told_apart() -> None:
    with pytest.raises(numbers.Fraction):
        numbers.quantity("0.75", ".")


@pytest.mark.parametrize(
    ("texts", "country", "value", "sure"),
    [
        (["12,50", "1.000"], "US", ",", True),
        (["12.50", "1,000"], "FI", ".", True),
        (["1.000", "3"], "FI", ",", False),
        (["1.000", "3"], "US", ".", False),
        (["1.000"], "", "", False),
        (["1.234.567"], "", "", True),
        (["1.234,50"], "US", ",", True),
    ],
)
def test_all_numbers_of_a_file_and_then_the_country_say_the_sign(
    texts: list[str], country: str, value: str, sure: bool
) -> None:
    convention = numbers.decimal_sign(texts, country)
    if convention is None:
        assert (value, sure) == ("", True)
    else:
        assert (convention.value, convention.sure) == (value, sure)


def test_the_other_sign_is_offered_with_what_it_would_mean() -> None:
    convention = numbers.decimal_sign(["1.000"], "FI")
    assert convention is not None
    assert (convention.sample, convention.others) == ("1.000 is 1000", ((".", "1.000 is 1"),))


@pytest.mark.parametrize(("text", "grams"), [("2,5 kg", 2500), ("2.5", 2500), ("", None), ("0", None), ("0,00", None)])
def test_kilograms(text: str, grams: int | None) -> None:
    assert numbers.kilograms(text, ".") == grams


@pytest.mark.parametrize(
    ("texts", "value", "sure"),
    [(["1.000"], ".", True), (["1.000", "2,50"], ",", True), (["1.000", "2,50", "2.50"], ".", False)],
)
def test_a_sign_that_was_chosen_before_decides_only_where_the_file_does_not(
    texts: list[str], value: str, sure: bool
) -> None:
    convention = numbers.decimal_sign(texts, "FI", "", ".")
    assert convention is not None and (convention.value, convention.sure) == (value, sure)
