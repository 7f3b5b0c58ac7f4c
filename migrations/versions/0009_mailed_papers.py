"""a driver's e-mail address; to whom a paper was mailed

Revision: 0009, after 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("drivers", sa.Column("email", sa.Text(), nullable=False, server_default=""))
    op.add_column("sheets", sa.Column("mailed_to", sa.Text(), nullable=False, server_default=""))
    op.add_column("sheets", sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True))
