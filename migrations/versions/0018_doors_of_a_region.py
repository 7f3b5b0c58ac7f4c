"""doors of a region know municipality and country, and an address what did not agree with its door

Doors of before know neither until their region is imported again.

Revision: 0018, after 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("municipality", "country"):
        op.add_column("region_addresses", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.add_column(
        "region_addresses", sa.Column("interpolated", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("addresses", sa.Column("doubt", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("addresses", "doubt")
    for name in ("interpolated", "country", "municipality"):
        op.drop_column("region_addresses", name)
