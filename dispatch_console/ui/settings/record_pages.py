"""The pages of Settings on which records of the site are kept, and what stands in their forms."""

from dispatch_console.application.orders.proof_rules import LEVELS, PROOFS
from dispatch_console.application.orders.site_checklist import SCOPES, WAYS
from dispatch_console.application.packing.materials import PER
from dispatch_console.application.promises.closed_days import PROMISED
from dispatch_console.application.promises.closed_days import WAYS as WAYS_OF_DAY
from dispatch_console.language import mark, tr
from dispatch_console.ui.settings.products_table import ProductsTable
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
                FieldLook("per_order", tr("Minutes per order"), tr("2; a minute and a half is 1.5")),
                FieldLook("per_parcel", tr("Minutes per parcel"), tr("0.5; half a minute")),
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
        "slots": RecordPage(
            tr("Slots"),
            tr("which windows are offered where and until when; without a rule those of the depot, at any time"),
            tr("rule"),
            (
                FieldLook("zone", tr("Zone"), tr("empty for every zone without a rule of its own")),
                FieldLook("days", tr("Weekdays"), tr("Mon-Fri or Tue, Thu; empty for all")),
                FieldLook("slots", tr("Windows"), "08:00-10:00, 10:00-12:00"),
                FieldLook("order_by", tr("Order by"), tr("16:00 by the depot's clock; empty for no cut-off")),
                FieldLook("order_days", tr("Days before"), tr("1: the day before; 0: the same day")),
                FieldLook("lead", tr("Lead, hours"), tr("at least so long before a window begins")),
                FieldLook("holidays", tr("Holidays of"), tr("FI, DE-BY or DE-BY+catholic; empty for none")),
            ),
        ),
        "days": _days(),
        "regulars": _regulars(),
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
        "boxes": RecordPage(
            tr("Boxes"),
            tr("what packing suggests and weighs"),
            tr("box"),
            (
                FieldLook("name", tr("Name"), tr("as it stands on the shelf: S, M, Bottle 6")),
                FieldLook("size", tr("Inside, cm"), "35 × 25 × 20"),
                FieldLook("tare", tr("Empty weight, kg"), tr("with tape; 0.15 where empty")),
                FieldLook("limit", tr("Takes up to, kg")),
            ),
        ),
        "papers": _papers(),
        "proofs": _proofs(),
        "materials": _materials(),
    }


def _regulars() -> RecordPage:
    return RecordPage(
        tr("Regulars"),
        tr("orders that come again: they are made two weeks ahead, and their window is promised"),
        tr("regular"),
        (
            FieldLook("order", tr("Like order"), tr("the number of one that is to come again")),
            FieldLook("days", tr("Days"), tr("Mon, Wed, Fri; or one of the month: 2. Thu")),
            FieldLook("slot", tr("Slot"), "08:00-10:00"),
            FieldLook("first", tr("From"), tr("2026-12-24 or 24.12.2026; empty from today on")),
            FieldLook("last", tr("Until"), tr("empty for ever")),
            FieldLook("paused", tr("Paused until"), tr("the last day without one; empty for none")),
        ),
    )


def _days() -> RecordPage:
    page = RecordPage(
        tr("Closed days"),
        tr("the site's own days, which win over the calendar of holidays"),
        tr("day"),
        (
            FieldLook("day", tr("Day"), tr("2026-12-24 or 24.12.2026")),
            FieldLook("reason", tr("Reason"), tr("what customers are told: stock count")),
            FieldLook("way", tr("That day is"), choice=True),
            FieldLook("from", tr("Closed from"), tr("12:00; empty for the whole day")),
            FieldLook("until", tr("Closed until"), tr("14:00 for one slot; empty until the evening")),
            FieldLook("zone", tr("Zone"), tr("empty for every zone")),
            FieldLook("promised", tr("Who is promised it"), choice=True),
        ),
    )
    page.offer("way", list(WAYS_OF_DAY.values()))
    page.offer("promised", list(PROMISED.values()))
    return page


