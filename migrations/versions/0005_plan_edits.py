"""edits of a plan that can be undone, plans kept side by side, locked stops, drivers called off

Revision: 0005, after 0004
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("stops", sa.Column("locked", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("shifts", sa.Column("called_off_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("shifts", sa.Column("called_off_for", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "plan_edits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("station", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before", postgresql.JSONB(), nullable=False),
        sa.Column("after", postgresql.JSONB(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_edits")),
    )
    op.create_index(op.f("ix_plan_edits_day"), "plan_edits", ["day"])
    op.create_table(
        "plan_variants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("routes", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_variants")),
        sa.UniqueConstraint("day", "name", name=op.f("uq_plan_variants_day_name")),
    )
