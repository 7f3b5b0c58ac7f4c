"""how a source writes days and numbers, as a person said it once

Revision: 0023, after 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in ("day_order", "decimal_sign"):
        op.add_column("source_mappings", sa.Column(column, sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    for column in ("decimal_sign", "day_order"):
        op.drop_column("source_mappings", column)
