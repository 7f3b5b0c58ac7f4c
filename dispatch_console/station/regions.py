"""Regions of a station: one folder per OpenStreetMap extract, built beside the old one and then changed over."""

import json
import shutil
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dispatch_console import plugins
from dispatch_console.application.desk import Desk
from dispatch_console.application.orders import geocoding
from dispatch_console.application.planning import speeds
from dispatch_console.application.site import depot
from dispatch_console.domain.errors import BadInput, Refused, Unavailable
from dispatch_console.domain.planning.speeds import Calibration, Drive, calibrated
from dispatch_console.domain.values import Coordinate
from dispatch_console.ports import TravelTimes
from dispatch_console.region_files.tiles import Basemap
from dispatch_console.settings import Settings

if TYPE_CHECKING:
    from dispatch_console.adapters.travel.roads import Roads

# tags that are named where a region is imported
MOST_NAMED = 20
MAP, ROADS, FACTS = "basemap.pmtiles", "roads.npz", "region.json"
Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """`bounds` is west, south, east, north in degrees; `data_date` of the extract where it says one.

    `nodes` are directed street segments, `edges` the permitted turns between them, `seconds` what building it took.
    `closed` counts the sets of rules that close roads to some vans or at some hours; None where an older program built
    the region and knew none. `not_understood` are tags of roads that no table knows, the most frequent first.
    """

    name: str
    file: str
    data_date: str
    built_at: str
    bounds: tuple[float, float, float, float] | None
    tiles: int
    nodes: int
    edges: int
    addresses: int
    seconds: float = 0.0
    closed: int | None = None
    not_understood: tuple[str, ...] = ()

    def holds(self, place: Coordinate) -> bool:
        if self.bounds is None:
            return False
        west, south, east, north = self.bounds
        return west <= place.lon <= east and south <= place.lat <= north


def import_extract(
    desk: Desk,
    settings: Settings,
    extract: Path,
    name: str,
    now: datetime,
    on_progress: Progress | None = None,
    within_km: float | None = None,
) -> Region:
    """Build the region under a temporary name, then put it in the old one's place.

    `on_progress` gets the step and a count, and may raise to cancel. `within_km` takes only what lies that near to a
    depot.
    Errors: BadInput `region.missing`, `region.not_osm`, `region.broken`, `region.nothing`, `region.name`, Refused
    `region.no_depot`, Unavailable `region.disk`; the old region stays.
    """
    # building needs libraries that a console without an import never loads
    from dispatch_console.adapters.region import addresses, basemap, cut, features, graph_building, road_ways

    if not extract.is_file():
        raise BadInput("region.missing", file=str(extract))
    if not name or name.startswith(".") or Path(name).name != name:
        raise BadInput("region.name", name=name)
    say = on_progress or (lambda step, count: None)
    begun = time.monotonic()
    facts = features.facts(extract)
    target, fresh = settings.regions_dir / name, settings.regions_dir / f".{name}.building"
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        fresh.mkdir(parents=True)
        bounds = facts.bounds
        source = extract
        if within_km is not None:
            depots = desk.ask_now(depot.depot_places)
            if not depots:
                raise Refused("region.no_depot")
            squares = [cut.around(depot, within_km * 1000) for depot in depots]
            source, bounds = fresh / "cut.osm.pbf", cut.whole(squares)
            say("cut", len(squares))
            cut.cut(extract, source, squares)
        tiles = basemap.build(features.features(source), fresh / MAP, lambda count: say("map", count))
        if tiles == 0:
            raise BadInput("region.nothing", file=extract.name)
        roads = road_ways.read(source, lambda count: say("roads", count))
        graph = graph_building.build(roads)
        graph.save(fresh / ROADS)
        # a file that does not say where it lies, lies where its roads are
        bounds = bounds or graph.bounds
        known = list(addresses.read(source))
        say("addresses", len(known))
        built = now.isoformat(timespec="seconds")
        region = Region(
            name=name,
            file=extract.name,
            data_date=facts.date,
            built_at=built,
            bounds=bounds,
            tiles=tiles,
            nodes=graph.size,
            edges=len(graph.tail),
            addresses=len(known),
            seconds=round(time.monotonic() - begun, 2),
            closed=len(graph.rules) - 1,
            not_understood=tuple(text for text, _ in roads.not_understood.most_common(MOST_NAMED)),
        )
        if source != extract:
            source.unlink()
        (fresh / FACTS).write_text(json.dumps(asdict(region), indent=2), encoding="utf-8")
        desk.do_now(geocoding.replace_region, name, known)
        shutil.rmtree(target, ignore_errors=True)
        fresh.rename(target)
    except OSError as error:
        # a full disk says so wherever the next byte should have gone
        detail = error.strerror or str(error)
        raise Unavailable("region.disk", folder=str(settings.regions_dir), detail=detail) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return region


