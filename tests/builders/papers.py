"""Facts of papers, and how a drawn page is read."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import zxingcpp
from PIL import Image

from dispatch_console.domain.papers.codes import Code, CodeKind
from dispatch_console.domain.papers.facts import (
    ManifestFacts,
    ManifestStop,
    RouteHead,
    Sender,
)

SENDER = Sender("Kaarna & Koti", "Säästöpankinranta 8, 00530 Helsinki", "09 555 0100")
PARCEL = Code(CodeKind.PARCEL, 418322)
STOP = ManifestStop(
    sequence=1,
    arrive="08:53",
    window="08:00–10:00",
    confirmed=False,
    leg="0.5 km, 2 min",
    name="Oskar Grönqvist",
    street="Liisankatu 27 A 12",
    postcode="00170",
    access="Door code 4711#. 3rd floor, lift on the left.",
    phone="+358405550117",
    order="SO-104207",
    parcels=(("1/1", PARCEL.spaced, "Left back, shelf"),),
    tags=(("check", "Check ID: 18 or over"), ("plain", "Signature"), ("forbidden", "NO safe place")),
    third_box="[ID seen, 18 or over",
)


def manifest(count: int, **changes: Any) -> ManifestFacts:
    rows = tuple(replace(STOP, sequence=number + 1) for number in range(count))
    points = ((60.1786, 24.9525), *((60.165 + number * 1e-4, 24.94 + number % 7 * 1e-3) for number in range(count)))
    head = RouteHead(
        sender=SENDER,
        sheet=73141,
        route="3",
        revision=3,
        replaces=2,
        day="Monday 23 November 2026",
        day_short="Mon 23 Nov 2026",
        published="07:42",
        driver="Aino Mäkelä, 040 555 0199",
        van="Van 3, KLN-483",
    )
    facts = ManifestFacts(
        head=head,
        depot="Säästöpankinranta 8",
        planned="out 08:50, back 12:05",
        totals=(("18", "stops"),),
        stops=rows,
        points=points,
        estimate=True,
    )
    return replace(facts, **changes)


def pages(file: Path, dpi: int) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(file)
    found = [page.render(scale=dpi / 72, grayscale=True).to_pil() for page in document]
    document.close()
    return found


def read(picture: Image.Image) -> set[tuple[str, str]]:
    return {(found.text, found.format.name) for found in zxingcpp.read_barcodes(picture)}


def text(file: Path) -> str:
    document = pypdfium2.PdfDocument(file)
    found = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return found
