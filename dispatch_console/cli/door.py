"""`door`: answer shops that ring, and customers; `door link` and `door revoke`: links to customers' pages."""

import argparse
import asyncio
import json
import sys
from dataclasses import asdict
from datetime import date

from dispatch_console.application.messages import links as customer_links
from dispatch_console.application.orders import detail
from dispatch_console.application.phones import pairing, phones_list
from dispatch_console.cli.answer import Answer
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.messages import links
from dispatch_console.domain.messages.links import LinkKind
from dispatch_console.door.serving import Door
from dispatch_console.language import tr
from dispatch_console.settings import Settings
from dispatch_console.station import regions
from dispatch_console.station.door_check import check_door
from dispatch_console.station.program import open_desk


def run(settings: Settings, chosen: argparse.Namespace) -> Answer:
    """Serve until SIGTERM or Ctrl-C, or answer an action. Errors: those of `Door`, of the action and of the desk."""
    if chosen.what == "link":
        if chosen.day is not None:
            return _driver_link(settings, chosen.day, chosen.route)
        return _link(settings, chosen.number, chosen.kind)
    if chosen.what == "check":
        return _check(settings)
    if chosen.what == "revoke":
        return _revoke(settings, chosen.url)
    with open_desk(settings) as desk:
        door = Door(
            desk,
            chosen.listen or settings.door_listen,
            settings,
            lambda: regions.travel_times(desk, settings),
        )

        def say() -> None:
            said = json.dumps({"listening": door.address}) if chosen.json else tr("listens at {at}", at=door.address)
            print(said, file=sys.stdout, flush=True)

        asyncio.run(door.serve(say))
    return Answer(None, (tr("the door is closed"),))


def _link(settings: Settings, number: str, kind: str) -> Answer:
    """Make a link for an order. Errors: BadInput `link.kind`; those of `detail.id_of`."""
    if kind not in set(LinkKind):
        raise BadInput("link.kind", kind=kind, known=", ".join(LinkKind))
    with open_desk(settings) as desk:
        order_id = desk.ask_now(detail.id_of, number)
        token, expires_at = desk.do_now(customer_links.make_link, order_id, LinkKind(kind))
    url = links.address(settings.door_address or f"http://{settings.door_listen}", token)
    document = {"url": url, "expires_at": expires_at.isoformat()}
    return Answer(document, (url, tr("holds until {at}", at=f"{expires_at:%Y-%m-%d %H:%M} UTC")))


def _driver_link(settings: Settings, day: date, letter: str) -> Answer:
    """Make the link of a driver's page. Errors: BadInput `phone.no_route`."""
    with open_desk(settings) as desk:
        rows = desk.ask_now(phones_list.phones, day, desk.clock())
        row = next((row for row in rows if row.letter.casefold() == letter.strip().casefold()), None)
        if row is None:
            known = ", ".join(row.letter for row in rows)
            raise BadInput("phone.no_route", route=letter, day=str(day), known=known)
        token = desk.do_now(pairing.make_link, row.shift_id)
        expires_at = desk.ask_now(pairing.living, token, desk.clock()).expires_at
    at = (settings.door_address or f"http://{settings.door_listen}").rstrip("/")
    url = f"{at}/d/{token}"
    document = {"url": url, "expires_at": expires_at.isoformat()}
    return Answer(document, (url, tr("holds until {at}", at=f"{expires_at:%Y-%m-%d %H:%M} UTC")))


def _check(settings: Settings) -> Answer:
    """Say whether phones can come to the address that stands in every code."""
    checks = check_door(settings.door_address)
    healthy = all(check.ok for check in checks)
    document = {"healthy": healthy, "checks": [asdict(check) for check in checks]}
    lines = tuple(
        f"{'ok' if check.ok else '--'}  {check.name}: {check.detail}" + (f"; {check.remedy}" if check.remedy else "")
        for check in checks
    )
    return Answer(document, lines, 0 if healthy else 1)


def _revoke(settings: Settings, url: str) -> Answer:
    """Take a link back. Errors: Refused `link.dead`."""
    with open_desk(settings) as desk:
        if "/d/" in url:
            link = desk.ask_now(pairing.living, url.partition("/d/")[2].partition("/")[0], desk.clock())
            desk.do_now(pairing.revoke, link.shift_id)
        else:
            desk.do_now(customer_links.revoke_link, links.token_of(url))
    return Answer({"revoked": True}, (tr("the link shows nothing any more"),))
