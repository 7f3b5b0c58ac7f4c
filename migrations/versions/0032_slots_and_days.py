"""which windows may be promised until when, and closed days

Revision: 0032, after 0031
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def _zone(table: str) -> tuple[sa.Column[int], sa.ForeignKeyConstraint]:
    return sa.Column("zone_id", sa.Integer(), nullable=True), sa.ForeignKeyConstraint(
        ["zone_id"], ["delivery_zones.id"], name=op.f(f"fk_{table}_zone_id_delivery_zones"), ondelete="CASCADE"
    )


def upgrade() -> None:
    op.create_table(
        "slot_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        *_zone("slot_rules"),
        sa.Column("weekdays", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.Column("slots", postgresql.ARRAY(sa.Text()), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("order_by", "holidays")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("order_days", "lead_min")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot_rules")),
    )
    op.create_table(
        "closed_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        *_zone("closed_days"),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("closed_from", "reason", "by")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closed_days")),
    )
    op.create_index("ix_closed_days_day", "closed_days", ["day"])


def downgrade() -> None:
    op.drop_table("closed_days")
    op.drop_table("slot_rules")
