"""photos that were withdrawn

Revision: 0049, after 0048
"""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("phone_photos", sa.Column("withdrawn_at", sa.DateTime(timezone=True)))
    op.add_column("phone_photos", sa.Column("withdrawn_by", sa.Text(), nullable=False, server_default=""))
    op.add_column("phone_photos", sa.Column("withdrawn_for", sa.Text(), nullable=False, server_default=""))
    op.add_column(
        "phone_photos", sa.Column("withdrawn_files", sa.ARRAY(sa.Text()), nullable=False, server_default="{}")
    )


def downgrade() -> None:
    for name in ("withdrawn_files", "withdrawn_for", "withdrawn_by", "withdrawn_at"):
        op.drop_column("phone_photos", name)
