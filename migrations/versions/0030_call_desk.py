"""who has a customer on the line, and numbers that are somebody else's

Revision: 0030, after 0029
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "call_claims",
        sa.Column("order_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("by", "station")),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_call_claims")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_call_claims_order_id_orders")),
    )
    op.create_table(
        "wrong_numbers",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("digits", "by")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wrong_numbers")),
        sa.UniqueConstraint("digits", name=op.f("uq_wrong_numbers_digits")),
    )


def downgrade() -> None:
    op.drop_table("wrong_numbers")
    op.drop_table("call_claims")
