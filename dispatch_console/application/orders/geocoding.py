"""Find the pin of an address line among the addresses of the station's regions; no internet is needed. Works without
internet.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.rights import operation
from dispatch_console.domain import roles
from dispatch_console.domain.orders import address_text
from dispatch_console.domain.values import Coordinate
from dispatch_console.ports import KnownAddress
from dispatch_console.store import bulk
from dispatch_console.store.entities import RegionAddress
from dispatch_console.store.transaction import Transaction

CHUNK = 5000
LEAST_LIKENESS = 0.45
SURE_LIKENESS = 0.75
# the same door in another town than was asked for
ELSEWHERE = 0.5


@dataclass(frozen=True, slots=True)
class Match:
    """`quality` is exact or street; `score` from 0 to 1."""

    text: str
    place: Coordinate
    quality: str
    score: float


@operation("replace_region", roles.DISPATCH)
def replace_region(tx: Transaction, region: str, known: Iterable[KnownAddress]) -> int:
    """Replace the addresses of a region. Returns how many there are."""
    bulk.replace_all(tx.session, RegionAddress, RegionAddress.region == region, ())
    count = 0
    rows: list[dict[str, object]] = []
    for address in known:
        rows.append(
            {
                "region": region,
                "door": address_text.door(address.street, address.number),
                "street": address.street,
                "number": address.number,
                "postcode": address.postcode,
                "city": address.city,
                "lat": address.lat,
                "lon": address.lon,
            }
        )
        if len(rows) == CHUNK:
            bulk.add_rows(tx.session, RegionAddress, rows)
            count, rows = count + len(rows), []
    bulk.add_rows(tx.session, RegionAddress, rows)
    return count + len(rows)


def has_addresses(session: Session) -> bool:
    return session.scalar(select(RegionAddress.id).limit(1)) is not None


def exact(session: Session, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Coordinate]:
    """Return pins of (address line, postcode) pairs that the index holds, in one query.

    Where a door exists in several places, only an agreeing postcode decides; else nothing is answered.
    """
    doors = {(line, postcode): address_text.door(*address_text.split(line)) for line, postcode in wanted}
    by_door: dict[str, list[tuple[str, Coordinate]]] = {}
    asked = list(set(doors.values()))
    for start in range(0, len(asked), CHUNK):
        query = select(RegionAddress.door, RegionAddress.postcode, RegionAddress.lat, RegionAddress.lon).where(
            RegionAddress.door.in_(asked[start : start + CHUNK])
        )
        for door, postcode, lat, lon in session.execute(query):
            by_door.setdefault(door, []).append((postcode, Coordinate(lat, lon)))
    pins = {}
    for key, door in doors.items():
        places = by_door.get(door, [])
        agreeing = [place for postcode, place in places if postcode and postcode == key[1]]
        unnamed = [place for postcode, place in places if not postcode or not key[1]]
        chosen = agreeing or (unnamed if _near_each_other(unnamed) else [])
        if chosen:
            pins[key] = chosen[0]
    return pins


def find(session: Session, text: str, limit: int = 5, town: str = "") -> tuple[Match, ...]:
    """Return the most similar doors to a typed address, best first; without a number, the street.

    A postcode or a town, behind the number or in `town`, must agree where the door's own is known, for an exact
    match.
    """
    street, number = address_text.split(text)
    door = address_text.door(street, number)
    likeness = func.similarity(RegionAddress.door, door)
    query = (
        select(RegionAddress, likeness)
        .where(RegionAddress.door.op("%")(door))
        .order_by(likeness.desc(), RegionAddress.door)
        .limit(max(limit, 20))
    )
    matches = []
    for row, score in session.execute(query):
        if score < LEAST_LIKENESS:
            continue
        same_number = address_text.normal(row.number).replace(" ", "") == address_text.normal(number).replace(" ", "")
        agrees = address_text.agrees(f"{address_text.behind(text)} {town}", row.postcode, row.city)
        quality = "exact" if score >= SURE_LIKENESS and same_number and agrees else "street"
        likely = float(score) if agrees else ELSEWHERE * float(score)
        there = " ".join(part for part in (row.postcode, row.city) if part)
        text_of = ", ".join(part for part in (f"{row.street} {row.number}", there) if part)
        matches.append(Match(text_of, Coordinate(row.lat, row.lon), quality, round(likely, 3)))
    matches.sort(key=lambda match: (match.quality != "exact", -match.score))
    return tuple(matches[:limit])


def _near_each_other(places: list[Coordinate]) -> bool:
    """Return whether places are entries of one building rather than the same street in two towns."""
    if not places:
        return False
    lats, lons = [place.lat for place in places], [place.lon for place in places]
    return max(lats) - min(lats) < 0.003 and max(lons) - min(lons) < 0.006
