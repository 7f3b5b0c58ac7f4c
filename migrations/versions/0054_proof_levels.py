"""how strongly each proof is asked, of which orders; PINs

Revision: 0054, after 0053
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "proof_rules",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True)),
    )
    op.create_table(
        "pin_tries",
        sa.Column("order_id", sa.Integer(), sa.ForeignKey("orders.id"), primary_key=True),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("right_at", sa.DateTime(timezone=True)),
    )
    # two random UUIDs are 244 bits that nobody can guess, without an extension
    op.execute(
        "insert into site_keys (name, value) values ('pins', gen_random_uuid()::text || gen_random_uuid()::text)"
    )
    op.add_column("handoffs", sa.Column("lacking", ARRAY(sa.Text()), nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("handoffs", "lacking")
    op.execute("delete from site_keys where name = 'pins'")
    op.drop_table("pin_tries")
    op.drop_table("proof_rules")
