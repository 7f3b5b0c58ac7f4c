"""whether the source cancelled an order, apart from whether it is closed here; what labels and slips say;
claims of messages are numbered

Revision: 0011, after 0010
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("orders", sa.Column("source_cancelled", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("sheets", sa.Column("facts", postgresql.JSONB(), nullable=False, server_default="{}"))
    op.add_column("messages", sa.Column("claim", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("plan_edits", sa.Column("published", postgresql.JSONB(), nullable=False, server_default="{}"))
    op.add_column("orders", sa.Column("goods_key", sa.Text(), nullable=False, server_default=""))
    op.execute(
        """UPDATE orders SET goods_key = found.key FROM (
            SELECT order_id, md5(string_agg(sku || ':' || pieces, '|' ORDER BY sku COLLATE "C")) AS key FROM (
                SELECT order_id, sku, sum(quantity) AS pieces FROM order_lines GROUP BY order_id, sku
            ) AS lines GROUP BY order_id
        ) AS found WHERE found.order_id = orders.id"""
    )
    op.create_index("ix_orders_customer_id_goods_key_placed_at", "orders", ["customer_id", "goods_key", "placed_at"])
    # nobody but a source could cancel an order before; its next word is compared with this
    op.execute("UPDATE orders SET source_cancelled = true WHERE closure = 'cancelled'")
    # an earlier 0010 emptied changes that waited; nobody is to verify over what was lost
    op.execute(
        """UPDATE orders SET source_change = jsonb_build_object(
            'fingerprint', '', 'seen_at', now()::text, 'order', NULL, 'differences',
            jsonb_build_array(jsonb_build_array(
                'change at the source', 'not kept by an earlier version', 'import its file again to see it')))
        WHERE verification = 'changed' AND source_change IS NULL AND source_fingerprint = ''"""
    )
