"""The report of a day on paper: every line of it, on as many pages as it takes, with no head left alone."""

from pathlib import Path

import pytest

from dispatch_console.adapters.documents import day_report
from dispatch_console.adapters.documents.day_report import draw_day_report
from dispatch_console.domain.papers.day_report import DayReport, ReportCash, ReportCheck, ReportGroup
from tests.builders.papers import text


def report(things: int, *, reason: str = "Stop 11: a note was given twice") -> DayReport:
    rows = tuple((f"SO-{number:05d}, A {number}", "Planned at 10:32, no news of it.", "since 10:32")
                 for number in range(things))  # fmt: skip
    return DayReport(
        day="Mon 23 Nov 2026",
        summary="84 stops done by 6 vans",
        state="Closed by Ana Ruiz at 17:20.",
        printed="Printed Mon 23 Nov 2026 17:21 by Ana Ruiz",
        checks=(ReportCheck(words="Every stop has an outcome", state="84 of 84", is_so=True),
                ReportCheck(words="Nothing surplus lies in a van", state="", is_so=True)),
        cash=(ReportCash(driver="Sami Niemi", taken="213.10", counted="203.10", difference="-10.00", reason=reason,
                         is_sum=False),
              ReportCash(driver="All, EUR", taken="741.00", counted="731.00", difference="-10.00", reason="",
                         is_sum=True)),
        groups=(ReportGroup(head=f"{things} orders without an outcome", rows=rows, has_boxes=True),),
    )  # fmt: skip


@pytest.mark.parametrize(("things", "pages"), ((0, 1), (16, 1), (200, 9)))
def test_every_line_of_a_day_stands_on_its_report(tmp_path: Path, things: int, pages: int) -> None:
    assert draw_day_report(tmp_path / "r.pdf", report(things), "Kaarna & Koti") == pages
    said = text(tmp_path / "r.pdf")
    assert all(f"SO-{number:05d}" in said for number in range(things))
    assert "Closed by Ana Ruiz at 17:20." in said and "a note was given twice" in said
    assert said.count("End of the day") == pages and f"{pages}/{pages}" in said


def test_no_head_stands_alone_at_the_foot_of_a_page() -> None:
    for things in range(12, 60):
        one = report(things)
        full = DayReport(**{name: getattr(one, name) for name in one.__slots__} | {"groups": one.groups * 2})
        for page in day_report._paginate(day_report._blocks(full)):
            assert not day_report._is_head(page[-1][1])


def test_a_reason_without_end_takes_three_lines_and_is_cut(tmp_path: Path) -> None:
    assert draw_day_report(tmp_path / "r.pdf", report(1, reason="because " * 400), "K" * 200) == 1
    assert "…" in text(tmp_path / "r.pdf")
