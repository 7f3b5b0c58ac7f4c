"""texts of messages are written by screen, and every version stays

Revision: 0037, after 0036
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "message_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("kind_of", "channel", "language")),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_texts")),
        sa.UniqueConstraint(
            "kind_of", "channel", "language", "version", name=op.f("uq_message_texts_kind_of_channel_language_version")
        ),
    )
    op.add_column("messages", sa.Column("text_language", sa.Text(), nullable=False, server_default=""))
    op.add_column("messages", sa.Column("text_version", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("messages", "text_version")
    op.drop_column("messages", "text_language")
    op.drop_table("message_texts")
