"""time to park and walk, per depot

Revision: 0002, after 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("depots", sa.Column("setup_s", sa.Integer(), nullable=False, server_default="180"))
