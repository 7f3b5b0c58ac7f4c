"""what customers answer, who wants no messages, and what gateways say became of them

Revision: 0034, after 0033
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _time(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer(), nullable=False)


def upgrade() -> None:
    op.add_column("messages", sa.Column("segments", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("messages", sa.Column("receipt", sa.Text(), nullable=False, server_default=""))
    op.add_column("messages", _time("receipt_at", nullable=True))
    op.add_column("messages", _time("valid_until", nullable=True))
    op.add_column("messages", _time("told_eta", nullable=True))
    op.create_index("ix_messages_provider_id", "messages", ["provider_id"])
    op.add_column("customers", sa.Column("merged_into", sa.Integer(), nullable=True))
    op.add_column("customers", sa.Column("merged_orders", postgresql.JSONB(), nullable=False, server_default="[]"))
    op.create_foreign_key(op.f("fk_customers_merged_into_customers"), "customers", "customers", ["merged_into"], ["id"])
    op.create_index("ix_customers_merged_into", "customers", ["merged_into"])
    op.create_table(
        "opt_outs",
        _id(),
        *_texts("channel", "digest", "shown", "said", "by"),
        _time("at"),
        _time("ended_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opt_outs")),
    )
    op.create_index("ix_opt_outs_channel_digest", "opt_outs", ["channel", "digest"])
    op.create_table(
        "incoming_messages",
        _id(),
        *_texts("channel", "provider_id", "sent_from", "sent_to", "subject", "body", "said", "meaning"),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("customer_id", "order_id")),
        _time("sent_at"),
        _time("taken_at"),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_incoming_messages_customer_id_customers")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_incoming_messages_order_id_orders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming_messages")),
        sa.UniqueConstraint("channel", "provider_id", name=op.f("uq_incoming_messages_channel_provider_id")),
    )
    for column in ("customer_id", "order_id"):
        op.create_index(f"ix_incoming_messages_{column}", "incoming_messages", [column])
    op.create_table(
        "message_rules",
        _id(),
        *_texts("kind_of", "first", "second"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_rules")),
        sa.UniqueConstraint("kind_of", name=op.f("uq_message_rules_kind_of")),
    )
    op.create_table(
        "reply_marks",
        _id(),
        *_texts("channel"),
        _time("read_until"),
        _time("asked_at"),
        sa.Column("has_list", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_marks")),
        sa.UniqueConstraint("channel", name=op.f("uq_reply_marks_channel")),
    )
    op.create_table(
        "site_keys",
        *_texts("name", "value"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_site_keys")),
    )


def downgrade() -> None:
    for table in ("site_keys", "reply_marks", "message_rules", "incoming_messages", "opt_outs"):
        op.drop_table(table)
    op.drop_index("ix_messages_provider_id", "messages")
    for column in ("merged_orders", "merged_into"):
        op.drop_column("customers", column)
    for column in ("told_eta", "valid_until", "receipt_at", "receipt", "segments"):
        op.drop_column("messages", column)
