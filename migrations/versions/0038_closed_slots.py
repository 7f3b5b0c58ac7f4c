"""a part of a day can be closed: one slot

Revision: 0038, after 0037
"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("closed_days", sa.Column("closed_until", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("closed_days", "closed_until")
