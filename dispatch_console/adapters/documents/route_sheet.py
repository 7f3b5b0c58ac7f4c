"""What load list and call sheet have in common: registration marks, title, code, foot."""

from dispatch_console.adapters.documents.sheet import (
    BOLD,
    CODE,
    DRIVER_SIZES,
    EXTRABOLD,
    REGULAR,
    Sheet,
    fitted,
    shortened,
    width_of,
)
from dispatch_console.domain.papers.codes import Code, CodeKind
from dispatch_console.domain.papers.facts import RouteHead
from dispatch_console.language import tr

LEFT, RIGHT = 10.0, 196.0


def frame(sheet: Sheet, head: RouteHead, title: str, page: int, pages: int) -> None:
    for centre_x in (10, 200):
        for centre_y in (10, 287):
            sheet.box(centre_x - 2.5, centre_y - 2.5, 5, 5, line=0, fill=0)
    width = sheet.text(15.5, 14.4, title, 24, EXTRABOLD)
    words = shortened(
        tr("Route {route}, rev. {revision}", route=head.route, revision=head.revision), 165 - 22 - width, BOLD, 18
    )
    text_width = width_of(words, 18, BOLD)
    sheet.box(18.5 + width, 7.2, text_width + 4, 8.8, line=0, fill=0)
    sheet.text(20.5 + width, 13.8, words, 18, BOLD, grey=1)
    x = 15.5 + sheet.text(15.5, 20.4, head.day, 10.5, BOLD) + 4
    words, size = fitted(f"{head.van} · {head.driver}", 142 - x, REGULAR, DRIVER_SIZES)
    sheet.text(x, 20.4, words, size)
    code = Code(CodeKind.SHEET, head.sheet, page)
    number = f"{head.sheet:08d}"
    sheet.text(172, 18.4, tr("Sheet {start} {end}", start=number[:4], end=number[4:]), 8.5, CODE, align="right")
    sheet.text(
        172, 22, tr("page {page}   check {code}", page=f"{page:02d}", code=str(code)[-2:]), 8.5, CODE, align="right"
    )
    sheet.qr(175, 5.6, 19, str(code))
    x = 15.2 + sheet.text(
        15.2, 289.2, tr("Route {route} · {day_short}", route=head.route, day_short=head.day_short), 8.5, BOLD
    )
    old = (
        (" " + tr("replaces revision {replaces}: do not use {replaces}.", replaces=head.replaces))
        if head.replaces
        else ""
    )
    sheet.text(
        x + 4,
        289.2,
        tr("Revision {revision} ({published}){old}", revision=head.revision, published=head.published, old=old),
        8.5,
    )
    sheet.text(195, 289.2, tr("Page {page} of {pages}", page=page, pages=pages), 10, BOLD, align="right")
