"""Guessing what a column means from its name. The names are those of the field's common export and import files."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import product

from dispatch_console.adapters.sources.reading.fields import FIELDS, Together
from dispatch_console.domain.orders import source_words

# the closest first: goods go to whom they are shipped, not to who ordered
_OF_CUSTOMER = ("dropoff", "drop off", "ship to", "shipping", "ship", "delivery", "recipient", "address", "customer",
                "order", "entity", "task")  # fmt: skip

ALIASES: dict[str, tuple[str, ...]] = {
    "number": (
        "order number", "order no", "order id", "order ref", "order", "number", "d o no", "stop id", "ref",
        "bestellnummer", "tilausnumero", "internal id", "id", "orderid", "order_id", "invoice no", "delivery id",
        "reference", "order reference", "auftragsnummer", "auftrag", "order code", "code", "nr zam",
        "numer zamówienia", "nr zamówienia", "zamówienie", "numero", "numéro de commande", "commande", "pedido",
        "ordine", "bestelnummer", "ordernummer", "beställning", "tellimus", "zakaznicke cislo", "nr",
    ),
    "name": (
        "recipient name", "dropoff name", "ship to name", "customer name", "deliver to", "recipient", "consignee",
        "contact name", "full name", "name", "customer", "client", "nimi", "contact", "customer full name", "kunde",
        "asiakas", "dropoff address name", "receiver", "client name", "kundenname", "contactname", "klient",
        "odbiorca", "cliente", "client nom", "nom", "nombre", "nome", "naam", "namn", "kund", "name des kunden",
        "empfänger", "destinataire", "vastaanottaja", "mottagare", "klientas",
    ),
    "company": (
        "company", "company name", "business", "firma", "yritys", "société", "azienda", "empresa", "bedrijf",
        "företag",
    ),
    "line1": (
        "address line 1", "address line1", "address1", "street", "street 1", "street1", "dropoff street1",
        "dropoff address", "delivery address", "shipping address", "address line", "address", "osoite", "strasse",
        "address 1", "ship to address", "lieferadresse", "adresse", "dropoff street 1", "direccion", "indirizzo",
        "adres", "street and no", "street address", "street and number", "strasse und hausnummer", "road", "ul",
        "street line1", "street line 1", "ulica", "adres dostawy", "rue", "calle", "via", "straat", "gata",
        "gatuadress", "katuosoite", "lähiosoite", "tänav", "adresse de livraison", "straße",
    ),
    "line2": (
        "address line 2", "address line2", "address2", "street 2", "street2", "apartment", "flat", "unit",
        "address line 3", "address line3", "address3", "address 2", "address 3", "suite", "dropoff street2",
        "dropoff address floor", "street line2", "street line 2",
    ),
    "postcode": (
        "postcode", "post code", "postal code", "zip", "zip code", "zipcode", "plz", "postinumero", "zip postal code",
        "pincode", "postleitzahl", "dropoff postal code", "code postal", "cap", "kod pocztowy", "postal",
        "zip postcode", "kod", "postnummer", "codigo postal", "código postal", "psc", "cp",
    ),
    "city": (
        "city", "town", "city town", "ort", "kaupunki", "dropoff city", "locality", "stadt", "ville", "comune",
        "miasto", "ortschaft", "gemeinde", "suburb city", "miejscowość", "ciudad", "città", "citta", "plaats",
        "postort", "postitoimipaikka", "paikkakunta", "linn",
    ),
    "region": ("state", "province", "region", "state province"),
    "country": ("country", "country code"),
    "lat": ("latitude", "lat", "dropoff lat", "address lat"),
    "lon": ("longitude", "lon", "lng", "long", "dropoff lng", "address lon"),
    "phone": (
        "recipient phone", "dropoff phone", "phone", "phone no", "phone number", "telephone", "mobile",
        "customer phone", "puhelin", "tel", "contact phone", "recipient phone number", "buyer phone number",
        "telefon", "telefono", "téléphone", "dropoff address telephone", "telefon komórkowy", "tel kom", "nr tel",
        "téléphone portable", "teléfono", "telefoon", "puh", "handy", "mobil",
    ),
    "email": (
        "email", "e mail", "notify email", "customer email", "email address", "mail", "adres e mail", "sähköposti",
        "courriel", "correo", "e post",
    ),
    "placed_at": ("order date", "created at", "placed at", "purchase date"),
    "delivery_day": (
        "delivery date", "date", "due date", "scheduled at", "trip date", "tripdate", "delivery day", "delivery on",
        "deliver on", "day", "requested date", "lieferdatum", "liefertag", "toimituspaiva", "toimituspäivä",
        "completeafter date", "date de livraison", "data dostawy", "data dost", "date livraison", "fecha de entrega",
        "fecha", "data di consegna", "leverdatum", "leveransdatum", "toimituspvm", "datum",
    ),
    "window": (
        "delivery time", "time window", "time windows", "window", "time slot", "timeslot", "slot", "appointment time",
        "delivery window", "delivery slot", "delivery hours", "lieferzeit", "toimitusaika", "dropoff timeslot",
        "godz", "godzina", "godziny", "horario", "heure", "heures", "orario", "tijdvak", "tid", "kellonaika", "aika",
        "zeitfenster", "uhrzeit", "créneau",
    ),
    "window_from": (
        "time window from", "time window start", "earliest time", "open date", "from", "after", "time slot from",
        "timeslotfrom", "window from", "window start", "time from", "start time", "delivery from", "earliest",
        "von", "completeafter", "complete after", "fenster von", "zeitfenster von", "not before", "ready from",
    ),
    "window_to": (
        "time window to", "time window end", "latest time", "to", "before", "time slot to", "timeslotto",
        "window to", "window end", "time to", "end time", "delivery to", "latest", "bis", "completebefore",
        "complete before", "fenster bis", "zeitfenster bis", "not after", "deadline",
    ),
    "instructions": (
        "dropoff address description", "instructions", "notes", "note", "comments", "recipient notes", "task details",
        "customer note", "remarks", "bemerkung", "bemerkungen", "hinweis", "hinweise", "lieferhinweis",
        "driver notes", "access", "gate", "uwagi", "notatki", "remarques", "observaciones", "notas", "opmerkingen",
        "anmärkning", "huomautus", "huomiot", "lisätiedot", "hinweise zur lieferung", "poznámka",
    ),
    "gate_code": (
        "door code", "gate code", "entry code", "access code", "buzzer code", "door pin", "ovikoodi", "porttikoodi",
        "türcode", "tuercode", "code porte", "digicode", "codice porta", "codigo de puerta", "código da porta",
        "kod do drzwi", "deurcode", "portkod", "dørkode", "kód dveří",
    ),
    "requirements": ("requirements", "tags", "skills", "required skills"),
    "status": ("status", "order status", "state of order"),
    "method": ("shipping method", "delivery method", "shipping", "delivery type", "fulfillment method", "versandart"),
    "kind": ("order type", "stop type", "type", "task type"),
    "payment_state": ("payment status", "financial status", "paid"),
    "payment_method": ("payment method", "payment", "payment type", "zahlungsart", "maksutapa"),
    "first_name": ("first name", "firstname", "recipient first name", "shipping first name", "vorname", "etunimi"),
    "last_name": (
        "last name", "lastname", "surname", "recipient last name", "shipping last name", "nachname", "sukunimi",
    ),
    "sku": (
        "sku", "item code", "article number", "article no", "item number", "entity sku", "product code", "item sku",
        "kod tow", "kod towaru", "symbol", "indeks", "artikelnummer", "artikelnr", "tuotekoodi", "tuotenumero",
        "référence produit", "codice", "código",
    ),
    "item": (
        "item description", "item name", "item", "product", "product name", "description", "entity name", "article",
        "items", "produkt", "artikel", "tuote", "item title", "item product name", "item description", "towar",
        "nazwa towaru", "produit", "désignation", "producto", "articulo", "prodotto", "nimike", "vara",
        "produkt nazwa", "bezeichnung",
    ),
    "quantity": (
        "quantity", "qty", "pieces", "pcs", "count", "amount", "menge", "kpl", "how many", "number of pieces",
        "anzahl", "stueck", "stuck", "qty ordered", "item quantity", "item qty", "item count", "ilość", "szt",
        "sztuk", "liczba", "quantité", "qté", "cantidad", "quantità", "aantal", "antal", "määrä", "lkm", "kogus",
    ),
    "unit_price": ("unit price", "price", "item price", "item unit price"),
    "total": (
        "total", "order total", "total price", "order value", "kwota", "summe", "suma", "montant", "importe",
        "totale", "bedrag", "belopp", "summa",
    ),
    "currency": ("currency", "currency code", "cod currency", "order currency"),
    "due_on_delivery": ("cod", "cod amount", "cash on delivery", "due on delivery", "amount to collect", "nachnahme"),
    "barcode": ("barcode", "ean", "gtin", "barcodes", "item barcode", "item ean", "item gtin"),
    "variant": ("variant", "item variant", "item variant title", "size", "colour", "color"),
    "weight_g": ("weight g", "grams", "item grams"),
    "weight_kg": (
        "weight", "weight kg", "entity weight", "waga", "waga kg", "gewicht", "gewicht kg", "poids", "peso", "paino",
    ),
    "needs_delivery": ("needs delivery", "requires shipping"),
}  # fmt: skip


def plain(name: str) -> str:
    """Return `d o no` for `D.O. No.*`, `strasse` for `Straße`, `complete after` for `completeAfter`."""
    return source_words.plain(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("ß", "ss"))


@cache
def _plain_aliases() -> dict[str, tuple[str, ...]]:
    """Return the aliases as names are compared: `telephone` for `téléphone`."""
    return {field: tuple(dict.fromkeys(map(plain, aliases))) for field, aliases in ALIASES.items()}


def guess(header: Sequence[str]) -> dict[str, str]:
    """Return column → field; the closer alias wins. Only a field whose columns go together has more than one.

    What stands of the customer before a name is left out: `Shipping City`, `dropoff.address.telephone`.
    """
    mapping: dict[str, str] = {}
    names = {name: _readings(plain(name)) for name in header}
    for field, aliases in _plain_aliases().items():
        several = FIELDS[field].together is not Together.FIRST
        for depth, alias in product(range(1 + len(_OF_CUSTOMER)), aliases):
            columns = [name for name, words in names.items() if words.get(alias) == depth and name not in mapping]
            if not columns:
                continue
            mapping.update(dict.fromkeys(columns if several else columns[:1], field))
            if not several:
                break
    known = {plain(name): name for name in header}
    if {"open date", "due date"} <= known.keys():
        # beside the beginning of a window the due date is its end
        mapping |= {known["open date"]: "window_from", known["due date"]: "window_to"}
    street = next((name for name, field in mapping.items() if field == "line1"), "")
    region = next((name for name, field in mapping.items() if field == "region"), "")
    if "." in street and plain(region) == "state" and "status" not in mapping.values():
        # where the address stands inside the order, the order's own state is no part of it
        mapping[region] = "status"
    return mapping


def _readings(words: str) -> dict[str, int]:
    """Return the name, and what is left of it without words of the customer, with how far that is from the name."""
    readings = {words: 0}
    for place, before in enumerate(_OF_CUSTOMER, 1):
        if words.startswith(f"{before} "):
            rest = words.removeprefix(f"{before} ")
            readings.setdefault(rest, place)
            if rest.startswith("address "):
                readings.setdefault(rest.removeprefix("address "), place)
    return readings
