"""What came of reading signed sheets, in words."""

from datetime import date

from dispatch_console.application.road.sheet_filing import SheetsRead, ShownRow
from dispatch_console.domain.papers.sheet_reading import Unread
from dispatch_console.language import Words, listed, long_day, mark, plural, tr

_REASONS = Words(
    {
        "no_code": mark("no code of a sheet on it"),
        "damaged": mark("its code is damaged"),
        "unknown": mark("no such sheet was printed here"),
        "marks": mark("its corners and lines do not show: type it, or scan it flat"),
        "unreadable": mark("cannot be read as a picture or PDF"),
    }
)


def summary(found: SheetsRead, day: date | None) -> str:
    """Return how many signatures were filed, of which vans, and everything that a person has to do. `day`: the one that
    the desk shows.
    """
    signed, empty, doubtful = (
        sum(getattr(one, name) for one in found.filed) for name in ("signed", "empty", "doubtful")
    )
    pages = plural("{count} page read", "{count} pages read", len(found.filed))
    said = [tr("{pages}: {signed} signed, {empty} empty.", pages=pages, signed=signed, empty=empty)]
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
    said += [_unread(one) for one in found.unread]
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
    return f"{where}: {said}" + (", " + tr("old revision") if read.stale else "")


def _unread(one: Unread) -> str:
    page = tr("page {page}: ", page=one.page) if one.page else ""
    return f"{one.file}, {page}{_REASONS[one.reason]}."
