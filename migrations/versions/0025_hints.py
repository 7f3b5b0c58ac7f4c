"""orders that a live system is to be asked for at once or that may become work, and how far it was read again

Revision: 0025, after 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("live_sources", sa.Column("open_to", sa.Text(), server_default="", nullable=False))
    for name in ("rang_at", "falsely_rung_at"):
        op.add_column("live_sources", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "source_hints",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["live_sources.id"], name=op.f("fk_source_hints_source_id_live_sources")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_hints")),
    )
    op.create_index(op.f("ix_source_hints_source_id"), "source_hints", ["source_id"])
    op.create_table(
        "source_watches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["live_sources.id"], name=op.f("fk_source_watches_source_id_live_sources")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_watches")),
        sa.UniqueConstraint("source_id", "ref", name=op.f("uq_source_watches_source_id_ref")),
    )


def downgrade() -> None:
    op.drop_table("source_watches")
    op.drop_table("source_hints")
    for name in ("falsely_rung_at", "rang_at", "open_to"):
        op.drop_column("live_sources", name)
