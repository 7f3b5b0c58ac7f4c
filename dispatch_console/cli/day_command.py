"""`day close`: close a day, or say what keeps it open."""

import argparse
from datetime import date

from dispatch_console.application.desk import Desk
from dispatch_console.application.road import day_closings, day_end
from dispatch_console.cli.answer import Answer
from dispatch_console.domain.road.day_end import OpenKind, OpenThing, blocking
from dispatch_console.language import tr
from dispatch_console.settings import Settings
from dispatch_console.station.program import open_desk

_WHAT = {
    OpenKind.GOODS: "parcel", OpenKind.CONTRADICTION: "parcel", OpenKind.PROOF: "signature", OpenKind.CASH: "cash",
    OpenKind.PHONE: "phone",
}  # fmt: skip


def run(settings: Settings, chosen: argparse.Namespace) -> Answer:
    """Close the day where nothing is open. Errors: those of `close_day`."""
    with open_desk(settings) as desk:
        left = _left(desk, chosen.day)
        closed = not left and not chosen.dry_run
        if closed:
            desk.do_now(day_closings.close_day, chosen.day)
    document = {"closed": closed, "open": left}
    lines = tuple(f"{thing['what']} {thing['route']} {thing['order']} {thing['detail']}".strip() for thing in left)
    said = tr("the day is closed") if closed else tr("nothing is open")
    return Answer(document, lines or (said,), 1 if left else 0)


def _left(desk: Desk, day: date) -> list[dict[str, str]]:
    return [_document(thing) for thing in blocking(desk.ask_now(day_end.open_things, day))]


def _document(thing: OpenThing) -> dict[str, str]:
    detail = thing.what or thing.kind.value
    return {
        "what": _WHAT.get(thing.kind, "stop"),
        "order": thing.number,
        "route": thing.letter,
        "detail": f"{detail} {thing.customer}".strip(),
    }
