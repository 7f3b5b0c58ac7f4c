"""whether a mail to an address came back is asked before each mail

Revision: 0041, after 0040
"""

from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_messages_sent_to", "messages", ["sent_to"])


def downgrade() -> None:
    op.drop_index("ix_messages_sent_to", "messages")
