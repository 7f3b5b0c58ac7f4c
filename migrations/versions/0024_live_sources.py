"""live order systems, their names of lines, and what they are to be told

Revision: 0024, after 0023
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("order_lines", sa.Column("ref", sa.Text(), server_default="", nullable=False))
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "live_sources",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind_of", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("options", postgresql.JSONB(), nullable=False),
        sa.Column("own_fields", postgresql.JSONB(), nullable=False),
        sa.Column("since", moment, nullable=False),
        sa.Column("read_to", moment, nullable=True),
        sa.Column("last_read_at", moment, nullable=True),
        sa.Column("away_since", moment, nullable=True),
        sa.Column("away_why", sa.Text(), nullable=False),
        sa.Column("away_facts", postgresql.JSONB(), nullable=False),
        sa.Column("next_at", moment, nullable=True),
        sa.Column("is_paused", sa.Boolean(), nullable=False),
        sa.Column("retired_at", moment, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_sources")),
        sa.UniqueConstraint("name", name=op.f("uq_live_sources_name")),
    )
    op.create_table(
        "write_backs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("tracking", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due_at", moment, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("claim", sa.Integer(), server_default="0", nullable=False),
        sa.Column("claimed_at", moment, nullable=True),
        sa.Column("done_at", moment, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("facts", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_write_backs_order_id_orders")),
        sa.ForeignKeyConstraint(["source_id"], ["live_sources.id"], name=op.f("fk_write_backs_source_id_live_sources")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_write_backs")),
        sa.UniqueConstraint("order_id", "attempt", "event", name=op.f("uq_write_backs_order_id_attempt_event")),
    )
    op.create_index(op.f("ix_write_backs_order_id"), "write_backs", ["order_id"])
    op.create_index(op.f("ix_write_backs_source_id"), "write_backs", ["source_id"])
    op.create_index("ix_write_backs_state_due_at", "write_backs", ["state", "due_at"])


def downgrade() -> None:
    op.drop_table("write_backs")
    op.drop_table("live_sources")
    op.drop_column("order_lines", "ref")
