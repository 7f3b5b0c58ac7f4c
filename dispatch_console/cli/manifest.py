"""`manifest --day D`: a PDF per published route."""

import argparse

from dispatch_console.cli.answer import Answer
from dispatch_console.language import tr
from dispatch_console.settings import Settings
from dispatch_console.station.program import open_desk


def run(settings: Settings, chosen: argparse.Namespace) -> Answer:
    # reportlab and its fonts are needed by no other command
    from dispatch_console.station import printing

    folder = chosen.out or settings.papers_dir
    with open_desk(settings) as desk:
        printed = printing.print_manifests(desk, settings, chosen.day, folder, chosen.route or "")
    files = [
        {
            "kind": file.kind,
            "route": file.route,
            "revision": file.revision,
            "path": str(file.path),
            "pages": file.pages,
            "stops": file.stops,
        }
        for file in printed
    ]
    lines = tuple(
        tr(
            "{route}: {path}, {pages} pages, {stops} stops",
            route=file.route,
            path=file.path,
            pages=file.pages,
            stops=file.stops,
        )
        for file in printed
    )
    return Answer({"files": files}, lines or (tr("no such route"),))
