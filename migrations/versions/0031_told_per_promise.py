"""what a message is about: a reminder is told once for each promise

Revision: 0031, after 0030
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

_BEFORE = ["order_id", "attempt", "kind_of", "channel"]
_NAME = "uq_messages_order_id_attempt_kind_of_channel"


def upgrade() -> None:
    op.add_column("messages", sa.Column("about", sa.Text(), server_default="", nullable=False))
    # reminders that wait are about the promise that stands
    op.execute(
        "update messages set about = "
        "to_char(promise_start at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS') || '+00:00' "
        "from orders where orders.id = order_id and kind_of = 'reminder' and promise_start is not null"
    )
    op.drop_constraint(op.f(_NAME), "messages")
    op.create_unique_constraint(op.f(f"{_NAME}_about"), "messages", [*_BEFORE, "about"])


def downgrade() -> None:
    # of several for one attempt the first one stays
    op.execute(
        "delete from messages later using messages first where first.order_id = later.order_id "
        "and first.attempt = later.attempt and first.kind_of = later.kind_of and first.channel = later.channel "
        "and first.id < later.id"
    )
    op.drop_constraint(op.f(f"{_NAME}_about"), "messages")
    op.create_unique_constraint(op.f(_NAME), "messages", _BEFORE)
    op.drop_column("messages", "about")
