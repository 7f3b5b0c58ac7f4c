"""when a route's breaks are planned

Revision: 0007, after 0006
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("routes", sa.Column("breaks", postgresql.JSONB(), nullable=False, server_default="[]"))
