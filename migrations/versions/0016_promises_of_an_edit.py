"""an edit of a plan remembers whose promises it broke, so that undo gives them back

Revision: 0016, after 0015
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("plan_edits", sa.Column("rung", JSONB(), nullable=False, server_default="[]"))


def downgrade() -> None:
    op.drop_column("plan_edits", "rung")
