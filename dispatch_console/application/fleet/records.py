"""Read depots, vans, drivers and shifts as texts per field for forms, and write texts back."""

from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from dispatch_console import texts
from dispatch_console.application.operations.mail_address import bad_address
from dispatch_console.application.operations.records import Record, Texts, require_as_seen
from dispatch_console.application.operations.rights import operation
from dispatch_console.application.operations.views import reads
from dispatch_console.domain import fleet_text, roles
from dispatch_console.domain.errors import BadInput, Refused
from dispatch_console.domain.orders.requirements import SKILLS
from dispatch_console.domain.planning.outing import LARGE_VAN, VanSize
from dispatch_console.language import tr
from dispatch_console.store.entities import DayPlan, Depot, Driver, Route, Shift, Vehicle
from dispatch_console.store.kinds import Kind
from dispatch_console.store.transaction import Transaction


def _skill_names() -> dict[str, str]:
    """Return what people call each skill."""
    return {str(skill): texts.plain(str(skill)) for skill in SKILLS}


@reads(Kind.FLEET)
def depots(session: Session) -> tuple[Record, ...]:
    return tuple(
        Record(
            depot.id,
            depot.name,
            tr("{address}, windows {slots}", address=depot.address, slots=", ".join(depot.slots) or "none"),
            {
                "name": depot.name,
                "address": depot.address,
                "place": f"{depot.lat:.6f}, {depot.lon:.6f}",
                "zone": depot.zone,
                "departures": ", ".join(depot.departures),
                "slots": ", ".join(depot.slots),
                "setup": _minutes(depot.setup_s),
                "per_order": _minutes(depot.per_order_s),
                "per_parcel": _minutes(depot.per_parcel_s),
            },
        )
        for depot in session.scalars(select(Depot).order_by(Depot.id))
    )


@operation("keep_depot", roles.DISPATCH)
def keep_depot(tx: Transaction, record: int | None, texts: Texts, seen: Texts | None = None) -> int:
    """Create or change a depot, and return its id.

    Errors: Conflict of `require_as_seen`; BadInput of the field that is wrong.
    """
    require_as_seen(tx, Depot, record, depots, seen)
    lat, lon = fleet_text.place(texts["place"])
    name, zone = fleet_text.words(tr("Name"), texts["name"]), fleet_text.zone(texts["zone"])
    departures = [fleet_text.clock(tr("Departures"), part) for part in texts["departures"].split(",") if part.strip()]
    slots = [f"{begin}-{end}" for begin, end in fleet_text.spans(tr("Windows"), texts["slots"])]
    setup_s = _seconds(tr("Minutes to park and walk"), texts["setup"] or "3")
    per_order_s = _seconds(tr("Minutes per order"), texts["per_order"] or "2")
    per_parcel_s = _seconds(tr("Minutes per parcel"), texts["per_parcel"] or "0.5")
    _require_free(tx, Depot, record, name)
    depot = tx.session.get_one(Depot, record) if record else Depot(name=name, lat=lat, lon=lon, zone=zone)
    depot.name, depot.address, depot.zone = name, texts["address"].strip(), zone
    depot.lat, depot.lon = lat, lon
    depot.setup_s, depot.per_order_s, depot.per_parcel_s = setup_s, per_order_s, per_parcel_s
    depot.departures, depot.slots = departures, slots
    return _added(tx, depot)


def _minutes(seconds: int) -> str:
    return f"{round(seconds / 60, 2):g}"


def _seconds(name: str, minutes: str) -> int:
    return round(fleet_text.number(name, minutes, 0, 60) * 60)


