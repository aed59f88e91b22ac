"""what a customer's basic charge is counted by

Revision: 0007, after 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('customers', sa.Column('demand_basis', sa.String(length=20), nullable=True))


def downgrade() -> None:
    op.drop_column('customers', 'demand_basis')  # not in a batch: other tables refer to the one it would make anew
