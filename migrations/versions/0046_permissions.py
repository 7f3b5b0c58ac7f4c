"""a register of permissions to leave a parcel without its receiver

Revision: 0046, after 0045
"""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "permissions",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("address_id", sa.Integer(), sa.ForeignKey("addresses.id"), nullable=False, index=True),
        sa.Column("kind_of", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("said_by", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.Date()),
        sa.Column("most", sa.Integer()),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("ended_by", sa.Text(), nullable=False),
    )
    op.create_index(
        "uq_permissions_standing",
        "permissions",
        ["address_id", "kind_of"],
        unique=True,
        postgresql_where=sa.text("ended_at is null"),
    )
    # nobody wrote down who allowed what stands already
    op.execute(
        "insert into permissions (address_id, kind_of, place, said_by, said_at, currency, ended_by) "
        "select id, 'safe_place', safe_place, '', now(), '', '' from addresses where safe_place <> ''"
    )


def downgrade() -> None:
    op.drop_table("permissions")
