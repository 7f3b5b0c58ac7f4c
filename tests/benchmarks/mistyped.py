"""Doors of an extract as people mistype them: which are found, how sure the answer says it is, and how long it takes.

Each door is asked with one typo, with one abbreviation and with one part missing. An *exact* answer that lies elsewhere
is the fault that counts: a van drives there.
"""

import os
import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from dispatch_console.adapters.region import addresses
from dispatch_console.application.desk import Desk
from dispatch_console.application.orders import geocoding
from dispatch_console.application.orders.geocoding import Located, Wanted
from dispatch_console.domain.geometry.distance import distance_m
from dispatch_console.domain.values import Coordinate
from dispatch_console.ports import KnownAddress
from tests.benchmarks.extract_roads import EXTRACT
from tests.benchmarks.results import Result

DOORS, SEED = 500, 20_261_129
# the table is filled up with doors of other towns to this
AT_LEAST = 100_000
# one door may have several entries, a house and its entrance
SAME_PLACE_M, ELSEWHERE_M = 60.0, 150.0
SHORT = {"street": "St", "avenue": "Ave", "road": "Rd", "drive": "Dr", "lane": "Ln", "court": "Ct", "place": "Pl",
         "boulevard": "Blvd", "strasse": "str.", "north": "N", "south": "S", "east": "E", "west": "W"}  # fmt: skip
Mistake = Callable[[KnownAddress, random.Random], Wanted]


def typo(door: KnownAddress, dice: random.Random) -> Wanted:
    """Two letters swapped, one left out, one doubled or one wrong, in the name of the street."""
    street = list(door.street)
    place = dice.choice([at for at, sign in enumerate(street[:-1]) if sign.isalpha() and street[at + 1].isalpha()])
    match dice.randrange(4):
        case 0:
            street[place], street[place + 1] = street[place + 1], street[place]
        case 1:
            del street[place]
        case 2:
            street.insert(place, street[place])
        case _:
            street[place] = dice.choice("abcdefghijklmnoprstuvwz")
    return Wanted(f"{''.join(street)} {door.number}", door.postcode, door.city, door.country)


def abbreviation(door: KnownAddress, _dice: random.Random) -> Wanted:
    words = [SHORT.get(word.lower(), word) for word in door.street.split()]
    return Wanted(f"{' '.join(words)} {door.number}", door.postcode, door.city, door.country)


def missing(door: KnownAddress, dice: random.Random) -> Wanted:
    """Without post code, without town, or without both and the country."""
    parts = dice.choice(((door.postcode, ""), ("", door.city), ("", "")))
    return Wanted(f"{door.street} {door.number}", *parts, door.country if any(parts) else "")


def mistyped(desk: Desk) -> list[Result]:
    """Of the file that is named in DISPATCH_CONSOLE_BENCHMARK_EXTRACT."""
    known = list(addresses.read(Path(os.environ[EXTRACT])))
    usable = [one for one in known if len(one.street) > 5 and one.number and (one.postcode or one.city)]
    filled = known + [_elsewhere(known[at % len(known)], at) for at in range(AT_LEAST - len(known))]
    desk.do_now(geocoding.replace_region, "benchmark", filled)
    dice = random.Random(SEED)
    doors = dice.sample(usable, min(DOORS, len(usable)))
    results = []
    for mistake in (typo, abbreviation, missing):
        asked = [(door, mistake(door, dice)) for door in doors]
        found = [(door, wanted, *_timed(desk, wanted)) for door, wanted in asked]
        right = sum(place is not None and _away(door, place) <= SAME_PLACE_M for door, _, place, _ in found)
        exact = [(door, place) for door, _, place, _ in found if place is not None and place.quality == "exact"]
        wrong = sum(_away(door, place) > ELSEWHERE_M for door, place in exact)
        took = sorted(ms for *_, ms in found)
        note = f"{len(doors)} doors, {len(exact)} graded exact, {wrong} of them elsewhere; table of {len(filled)}"
        results.append(Result(f"{mistake.__name__} found", round(100 * right / len(doors), 1), "%", note))
        slowest = f"median {statistics.median(took):.1f}, slowest {took[-1]:.0f}"
        results.append(Result(f"{mistake.__name__} took", round(took[int(len(took) * 0.95)], 1), "ms", slowest))
    return results


def _elsewhere(door: KnownAddress, number: int) -> KnownAddress:
    """Another town's door, with a street of its own."""
    street = f"{door.street[: 3 + number % 7]}{number % 997}{door.street[::-1][:6]}"
    return KnownAddress(street, door.number, f"X{number % 9000:05d}", f"Town {number % 300}", 10.0, 10.0)


def _timed(desk: Desk, wanted: Wanted) -> tuple[Located | None, float]:
    begin = time.perf_counter()
    found = desk.ask_now(geocoding.locate, [wanted], 1)
    return found.get(wanted), (time.perf_counter() - begin) * 1000


def _away(door: KnownAddress, place: Located) -> float:
    return distance_m(Coordinate(door.lat, door.lon), place.place)
