"""What came of reading signed sheets, in words."""

from datetime import date

from dispatch_console import texts
from dispatch_console.application.road.sheet_filing import Filed, PrintedPage, SheetsRead, ShownRow
from dispatch_console.domain.papers.sheet_reading import Unread
from dispatch_console.language import listed, long_day, plural, tr


def summary(found: SheetsRead, day: date | None) -> str:
    """Return how many signatures were filed, of which vans, and everything that a person has to do. `day`: the one that
    the desk shows.
    """
    signed, empty, doubtful = (
        sum(getattr(one, name) for one in found.filed) for name in ("signed", "empty", "doubtful")
    )
    pages = plural("{count} page read", "{count} pages read", len(found.filed))
    said = [tr("{pages}: {signed} signed, {empty} empty.", pages=pages, signed=signed, empty=empty)]
    if found.twice:
        said.append(plural("{count} page was there twice.", "{count} pages were there twice.", found.twice))
    if routes := listed(list(dict.fromkeys(one.route for one in found.filed))):
        said.append(tr("Routes: {routes}.", routes=routes))
    if again := sum(one.again for one in found.filed):
        said.append(plural("{count} page was read before.", "{count} pages were read before.", again))
    others = sorted({one.day for one in found.filed if day is not None and one.day != day.isoformat()})
    if others:
        days = listed([long_day(date.fromisoformat(other)) for other in others])
        said.append(tr("Take care: these are sheets of {days}, and were filed there.", days=days))
    if doubtful:
        said.append(plural("Look at {count} row.", "Look at {count} rows.", doubtful))
    old = list(dict.fromkeys(one.sheet for one in found.filed if one.stale))
    said += [
        tr("Sheet {sheet} is an old revision: its rows are filed to the orders printed there.", sheet=sheet)
        for sheet in old
    ]
    said += [tr("Page {page} of sheet {sheet} is missing.", page=page, sheet=sheet) for sheet, page in found.missing]
    blank = sum(one.reason == "blank" for one in found.unread)
    if blank:
        said.append(plural("{count} page is blank.", "{count} pages are blank.", blank))
    said += [_unread(one) for one in found.unread if one.reason != "blank"]
    return " ".join(said)


def of_row(read: ShownRow) -> str:
    """Return what was read of a row."""
    if read.decided_by:
        said = (
            tr("signed, says {who}", who=read.decided_by)
            if read.signed
            else tr("empty, says {who}", who=read.decided_by)
        )
    elif read.signed is None:
        said = tr("please look: is that a signature?")
    else:
        said = tr("read as signed") if read.signed else tr("read as empty")
    where = tr("sheet {sheet}, row {stop}", sheet=read.sheet, stop=read.stop)
    more = []
    if read.asks_identity:
        more.append(tr("identity box ticked") if read.ticked else tr("please look: is the identity box ticked?"))
    return ", ".join((f"{where}: {said}", *more, *([tr("old revision")] if read.stale else [])))


def of_printed(page: PrintedPage) -> str:
    """Return which page of a manifest it is, and whether it came back already."""
    said = tr("{route}, page {page} of {pages}, stops {first} to {last}, sheet {sheet}, rev. {revision}",
              route=page.route, page=page.page, pages=page.pages, sheet=page.sheet, revision=page.revision,
              first=min(page.stops, default=0), last=max(page.stops, default=0))  # fmt: skip
    if page.stale:
        said += ", " + tr("old revision")
    return said + (", " + tr("read already") if page.is_read else "")


def of_page(one: Filed) -> str:
    """Return what was read of a page that a person named."""
    counts = tr("{signed} signed, {empty} empty", signed=one.signed, empty=one.empty)
    look = plural("look at {count} row", "look at {count} rows", one.doubtful) if one.doubtful else ""
    said = ", ".join(part for part in (counts, look) if part)
    return tr("Sheet {sheet}, page {page}: {said}.", sheet=one.sheet, page=one.page, said=said)


def not_known(one: Unread) -> tuple[str, str]:
    """Return the question about a page that was not read, and why it was not."""
    return tr("{file}, page {page}: which sheet is it?", file=one.file, page=one.page), _sentence(
        texts.UNREAD[one.reason]
    )


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _unread(one: Unread) -> str:
    page = tr("page {page}: ", page=one.page) if one.page else ""
    return f"{one.file}, {page}{texts.UNREAD[one.reason]}."
