"""push notes about an order, where its customer wants them; own words that end messages

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
    op.add_column("message_hours", sa.Column("stop_words", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("message_hours", "stop_words")
    op.drop_column("orders", "push_topic")