def products_page(table: ProductsTable) -> RecordPage:
    """Return the page of products, with an empty form."""
    page = RecordPage(
        tr("Products"),
        tr("what is scanned, weighed and laid in"),
        tr("product"),
        (
            FieldLook("sku", tr("SKU")),
            FieldLook("name", tr("Name")),
            FieldLook("barcodes", tr("Barcodes of a piece"), tr("several with commas; scan into this field")),
            FieldLook("packs", tr("Codes of packs"), tr("pieces and code: 6: 14006381333938")),
            FieldLook("size", tr("Size, cm"), "26 × 13 × 8"),
            FieldLook("weight", tr("Weight, kg")),
            FieldLook("learnt", tr("Learnt"), tr("from clean packs; it is offered and never taken by itself")),
            FieldLook("shelf", tr("Shelf")),
            FieldLook("plate", tr("What tells it apart"), tr("in large letters at the bench: DARK")),
            FieldLook("looks_like", tr("Looks like"), tr("SKU of the other one; then each piece is scanned")),
            FieldLook("papers", tr("Papers with it"), tr("with commas: lamp_warranty, care_sheet")),
            FieldLook("asks", tr("Asked of each piece"), tr("lot, expiry, serial; empty for nothing")),
            FieldLook("needs", tr("Needs"), tr("fragile, this way up, cold, 18+, two person")),
            FieldLook("by_hand", tr("May be counted by hand"), choice=True),
            FieldLook("vat", tr("VAT, %"), tr("empty: that of this station")),
            FieldLook("picture", tr("Picture"), tr("path of a PNG of up to 2 MB; empty: as it is")),
        ),
        table,
    )
    page.offer("by_hand", [tr("yes"), tr("no")])
    page.read_only("learnt")
    return page


def _papers() -> RecordPage:
    page = RecordPage(
        tr("Papers in the box"),
        tr("a packing slip goes into every box; what else goes in, and when"),
        tr("rule"),
        (
            FieldLook("paper", tr("Paper"), tr("its name; “Invoice” is drawn here")),
            FieldLook("scope", tr("Goes in for"), choice=True),
            FieldLook("value", tr("Which one"), tr("SKU or LMP-* for all that begin so; name; FI; terms")),
            FieldLook("code", tr("Code on it"), tr("what is scanned when it goes in; empty: it is ticked")),
            FieldLook("file", tr("PDF"), tr("path of a sheet that is printed here; empty: it lies at the bench")),
        ),
    )
    page.offer("scope", list(SCOPES.values()))
    return page


def _proofs() -> RecordPage:
    page = RecordPage(
        tr("Proofs at the door"),
        tr("what a handoff has to prove; without a rule name, order number and signature are required"),
        tr("rule"),
        (
            FieldLook("proof", tr("Proof"), choice=True),
            FieldLook("level", tr("Is"), choice=True),
            FieldLook("scope", tr("Of"), choice=True),
            FieldLook("value", tr("Which one"), tr("SKU or LMP-* for all that begin so; name; FI; terms")),
        ),
    )
    page.offer("proof", list(PROOFS.values()))
    page.offer("level", list(LEVELS.values()))
    page.offer("scope", list(SCOPES.values()))
    return page


def _materials() -> RecordPage:
    page = RecordPage(
        tr("Packing materials"),
        tr("what goes round the goods; counted for each day"),
        tr("material"),
        (
            FieldLook("name", tr("Name"), tr("Bottle sleeve, void fill")),
            FieldLook("count", tr("How many")),
            FieldLook("per", tr("For"), choice=True),
            FieldLook("scope", tr("In orders of"), choice=True),
            FieldLook("value", tr("Which one"), tr("SKU or WINE-* for all that begin so; name; requirement")),
        ),
    )
    page.offer("per", list(PER.values()))
    page.offer("scope", list(SCOPES.values()))
    return page


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
