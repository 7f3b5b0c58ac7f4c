"""The pages of Settings on which records of the site are kept, and what stands in their forms."""

from dispatch_console.application.orders.site_checklist import SCOPES, WAYS
from dispatch_console.language import mark, tr
from dispatch_console.ui.settings.record_page import FieldLook, RecordPage

SKILLS = mark("lift, two persons, cold; empty for none")


def record_pages() -> dict[str, RecordPage]:
    """Return the pages by their keys, with empty forms."""
    return {
        "depots": RecordPage(
            tr("Depots"),
            tr("where vans begin and end, and which windows are offered"),
            tr("depot"),
            (
                FieldLook("name", tr("Name")),
                FieldLook("address", tr("Address")),
                FieldLook("place", tr("Place"), tr("latitude, longitude: 60.1786, 24.9525")),
                FieldLook("zone", tr("Time zone"), "Europe/Helsinki"),
                FieldLook("departures", tr("Departures"), "08:00, 13:00"),
                FieldLook("slots", tr("Windows"), "12:00-14:00, 14:00-16:00"),
                FieldLook("setup", tr("Minutes to park and walk"), tr("once per stop")),
            ),
        ),
        "zones": RecordPage(
            tr("Zones"),
            tr("postcodes for certain vans, or with a longer way to the door"),
            tr("zone"),
            (
                FieldLook("name", tr("Name")),
                FieldLook("postcodes", tr("Postcodes"), tr("001, 00500-00580: beginnings and spans")),
                FieldLook("vans", tr("Vans"), tr("Van 1, Van 4; empty for any van")),
                FieldLook("extra", tr("Minutes more"), tr("per stop: stairs, a pedestrian street")),
            ),
        ),
        "vans": RecordPage(
            tr("Vans"),
            tr("what fits in, and what they can do"),
            tr("van"),
            (
                FieldLook("name", tr("Name")),
                FieldLook("plate", tr("Plate")),
                FieldLook("weight", tr("Payload, kg")),
                FieldLook("volume", tr("Volume, m³")),
                FieldLook("height", tr("Height, m"), tr("2.7 where empty; low bridges are driven round")),
                FieldLook("width", tr("Width, m"), tr("2.05 where empty, without mirrors")),
                FieldLook("length", tr("Length, m"), tr("6 where empty")),
                FieldLook("mass", tr("Permitted mass, kg"), tr("3500 where empty; above that signs for lorries apply")),
                FieldLook("skills", tr("Skills"), tr(SKILLS)),
            ),
        ),
        "drivers": RecordPage(
            tr("Drivers"),
            tr("a letter each, which is their colour on every screen"),
            tr("driver"),
            (
                FieldLook("name", tr("Name")),
                FieldLook("letter", tr("Letter"), tr("one letter, used by nobody else")),
                FieldLook("phone", tr("Telephone")),
                FieldLook("email", tr("E-mail"), tr("his papers can go there")),
                FieldLook("skills", tr("Skills"), tr(SKILLS)),
            ),
        ),
        "shifts": RecordPage(
            tr("Shifts"),
            tr("who drives what, and when he leaves and is back"),
            tr("shift"),
            (
                FieldLook("driver", tr("Driver"), choice=True),
                FieldLook("van", tr("Van"), choice=True),
                FieldLook("departures", tr("Departures"), tr("leaves-back: 08:00-12:00, 13:00-16:30")),
                FieldLook("break", tr("Break at"), tr("11:30; empty for none")),
                FieldLook("minutes", tr("Minutes of break")),
            ),
        ),
        "checklist": _checklist(),
    }


def _checklist() -> RecordPage:
    """Return the page of what the site adds to the checklist of Verify."""
    page = RecordPage(
        tr("Checklist"),
        tr("what Verify asks beyond what it always asks; age, cash and fragile goods ask by themselves"),
        tr("item"),
        (
            FieldLook("words", tr("Words"), tr("as they stand in the checklist: Glass counted and looked at")),
            FieldLook("scope", tr("Asked of"), choice=True),
            FieldLook(
                "value",
                tr("Which one"),
                tr("the SKU, or GLASS-* for all that begin so; the name; empty for every order"),
            ),
            FieldLook(
                "way", tr("How"), tr("by a call: then it is written down with whom and what was said"), choice=True
            ),
        ),
    )
    page.offer("scope", list(SCOPES.values()))
    page.offer("way", list(WAYS.values()))
    return page
