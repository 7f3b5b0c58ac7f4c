"""Regions of a station: one folder per OpenStreetMap extract, built beside the old one and then changed over."""

import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from dispatch_console import plugins
from dispatch_console.adapters.region.tiles import Basemap
from dispatch_console.domain.errors import BadInput
from dispatch_console.ports import TravelTimes
from dispatch_console.settings import Settings

MAP, ROADS, FACTS = "basemap.pmtiles", "roads.npz", "region.json"


@dataclass(frozen=True, slots=True)
class Region:
    """`bounds` is west, south, east, north in degrees; `data_date` of the extract where it says one.

    `nodes` are directed street segments, `edges` the permitted turns between them.
    """

    name: str
    file: str
    data_date: str
    built_at: str
    bounds: tuple[float, float, float, float] | None
    tiles: int
    nodes: int
    edges: int


def import_extract(
    settings: Settings, extract: Path, name: str, now: datetime, on_progress: Callable[[int], None] | None = None
) -> Region:
    """Build the region under a temporary name, then put it in the old one's place.

    Errors: BadInput `region.missing`, `region.not_osm`, `region.broken`, `region.nothing`; the old region stays.
    """
    # building needs libraries that a console without an import never loads
    from dispatch_console.adapters.region import basemap, features, road_graph, road_ways

    if not extract.is_file():
        raise BadInput("region.missing", file=str(extract))
    facts = features.facts(extract)
    target, fresh = settings.regions_dir / name, settings.regions_dir / f".{name}.building"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    try:
        tiles = basemap.build(features.features(extract), fresh / MAP, on_progress)
        if tiles == 0:
            raise BadInput("region.nothing", file=extract.name)
        graph = road_graph.build(road_ways.read(extract, on_progress))
        graph.save(fresh / ROADS)
        built = now.isoformat(timespec="seconds")
        counts = (tiles, graph.size, len(graph.tail))
        region = Region(name, extract.name, facts.date, built, facts.bounds, *counts)
        (fresh / FACTS).write_text(json.dumps(asdict(region), indent=2), encoding="utf-8")
        shutil.rmtree(target, ignore_errors=True)
        fresh.rename(target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return region


def installed(settings: Settings) -> tuple[Region, ...]:
    """Every region that is ready, by name."""
    if not settings.regions_dir.is_dir():
        return ()
    found = sorted(settings.regions_dir.glob(f"*/{FACTS}"))
    return tuple(_read(file) for file in found if not file.parent.name.startswith("."))


def travel_times(settings: Settings) -> TravelTimes:
    """Where this station's driving times come from. Errors: BadInput `plugin.unknown`."""
    folder = next((settings.regions_dir / region.name for region in installed(settings)), None)
    name = settings.travel
    if name == "auto":
        name = "roads" if folder is not None and (folder / ROADS).is_file() else "great-circle"
    made: TravelTimes = plugins.load("travel", name)(folder)
    return made


def open_basemap(settings: Settings) -> tuple[Region, Basemap] | None:
    """The street map of the first region, or None where none was imported."""
    regions = installed(settings)
    return (regions[0], Basemap(settings.regions_dir / regions[0].name / MAP)) if regions else None


def _read(file: Path) -> Region:
    held = json.loads(file.read_text(encoding="utf-8"))
    bounds = tuple(held["bounds"]) if held["bounds"] else None
    return Region(**(held | {"bounds": bounds}))
