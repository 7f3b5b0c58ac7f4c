"""push notes about an order, where its customer wants them

Revision: 0044, after 0043
"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("orders", sa.Column("push_topic", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("orders", "push_topic")
