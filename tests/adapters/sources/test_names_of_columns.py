"""What a column means, by its name: every alias is found as people write it, with accents, capitals and signs."""

import pytest

from dispatch_console.adapters.sources.generic_columns import ALIASES, guess

# only beside the name of a customer: what is packed has a name too
BESIDE_A_NAME = "entity name"


@pytest.mark.parametrize(
    ("field", "alias"), [(field, alias) for field, aliases in ALIASES.items() for alias in aliases]
)
def test_every_alias_is_found(field: str, alias: str) -> None:
    if alias == BESIDE_A_NAME:
        assert guess(["customer name", alias])[alias] == field
        return
    for written in (alias, alias.upper(), f" {alias.capitalize()}: "):
        assert guess([written]) == {written: field}


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        (
            "Nr zam.;Klient;Ulica;Kod;Miasto;Telefon;Data dost.;Godz.;Kod tow.;Ilość;Uwagi",
            "number name line1 postcode city phone delivery_day window sku quantity instructions",
        ),
        (
            "Tilausnumero;Asiakas;Katuosoite;Postinumero;Postitoimipaikka;Puh.;Toimituspäivä;Klo;Tuote;Määrä",
            "number name line1 postcode city phone delivery_day - item quantity",
        ),
        (
            "Commande;Destinataire;Rue;Code postal;Ville;Téléphone;Date de livraison;Créneau;Désignation;Qté",
            "number name line1 postcode city phone delivery_day window item quantity",
        ),
        (
            "Auftrag;Empfänger;Straße;PLZ;Ort;Telefon;Liefertag;Zeitfenster;Bezeichnung;Anzahl;Rabatt",
            "number name line1 postcode city phone delivery_day window item quantity -",
        ),
        (
            "Pedido;Cliente;Calle;Código postal;Ciudad;Teléfono;Fecha de entrega;Horario;Producto;Cantidad",
            "number name line1 postcode city phone delivery_day window item quantity",
        ),
    ],
)
def test_lists_of_other_languages(header: str, fields: str) -> None:
    found = guess(header.split(";"))
    assert [found.get(name, "-") for name in header.split(";")] == fields.split()
