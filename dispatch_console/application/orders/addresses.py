"""Keep one row per address, whose pin and access notes survive every import."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.orders import geocoding, permissions
from dispatch_console.domain import roles
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.orders.incoming import IncomingAddress
from dispatch_console.domain.orders.permissions import PermissionKind
from dispatch_console.domain.values import Coordinate
from dispatch_console.language import countries
from dispatch_console.store import bulk
from dispatch_console.store.entities import Address
from dispatch_console.store.transaction import Transaction

# a look by likeness costs some milliseconds; a large file must not wait for them
MOST_GUESSES = 50


def match_key(address: IncomingAddress) -> str:
    """Return a key that is equal for equal places: case, commas and spaces do not matter."""
    parts = (address.line1, address.line2, address.postcode, address.city, address.country)
    return "|".join(" ".join(part.lower().replace(",", " ").replace(".", " ").split()) for part in parts)


def remembered(tx: Transaction, wanted: Iterable[IncomingAddress]) -> dict[str, int]:
    """Return address ids by match key; unknown addresses are added, with the pin of the file where it has one."""
    by_key = {match_key(address): address for address in wanted}
    rows = [
        {
            "match_key": key,
            "line1": address.line1,
            "line2": address.line2,
            "company": address.company,
            "postcode": address.postcode,
            "city": address.city,
            "region": address.region,
            "country": address.country,
            "lat": address.lat,
            "lon": address.lon,
            "quality": "exact" if address.lat is not None else "none",
            "doubt": "",
            "gate_code": address.gate_code,
            "entrance": "",
            "access_note": "",
            "safe_place": "",
            "pinned_by": "",
            "failures": 0,
            "version": 1,
        }
        for key, address in sorted(by_key.items())
    ]
    _look_up(tx, rows)
    bulk.add_missing(tx.session, Address, rows)
    _renew_gate_codes(tx, {key: address.gate_code for key, address in by_key.items() if address.gate_code})
    query = select(Address.match_key, Address.id).where(bulk.among(Address.match_key, by_key))
    return dict(tx.session.execute(query).all())


def _renew_gate_codes(tx: Transaction, wanted: Mapping[str, str]) -> None:
    """Take the door codes that customers name now: codes change, and the newest order knows best."""
    if not wanted:
        return
    query = select(Address).where(bulk.among(Address.match_key, list(wanted))).order_by(Address.id)
    for address in tx.session.scalars(query.with_for_update()):
        address.gate_code = wanted[address.match_key]


def as_known(ours: IncomingAddress, quality: str, incoming: IncomingAddress) -> IncomingAddress:
    """Return a source's address with our spelling, where it names the same door, and with what we know of it."""
    if match_key(ours) == match_key(incoming):
        incoming = replace(incoming, gate_code=incoming.gate_code or ours.gate_code)
        incoming = replace(incoming, line1=ours.line1, line2=ours.line2, postcode=ours.postcode, city=ours.city,
                       country=ours.country)  # fmt: skip
        if incoming.lat is None or incoming.lon is None or quality == "by_hand":
            incoming = replace(incoming, lat=ours.lat, lon=ours.lon)
    return incoming


def renew(address: Address, incoming: IncomingAddress) -> None:
    """Update company, region and, unless a person set it, the pin of a known address."""
    address.company, address.region = incoming.company, incoming.region
    address.gate_code = incoming.gate_code or address.gate_code
    if incoming.lat is not None and incoming.lon is not None and address.quality != "by_hand":
        address.lat, address.lon, address.quality, address.doubt = incoming.lat, incoming.lon, "exact", ""


def spell(address: Address, text: IncomingAddress) -> None:
    """Write the text of a known address as a person spells it; the door stays the same."""
    for name in ("line1", "line2", "postcode", "city", "region", "country", "company"):
        setattr(address, name, getattr(text, name).strip())


def _look_up(tx: Transaction, rows: list[dict[str, Any]]) -> None:
    """Find pins among the region's doors: equal spelling in one query, others by likeness while they are few."""
    known = select(Address.match_key).where(bulk.among(Address.match_key, [row["match_key"] for row in rows]))
    seen = set(tx.session.scalars(known))
    blank = [row for row in rows if row["lat"] is None and row["match_key"] not in seen]
    if not blank or not geocoding.has_addresses(tx.session):
        return
    wanted = {
        row["match_key"]: geocoding.Wanted(
            row["line1"], row["postcode"], row["city"], countries.code_of(row["country"]) if row["country"] else ""
        )
        for row in blank
    }
    located = geocoding.locate(tx.session, wanted.values(), MOST_GUESSES)
    for row in blank:
        place = located.get(wanted[row["match_key"]])
        if place is not None:
            row["lat"], row["lon"] = place.place.lat, place.place.lon
            row["quality"], row["doubt"] = place.quality, place.doubt


@operation("set_pin", roles.ADDRESSES)
def set_pin(tx: Transaction, address_id: int, place: Coordinate, quality: str = "by_hand") -> None:
    """Move the pin. Errors: BadInput `pin.impossible`."""
    if not place.is_plausible:
        raise BadInput("pin.impossible", lat=place.lat, lon=place.lon)
    address = tx.session.get_one(Address, address_id, with_for_update=True)
    address.lat, address.lon, address.quality, address.doubt = place.lat, place.lon, quality, ""
    address.pinned_by, address.pinned_at = tx.actor.name, tx.now


@operation("note_access", roles.ADDRESSES)
def note_access(
    tx: Transaction,
    address_id: int,
    *,
    gate_code: str = "",
    entrance: str = "",
    access_note: str = "",
    safe_place: str = "",
) -> None:
    """Store what a driver must know to get in."""
    address = tx.session.get_one(Address, address_id, with_for_update=True)
    address.gate_code, address.entrance, address.access_note = gate_code, entrance, access_note
    permissions.write(tx, address, PermissionKind.SAFE_PLACE, safe_place, tx.actor.name)
