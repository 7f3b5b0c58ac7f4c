"""drivers' phones: links, what they did, photos; checks of vans

Revision: 0045, after 0044
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _moment(name: str, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _number(name: str, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _json(name: str) -> sa.Column[object]:
    return sa.Column(name, postgresql.JSONB(), nullable=False)


def _key(name: str, target: str, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), sa.ForeignKey(f"{target}.id"), nullable=nullable, index=True)


def upgrade() -> None:
    op.add_column("handoffs", sa.Column("place", postgresql.JSONB(), nullable=False, server_default="{}"))
    op.create_table(
        "driver_links",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("token", sa.Text(), nullable=False, unique=True),
        _key("shift_id", "shifts"),
        _moment("made_at"),
        _moment("expires_at"),
        _text("code"),
        _moment("code_until", nullable=True),
        _moment("revoked_at", nullable=True),
        _text("revoked_by"),
    )
    op.create_index(
        "uq_driver_links_standing",
        "driver_links",
        ["shift_id"],
        unique=True,
        postgresql_where=sa.text("revoked_at is null"),
    )
    op.create_table(
        "driver_phones",
        sa.Column("id", sa.Integer(), primary_key=True),
        _key("link_id", "driver_links"),
        sa.Column("digest", sa.Text(), nullable=False, unique=True),
        _text("name"),
        _moment("taken_at"),
        _moment("ended_at", nullable=True),
        _moment("heard_at"),
        _number("announced"),
        _json("checks"),
    )
    op.create_table(
        "phone_acts",
        sa.Column("id", sa.Integer(), primary_key=True),
        _text("act_id"),
        _text("digest"),
        sa.Column("phone_id", sa.Integer(), sa.ForeignKey("driver_phones.id"), nullable=False),
        _number("counter"),
        _text("kind_of"),
        _key("order_id", "orders", nullable=True),
        _json("said"),
        _moment("received_at"),
        _moment("acted_at"),
        _moment("earliest"),
        _moment("latest"),
        _text("state"),
        _text("reason"),
        _json("facts"),
        _number("record_id", nullable=True),
        _moment("settled_at", nullable=True),
        _text("settled_by"),
        _text("words"),
        sa.UniqueConstraint("act_id", "digest"),
    )
    op.create_index("ix_phone_acts_phone_counter", "phone_acts", ["phone_id", "counter"])
    op.create_table(
        "phone_photos",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("photo_id", sa.Text(), nullable=False, unique=True),
        sa.Column("phone_id", sa.Integer(), sa.ForeignKey("driver_phones.id"), nullable=False),
        _key("order_id", "orders", nullable=True),
        _text("digest"),
        sa.Column("picture", sa.LargeBinary()),
        _text("wrong"),
        _moment("received_at"),
    )
    op.create_table(
        "van_checks",
        sa.Column("id", sa.Integer(), primary_key=True),
        _key("shift_id", "shifts"),
        _key("vehicle_id", "vehicles"),
        _text("way"),
        _number("odometer", nullable=True),
        _text("fuel"),
        _text("damage"),
        sa.Column("papers", sa.Boolean(), nullable=False),
        _moment("at"),
        _text("by"),
    )


def downgrade() -> None:
    for table in ("van_checks", "phone_photos", "phone_acts", "driver_phones", "driver_links"):
        op.drop_table(table)
    op.drop_column("handoffs", "place")
