"""what was read of signed sheets

Revision: 0047, after 0046
"""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def _flag(name: str, nullable: bool = False) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "sheet_rows",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("sheet_id", sa.Integer(), sa.ForeignKey("sheets.id"), nullable=False, index=True),
        sa.Column("order_id", sa.Integer(), sa.ForeignKey("orders.id"), nullable=False, index=True),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("stop", sa.Integer(), nullable=False),
        _flag("signed", nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        _flag("name_written"),
        _flag("time_written"),
        _flag("ticked"),
        sa.Column("crop", sa.LargeBinary()),
        sa.Column("written", sa.LargeBinary()),
        _flag("stale"),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_by", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.UniqueConstraint("sheet_id", "order_id"),
    )


def downgrade() -> None:
    op.drop_table("sheet_rows")
