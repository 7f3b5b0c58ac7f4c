"""The report of a day in the words of its screen, without the names of customers."""

from collections.abc import Sequence
from dataclasses import replace

from dispatch_console.application.road.day_facts import DayFacts
from dispatch_console.domain.papers.day_report import DayReport, ReportCash, ReportCheck, ReportGroup
from dispatch_console.domain.road.day_end import OpenKind, OpenThing
from dispatch_console.language import tr
from dispatch_console.ui.return_desk.day_page import DayView
from dispatch_console.ui.return_desk.day_rows import BackRow, DayRow, HeadRow, OpenRow


def without_names(things: Sequence[OpenThing], facts: DayFacts) -> tuple[tuple[OpenThing, ...], DayFacts]:
    """Return things and goods without the names of customers. The driver whose phone is silent is named."""
    kept = tuple(thing if thing.kind is OpenKind.PHONE and thing.what == "silent" else replace(thing, customer="")
                 for thing in things)  # fmt: skip
    return kept, replace(facts, goods=tuple(replace(row, customer="") for row in facts.goods))


def report_of(view: DayView, rows: Sequence[DayRow], printed: str) -> DayReport:
    """Return what the report says: what stands on the screen. `rows` name no customer."""
    open_words = tr("Open: {what}.", what=view.open) if view.open else tr("Nothing is open; nobody closed the day yet.")
    state = view.closed if view.is_closed else " ".join(part for part in (open_words, view.closed) if part)
    return DayReport(
        day=view.day,
        summary=view.summary,
        state=state,
        printed=printed,
        checks=tuple(
            ReportCheck(words=check.words, state=check.state, is_so=not check.tone) for check in view.checks
        ),
        cash=tuple(
            ReportCash(driver=line.driver, taken=line.due, counted=line.counted, difference=line.difference,
                       reason=line.reason, is_sum=line.is_sum)
            for line in view.cash
        ),
        groups=_groups(rows),
    )  # fmt: skip


def _groups(rows: Sequence[DayRow]) -> tuple[ReportGroup, ...]:
    groups: list[ReportGroup] = []
    for row in rows:
        match row:
            case HeadRow():
                head = f"{row.count} {row.words}".strip()
                if row.right and not row.key_hint:
                    head += f", {row.right}"
                groups.append(ReportGroup(head=head, rows=(), has_boxes=False))
                continue
            case OpenRow():
                line, has_box = (row.title, row.under, row.right), row.tone == "wrong"
            case BackRow():
                line, has_box = (row.what, f"{row.whose}: {row.place}", row.state), False
        last = groups[-1]
        groups[-1] = replace(last, rows=(*last.rows, line), has_boxes=has_box)
    return tuple(groups)
