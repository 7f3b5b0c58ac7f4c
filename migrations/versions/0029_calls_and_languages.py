"""calls for a supervisor, and the language a customer reads

Revision: 0029, after 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "supervisor_calls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("about", "by", "station", "answered_by")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=True) for name in ("answered_at", "ended_at")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervisor_calls")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_supervisor_calls_order_id_orders")),
    )
    open_ones = sa.text("ended_at is null")
    op.create_index("ix_supervisor_calls_station", "supervisor_calls", ["station"], postgresql_where=open_ones)
    op.add_column("customers", sa.Column("language", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("customers", "language")
    op.drop_table("supervisor_calls")
