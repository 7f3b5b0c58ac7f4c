"""`source`: live order systems: list them, add one, try it, read it."""

import argparse
import sys

from dispatch_console import plugins, secrets, texts
from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import live_sources
from dispatch_console.application.intake.live_sources import LiveSourceView
from dispatch_console.cli.answer import Answer
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.orders.incoming import ColumnAccount, Fate
from dispatch_console.language import tr
from dispatch_console.settings import Settings
from dispatch_console.station import live_sources as station
from dispatch_console.station.program import open_desk
from dispatch_console.store.station_lock import READER_KEY, StationLock

OWN = "field."


def run(settings: Settings, chosen: argparse.Namespace) -> Answer:
    """Do what is asked. Errors: BadInput `source.unknown`, `source.pair`, those of the system and of the desk."""
    with open_desk(settings) as desk:
        match chosen.what:
            case "add":
                return _add(desk, chosen)
            case "try":
                return _try(desk, settings, _named(desk, chosen.name))
            case "poll":
                return _poll(desk, settings, chosen)
        return _list(desk)


def _list(desk: Desk) -> Answer:
    found = desk.ask_now(live_sources.live_sources)
    return Answer(
        {"sources": [_document(one) for one in found]},
        tuple(f"{one.name}: {one.kind}, {one.address}, {_state(one)}" for one in found) or (tr("no live sources"),),
    )


def _document(one: LiveSourceView) -> dict[str, object]:
    return {
        "name": one.name,
        "kind": one.kind,
        "address": one.address,
        "last_read_at": one.last_read_at.isoformat() if one.last_read_at else None,
        "away_since": one.away_since.isoformat() if one.away_since else None,
        "paused": one.is_paused,
        "waiting": one.waiting,
        "refused": one.refused,
        "error": _why(one) or None,
    }


def _why(one: LiveSourceView) -> str:
    return texts.sentence(one.away_why, one.away_facts) if one.away_why else ""


def _state(one: LiveSourceView) -> str:
    if one.is_paused:
        return tr("paused")
    if one.away_since:
        return tr("away since {since}: {why}", since=f"{one.away_since:%Y-%m-%d %H:%M} UTC", why=_why(one))
    return tr("read {at}", at=f"{one.last_read_at:%Y-%m-%d %H:%M} UTC") if one.last_read_at else tr("not read yet")


def _add(desk: Desk, chosen: argparse.Namespace) -> Answer:
    if chosen.kind not in plugins.names("connectors"):
        raise BadInput("plugin.unknown", port="connectors", name=chosen.kind, known=plugins.names("connectors"))
    pairs = dict(_pair(text) for text in chosen.options)
    own = {key.removeprefix(OWN): value for key, value in pairs.items() if key.startswith(OWN)}
    options = {key: value for key, value in pairs.items() if not key.startswith(OWN) and key != "address"}
    # what is typed as an argument is listed with the processes of the machine
    print(tr("Secret, then Enter:"), file=sys.stderr)
    secret = sys.stdin.readline().strip()
    known = next((one for one in desk.ask_now(live_sources.live_sources) if one.name == chosen.name), None)
    if secret:
        secrets.keep(station.secret_name(chosen.name), secret)
    record = desk.do_now(
        live_sources.keep_source,
        known.id if known else None,
        name=chosen.name,
        kind=chosen.kind,
        address=pairs.get("address", known.address if known else ""),
        options=options,
        own_fields=own,
    )
    return Answer({"id": record, "name": chosen.name}, (tr("{name} is kept. Try it: source try", name=chosen.name),))


def _pair(text: str) -> tuple[str, str]:
    key, sign, value = text.partition("=")
    if not sign or not key:
        raise BadInput("source.pair", value=text)
    return key.strip(), value.strip()


def _named(desk: Desk, name: str) -> LiveSourceView:
    found = desk.ask_now(live_sources.live_sources)
    one = next((one for one in found if one.name == name), None)
    if one is None:
        raise BadInput("source.unknown", name=name, known=tuple(one.name for one in found))
    return one


def _try(desk: Desk, settings: Settings, source: LiveSourceView) -> Answer:
    checked = station.try_out(desk, settings, source)
    orders = [
        {
            "number": order.number,
            "name": order.customer_name,
            "address": order.address.line1,
            "door_code": order.address.gate_code,
            "wish": order.wish,
            "windows": [{"start": one.start.isoformat(), "end": one.end.isoformat()} for one in order.windows],
            "handover": order.handover,
        }
        for order in checked.reading.orders
    ]
    fields = [
        {
            "name": column.own,
            "sample": column.sample,
            "filled": column.filled,
            "field": column.fields[0] if column.fields else None,
            "not_understood": column.fates.get(Fate.NOT_UNDERSTOOD, 0),
        }
        for column in checked.reading.account
        if column.own
    ]
    problems = [texts.sentence(one.code, {"value": one.value, **one.facts}) for one in checked.reading.problems]
    lines = tuple(f"{one['number']} {one['name']}, {one['address']}" for one in orders)
    said = tr("{count} orders would come in; nothing was written", count=len(orders))
    own = tuple(map(_field_line, checked.reading.account))
    return Answer(
        {"orders": orders, "fields": fields, "problems": problems}, (*lines, *filter(None, own), *problems, said)
    )


def _field_line(column: ColumnAccount) -> str:
    """Return what a field of the shop's own holds; nothing for other fields."""
    if not column.own:
        return ""
    held = texts.file_field(column.fields[0]) if column.fields else tr("kept with the order")
    about = {"name": column.own, "filled": column.filled, "sample": column.sample, "held": held}
    return tr("field {name}: {filled} filled, as {sample}, {held}", **about)


def _poll(desk: Desk, settings: Settings, chosen: argparse.Namespace) -> Answer:
    lock = StationLock(desk.engine, READER_KEY)
    if not lock.mine():
        raise BadInput("source.reader")
    try:
        every = desk.ask_now(live_sources.live_sources)
        wanted = [_named(desk, chosen.name)] if chosen.name else [one for one in every if not one.is_paused]
        reads = [station.look(desk, settings, source) for source in wanted]
    finally:
        lock.release()
    document = [
        {
            "name": one.name,
            "new": len(one.new),
            "changed": len(one.changed),
            "quarantined": one.waiting,
            "error": one.away or None,
            "told": one.told,
            "refused": one.refused,
        }
        for one in reads
    ]
    lines = tuple(
        tr("{name}: {new} new, {changed} changed, {told} told", name=one.name, new=len(one.new),
           changed=len(one.changed), told=one.told)
        if not one.away
        else tr("{name}: away", name=one.name)
        for one in reads
    )  # fmt: skip
    return Answer({"sources": document}, lines, 1 if any(one.away for one in reads) else 0)
