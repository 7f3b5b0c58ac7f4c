"""Days, hours and windows as people and programs write them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from dispatch_console.adapters.sources.values import days, hours, instants, windows
from dispatch_console.domain.local_day import LocalDay

FIRST = date(2026, 12, 1)
ZONE = "Europe/Helsinki"


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("2026-12-01", ""), ("2026/12/01", ""), ("2026.12.1", ""), ("20261201", ""), ("1.12.2026", ""),
        ("01.12.2026", "mdy"), ("1. 12. 2026", ""), ("12/01/2026", "mdy"), ("01/12/2026", "dmy"), ("12/01/26", "mdy"),
        ("01-12-2026", "dmy"), ("Dec 1, 2026", ""), ("December 1 2026", ""), ("Tuesday, December 1, 2026", ""),
        ("1 Dec 2026", ""), ("1st of December 2026", ""), ("01-Dec-2026", ""), ("1. Dezember 2026", ""),
        ("1 décembre 2026", ""), ("1 de diciembre de 2026", ""), ("1. joulukuuta 2026", ""), ("1 grudnia 2026", ""),
        ("Tue 2026-12-01", ""), ("1 декабря 2026", ""),
    ],
)  # fmt: skip
def test_a_day_is_read(text: str, order: str) -> None:
    assert days.read(text, order) == FIRST


@pytest.mark.parametrize(
    "text", ["31.2.2026", "2026-02-30", "13/13/2026", "next Tuesday", "soon", "32 December 2026", "2026-12-01 or later"]
)
def test_what_is_no_day_is_said(text: str) -> None:
    with pytest.raises(ValueError):
        days.read(text, "dmy")


def test_a_day_in_figures_is_not_guessed_where_nobody_says_the_order() -> None:
    with pytest.raises(days.Unclear):
        days.find("12/01/2026", "")
    assert days.read("25/12/2026", "") == date(2026, 12, 25)
    assert days.read("12/25/2026", "") == date(2026, 12, 25)
    assert days.read("11/11/2026", "") == date(2026, 11, 11)


@pytest.mark.parametrize(
    ("texts", "country", "value", "sure"),
    [
        (["12/01/2026", "11/30/2026"], "FI", "mdy", True),
        (["12/01/2026", "25/12/2026"], "US", "dmy", True),
        (["12/01/2026"], "US", "mdy", False),
        (["12/01/2026"], "FI", "dmy", False),
        (["12/01/2026"], "GB", "dmy", False),
        # whoever writes the year first says nothing of day and month
        (["12/01/2026"], "LT", "", False),
        (["12/01/2026"], "", "", False),
        # some fit one order only, some the other: the country decides, the rest is said on its cell
        (["25/12/2026", "12/25/2026"], "US", "mdy", False),
        (["11/11/2026"], "US", "mdy", True),
    ],
)
def test_the_whole_column_and_then_the_country_say_the_order(
    texts: list[str], country: str, value: str, sure: bool
) -> None:
    convention = days.order_of(texts, country, "Day")
    assert convention is not None
    assert (convention.value, convention.sure, convention.column) == (value, sure, "Day")


@pytest.mark.parametrize("texts", [[], ["2026-12-01"], ["1.12.2026"], ["Dec 1, 2026"]])
def test_no_question_where_no_day_needs_one(texts: list[str]) -> None:
    assert days.order_of(texts, "US", "Day") is None


def test_the_other_order_is_offered_with_what_it_would_mean() -> None:
    convention = days.order_of(["12/01/2026"], "US", "Day")
    assert convention is not None
    assert convention.sample == "12/01/2026 is Tuesday 1 December 2026"
    assert convention.others == (("dmy", "12/01/2026 is Monday 12 January 2026"),)
    chosen = days.order_of(["12/01/2026"], "US", "Day", "dmy")
    assert chosen is not None and (chosen.value, chosen.sure) == ("dmy", True)


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("10:00-12:00", [(600, 720)]), ("10:00:00 - 12:00:00", [(600, 720)]), ("10.30–12.00", [(630, 720)]),
        ("1:00 PM - 2:00PM", [(780, 840)]), ("11-1 PM", [(660, 780)]), ("11 AM - 1 PM", [(660, 780)]),
        ("1-3 PM", [(780, 900)]), ("10 AM-2", [(600, 840)]), ("9am to 5pm", [(540, 1020)]),
        ("9 a.m. - 11 a.m.", [(540, 660)]), ("10 bis 12 Uhr", [(600, 720)]), ("klo 10-12", [(600, 720)]),
        ("10h-12h", [(600, 720)]), ("between 8:30 and 10", [(510, 600)]), ("0900-1100", [(540, 660)]),
        ("22:00-24:00", [(1320, 1440)]), ("12 PM - 1 PM", [(720, 780)]), ("00:00-02:00", [(0, 120)]),
        ("09:00-11:00, 14:00-16:00", [(540, 660), (840, 960)]), ("", []),
    ],
)  # fmt: skip
def test_hours_are_read(text: str, spans: list[tuple[int, int]]) -> None:
    assert list(hours.spans(text)) == spans


@pytest.mark.parametrize(
    "text", ["before 12", "morning", "12:00-10:00", "25:00-26:00", "10:61-11:00", "13 PM - 14 PM", "1-3", "0 am - 1 am"]
)
def test_what_are_no_hours_is_said(text: str) -> None:
    with pytest.raises(ValueError):
        hours.spans(text)


def test_one_time_is_no_span() -> None:
    with pytest.raises(hours.OneTime):
        hours.spans("13:00")


@pytest.mark.parametrize(
    ("day", "slot"),
    [
        ("2026-12-01", "10:00-12:00"),
        ("2026-12-01 00:00", "10:00 - 12:00"),
        ("2026-12-01T00:00:00", "10-12"),
        ("2026-12-01 10:00-12:00", ""),
        ("", "2026-12-01 10:00 - 12:00"),
        ("", "2026-12-01 10:00 - 2026-12-01 12:00"),
        ("2026-12-01", "2026-12-01 10:00 - 2026-12-01 12:00"),
        ("Tuesday 2026-12-01", "10-12"),
    ],
)
def test_a_window_is_read_wherever_its_day_stands(day: str, slot: str) -> None:
    (window,) = windows.read(day, slot, "", ZONE)
    local = LocalDay(FIRST, ZoneInfo(ZONE))
    assert (window.start, window.end) == (local.at("10:00"), local.at("12:00"))


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ("10:00", "12:00"), ("10:00:00", "12:00:00"), ("2026-12-01 10:00", "2026-12-01 12:00"),
        ("2026-12-01T08:00:00Z", "2026-12-01T10:00:00Z"), ("1796112000000", "1796119200000"),
        ("1796112000", "1796119200"), ("10 AM", "12 PM"),
    ],
)  # fmt: skip
def test_a_window_between_two_cells(begin: str, end: str) -> None:
    (window,) = windows.between("2026-12-01", begin, end, "", ZONE)
    assert (window.start, window.end) == (datetime(2026, 12, 1, 8, tzinfo=UTC), datetime(2026, 12, 1, 10, tzinfo=UTC))


@pytest.mark.parametrize(
    ("day", "slot"),
    [
        ("2026-12-01", "2026-12-02 10:00-12:00"),
        ("2026-12-01", "8-9, 10-11, 12-13, 14-15"),
        ("2026-03-29", "03:00-04:00"),
    ],
)
def test_an_impossible_window_is_said(day: str, slot: str) -> None:
    with pytest.raises(windows.Impossible):
        windows.read(day, slot, "", ZONE)


def test_a_day_without_hours_makes_no_window() -> None:
    assert windows.read("2026-12-01", "", "", ZONE) == ()
    assert windows.read("", "10-12", "", ZONE) == ()
    assert windows.between("2026-12-01", "10:00", "", "", ZONE) == ()


@pytest.mark.parametrize(
    "text",
    [
        "2026-05-01 09:59:00 +0200", "2026-05-01T07:59:00Z", "2026-05-01 07:59 UTC", "2026-05-01 10:59",
        "1.5.2026 10:59", "01/05/2026 10:59:00", "May 1, 2026 10:59 AM", "2026-05-01T10:59:00.000",
        "May 1, 2026 09:59 +0200",
    ],
)  # fmt: skip
def test_an_instant_is_read(text: str) -> None:
    assert instants.read(text, "dmy", ZONE) == datetime(2026, 5, 1, 7, 59, tzinfo=UTC)


@pytest.mark.parametrize("text", ["yesterday", "2026-13-01 10:00", "0001-01-01", "2026-05-01 25:00", "10:59"])
def test_what_is_no_instant_is_said(text: str) -> None:
    with pytest.raises(ValueError):
        instants.read(text, "dmy", ZONE)


@pytest.mark.parametrize(
    ("texts", "value", "sure"),
    [
        (["03/11/2026"], "mdy", True),
        (["03/11/2026", "23/11/2026"], "dmy", True),
        (["03/11/2026", "11/23/2026", "23/11/2026"], "mdy", False),
    ],
)
def test_what_was_chosen_before_decides_only_where_the_file_does_not(texts: list[str], value: str, sure: bool) -> None:
    convention = days.order_of(texts, "FI", "Day", "", "mdy")
    assert convention is not None and (convention.value, convention.sure) == (value, sure)
    # it can still be chosen otherwise
    assert [order for order, _ in convention.others] == ["dmy" if value == "mdy" else "mdy"]