@reads(Kind.FLEET)
def vans(session: Session) -> tuple[Record, ...]:
    return tuple(
        Record(
            van.id,
            van.name,
            tr(
                "{plate}, {weight_g} kg, {volume_ml} m³",
                plate=van.plate,
                weight_g=f"{van.weight_g / 1000:g}",
                volume_ml=f"{van.volume_ml / 1e6:g}",
            )
            + (f", {', '.join(map(texts.plain, van.skills))}" if van.skills else ""),
            {
                "name": van.name,
                "plate": van.plate,
                "weight": f"{van.weight_g / 1000:g}",
                "volume": f"{van.volume_ml / 1e6:g}",
                "height": f"{van.height_cm / 100:g}",
                "width": f"{van.width_cm / 100:g}",
                "length": f"{van.length_cm / 100:g}",
                "mass": f"{van.mass_kg:g}",
                "skills": ", ".join(map(texts.plain, van.skills)),
            },
        )
        for van in session.scalars(select(Vehicle).where(Vehicle.active).order_by(Vehicle.name))
    )


@operation("keep_van", roles.DISPATCH)
def keep_van(tx: Transaction, record: int | None, texts: Texts, seen: Texts | None = None) -> int:
    """Create or change a van, and return its id.

    Errors: Conflict of `require_as_seen`; BadInput of the field that is wrong.
    """
    require_as_seen(tx, Vehicle, record, vans, seen)
    name = fleet_text.words(tr("Name"), texts["name"])
    weight_g = round(fleet_text.number(tr("Payload"), texts["weight"], 1, 60_000) * 1000)
    volume_ml = round(fleet_text.number(tr("Volume"), texts["volume"], 0.01, 200) * 1e6)
    size = _size(texts)
    if size.mass_kg * 1000 < weight_g:
        raise BadInput("field.mass", mass=f"{size.mass_kg:g}", payload=f"{weight_g / 1000:g}")
    skills = fleet_text.tags(texts["skills"], _skill_names())
    _require_free(tx, Vehicle, record, name)
    plate = texts["plate"].strip().upper()
    same = select(Vehicle).where(Vehicle.plate == plate, Vehicle.active, Vehicle.id != (record or 0))
    if plate and (other := tx.session.scalar(same.limit(1))):
        raise BadInput("field.plate_taken", plate=plate, van=other.name)
    van = tx.session.get_one(Vehicle, record) if record else Vehicle(name=name)
    van.name, van.plate = name, plate
    van.weight_g, van.volume_ml, van.skills, van.active = weight_g, volume_ml, list(skills), True
    van.size = size
    return _added(tx, van)


def van_size(session: Session, name: str) -> VanSize:
    """Return the size of a van. Errors: BadInput `van.unknown`."""
    van = session.scalar(select(Vehicle).where(Vehicle.name == name))
    if van is None:
        raise BadInput("van.unknown", van=name)
    return van.size


def _size(texts: Texts) -> VanSize:
    """Read metres and kilograms; what is left empty is that of a large panel van."""

    def metres(key: str, words: str, least: float, most: float, otherwise: int) -> int:
        text = texts.get(key, "").strip()
        return round(fleet_text.number(words, text, least, most) * 100) if text else otherwise

    mass = texts.get("mass", "").strip()
    return VanSize(
        height_cm=metres("height", tr("Height"), 0.5, 4.5, LARGE_VAN.height_cm),
        width_cm=metres("width", tr("Width"), 0.4, 2.6, LARGE_VAN.width_cm),
        length_cm=metres("length", tr("Length"), 1, 20, LARGE_VAN.length_cm),
        mass_kg=round(fleet_text.number(tr("Permitted mass"), mass, 50, 60_000)) if mass else LARGE_VAN.mass_kg,
    )


@operation("remove_van", roles.DISPATCH)
def remove_van(tx: Transaction, record: int) -> None:
    """Take a van out of use; the routes that it drove stay known. Errors: Refused `van.on_duty`."""
    van = tx.session.get_one(Vehicle, record)
    shift = _open_shift(tx, Shift.vehicle_id == record)
    if shift is not None:
        raise Refused("van.on_duty", van=van.name, day=shift.day)
    van.active = False


