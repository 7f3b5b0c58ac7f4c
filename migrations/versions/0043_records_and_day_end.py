"""handoffs that are corrected, goods that come back, cash that is counted, days that are closed

Revision: 0043, after 0042
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

_STANDING = sa.text("replaced_at is null")
_NOT_REOPENED = sa.text("reopened_at is null")


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _moment(name: str, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _number(name: str, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def upgrade() -> None:
    op.drop_constraint("uq_handoffs_order_id_attempt", "handoffs")
    for column in (
        sa.Column("means", sa.Text(), nullable=False, server_default=""),
        sa.Column("items_damaged", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("on_paper", sa.Boolean(), nullable=False, server_default="false"),
        sa.Column("open_proofs", sa.ARRAY(sa.Text()), nullable=False, server_default="{}"),
        _moment("promise_start", nullable=True),
        _moment("promise_end", nullable=True),
        _moment("arrived_at", nullable=True),
        _number("replaces_id", nullable=True),
        _moment("replaced_at", nullable=True),
        sa.Column("why", sa.Text(), nullable=False, server_default=""),
        sa.Column("why_words", sa.Text(), nullable=False, server_default=""),
    ):
        op.add_column("handoffs", column)
    # there was no other way to pay
    op.execute("update handoffs set means = 'cash' where collected > 0")
    op.create_index(
        "uq_handoffs_standing", "handoffs", ["order_id", "attempt"], unique=True, postgresql_where=_STANDING
    )
    op.create_index("ix_handoffs_acted_at", "handoffs", ["acted_at"])
    op.create_index("ix_handoffs_stop_id", "handoffs", ["stop_id"])
    op.create_table(
        "turned_items",
        _number("id"),
        _number("handoff_id"),
        _number("line_id"),
        _text("sku"),
        _text("name"),
        _number("sent"),
        _number("refused"),
        _number("damaged"),
        _text("issue"),
        _text("done"),
        sa.ForeignKeyConstraint(["handoff_id"], ["handoffs.id"], name=op.f("fk_turned_items_handoff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turned_items")),
    )
    op.create_index("ix_turned_items_handoff_id", "turned_items", ["handoff_id"])
    op.create_table(
        "goods_back",
        _number("id"),
        _number("handoff_id"),
        _number("order_id"),
        _number("parcel_id", nullable=True),
        _number("line_id", nullable=True),
        _text("name"),
        _number("pieces"),
        _number("damaged"),
        _number("shift_id", nullable=True),
        _text("place"),
        _moment("expected_at"),
        _moment("seen_at", nullable=True),
        _text("seen_by"),
        _text("goes_to"),
        _moment("void_at", nullable=True),
        sa.ForeignKeyConstraint(["handoff_id"], ["handoffs.id"], name=op.f("fk_goods_back_handoff_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_goods_back_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goods_back")),
        sa.UniqueConstraint(
            "handoff_id", "parcel_id", "line_id", name=op.f("uq_goods_back_handoff_id_parcel_id_line_id")
        ),
    )
    for column in ("handoff_id", "order_id", "parcel_id", "shift_id"):
        op.create_index(f"ix_goods_back_{column}", "goods_back", [column])
    op.create_table(
        "handoff_drafts",
        _number("id"),
        _number("order_id"),
        _text("by"),
        _moment("at"),
        sa.Column("entered", postgresql.JSONB(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_handoff_drafts_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handoff_drafts")),
        sa.UniqueConstraint("order_id", name=op.f("uq_handoff_drafts_order_id")),
    )
    op.create_table(
        "cash_counts",
        _number("id"),
        sa.Column("day", sa.Date(), nullable=False),
        _number("shift_id", nullable=True),
        _text("currency"),
        sa.Column("pieces", postgresql.JSONB(), nullable=False),
        _number("loose"),
        _number("total"),
        _number("due"),
        _text("reason"),
        _moment("counted_at"),
        _text("counted_by"),
        sa.ForeignKeyConstraint(["shift_id"], ["shifts.id"], name=op.f("fk_cash_counts_shift_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cash_counts")),
    )
    op.create_index("ix_cash_counts_day", "cash_counts", ["day"])
    op.create_table(
        "close_waivers",
        _number("id"),
        sa.Column("day", sa.Date(), nullable=False),
        _text("key"),
        _text("reason"),
        _moment("waived_at"),
        _text("waived_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_close_waivers")),
        sa.UniqueConstraint("day", "key", name=op.f("uq_close_waivers_day_key")),
    )
    op.create_table(
        "van_closings",
        _number("id"),
        _number("shift_id"),
        _moment("closed_at"),
        _text("closed_by"),
        sa.ForeignKeyConstraint(["shift_id"], ["shifts.id"], name=op.f("fk_van_closings_shift_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_van_closings")),
        sa.UniqueConstraint("shift_id", name=op.f("uq_van_closings_shift_id")),
    )
    op.create_table(
        "day_closings",
        _number("id"),
        sa.Column("day", sa.Date(), nullable=False),
        _moment("closed_at"),
        _text("closed_by"),
        sa.Column("facts", postgresql.JSONB(), nullable=False),
        _moment("reopened_at", nullable=True),
        _text("reopened_by"),
        _text("why"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_closings")),
    )
    op.create_index("uq_day_closings_standing", "day_closings", ["day"], unique=True, postgresql_where=_NOT_REOPENED)


def downgrade() -> None:
    for table in (
        "day_closings", "van_closings", "close_waivers", "cash_counts", "handoff_drafts", "goods_back", "turned_items",
    ):  # fmt: skip
        op.drop_table(table)
    for index in ("uq_handoffs_standing", "ix_handoffs_acted_at", "ix_handoffs_stop_id"):
        op.drop_index(index, table_name="handoffs")
    # one record an attempt: the one that stands
    op.execute("delete from handoffs where replaced_at is not null")
    for column in (
        "why_words", "why", "replaced_at", "replaces_id", "arrived_at", "promise_end", "promise_start", "open_proofs",
        "on_paper", "items_damaged", "means",
    ):  # fmt: skip
        op.drop_column("handoffs", column)
    op.create_unique_constraint("uq_handoffs_order_id_attempt", "handoffs", ["order_id", "attempt"])
