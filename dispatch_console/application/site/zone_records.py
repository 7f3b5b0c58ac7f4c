"""Read and write delivery zones for forms and for plans."""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from dispatch_console.application.operations.records import Record, Texts, require_as_seen
from dispatch_console.application.operations.rights import operation
from dispatch_console.application.operations.views import reads
from dispatch_console.domain import fleet_text, roles
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.planning import delivery_zones
from dispatch_console.domain.planning.delivery_zones import DeliveryZone
from dispatch_console.language import tr
from dispatch_console.store.entities import Vehicle, Zone
from dispatch_console.store.kinds import Kind
from dispatch_console.store.transaction import Transaction

LONGEST_EXTRA_MINUTES = 60


def known_zones(session: Session) -> tuple[DeliveryZone, ...]:
    return tuple(
        DeliveryZone(zone.name, tuple(zone.postcodes), frozenset(van.id for van in zone.vans), zone.extra_s)
        for zone in session.scalars(select(Zone).options(selectinload(Zone.vans)).order_by(Zone.name))
    )


@reads(Kind.FLEET)
def zones(session: Session) -> tuple[Record, ...]:
    return tuple(
        Record(
            zone.id,
            zone.name,
            ", ".join(zone.postcodes)
            + (f"; {', '.join(van.name for van in zone.vans)}" if zone.vans else tr("; any van"))
            + (tr(", {extra_s} min more per stop", extra_s=f"{zone.extra_s / 60:g}") if zone.extra_s else ""),
            {
                "name": zone.name,
                "postcodes": ", ".join(zone.postcodes),
                "vans": ", ".join(van.name for van in zone.vans),
                "extra": f"{zone.extra_s / 60:g}",
            },
        )
        for zone in session.scalars(select(Zone).order_by(Zone.name))
    )


@operation("keep_zone", roles.DISPATCH)
def keep_zone(tx: Transaction, record: int | None, texts: Texts, seen: Texts | None = None) -> int:
    """Create or change a delivery zone, and return its id.

    Errors: Conflict of `require_as_seen`; BadInput of the field that is wrong; `zone.twice` for a postcode that
    another zone names as well.
    """
    require_as_seen(tx, Zone, record, zones, seen)
    name = fleet_text.words(tr("Name"), texts["name"])
    codes = delivery_zones.postcodes(texts["postcodes"])
    extra_s = round(fleet_text.number(tr("Minutes more"), texts["extra"] or "0", 0, LONGEST_EXTRA_MINUTES) * 60)
    vans = [_van(tx.session, part.strip()) for part in texts["vans"].split(",") if part.strip()]
    for other in tx.session.scalars(select(Zone).where(Zone.id != (record or 0))):
        if other.name == name:
            raise BadInput("field.taken", name=name)
        if both := sorted(set(codes) & set(other.postcodes)):
            raise BadInput("zone.twice", postcode=both[0], zone=other.name)
    zone = tx.session.get_one(Zone, record) if record else Zone(name=name)
    zone.name, zone.postcodes, zone.extra_s, zone.vans = name, list(codes), extra_s, list(dict.fromkeys(vans))
    tx.session.add(zone)
    tx.session.flush()
    return zone.id


@operation("remove_zone", roles.DISPATCH)
def remove_zone(tx: Transaction, record: int) -> None:
    """Delete a zone; any van may then serve its orders."""
    tx.session.delete(tx.session.get_one(Zone, record))


def _van(session: Session, name: str) -> Vehicle:
    """Return the van of this name. Errors: BadInput `zone.no_van` with the names there are."""
    names = {van.name.casefold(): van for van in session.scalars(select(Vehicle).where(Vehicle.active))}
    if name.casefold() not in names:
        raise BadInput("zone.no_van", name=name, known=tuple(sorted(van.name for van in names.values())))
    return names[name.casefold()]
