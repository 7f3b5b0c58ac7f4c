"""Find the pin of an address among the doors of the station's regions; no internet is needed."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.rights import operation
from dispatch_console.domain import roles
from dispatch_console.domain.orders import address_parts, address_text
from dispatch_console.domain.orders.address_text import Agreement
from dispatch_console.domain.values import Coordinate
from dispatch_console.ports import KnownAddress
from dispatch_console.store import bulk
from dispatch_console.store.entities import RegionAddress
from dispatch_console.store.transaction import Transaction

CHUNK = 5000
LEAST_LIKENESS = 0.45
SURE_LIKENESS = 0.6
# doors that are looked at more closely
MOST_SIMILAR = 20
# the same door in another town than was asked for
ELSEWHERE = 0.5


@dataclass(frozen=True, slots=True)
class Wanted:
    """An address that is looked for. `country` is an ISO code, empty where unknown."""

    line: str
    postcode: str = ""
    city: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Located:
    """Where an address is: `quality` exact, or street with the `doubt` that keeps it from being exact."""

    place: Coordinate
    quality: str
    doubt: str = ""


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
                "municipality": address.municipality,
                "country": address.country,
                "interpolated": address.interpolated,
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


def locate(session: Session, wanted: Iterable[Wanted], most_guesses: int = 0) -> dict[Wanted, Located]:
    """Return where addresses are, of those that are found.

    Exact needs the door, an agreeing town or postcode, and no contradiction. Doors of equal spelling are looked up in
    one query; `most_guesses` of the others by likeness, which takes some milliseconds each.
    """
    doors = {one: _door(one) for one in wanted}
    by_door: dict[str, list[RegionAddress]] = {}
    asked = sorted({door for door in doors.values() if door})
    for start in range(0, len(asked), CHUNK):
        query = select(RegionAddress).where(RegionAddress.door.in_(asked[start : start + CHUNK]))
        for row in session.scalars(query):
            by_door.setdefault(row.door, []).append(row)
    located: dict[Wanted, Located] = {}
    for one, door in doors.items():
        place = _of_equal_doors(one, by_door.get(door, []))
        if place is None and door and most_guesses > 0 and door not in by_door:
            most_guesses -= 1
            place = _of_similar_doors(session, one, door)
        if place is not None:
            located[one] = place
    return located


def _door(wanted: Wanted) -> str:
    """Return the door in the shape in which doors are compared; empty for a box and for a street without a number."""
    street, number = address_text.split(address_parts.parted(wanted.line).line)
    return address_text.door(street, number) if number else ""


def _of_equal_doors(wanted: Wanted, rows: list[RegionAddress]) -> Located | None:
    judged = [(row, _agreement(wanted, row)) for row in rows]
    whole = [row for row, agreement in judged if agreement.is_whole]
    if whole:
        exact = [row for row in whole if not row.interpolated]
        row = (exact or whole)[0]
        if not _near_each_other([Coordinate(one.lat, one.lon) for one in exact or whole]):
            return Located(Coordinate(row.lat, row.lon), "street", "several")
        return Located(Coordinate(row.lat, row.lon), "exact" if exact else "street", "" if exact else "interpolated")
    possible = [(row, agreement) for row, agreement in judged if not agreement.rules_out]
    places = [Coordinate(row.lat, row.lon) for row, _ in possible]
    return Located(places[0], "street", possible[0][1].doubt) if _near_each_other(places) else None


def _of_similar_doors(session: Session, wanted: Wanted, door: str) -> Located | None:
    """Return a door that is spelled differently, with the same number in an agreeing place."""
    number = address_text.house_number(address_text.split(address_parts.parted(wanted.line).line)[1])
    likeness = func.similarity(RegionAddress.door, door)
    query = (
        select(RegionAddress)
        .where(RegionAddress.door.op("%")(door), likeness >= SURE_LIKENESS)
        .order_by(likeness.desc(), RegionAddress.door)
        .limit(MOST_SIMILAR)
    )
    for row in session.scalars(query):
        if address_text.house_number(row.number) == number and _agreement(wanted, row).is_whole:
            return Located(Coordinate(row.lat, row.lon), "street", "spelling")
    return None


def _agreement(wanted: Wanted, row: RegionAddress) -> Agreement:
    postcode, city = wanted.postcode, wanted.city
    if not postcode and not city:
        # the whole address may stand in one line
        postcode, city = address_text.postcode_and_town(address_text.behind(address_parts.parted(wanted.line).line))
    return address_text.agreement(
        postcode,
        city,
        wanted.country,
        known_postcode=row.postcode,
        known_towns=(row.city, row.municipality),
        known_country=row.country,
    )


def find(session: Session, text: str, limit: int = 5) -> tuple[Match, ...]:
    """Return the most similar doors to a typed address, best first; without a number, the street.

    An exact match has the same street and number, and a postcode or a town behind them that agrees.
    """
    line = address_parts.parted(text).line
    street, number = address_text.split(line)
    door, behind = address_text.door(street, number), address_text.behind(line)
    likeness = func.similarity(RegionAddress.door, door)
    query = (
        select(RegionAddress, likeness)
        .where(RegionAddress.door.op("%")(door))
        .order_by(likeness.desc(), RegionAddress.door)
        .limit(max(limit, MOST_SIMILAR))
    )
    matches = []
    for row, score in session.execute(query):
        if score < LEAST_LIKENESS:
            continue
        town = row.city or row.municipality
        agrees = address_text.agrees(behind, row.postcode, town) or (
            bool(row.municipality) and address_text.agrees(behind, row.postcode, row.municipality)
        )
        same = address_text.door(row.street, row.number) == door and bool(number) and not row.interpolated
        quality = "exact" if same and agrees and bool(behind.strip(" ,")) else "street"
        likely = float(score) if agrees else ELSEWHERE * float(score)
        there = " ".join(part for part in (row.postcode, town) if part)
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
