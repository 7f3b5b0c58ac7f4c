"""A file of products: any table with a column for the SKU. Its columns are known by their names."""

from collections.abc import Mapping
from pathlib import Path

from dispatch_console.adapters.sources.files import any_file
from dispatch_console.adapters.sources.files.table import Table
from dispatch_console.domain.errors import BadInput
from dispatch_console.ports import SourceOptions

_NAMES: Mapping[str, tuple[str, ...]] = {
    "sku": ("sku", "article", "article number", "item number", "product code", "variant sku"),
    "name": ("name", "title", "product", "product name", "description"),
    "barcodes": ("barcode", "barcodes", "ean", "gtin", "upc", "variant barcode"),
    "packs": ("pack barcodes", "packs", "case barcode"),
    "size": ("size", "dimensions", "size cm"),
    "weight": ("weight", "weight kg", "kg"),
    "shelf": ("shelf", "bin", "location", "place"),
    "plate": ("distinction", "variant", "plate", "attribute"),
    "looks_like": ("looks like", "twin"),
    "papers": ("papers", "documents"),
    "asks": ("asks", "tracking", "lot rules"),
    "needs": ("needs", "requirements", "tags"),
    "by_hand": ("by hand",),
    "vat": ("vat", "vat rate", "tax", "tax rate"),
}
_FIELDS = {name: field for field, names in _NAMES.items() for name in names}
# of one size in three columns
_SIDES = (("length", "length cm"), ("width", "width cm"), ("height", "height cm"))
_GRAMS = ("weight g", "grams", "variant grams", "weight grams")


def read_products(file: Path, options: SourceOptions) -> list[tuple[int, dict[str, str]]]:
    """Return the rows of a file: number, and field → text; empty cells are left out.

    Errors: BadInput as the reader of its kind, `products.no_sku` where no column is the SKU.
    """
    sheet = any_file.sheets(file, options)[0]
    table = Table(sheet)
    columns = {column: " ".join(column.replace("_", " ").replace("(", " ").replace(")", " ").casefold().split())
               for column in table.header}  # fmt: skip
    fields = {column: _FIELDS[plain] for column, plain in columns.items() if plain in _FIELDS}
    if "sku" not in fields.values():
        raise BadInput("products.no_sku", file=file.name, columns=", ".join(table.header))
    return [(row.number, _row(row.filled, columns, fields)) for row in table.rows()]


def _row(filled: Mapping[str, str], columns: Mapping[str, str], fields: Mapping[str, str]) -> dict[str, str]:
    cells = {fields[column]: text for column, text in filled.items() if column in fields}
    plain = {columns.get(column, column): text for column, text in filled.items()}
    sides = [next((plain[name] for name in names if name in plain), "") for names in _SIDES]
    if all(sides):
        cells.setdefault("size", " x ".join(sides))
    grams = next((plain[name] for name in _GRAMS if name in plain), "")
    if grams and "weight" not in cells:
        cells["weight"] = _kilograms(grams)
    return cells


def _kilograms(grams: str) -> str:
    """Return grams as kilograms; a text that is no number stays, to be refused with its row."""
    try:
        return f"{float(grams.replace(',', '.')) / 1000:g}"
    except ValueError:
        return grams