@reads(Kind.FLEET)
def drivers(session: Session) -> tuple[Record, ...]:
    return tuple(
        Record(
            driver.id,
            f"{driver.letter}   {driver.name}",
            ", ".join(part for part in (driver.phone, driver.email) if part)
            + (f", {', '.join(map(texts.plain, driver.skills))}" if driver.skills else ""),
            {
                "name": driver.name,
                "letter": driver.letter,
                "phone": driver.phone,
                "email": driver.email,
                "skills": ", ".join(map(texts.plain, driver.skills)),
            },
        )
        for driver in session.scalars(select(Driver).where(Driver.active).order_by(Driver.letter, Driver.name))
    )


@operation("keep_driver", roles.DISPATCH)
def keep_driver(tx: Transaction, record: int | None, texts: Texts, seen: Texts | None = None) -> int:
    """Create or change a driver, and return his id.

    Errors: Conflict of `require_as_seen`; BadInput of the field that is wrong, `field.letter` for one that another
    driver has.
    """
    require_as_seen(tx, Driver, record, drivers, seen)
    name, letter = fleet_text.words(tr("Name"), texts["name"]), texts["letter"].strip().upper()
    skills = fleet_text.tags(texts["skills"], _skill_names())
    if len(letter) != 1 or not letter.isalpha():
        raise BadInput("field.letter", value=texts["letter"])
    other = tx.session.scalar(select(Driver).where(Driver.letter == letter, Driver.active, Driver.id != (record or 0)))
    if other is not None:
        raise BadInput("field.letter_taken", letter=letter, driver=other.name)
    _require_free(tx, Driver, record, name)
    driver = tx.session.get_one(Driver, record) if record else Driver(name=name, letter=letter)
    driver.name, driver.letter, driver.phone = name, letter, fleet_text.phone(texts["phone"])
    driver.email = texts.get("email", "").strip()
    if driver.email and bad_address(driver.email):
        raise BadInput("papers.address", address=driver.email)
    driver.skills, driver.active = list(skills), True
    return _added(tx, driver)


@operation("remove_driver", roles.DISPATCH)
def remove_driver(tx: Transaction, record: int) -> None:
    """Take a driver out of use. Errors: Refused `driver.on_duty` while a route of his is open."""
    driver = tx.session.get_one(Driver, record)
    shift = _open_shift(tx, Shift.driver_id == record)
    if shift is not None:
        raise Refused("driver.on_duty", driver=driver.name, day=shift.day)
    driver.active = False


@reads(Kind.FLEET)
def shifts(session: Session, day: date) -> tuple[Record, ...]:
    query = select(Shift).where(Shift.day == day).join(Driver).order_by(Driver.letter)
    return tuple(
        Record(
            shift.id,
            f"{shift.driver.letter}   {shift.driver.name}, {shift.vehicle.name}",
            fleet_text.spelled(tuple((leaves, back) for leaves, back in shift.departures))
            + (
                tr(
                    ", break {break_start} for {break_minutes} min",
                    break_start=shift.break_start,
                    break_minutes=shift.break_minutes,
                )
                if shift.break_start
                else ""
            )
            + (tr(", called off") if shift.called_off_at else ""),
            {
                "driver": shift.driver.name,
                "van": shift.vehicle.name,
                "departures": fleet_text.spelled(tuple((leaves, back) for leaves, back in shift.departures)),
                "break": shift.break_start,
                "minutes": str(shift.break_minutes or ""),
            },
        )
        for shift in session.scalars(query)
    )


