"""until when an open thing is let pass

Revision: 0050, after 0049
"""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("close_waivers", sa.Column("until", sa.Date()))
    op.add_column("close_waivers", sa.Column("settled_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("close_waivers", "settled_at")
    op.drop_column("close_waivers", "until")
