"""how an order gets to its customer, who pays when, and what of its source somebody has to look at

Orders of before are deliveries; of their payment nothing is known.

Revision: 0017, after 0016
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

HANDOVERS = "handover in ('delivery', 'collection', 'pick_up', 'task', 'none')"


def upgrade() -> None:
    op.add_column("orders", sa.Column("handover", sa.Text(), nullable=False, server_default="delivery"))
    op.add_column("orders", sa.Column("payment", sa.Text(), nullable=True))
    op.add_column("orders", sa.Column("remarks", ARRAY(sa.Text()), nullable=False, server_default="{}"))
    op.add_column("orders", sa.Column("source_ended", sa.Text(), nullable=False, server_default=""))
    op.execute("UPDATE orders SET source_ended = 'left.cancelled' WHERE source_cancelled")
    op.drop_column("orders", "source_cancelled")
    op.create_check_constraint("handover", "orders", HANDOVERS)


def downgrade() -> None:
    op.drop_constraint("handover", "orders", type_="check")
    op.add_column("orders", sa.Column("source_cancelled", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE orders SET source_cancelled = true WHERE source_ended != ''")
    for name in ("source_ended", "remarks", "payment", "handover"):
        op.drop_column("orders", name)
