"""The call sheet, A4: who is rung before the van comes, in which order, and what came of it. Measures in mm."""

from collections.abc import Sequence
from pathlib import Path

from dispatch_console.adapters.documents.route_sheet import frame
from dispatch_console.adapters.documents.sheet import (
    BOLD,
    EXTRABOLD,
    MEDIUM,
    SEMIBOLD,
    Sheet,
    fitted,
    shortened,
    wrapped,
)
from dispatch_console.domain.papers.facts import Call, CallSheetFacts
from dispatch_console.language import mark, tr

CARD, FIRST_TOP, OTHER_TOP, BOTTOM = 25.8, 54.0, 34.0, 283.0
RESULTS = (
    (mark("Confirmed"), mark("Wrong number")),
    (mark("Voicemail"), mark("Refused")),
    (mark("No answer"), mark("New time or call back")),
)
LINE = 5.0


def draw_call_sheet(file: Path, facts: CallSheetFacts) -> int:
    """Write the PDF. Returns the number of pages."""
    sheet = Sheet(
        file,
        210,
        297,
        tr("Call sheet route {route} revision {revision}", route=facts.head.route, revision=facts.head.revision),
    )
    pages = _paginate(facts)
    for number, (calls, confirmed) in enumerate(pages, 1):
        if number > 1:
            sheet.next_page()
        frame(sheet, facts.head, tr("Call sheet"), number, len(pages))
        y = OTHER_TOP
        if number == 1:
            _script(sheet, facts.script)
            y = FIRST_TOP
        if calls:
            x = 10.2 + sheet.text(10.2, y - 2.5, tr("Ring these, in this order"), 11.5, BOLD)
            rule = tr(
                "Three tries, 10 minutes apart. Then tell the dispatcher, {phone}.", phone=facts.head.sender.phone
            )
            sheet.text(x + 4, y - 2.5, rule, 9)
            sheet.line(10.2, y, 200, y, 0.4)
            for call in calls:
                _card(sheet, call, y)
                y += CARD
            y += 9
        elif number == 1 and not facts.calls:
            sheet.text(10.2, y + 2, tr("Nobody needs a call before this route leaves."), 11.5, BOLD)
            y += 14
        if confirmed:
            _confirmed(sheet, confirmed, y)
    sheet.save()
    return len(pages)


def _paginate(facts: CallSheetFacts) -> list[tuple[list[Call], list[tuple[str, str, str, str]]]]:
    """Put the cards first, then the confirmed stops in two columns; split neither in the middle of a card."""
    pages: list[tuple[list[Call], list[tuple[str, str, str, str]]]] = [([], [])]
    room = BOTTOM - FIRST_TOP
    for call in facts.calls:
        if room < CARD:
            pages.append(([], []))
            room = BOTTOM - OTHER_TOP
        pages[-1][0].append(call)
        room -= CARD
    if not facts.calls:
        room -= 14
    left = list(facts.confirmed)
    while left:
        lines = int((room - 18) / LINE)
        if lines < 2:
            pages.append(([], []))
            room = BOTTOM - OTHER_TOP
            continue
        taken, left = left[: 2 * lines], left[2 * lines :]
        pages[-1][1].extend(taken)
        room = 0.0
    return pages


def _script(sheet: Sheet, words: str) -> None:
    sheet.box(10.2, 27, 189.8, 18.5, line=0.35)
    x = 12.5 + sheet.text(12.5, 32.4, tr("Say:"), 9.5, BOLD) + 1.6
    first = wrapped(words, 196 - x, "Inter-Regular", 9.5, 99)[0]
    sheet.text(x, 32.4, first, 9.5)
    for number, part in enumerate(wrapped(words[len(first) :].strip(), 184, "Inter-Regular", 9.5, 2)):
        sheet.text(12.5, 37.4 + number * 4.8, part, 9.5)


def _card(sheet: Sheet, call: Call, y: float) -> None:
    sheet.text(10.2, y + 4, tr("ring by"), 7)
    sheet.text(10.2, y + 10, call.ring_by, 16, BOLD)
    sheet.text(10.2, y + 14.4, tr("stop {stop}", stop=call.stop), 8.5)
    words, size = fitted(call.name, 74, BOLD, (12, 10.5, 9))
    sheet.text(30, y + 5, words, size, BOLD)
    x = 30 + sheet.text(30, y + 10.6, call.phone or tr("no number"), 14, EXTRABOLD) + 4
    sheet.text(x, y + 10.6, shortened(call.order, 104 - x, MEDIUM, 9), 9, MEDIUM)
    sheet.text(30, y + 15, call.arrival, 9)
    for number, part in enumerate(wrapped(call.reason, 74, BOLD, 9.5, 2)):
        sheet.text(30, y + 19.6 + number * 4, part, 9.5, BOLD)
    sheet.box(108, y + 1.2, 92, CARD - 2.4, line=0.5)
    for row, pair in enumerate(RESULTS):
        for column, words in enumerate(map(tr, pair)):
            left, top = 109.6 + column * 24.6, y + 3 + row * 7.4
            sheet.box(left, top, 4.6, 4.6, line=0.45)
            sheet.text(left + 5.8, top + 3.6, words, 8 if len(words) < 16 else 7.2, SEMIBOLD)
    sheet.line(172, y + 1.2, 172, y + CARD - 1.2, 0.3)
    sheet.line(172, y + 13, 200, y + 13, 0.3)
    sheet.text(173, y + 3.8, tr("Time agreed"), 6.5)
    sheet.text(173, y + 15.6, tr("Rang at, by"), 6.5)
    sheet.line(10.2, y + CARD, 200, y + CARD, 0.3)


def _confirmed(sheet: Sheet, rows: Sequence[tuple[str, str, str, str]], y: float) -> None:
    x = 10.2 + sheet.text(10.2, y, tr("Ring only if the van is late"), 11.5, BOLD)
    sheet.text(
        x + 4, y, tr("All confirmed. The reminder goes out by itself; on paper days ring 60 to 90 min before."), 8
    )
    half = -(-len(rows) // 2)
    for number, (stop, arrival, name, phone) in enumerate(rows):
        left, top = (10.2, y + 6 + number * LINE) if number < half else (108, y + 6 + (number - half) * LINE)
        sheet.text(left, top, stop, 9.5, BOLD)
        sheet.text(left + 7, top, arrival, 9)
        sheet.text(left + 92, top, phone, 9, BOLD, align="right")
        sheet.text(left + 18, top, shortened(name, 44, "Inter-Regular", 9), 9)
        sheet.line(left, top + 1.4, left + 92, top + 1.4, 0.2)
