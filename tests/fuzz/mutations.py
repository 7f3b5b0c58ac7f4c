"""Mistakes put into a good file: into its bytes, or into one row of it."""

import csv
import io
import json
import random
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl

from tests.conftest import DATA

NASTY = (
    "", " ", "x" * 5000, "-1", "0", "1e999", "NaN", "1.000", "12,5", "99999999999", "=1+1", "'", '"', "\x00", "\ufffd",
    "<script>", "../../etc/passwd", "31.2.2026", "13/13/2026", "25:61", "10-9", "\u202e", "😀", "İ", "ß", "٣", "１２",
    "null", "true", "🏠" * 300, "a\nb", "\r", "%s%n", "{0}", "DROP TABLE", "0x10", "∞", "½", "−5", "1_000",
)  # fmt: skip
_OPEN = "urn:oasis:names:tc:opendocument:xmlns:"
_BYTES = (b"\x00", b"\xff", b'"', b"\\u0000", b"\n", b"9" * 400, b"1e400", b"[[", b"-", b";", b"\xef\xbb\xbf")


@dataclass(frozen=True, slots=True)
class Sample:
    """A good file of one kind. `rows` are its records without the header, `None` where it is no table."""

    kind: str
    name: str
    raw: bytes
    rows: list[list[str]] | None = None
    delimiter: str = ","


def samples() -> tuple[Sample, ...]:
    """Return one good file of each kind."""
    shopify = (DATA / "shopify_orders_export.csv").read_bytes()
    amazon = (DATA / "amazon_unshipped_orders.txt").read_bytes()
    return (
        Sample("shopify-csv", "orders.csv", shopify, _rows(shopify.decode("utf-8-sig"), ",")),
        Sample("amazon-unshipped", "orders.txt", amazon, _rows(amazon.decode("cp1252"), "\t"), "\t"),
        Sample("woocommerce-json", "orders.json", (DATA / "woocommerce_rest_v3_orders.json").read_bytes()),
        Sample("generic", "list.csv", _list().encode(), _rows(_list(), ",")),
        Sample("generic", "list.xlsx", _workbook()),
        Sample("generic", "list.xls", (DATA / "orders_2003.xls").read_bytes()),
        Sample("generic", "list.ods", _spreadsheet()),
        Sample("generic", "list.json", _documents()),
    )


def in_bytes(raw: bytes, dice: random.Random) -> bytes:
    """Return some bytes turned, cut, doubled or put in."""
    out = bytearray(raw)
    for _ in range(dice.randint(1, 8)):
        at = dice.randrange(len(out)) if out else 0
        match dice.randrange(5):
            case 0 if out:
                out[at] = dice.randrange(256)
            case 1:
                del out[at : at + dice.randint(1, 40)]
            case 2:
                out[at:at] = dice.choice(_BYTES)
            case 3:
                out[at:at] = out[at : at + dice.randint(1, 200)]
            case _:
                out[at : at + 1] = b"\x00"
    return bytes(out)


def in_archive(raw: bytes, dice: random.Random) -> bytes:
    """Return an archive of which one file has mistakes, so that they get past its check sums."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    spoiled = dice.choice(sorted(members))
    return _archive(members | {spoiled: in_bytes(members[spoiled], dice)})


def in_one_row(sample: Sample, dice: random.Random) -> tuple[bytes, int]:
    """Return the file with one to three cells of one record changed, and the place of that record."""
    assert sample.rows is not None
    rows = [[*row] for row in sample.rows]
    place = dice.randrange(1, len(rows))
    for _ in range(dice.randint(1, 3)):
        rows[place][dice.randrange(len(rows[place]))] = dice.choice(NASTY)
    out = io.StringIO()
    csv.writer(out, delimiter=sample.delimiter).writerows(rows)
    return out.getvalue().encode("utf-8", "surrogatepass"), place


def in_one_order(raw: bytes, dice: random.Random) -> bytes:
    """Return a document of orders with one to three values of its first order changed."""
    document = json.loads(raw)
    for _ in range(dice.randint(1, 3)):
        value: Any = document[0]
        while True:
            keys = list(value) if isinstance(value, dict) else list(range(len(value)))
            if not keys:
                break
            key = dice.choice(keys)
            if isinstance(value[key], dict | list) and dice.random() < 0.8:
                value = value[key]
                continue
            value[key] = dice.choice((*NASTY, None, 7, -1, 1e300, [], {}, [None], {"a": {}}))
            break
    return json.dumps(document).encode()


def _rows(text: str, delimiter: str) -> list[list[str]]:
    return [row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if row]


def _list() -> str:
    head = "Order,Customer,Street,Postcode,City,Phone,Item,SKU,Quantity,Price,Weight,Delivery date,Time window,Notes\n"
    row = "SO-{n},Ann {n},Bulevardi {n},00120,Helsinki,0401234567,Mug,MUG,2,12.50,0.4,2026-12-01,10-12,ring {n}\n"
    return head + "".join(row.format(n=number) for number in range(1, 13))


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in _rows(_list(), ","):
        book.worksheets[0].append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _spreadsheet() -> bytes:
    """Return the list as a table of LibreOffice."""
    rows = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in _rows(_list(), ",")
    )
    content = (
        f'<office:document-content xmlns:office="{_OPEN}office:1.0" xmlns:table="{_OPEN}table:1.0"'
        f' xmlns:text="{_OPEN}text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="Orders">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    return _archive({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content.encode()})


def _documents() -> bytes:
    head, *rows = _rows(_list(), ",")
    return json.dumps([dict(zip(head, row, strict=True)) for row in rows]).encode()


def _archive(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def written(folder: Path, sample: Sample, raw: bytes) -> Path:
    file = folder / sample.name
    file.write_bytes(raw)
    return file
