"""What is seldom meant is worth a look."""

import pytest

from dispatch_console.domain.orders import doubts


def test_many_pieces_begin_at_a_hundred() -> None:
    assert [doubts.is_many(number) for number in (1, 99, 100, 1000)] == [False, False, True, True]


def test_a_line_that_stands_twice_is_found_where_it_stands_again() -> None:
    assert doubts.repeated([("MUG", 1), ("CUP", 1), ("MUG", 2)]) is None
    assert doubts.repeated([("MUG", 1), ("CUP", 1), ("MUG", 1)]) == 2
    assert doubts.repeated([]) is None


@pytest.mark.parametrize(
    ("phone", "is_short"),
    [("+35840555", True), ("+358405551", False), ("+358401234567", False), ("", False), ("112", False)],
)
def test_a_number_with_its_country_has_nine_figures_at_least(phone: str, is_short: bool) -> None:
    assert doubts.is_short_phone(phone) is is_short
