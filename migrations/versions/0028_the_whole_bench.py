"""boxes, materials, papers that go in, learnt weights, what was found wrong, invoices, the rest of an order

Revision: 0028, after 0027
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_TABLES = (
    "mis_scans", "invoices", "findings", "used_materials", "materials", "paper_rules", "learnt_weights", "boxes",
    "product_pictures",
)  # fmt: skip


def _text(name: str, default: str | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False, server_default=default)


def _whole(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _moment(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _id(table: str) -> tuple[sa.Column[int], sa.PrimaryKeyConstraint]:
    return _whole("id"), sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def _of_order(table: str) -> tuple[sa.Column[int], sa.ForeignKeyConstraint]:
    key = sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f(f"fk_{table}_order_id_orders"))
    return _whole("order_id"), key


def upgrade() -> None:
    texts = postgresql.ARRAY(sa.Text())
    for column in (
        *(_whole(name, nullable=True) for name in ("length_mm", "width_mm", "height_mm", "vat_permille")),
        *(sa.Column(name, texts, server_default="{}", nullable=False) for name in ("barcodes", "requirements")),
    ):
        op.add_column("products", column)
    op.create_index("ix_products_barcodes", "products", ["barcodes"], postgresql_using="gin")
    op.add_column("orders", _text("handed_from", ""))
    op.add_column("orders", _whole("parent_id", nullable=True))
    op.create_foreign_key(op.f("fk_orders_parent_id_orders"), "orders", "orders", ["parent_id"], ["id"])
    op.create_index("ix_orders_parent_id", "orders", ["parent_id"], postgresql_where=sa.text("parent_id is not null"))
    op.add_column("parcels", _moment("opened_at"))
    op.create_table(
        "product_pictures",
        *_id("product_pictures"),
        _text("sku"),
        sa.Column("png", sa.LargeBinary(), nullable=False),
        sa.UniqueConstraint("sku", name=op.f("uq_product_pictures_sku")),
    )
    op.create_table(
        "boxes",
        *_id("boxes"),
        _text("name"),
        *(_whole(name) for name in ("length_mm", "width_mm", "height_mm", "tare_g", "limit_g")),
        _moment("retired_at"),
    )
    op.create_table(
        "learnt_weights",
        *_id("learnt_weights"),
        _text("sku"),
        _whole("packs"),
        sa.Column("mean_g", sa.Float(), nullable=False),
        sa.Column("squares", sa.Float(), nullable=False),
        _moment("since", nullable=False),
        sa.UniqueConstraint("sku", name=op.f("uq_learnt_weights_sku")),
    )
    op.create_table(
        "paper_rules",
        *_id("paper_rules"),
        *(_text(name) for name in ("paper", "code", "scope", "value", "file_name")),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        _moment("retired_at"),
    )
    op.create_table(
        "materials",
        *_id("materials"),
        *(_text(name) for name in ("name", "scope", "value")),
        _whole("count"),
        sa.Column("per_piece", sa.Boolean(), nullable=False),
        _moment("retired_at"),
    )
    op.create_table(
        "used_materials",
        *_id("used_materials"),
        *_of_order("used_materials"),
        _text("name"),
        _whole("count"),
        _moment("at", nullable=False),
    )
    op.create_index("ix_used_materials_at", "used_materials", ["at"])
    op.create_table(
        "findings",
        *_id("findings"),
        *_of_order("findings"),
        *(_text(name) for name in ("sku", "item", "condition", "note", "decision", "by", "station")),
        _whole("pieces"),
        sa.Column("photo", sa.LargeBinary(), nullable=True),
        _moment("at", nullable=False),
        _moment("settled_at"),
        _whole("rest_id", nullable=True),
    )
    op.create_index("ix_findings_order_id", "findings", ["order_id"])
    op.create_table(
        "invoices",
        *_id("invoices"),
        *_of_order("invoices"),
        _text("number"),
        _moment("issued_at", nullable=False),
        _text("issued_by"),
        sa.Column("facts", postgresql.JSONB(), nullable=False),
        sa.UniqueConstraint("number", name=op.f("uq_invoices_number")),
    )
    op.create_index("ix_invoices_order_id", "invoices", ["order_id"])
    op.create_table(
        "mis_scans",
        *_id("mis_scans"),
        *_of_order("mis_scans"),
        *(_text(name) for name in ("wanted", "scanned", "by", "station")),
        _moment("at", nullable=False),
    )
    op.create_index("ix_mis_scans_wanted_scanned_at", "mis_scans", ["wanted", "scanned", "at"])


def downgrade() -> None:
    for table in _TABLES:
        op.drop_table(table)
    op.drop_column("parcels", "opened_at")
    op.drop_index("ix_orders_parent_id", "orders")
    op.drop_constraint(op.f("fk_orders_parent_id_orders"), "orders")
    op.drop_column("orders", "parent_id")
    op.drop_column("orders", "handed_from")
    op.drop_index("ix_products_barcodes", "products")
    for name in ("length_mm", "width_mm", "height_mm", "vat_permille", "barcodes", "requirements"):
        op.drop_column("products", name)
