"""Sentences of errors of what Settings keep of the site."""

from dispatch_console.language import mark

SETTINGS = {
    "driver.on_duty": mark("{driver} has a shift on {day}. Call him off on the Routes tab, or remove the shift first."),
    "field.weekdays": mark("{value} is no part of a week. Write it as Mon-Fri or Tue, Thu."),
    "field.day": mark("{value} is no day. Write it as 2026-12-24 or 24.12.2026."),
    "field.size": mark("“{value}” is not a size. Write length, width and height in cm: 26 × 13 × 8."),
    "field.characters": mark(
        "The {field} holds a sign that nothing can print or keep. Type it anew instead of pasting it."
    ),
    "field.clock": mark("{field}: {value} is not a time of day. Write it as 08:30."),
    "field.empty": mark("{field} must not be empty."),
    "field.letter": mark("{value} is not a letter. Every driver has one letter of his own."),
    "field.letter_taken": mark("The letter {letter} is {driver}'s. Choose another one."),
    "field.long": mark("{field} is longer than {most} signs."),
    "field.nowhere": mark("0, 0 lies in the sea. Give the place as latitude and longitude, such as 60.1786, 24.9525."),
    "field.number": mark("{field}: {value} is not a number from {least} to {most}."),
    "field.overlap": mark("{field}: {value} overlap. The next one begins when the one before has ended."),
    "field.language": mark("{value} is no language that papers are written in. There are: {known}."),
    "field.phone": mark("{value} is not a telephone number. Write it as +358 40 555 0101."),
    "field.plate_taken": mark("{plate} is the plate of {van} already."),
    "field.mass": mark(
        "Permitted mass {mass} kg is less than the payload {payload} kg. "
        "The permitted mass is that of the van with its load."
    ),
    "field.skill": mark("{value} is not a skill. Known are {known}."),
    "field.span": mark("{field}: {value} is not a span of time. Write it as 08:00-12:00; it must end after it begins."),
    "field.taken": mark("There is a {name} already."),
    "field.zone": mark("{value} is not a time zone. Write it as Europe/Helsinki."),
    "holidays.unknown": mark("No holidays are known of {value}. Write it as FI, DE-BY or DE-BY+catholic."),
    "shift.incomplete": mark("A shift needs a depot, a driver and a van. Set them up first."),
    "shift.planned": mark("{driver} has routes that day. Call him off on the Routes tab, then change the shift."),
    "shift.twice": mark("{name} has a shift on {day} already."),
    "shift.called_off": mark("{driver} is called off already."),
    "van.unknown": mark("There is no van {van}."),
    "van.on_duty": mark("{van} is on duty on {day}. Remove the shift first."),
    "zone.unknown": mark("There is no zone {name}. Leave it empty for every zone."),
    "zone.empty": mark("A zone needs postcodes: beginnings such as 001, or spans such as 00100-00180."),
    "zone.no_van": mark("There is no van {name}. Known are {known}."),
    "zone.span": mark(
        "{value} is not a span of postcodes. Write it as 00100-00180, both with the same number of figures."
    ),
    "zone.twice": mark("{postcode} is in the zone {zone} already."),
}
