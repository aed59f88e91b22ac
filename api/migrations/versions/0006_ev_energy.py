"""energy of a customer's car

Revision: 0006, after 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import api.columns

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('customers', sa.Column('ev_kwh_month', api.columns.Exact(length=40), nullable=True))


def downgrade() -> None:
    op.drop_column('customers', 'ev_kwh_month')  # not in a batch: other tables refer to the one it would make anew
