"""`region import|list|remove|find|route|matrix`: the station's own map, roads and addresses."""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import datetime

from dispatch_console.adapters.travel.snapping import NoRoad, Snap
from dispatch_console.application.fleet import records
from dispatch_console.application.orders import geocoding
from dispatch_console.application.planning import speeds
from dispatch_console.application.site import depot
from dispatch_console.cli.answer import Answer
from dispatch_console.domain.errors import BadInput, Refused
from dispatch_console.domain.local_day import LocalDay
from dispatch_console.domain.planning.outing import LARGE_VAN, Outing
from dispatch_console.domain.values import Coordinate
from dispatch_console.language import decimal, mark, tr
from dispatch_console.settings import Settings
from dispatch_console.station import regions
from dispatch_console.station.program import open_desk
from dispatch_console.station.regions import Region

ATTRIBUTION = mark("© OpenStreetMap contributors, ODbL 1.0")


def run(settings: Settings, chosen: argparse.Namespace) -> Answer:
    actions = {
        "import": _import,
        "list": _list,
        "remove": _remove,
        "find": _find,
        "route": _route,
        "matrix": _matrix,
        "speeds": _speeds,
        "calibrate": _calibrate,
    }
    return actions[chosen.action](settings, chosen)


def _import(settings: Settings, chosen: argparse.Namespace) -> Answer:
    name = chosen.name or chosen.file.name.removesuffix(".pbf").removesuffix(".osm")

    def say(step: str, count: int) -> None:
        print(f"{step}: {count:,}", file=sys.stderr)

    with open_desk(settings) as desk:
        now = datetime.now().astimezone()
        region = regions.import_extract(desk, settings, chosen.file, name, now, say, chosen.within)
    document = _document(region) | {"bytes": regions.size(settings, name)}
    line = tr(
        "{name}: {nodes} street segments, {edges} turns, {addresses} addresses",
        name=name,
        nodes=f"{region.nodes:,}",
        edges=f"{region.edges:,}",
        addresses=f"{region.addresses:,}",
    )
    return Answer(document, (line, *_remarks(region)))


def _list(settings: Settings, chosen: argparse.Namespace) -> Answer:
    installed = regions.installed(settings)
    documents = [_document(region) | {"bytes": regions.size(settings, region.name)} for region in installed]
    lines = [
        line
        for region in installed
        for line in (
            tr(
                "{region}: {file}, data of {data_date}",
                region=region.name,
                file=region.file,
                data_date=region.data_date or tr("an unknown day"),
            ),
            *_remarks(region),
        )
    ]
    return Answer({"regions": documents}, tuple(lines) or (tr("no region is installed"),))


def _remove(settings: Settings, chosen: argparse.Namespace) -> Answer:
    size = regions.size(settings, chosen.name)
    with open_desk(settings) as desk:
        gone = regions.remove(desk, settings, chosen.name)
    return Answer(_document(gone) | {"bytes": size}, (tr("{chosen} is gone", chosen=chosen.name),))


def _find(settings: Settings, chosen: argparse.Namespace) -> Answer:
    with open_desk(settings) as desk:
        known = desk.ask_now(geocoding.find, chosen.text, chosen.limit)
    matches = [
        {
            "text": match.text,
            "lat": match.place.lat,
            "lon": match.place.lon,
            "quality": match.quality,
            "score": match.score,
        }
        for match in known
    ]
    lines = tuple(f"{match.text}  {match.place.lat:.5f}, {match.place.lon:.5f}  {match.quality}" for match in known)
    return Answer({"matches": matches}, lines or (tr("nothing is called so"),))


def _route(settings: Settings, chosen: argparse.Namespace) -> Answer:
    start, end = _coordinate(chosen.start), _coordinate(chosen.end)
    roads, outing = regions.roads(settings, start), _outing(settings, chosen)
    snaps = roads.snapped((start, end), outing)
    for text, snap in zip((chosen.start, chosen.end), snaps, strict=True):
        if isinstance(snap, NoRoad):
            raise Refused("region.not_connected" if snap is NoRoad.NOT_CONNECTED else "region.outside", place=text)
    path = roads.path(start, end, outing)
    document: dict[str, object] = {
        "distance": round(path.metres),
        "duration": round(path.seconds),
        "snap": [_away(snap) for snap in snaps],
        "geometry": [list(point) for point in path.points] if chosen.geometry else None,
    }
    return Answer(
        document,
        (
            tr(
                "{metres} km, {seconds} min",
                metres=decimal(path.metres / 1000, 2),
                seconds=decimal(path.seconds / 60, 1),
            ),
        ),
    )


