"""papers belong to a departure, whatever row its route has after an edit

Revision: 0006, after 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sheets", sa.Column("departure", sa.Text(), nullable=False, server_default=""))
    op.create_index(op.f("ix_sheets_departure"), "sheets", ["departure"])
