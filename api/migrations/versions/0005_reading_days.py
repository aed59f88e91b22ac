"""reading days

Revision: 0005, after 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('reading_days',
    sa.Column('account_number', sa.String(length=13), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('kwh', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['account_number'], ['customers.account_number'],
        name=op.f('fk_reading_days_account_number_customers')),
    sa.PrimaryKeyConstraint('account_number', 'day', name=op.f('pk_reading_days'))
    )
    with op.batch_alter_table('reading_days', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reading_days_day'), ['day'], unique=False)


def downgrade() -> None:
    op.drop_table('reading_days')
