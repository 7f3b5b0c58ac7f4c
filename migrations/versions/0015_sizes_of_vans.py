"""vans have a height, a width, a length and a permitted mass; until they are entered, those of a large panel van

Revision: 0015, after 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

LARGE_VAN = {"height_cm": 270, "width_cm": 205, "length_cm": 600, "mass_kg": 3500}


def upgrade() -> None:
    for name, measure in LARGE_VAN.items():
        op.add_column("vehicles", sa.Column(name, sa.Integer(), nullable=False, server_default=str(measure)))


def downgrade() -> None:
    for name in LARGE_VAN:
        op.drop_column("vehicles", name)
