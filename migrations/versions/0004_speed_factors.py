"""speeds that the vans' own drives taught

Revision: 0004, after 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "speed_factors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("road_class", sa.Text(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("factor", sa.Double(), nullable=False),
        sa.Column("driven_s", sa.Integer(), nullable=False),
        sa.Column("learnt_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speed_factors")),
        sa.UniqueConstraint("road_class", "hour", name=op.f("uq_speed_factors_road_class_hour")),
    )
