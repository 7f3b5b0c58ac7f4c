"""how long a stop takes per order and per parcel, beside its setup

Revision: 0051, after 0050
"""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("depots", sa.Column("per_order_s", sa.Integer(), nullable=False, server_default="120"))
    op.add_column("depots", sa.Column("per_parcel_s", sa.Integer(), nullable=False, server_default="30"))


def downgrade() -> None:
    op.drop_column("depots", "per_parcel_s")
    op.drop_column("depots", "per_order_s")
