"""which print of a label is true, and what a label printer made of it

Revision: 0027, after 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("parcels", sa.Column("label_prints", sa.Integer(), server_default="0", nullable=False))
    op.add_column("sheets", sa.Column("printer", sa.Text(), server_default="", nullable=False))
    op.add_column("sheets", sa.Column("delivery", sa.Text(), server_default="", nullable=False))
    # labels that are on boxes carry the code without a print: the first one
    op.execute("update parcels set label_prints = 1 where sealed_at is not null")


def downgrade() -> None:
    op.drop_column("sheets", "delivery")
    op.drop_column("sheets", "printer")
    op.drop_column("parcels", "label_prints")
