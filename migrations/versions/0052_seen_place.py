"""where a driver's phone last was, while its van is out

Revision: 0052, after 0051
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("driver_phones", sa.Column("place", JSONB(), nullable=False, server_default="{}"))
    op.add_column("driver_phones", sa.Column("place_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("driver_phones", "place_at")
    op.drop_column("driver_phones", "place")
