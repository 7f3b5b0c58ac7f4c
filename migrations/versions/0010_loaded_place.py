"""where a parcel stands in the van it was loaded into

Revision: 0010, after 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("parcels", sa.Column("loaded_place", sa.Text(), nullable=False, server_default=""))
