"""The templates of planning and dispatch programs: each is read without a question."""

import pytest

from dispatch_console.adapters.sources.generic_columns import guess

# header, and the fields that have to be found in it
TEMPLATES = {
    "Detrack": (
        ("D.O. No.*,Date*,Address*,Deliver to,Delivery time,Tracking No.,Phone No.,Notify email,Webhook URL,"
        "Instructions,Assign to,Zone,SKU,Item Description,Quantity"),
        {"number", "delivery_day", "line1", "name", "window", "phone", "email", "instructions", "sku", "item",
         "quantity"},
    ),
    "OptimoRoute": (
        ("Order ID,Order type,Date,Priority,Assigned to,Location ID,Address line,Town,State,ZIP,Country,Latitude,"
        "Longitude,Time window from,Time window to,Time windows,Duration,Load #1,Vehicle features,Skills,Notes,Phone"),
        {"number", "kind", "delivery_day", "line1", "city", "region", "postcode", "country", "lat", "lon",
         "window_from", "window_to", "window", "requirements", "instructions", "phone"},
    ),
    "Circuit": (
        ("Address Line 1,Address Line 2,City,State,Zip,Country,Earliest Time,Latest Time,Time at stop,Notes,Recipient,"
        "Phone,Email,Order ID"),
        {"line1", "line2", "city", "region", "postcode", "country", "window_from", "window_to", "instructions", "name",
         "phone", "email", "number"},
    ),
    "Onfleet": (
        ("Recipient_Name,Recipient_Phone,Recipient_Notes,Address_Line1,Address_Line2,City/Town,State/Province,"
        "Postal_Code,Country,Task_Details,completeAfter,completeBefore,quantity,barcodes,requirements"),
        {"name", "phone", "instructions", "line1", "line2", "city", "region", "postcode", "country", "window_from",
         "window_to", "quantity", "barcode", "requirements"},
    ),
    "CoopCycle": (
        ("pickup.address,pickup.address.name,pickup.timeslot,dropoff.address,dropoff.address.name,"
        "dropoff.address.description,dropoff.address.telephone,dropoff.comments,dropoff.timeslot,dropoff.tags,weight"),
        {"line1", "name", "phone", "instructions", "window", "requirements", "weight_kg"},
    ),
    "Fleetbase": (
        ("order_ref,internal_id,scheduled_at,notes,time_window_start,time_window_end,required_skills,dropoff_name,"
        "dropoff_street1,dropoff_street2,dropoff_city,dropoff_state,dropoff_postal_code,dropoff_country,dropoff_phone,"
        "dropoff_lat,dropoff_lng,weight_kg,cod_amount,cod_currency,customer_email,entity_name,entity_sku,entity_barcode"),
        {"number", "delivery_day", "instructions", "window_from", "window_to", "requirements", "name", "line1", "line2",
         "city", "region", "postcode", "country", "phone", "lat", "lon", "weight_kg", "due_on_delivery", "currency",
         "email", "item", "sku", "barcode"},
    ),
    "AntsRoute": (
        "Name,Address,Duration,Due-date,Open-date,Id,Phone,E-mail,Postal code,City,Latitude,Longitude,Comments",
        {"name", "line1", "window_from", "window_to", "number", "phone", "email", "postcode", "city", "lat", "lon",
         "instructions"},
    ),
    "Locate2u": (
        "StopID,Name,Customer,Address,Phone,Email,TripDate,AppointmentTime,Duration,Notes",
        {"number", "name", "line1", "phone", "email", "delivery_day", "window", "instructions"},
    ),
    "a German list": (
        "Bestellnummer,Kunde,Straße,PLZ,Ort,Telefon,Lieferdatum,Fenster von,Fenster bis,Artikel,Menge,Bemerkung",
        {"number", "name", "line1", "postcode", "city", "phone", "delivery_day", "window_from", "window_to", "item",
         "quantity", "instructions"},
    ),
    "a list of somebody's own": (
        "Delivery day,Window to,Window from,Client name,Street and no,Postal,Town,How many",
        {"delivery_day", "window_to", "window_from", "name", "line1", "postcode", "city", "quantity"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_column_that_says_something_is_found(name: str) -> None:
    header, fields = TEMPLATES[name]
    assert set(guess(header.split(",")).values()) == fields


def test_goods_go_to_whom_they_are_shipped() -> None:
    mapping = guess(["Customer name", "Dropoff name", "Billing city", "Shipping city"])
    assert mapping == {"Dropoff name": "name", "Shipping city": "city"}
