"""which parcels were checked when they were handed over, and how

Revision: 0053, after 0052
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("handoffs", sa.Column("checked", JSONB(), nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("handoffs", "checked")
