"""The dispute file of an order: a story to read, its proof, photos, signatures and every value, in one zip."""

import html
import json
import zipfile
from pathlib import Path
from zoneinfo import ZoneInfo

from dispatch_console.application.desk import Desk
from dispatch_console.application.phones.dispute import Dispute, dispute
from dispatch_console.domain.errors import Refused
from dispatch_console.language import tr
from dispatch_console.settings import Settings
from dispatch_console.station.printing import print_proof, written_into

STYLE = (
    "body{font:14px/1.4 system-ui,sans-serif;max-width:1000px;margin:24px auto;padding:0 16px}"
    "table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #ccc;padding:4px 8px;text-align:left;"
    "vertical-align:top}td:first-child{white-space:nowrap}"
)


def write_dispute(desk: Desk, settings: Settings, order_id: int, folder: Path) -> Path:
    """Write the dispute file. Errors: Unavailable `print.nowhere`."""
    known = desk.ask_now(dispute, order_id)
    try:
        proof: Path | None = print_proof(desk, settings, order_id, folder)
    except Refused:
        # nothing was handed over yet: the rest is told all the same
        proof = None
    name = "".join(sign if sign.isalnum() or sign in "-_" else "_" for sign in known.number)
    made_at = desk.clock().astimezone(ZoneInfo(known.zone))
    file = folder / f"dispute-{name}-{order_id}-{made_at:%Y%m%d-%H%M%S}.zip"
    with written_into(folder), zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("story.html", _story(known))
        archive.writestr("all.json", json.dumps(known.tables, ensure_ascii=False, indent=1, default=str))
        for number, picture in enumerate(known.photos, 1):
            archive.writestr(f"photo-{number}.jpg", picture)
        for number, picture in enumerate(known.signatures, 1):
            archive.writestr(f"signature-{number}.png", picture)
        if proof is not None:
            archive.write(proof, proof.name)
    return file


def _story(known: Dispute) -> str:
    """Return what happened as a page that any browser shows; everything in it is text."""
    zone = ZoneInfo(known.zone)
    rows = "".join(
        f"<tr><td>{event.at.astimezone(zone):%Y-%m-%d %H:%M:%S}</td><td>{html.escape(event.kind)}</td>"
        f"<td>{html.escape(event.words)}</td><td>{html.escape(event.by)}</td></tr>"
        for event in known.events
    )
    title = html.escape(tr("Order {number}, {customer}", number=known.number, customer=known.customer))
    heads = "".join(
        f"<th>{html.escape(words)}</th>"
        for words in (tr("Time, {zone}", zone=known.zone), tr("What"), tr("In words"), tr("Who"))
    )
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{title}</title><style>{STYLE}</style></head>'
        f"<body><h1>{title}</h1><table><tr>{heads}</tr>{rows}</table></body></html>"
    )
