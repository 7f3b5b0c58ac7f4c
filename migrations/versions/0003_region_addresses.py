"""addresses known from a region

Revision: 0003, after 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "region_addresses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("door", sa.Text(), nullable=False),
        sa.Column("street", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("postcode", sa.Text(), nullable=False),
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region_addresses")),
    )
    op.create_index(
        "ix_region_addresses_door",
        "region_addresses",
        ["door"],
        postgresql_using="gin",
        postgresql_ops={"door": "gin_trgm_ops"},
    )
    op.create_index("ix_region_addresses_exact", "region_addresses", ["door", "postcode"])
    op.create_index(op.f("ix_region_addresses_region"), "region_addresses", ["region"])
