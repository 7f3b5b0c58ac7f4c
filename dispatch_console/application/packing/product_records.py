"""Products as a form shows and keeps them, and as a file brings them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console import texts as words
from dispatch_console.application.operations.records import Record, Texts, require_unchanged
from dispatch_console.application.operations.rights import operation
from dispatch_console.application.packing.products import has_code
from dispatch_console.application.packing.progress import learnt_weights
from dispatch_console.domain import fleet_text, roles
from dispatch_console.domain.errors import BadInput, Refused
from dispatch_console.domain.orders import requirements
from dispatch_console.domain.packing import product_text
from dispatch_console.domain.packing.size import read_size, size_words
from dispatch_console.domain.packing.weight import ENOUGH_PACKS, Learnt
from dispatch_console.language import decimal, tr
from dispatch_console.store.entities import Product, ProductPicture
from dispatch_console.store.transaction import Transaction

# of a picture, bytes
MOST_BYTES = 2_000_000
PNG = b"\x89PNG\r\n"
FIELDS = (
    "sku", "name", "barcodes", "packs", "size", "weight", "shelf", "plate", "looks_like", "papers", "asks", "needs",
    "by_hand", "vat",
)  # fmt: skip


def record_of(row: Product, learnt: Learnt) -> Record:
    """Return a product as a form shows it."""
    size = _size(row)
    codes = [code for code in (row.barcode, *row.barcodes) if code]
    weight = decimal(row.weight_g / 1000, 3) if row.weight_g is not None else ""
    said = [size and tr("{size} cm", size=size), weight and tr("{weight} kg", weight=weight), row.shelf]
    under = ", ".join(part for part in said if part)
    fields = {
        "sku": row.sku,
        "name": row.name,
        "barcodes": ", ".join(codes),
        "packs": ", ".join(f"{count}: {code}" for code, count in row.pack_barcodes.items()),
        "size": size,
        "weight": weight,
        "shelf": row.shelf,
        "plate": row.distinction,
        "looks_like": row.looks_like,
        "papers": ", ".join(row.papers),
        "asks": ", ".join(row.asks),
        "needs": ", ".join(words.plain(need) for need in row.requirements),
        "by_hand": tr("no") if row.scan_only else tr("yes"),
        "vat": decimal(row.vat_permille / 10, 1) if row.vat_permille is not None else "",
        "learnt": _learnt(learnt),
    }
    return Record(row.id, f"{row.sku}  {row.name}", under, fields)


def _learnt(learnt: Learnt) -> str:
    if not learnt.packs:
        return tr("nothing yet")
    mean, spread = decimal(learnt.mean_g / 1000, 3), decimal(learnt.spread_g / 1000, 3)
    return tr("{packs} packs say {mean} ± {spread} kg", packs=learnt.packs, mean=mean, spread=spread)


def _size(row: Product) -> str:
    if row.length_mm is None or row.width_mm is None or row.height_mm is None:
        return ""
    return size_words(row.length_mm, row.width_mm, row.height_mm)


def lacks_of(row: Product) -> tuple[str, ...]:
    """Return what a product lacks that the bench needs, as codes: `weight`, `barcode`, `size`."""
    has_code = row.barcode or row.barcodes or row.pack_barcodes
    lacking = {"weight": not row.weight_g, "barcode": not has_code, "size": not _size(row)}
    return tuple(what for what, is_missing in lacking.items() if is_missing)


@operation("keep_product_record", roles.OFFICE)
def keep_product_record(
    tx: Transaction, record: int | None, texts: Texts, seen: Texts | None = None, png: bytes = b""
) -> int:
    """Add or change a product, with its picture where one is given, and return its id.

    Errors: Conflict `record.changed`; BadInput of the field that is wrong; Refused `product.twice`,
    `product.code_taken` with the product that has a code.
    """
    sku = fleet_text.words(tr("SKU"), texts["sku"], most=80)
    row = tx.session.get_one(Product, record, with_for_update=True) if record else None
    if row is not None:
        learnt = learnt_weights(tx.session, [row.sku])
        require_unchanged(record_of(row, learnt.get(row.sku, Learnt())), seen)
    twin = tx.session.scalar(select(Product).where(Product.sku == sku, Product.id != (record or 0)))
    if twin is not None:
        raise Refused("product.twice", sku=sku)
    row = row or Product(sku=sku, name="")
    row.sku = sku
    _fill(row, texts)
    _require_free(tx.session, row, record or 0)
    tx.session.add(row)
    if png:
        keep_picture(tx, sku, png)
    tx.session.flush()
    return row.id


@dataclass(frozen=True, slots=True)
class ProductImport:
    """What a file of products came to: rows taken, and of those that were not their number with the reason."""

    new: int
    changed: int
    wrong: tuple[tuple[int, BadInput | Refused], ...]


@operation("import_products", roles.OFFICE)
def import_products(tx: Transaction, rows: Sequence[tuple[int, Mapping[str, str]]]) -> ProductImport:
    """Take products of a file: (row, field → text). A field that a row leaves out stays as it is."""
    known = {row.sku: row for row in tx.session.scalars(select(Product).with_for_update())}
    new = changed = 0
    wrong: list[tuple[int, BadInput | Refused]] = []
    for number, cells in rows:
        try:
            sku = fleet_text.words(tr("SKU"), cells.get("sku", ""), most=80)
            row = known.get(sku)
            before = record_of(row, Learnt()).fields if row is not None else dict.fromkeys(FIELDS, "")
            draft = Product(sku=sku, name=sku, pack_barcodes={}, barcodes=[], papers=[], requirements=[], asks=[])
            _fill(draft, {**before, "name": cells.get("name") or before["name"] or sku, **cells})
            _require_free(tx.session, draft, row.id if row is not None else 0)
        except (BadInput, Refused) as error:
            wrong.append((number, error))
            continue
        if row is None:
            tx.session.add(draft)
            tx.session.flush()
            known[sku] = draft
            new += 1
        else:
            _fill(row, {**before, **cells})
            changed += 1
    return ProductImport(new, changed, tuple(wrong))


@operation("keep_picture", roles.OFFICE)
def keep_picture(tx: Transaction, sku: str, png: bytes) -> None:
    """Keep the picture of a product; empty takes it away. Errors: BadInput `picture.unreadable`."""
    if png and (not png.startswith(PNG) or len(png) > MOST_BYTES):
        raise BadInput("picture.unreadable")
    row = tx.session.scalar(select(ProductPicture).where(ProductPicture.sku == sku).with_for_update())
    if row is not None and not png:
        tx.session.delete(row)
    elif row is not None:
        row.png = png
    elif png:
        tx.session.add(ProductPicture(sku=sku, png=png))


def _fill(row: Product, texts: Texts) -> None:
    """Set what a form or a file says. Errors: BadInput of the field that is wrong."""
    row.name = fleet_text.words(tr("Name"), texts["name"], most=200)
    first, *others = product_text.codes(texts.get("barcodes", "")) or [""]
    row.barcode, row.barcodes = first, others
    row.pack_barcodes = dict(product_text.packs(texts.get("packs", "")))
    size = texts.get("size", "").strip()
    read = read_size(size) if size else None
    if size and read is None:
        raise BadInput("field.size", value=size)
    row.length_mm, row.width_mm, row.height_mm = read or (None, None, None)
    weight = texts.get("weight", "").strip()
    row.weight_g = round(1000 * fleet_text.number(tr("Weight, kg"), weight, 0.001, 1000)) if weight else None
    row.volume_ml = round(read[0] * read[1] * read[2] / 1000) if read else row.volume_ml
    row.shelf, row.distinction = texts.get("shelf", "").strip(), " ".join(texts.get("plate", "").split())
    row.looks_like = texts.get("looks_like", "").strip()
    row.papers = product_text.listed(texts.get("papers", ""))
    row.asks = product_text.asked(texts.get("asks", ""))
    row.requirements = [str(one) for one in requirements.from_tags(texts.get("needs", ""))]
    says_no = texts.get("by_hand", "").strip().casefold() in (tr("no").casefold(), "no", "false", "0")
    row.scan_only = says_no or bool(row.looks_like or row.asks)
    vat = texts.get("vat", "").strip().removesuffix("%").strip()
    row.vat_permille = round(10 * fleet_text.number(tr("VAT, %"), vat, 0, 50)) if vat else None


def _require_free(session: Session, row: Product, own: int) -> None:
    """Require that no other product has one of its codes. Errors: Refused `product.code_taken`."""
    codes = [code for code in (row.barcode, *row.barcodes, *row.pack_barcodes) if code]
    if not codes:
        return
    # look-alikes may share a code: the bench asks then, and whoever keeps them said that they look alike
    query = select(Product).where(has_code(codes), Product.id != own, Product.sku != row.looks_like).limit(1)
    with session.no_autoflush:
        other = session.scalar(query)
    if other is not None and other.sku != row.sku:
        raise Refused("product.code_taken", sku=other.sku, name=other.name)


def learnt_of(session: Session, sku: str) -> int | None:
    """Return the weight of a piece that clean packs say, grams; None while they are too few."""
    learnt = learnt_weights(session, [sku]).get(sku, Learnt())
    return round(learnt.mean_g) if learnt.packs >= ENOUGH_PACKS else None
