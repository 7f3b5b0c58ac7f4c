"""an SMS of several parts, of which each has its own id and its own receipt

Revision: 0039, after 0038
"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sms_parts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("number", "count")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("digits", "provider_id", "receipt")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name=op.f("fk_sms_parts_message_id_messages")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sms_parts")),
        sa.UniqueConstraint("message_id", "number", name=op.f("uq_sms_parts_message_id_number")),
    )
    op.create_index("ix_sms_parts_digits", "sms_parts", ["digits"])
    op.create_table(
        "stray_receipts",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("digits", "provider_id", "receipt")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stray_receipts")),
    )
    op.create_index("ix_stray_receipts_digits", "stray_receipts", ["digits"])


def downgrade() -> None:
    op.drop_table("stray_receipts")
    op.drop_table("sms_parts")