@operation("keep_shift", roles.DISPATCH)
def keep_shift(tx: Transaction, record: int | None, texts: Texts, day: date, seen: Texts | None = None) -> int:
    """Create or change a shift of a day, and return its id.

    Errors: Conflict of `require_as_seen`; BadInput of the field that is wrong; Refused `shift.planned` where
    departures with stops would go.
    """
    require_as_seen(tx, Shift, record, lambda session: shifts(session, day), seen)
    driver = tx.session.scalar(select(Driver).where(Driver.name == texts["driver"], Driver.active))
    van = tx.session.scalar(select(Vehicle).where(Vehicle.name == texts["van"], Vehicle.active))
    depot = tx.session.scalar(select(Depot).order_by(Depot.id).limit(1))
    if driver is None or van is None or depot is None:
        raise BadInput("shift.incomplete")
    departures = fleet_text.spans(tr("Departures"), texts["departures"])
    if not departures:
        raise BadInput("field.span", field="departures", value=texts["departures"])
    begin = fleet_text.clock(tr("Break"), texts["break"]) if texts["break"].strip() else ""
    minutes = round(fleet_text.number(tr("Minutes of break"), texts["minutes"] or "30", 1, 240)) if begin else 0
    for column, name in ((Shift.driver_id == driver.id, driver.name), (Shift.vehicle_id == van.id, van.name)):
        if tx.session.scalar(select(Shift.id).where(Shift.day == day, column, Shift.id != (record or 0))):
            raise BadInput("shift.twice", name=name, day=day)
    shift = tx.session.get_one(Shift, record) if record else Shift(day=day, depot_id=depot.id)
    if record and len(departures) < len(shift.departures) and _planned(tx.session, record, len(departures)):
        raise Refused("shift.planned", driver=driver.name)
    shift.driver_id, shift.vehicle_id = driver.id, van.id
    shift.departures = [list(span) for span in departures]
    shift.break_start, shift.break_minutes = begin, minutes
    return _added(tx, shift)


@operation("remove_shift", roles.DISPATCH)
def remove_shift(tx: Transaction, record: int) -> None:
    """Delete a shift. Errors: Refused `shift.planned` while it has routes: call the driver off instead."""
    shift = tx.session.get_one(Shift, record)
    if _planned(tx.session, record, 0):
        raise Refused("shift.planned", driver=shift.driver.name)
    tx.session.delete(shift)


@operation("copy_shifts", roles.DISPATCH)
def copy_shifts(tx: Transaction, day: date) -> int:
    """Copy the shifts of the last day that has some, for drivers and vans in use. Returns how many were made."""
    last = tx.session.scalar(select(Shift.day).where(Shift.day < day).order_by(Shift.day.desc()).limit(1))
    on_duty = set(tx.session.execute(select(Shift.driver_id, Shift.vehicle_id).where(Shift.day == day)).all())
    taken = {driver for driver, _ in on_duty}, {van for _, van in on_duty}
    copied = 0
    for shift in tx.session.scalars(select(Shift).where(Shift.day == last)) if last else ():
        in_use = shift.driver.active and shift.vehicle.active
        if in_use and shift.driver_id not in taken[0] and shift.vehicle_id not in taken[1]:
            tx.session.add(
                Shift(
                    day=day,
                    depot_id=shift.depot_id,
                    driver_id=shift.driver_id,
                    vehicle_id=shift.vehicle_id,
                    departures=shift.departures,
                    break_start=shift.break_start,
                    break_minutes=shift.break_minutes,
                )
            )
            copied += 1
    return copied


def _added(tx: Transaction, entity: Depot | Vehicle | Driver | Shift) -> int:
    tx.session.add(entity)
    tx.session.flush()
    return entity.id


Named = type[Depot] | type[Vehicle] | type[Driver]


def _require_free(tx: Transaction, kind: Named, record: int | None, name: str) -> None:
    """Refuse a name that another record has. Errors: BadInput `field.taken`."""
    if tx.session.scalar(select(kind.id).where(kind.name == name, kind.id != (record or 0))):
        raise BadInput("field.taken", name=name)


def _open_shift(tx: Transaction, condition: ColumnElement[bool]) -> Shift | None:
    """Return a shift from today on, or an earlier one with a route that is still open."""
    query = select(Shift).where(condition, Shift.day >= tx.now.date()).order_by(Shift.day).limit(1)
    return tx.session.scalar(query)


def _planned(session: Session, shift_id: int, from_departure: int) -> bool:
    query = select(Route.id).join(DayPlan).where(Route.shift_id == shift_id, Route.departure >= from_departure)
    return session.scalar(query.limit(1)) is not None
