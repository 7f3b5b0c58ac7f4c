"""lot, expiry and serial of each piece that is packed, where its product asks for them

Revision: 0026, after 0025
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("products", sa.Column("asks", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False))
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "packed_units",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("serial", sa.Text(), nullable=False),
        sa.Column("expires", sa.Date(), nullable=True),
        sa.Column("counted_at", moment, nullable=False),
        sa.Column("released_at", moment, nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_packed_units_order_id_orders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packed_units")),
    )
    op.create_index("ix_packed_units_order_id", "packed_units", ["order_id"])
    op.create_index(
        "uq_packed_units_item_serial",
        "packed_units",
        ["item", "serial"],
        unique=True,
        postgresql_where=sa.text("serial <> '' and released_at is null"),
    )


def downgrade() -> None:
    op.drop_table("packed_units")
    op.drop_column("products", "asks")
