"""where a parcel stands in the van it was loaded into; orders are found without accents and by any spelling of a phone

Revision: 0010, after 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("parcels", sa.Column("loaded_place", sa.Text(), nullable=False, server_default=""))
    op.execute(
        r"""UPDATE orders SET search_text = trim(
            regexp_replace(normalize(replace(search_text, 'ß', 'ss'), NFKD), E'[\u0300-\u036f]', '', 'g')
            || ' ' || ltrim(regexp_replace(phone, '[^0-9]', '', 'g'), '0'))"""
    )
    # a change that waits may have been kept without all its parts: it goes on waiting, so that nobody verifies over it,
    # and the next import notes it anew, whole
    op.execute("UPDATE orders SET source_fingerprint = '' WHERE source_change IS NOT NULL")
