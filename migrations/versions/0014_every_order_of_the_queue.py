"""the queue is read from an index alone, in every order; orders are found by what they need

Revision: 0014, after 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

PLAIN = ("leaves_at", "step_since", "number", "customer_name")
NULLABLE = ("leaves_at", "promise_start")


def upgrade() -> None:
    for column in PLAIN:
        op.drop_index(f"ix_orders_{column}_id", table_name="orders")
    for column in (*PLAIN, "promise_start"):
        op.create_index(f"ix_orders_{column}_id", "orders", [column, "id"], postgresql_include=["stage"])
    for column in NULLABLE:
        keys = [sa.text(f"{column} DESC NULLS LAST"), sa.text("id DESC")]
        op.create_index(f"ix_orders_{column}_down", "orders", keys, postgresql_include=["stage"])
    op.create_index("ix_orders_requirements", "orders", ["requirements"], postgresql_using="gin")


def downgrade() -> None:
    op.drop_index("ix_orders_requirements", table_name="orders")
    for column in NULLABLE:
        op.drop_index(f"ix_orders_{column}_down", table_name="orders")
    for column in (*PLAIN, "promise_start"):
        op.drop_index(f"ix_orders_{column}_id", table_name="orders")
    for column in PLAIN:
        op.create_index(f"ix_orders_{column}_id", "orders", [column, "id"])
