"""links to customers' pages, their answers, and what customer service has to answer

Revision: 0033, after 0032
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer(), nullable=False)


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _times(*names: str, nullable: bool = False) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.DateTime(timezone=True), nullable=nullable) for name in names]


def _reference(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def upgrade() -> None:
    op.create_table(
        "customer_links",
        _id(),
        *_texts("token", "kind_of", "sent_to"),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        *_times("made_at", "expires_at"),
        *_times("revoked_at", nullable=True),
        _reference("customer_links", "order_id", "orders"),
        _reference("customer_links", "message_id", "messages"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_links")),
        sa.UniqueConstraint("token", name=op.f("uq_customer_links_token")),
        sa.UniqueConstraint("message_id", name=op.f("uq_customer_links_message_id")),
    )
    op.create_index("ix_customer_links_order_id", "customer_links", ["order_id"])
    op.create_table(
        "survey_answers",
        _id(),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("order_id", "attempt", "rating")),
        *_texts("text", "route_name", "driver"),
        *_times("at"),
        _reference("survey_answers", "order_id", "orders"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_answers")),
        sa.UniqueConstraint("order_id", "attempt", name=op.f("uq_survey_answers_order_id_attempt")),
    )
    op.create_index("ix_survey_answers_order_id", "survey_answers", ["order_id"])
    op.create_table(
        "inbox_items",
        _id(),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("customer_id", "order_id", "message_id")),
        *_texts("kind_of", "said_by", "text", "reason", "owner", "done_by", "answer"),
        sa.Column("facts", postgresql.JSONB(), nullable=False),
        *_times("opened_at", "due_at"),
        *_times("snoozed_until", "done_at", nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _reference("inbox_items", "customer_id", "customers"),
        _reference("inbox_items", "order_id", "orders"),
        _reference("inbox_items", "message_id", "messages"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox_items")),
    )
    op.create_index("ix_inbox_items_done_at_due_at", "inbox_items", ["done_at", "due_at"])
    for column in ("customer_id", "order_id", "message_id"):
        op.create_index(f"ix_inbox_items_{column}", "inbox_items", [column])


def downgrade() -> None:
    op.drop_table("inbox_items")
    op.drop_table("survey_answers")
    op.drop_table("customer_links")