def clear_unfinished(settings: Settings) -> None:
    """Throw away what a killed import left half built."""
    for folder in settings.regions_dir.glob(".*.building"):
        shutil.rmtree(folder, ignore_errors=True)


def remove(desk: Desk, settings: Settings, name: str) -> Region:
    """Remove a region and return what it was. Errors: BadInput `region.unknown`."""
    target = next((region for region in installed(settings) if region.name == name), None)
    if target is None:
        raise BadInput("region.unknown", name=name)
    desk.do_now(geocoding.replace_region, name, ())
    shutil.rmtree(settings.regions_dir / name)
    return target


def installed(settings: Settings) -> tuple[Region, ...]:
    """Return every region that is ready, by name, but none that an older program built: it is imported anew."""
    if not settings.regions_dir.is_dir():
        return ()
    files = (file for file in sorted(settings.regions_dir.glob(f"*/{FACTS}")) if not file.parent.name.startswith("."))
    return tuple(region for file in files if (region := _read(file)) is not None)


def size(settings: Settings, name: str) -> int:
    """Return the bytes on disk."""
    return sum(file.stat().st_size for file in (settings.regions_dir / name).glob("*"))


def at(settings: Settings, place: Coordinate | None) -> Region | None:
    """Return the region that holds a place; the first one where none does or the place is unknown."""
    every = installed(settings)
    return next((region for region in every if place and region.holds(place)), every[0] if every else None)


def of_station(desk: Desk, settings: Settings) -> Region | None:
    """Return the region around the depot."""
    return at(settings, desk.ask_now(depot.depot_place))


def travel_times(desk: Desk, settings: Settings) -> TravelTimes:
    """Return where this station's driving times come from. Errors: BadInput `plugin.unknown`."""
    region = of_station(desk, settings)
    folder = settings.regions_dir / region.name if region else None
    name = settings.travel
    if name == "auto":
        name = "roads" if folder is not None and (folder / ROADS).is_file() else "great-circle"
    times: TravelTimes = plugins.load("travel", name)(folder, settings.travel_server, desk.ask_now(speeds.profile))
    return times


def calibrate(desk: Desk, settings: Settings, since: datetime | None = None) -> Calibration:
    """Return what the vans' noted drives say of the speeds on this region's roads; nothing is changed by it.

    Errors: Refused `region.none`.
    """
    graph = roads(settings, desk.ask_now(depot.depot_place))
    drives = []
    for noted in desk.ask_now(speeds.noted_drives, since):
        free = graph.free_drive(noted.start, noted.end)
        if free is not None:
            drives.append(Drive(noted.hour, noted.took_s, *free))
    return calibrated(desk.ask_now(speeds.profile), drives)


def roads(settings: Settings, place: Coordinate | None) -> "Roads":
    """Return the road graph of the region that holds a place. Errors: Refused `region.none`."""
    from dispatch_console.adapters.travel.roads import Roads

    region = at(settings, place)
    if region is None or not (settings.regions_dir / region.name / ROADS).is_file():
        raise Refused("region.none")
    return Roads(settings.regions_dir / region.name)


def open_basemap(desk: Desk, settings: Settings) -> tuple[Region, Basemap] | None:
    """Return the street map around the depot, or None where none was imported."""
    region = of_station(desk, settings)
    return (region, Basemap(settings.regions_dir / region.name / MAP)) if region else None


def _read(file: Path) -> Region | None:
    values = json.loads(file.read_text(encoding="utf-8"))
    bounds = tuple(values["bounds"]) if values["bounds"] else None
    try:
        return Region(**(values | {"bounds": bounds, "not_understood": tuple(values.get("not_understood", ()))}))
    except TypeError:
        return None
