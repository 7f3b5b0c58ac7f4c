"""an edit of a plan remembers which promises it broke and which it kept again, so that undo takes that back

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
    for name in ("broke", "kept"):
        op.add_column("plan_edits", sa.Column(name, JSONB(), nullable=False, server_default="[]"))


def downgrade() -> None:
    for name in ("broke", "kept"):
        op.drop_column("plan_edits", name)
