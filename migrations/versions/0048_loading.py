"""parcels found at a van that do not belong there, and a release that was let pass

Revision: 0048, after 0047
"""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "surplus_parcels",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("shift_id", sa.Integer(), sa.ForeignKey("shifts.id"), nullable=False, index=True),
        sa.Column("parcel_id", sa.Integer(), index=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("changed", sa.Text(), nullable=False, server_default=""),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_by", sa.Text(), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True)),
        sa.Column("gone_by", sa.Text(), nullable=False, server_default=""),
    )
    op.create_index(
        "uq_surplus_parcels_open",
        "surplus_parcels",
        ["shift_id", "code"],
        unique=True,
        postgresql_where=sa.text("gone_at is null"),
    )
    op.add_column("routes", sa.Column("release_waiver", sa.Text(), nullable=False, server_default=""))
    # what a van has that nobody was at a door with: it broke down, or its driver was called off on the road
    op.alter_column("goods_back", "handoff_id", existing_type=sa.Integer(), nullable=True)


def downgrade() -> None:
    op.execute("delete from goods_back where handoff_id is null")
    op.alter_column("goods_back", "handoff_id", existing_type=sa.Integer(), nullable=False)
    op.drop_column("routes", "release_waiver")
    op.drop_table("surplus_parcels")