def _matrix(settings: Settings, chosen: argparse.Namespace) -> Answer:
    try:
        places = [Coordinate(float(lat), float(lon)) for lat, lon in json.loads(chosen.file.read_text("utf-8"))]
    except (OSError, ValueError, TypeError) as error:
        raise BadInput("matrix.unreadable", file=str(chosen.file)) from error
    if not all(place.is_plausible for place in places):
        raise BadInput("pin.impossible")
    roads = regions.roads(settings, places[0] if places else None)
    outing = _outing(settings, chosen)
    snaps = roads.snapped(places, outing)
    table = roads.matrix(places, outing)
    out = [number for number, snap in enumerate(snaps) if isinstance(snap, NoRoad)]
    document = {
        "durations": _with_gaps(table.durations, out),
        "distances": _with_gaps(table.distances, out),
        "snap": [_away(snap) for snap in snaps],
    }
    return Answer(document, (tr("{places} places, {out} of them without a road", places=len(places), out=len(out)),))


def _away(snap: Snap | NoRoad) -> float | None:
    return round(snap.away_m, 1) if isinstance(snap, Snap) else None


def _outing(settings: Settings, chosen: argparse.Namespace) -> Outing:
    """Return which van drives when, as `--van` and `--at` say. Errors: BadInput `van.unknown`."""
    size = LARGE_VAN
    if chosen.van:
        with open_desk(settings) as desk:
            size = desk.ask_now(records.van_size, chosen.van)
    if chosen.at is None:
        return Outing(size)
    return Outing(size, chosen.at.date(), (chosen.at.hour,))


def _speeds(settings: Settings, chosen: argparse.Namespace) -> Answer:
    with open_desk(settings) as desk:
        if chosen.forget:
            desk.do_now(speeds.forget)
        known = desk.ask_now(speeds.profile)
    cells = [
        {"road_class": name, "hour": hour, "factor": factor} for (name, hour), factor in sorted(known.factors.items())
    ]
    lines = tuple(f"{cell['road_class']:<16} {cell['hour']:>2}:00  {cell['factor']:.2f}" for cell in cells)
    return Answer({"speeds": cells}, lines or (tr("every road is driven at its free speed, all day"),))


def _calibrate(settings: Settings, chosen: argparse.Namespace) -> Answer:
    with open_desk(settings) as desk:
        zone = desk.ask_now(depot.zone_of)
        since = LocalDay(chosen.since, zone).begins if chosen.since else None
        before = desk.ask_now(speeds.profile)
        learnt = regions.calibrate(desk, settings, since)
        if not chosen.dry_run and learnt.used:
            desk.do_now(speeds.adopt, learnt)
    changes = [
        (name, hour, before.of(name, (hour,)), factor, learnt.driven_s.get((name, hour), 0))
        for (name, hour), factor in sorted(learnt.profile.factors.items())
    ]
    document = {
        "drives": learnt.used,
        "left_out": learnt.left_out,
        "error_before": round(learnt.error_before_s, 1),
        "error_after": round(learnt.error_after_s, 1),
        "changes": [
            dict(zip(("road_class", "hour", "before", "after", "driven"), change, strict=True)) for change in changes
        ],
        "adopted": bool(learnt.used) and not chosen.dry_run,
    }
    lines = [tr("{used} drives, {left_out} left out as unlikely", used=learnt.used, left_out=learnt.left_out)]
    if learnt.used:
        lines.append(
            tr(
                "mean error of a drive {error_before_s} s before, {error_after_s} s after",
                error_before_s=decimal(learnt.error_before_s, 0),
                error_after_s=decimal(learnt.error_after_s, 0),
            )
        )
    lines += [
        tr(
            "{name} {hour}:00  {was} → {factor}  on {driven} min of driving",
            name=f"{name:<16}",
            hour=f"{hour:>2}",
            was=decimal(was, 2),
            factor=decimal(factor, 2),
            driven=decimal(driven / 60, 0),
        )
        for name, hour, was, factor, driven in changes
    ]
    return Answer(document, tuple(lines))


def _with_gaps(rows: Sequence[Sequence[int]], out: list[int]) -> list[list[int | None]]:
    """Return null where no way leads, not a guess."""
    gaps = set(out)
    return [[None if i in gaps or j in gaps else value for j, value in enumerate(row)] for i, row in enumerate(rows)]


def _coordinate(text: str) -> Coordinate:
    try:
        lat, lon = (float(part) for part in text.split(","))
    except ValueError as error:
        raise BadInput("pin.unreadable") from error
    if not Coordinate(lat, lon).is_plausible:
        raise BadInput("pin.impossible")
    return Coordinate(lat, lon)


def _remarks(region: Region) -> list[str]:
    """Say what is not known of a region's closed roads."""
    if region.closed is None:
        return [tr("Built by an older program: gates and closed roads are not known. Import its file again.")]
    if region.not_understood:
        return [tr("Tags that are not understood keep vans out: {tags}", tags=", ".join(region.not_understood))]
    return []


def _document(region: Region) -> dict[str, object]:
    return {
        "name": region.name,
        "bounds": list(region.bounds) if region.bounds else None,
        "nodes": region.nodes,
        "edges": region.edges,
        "addresses": region.addresses,
        "seconds": region.seconds,
        "closed": region.closed,
        "not_understood": list(region.not_understood),
        "attribution": ATTRIBUTION,
    }
