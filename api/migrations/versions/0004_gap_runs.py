"""gap runs

Revision: 0004, after 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import api.database

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('gap_runs',
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('asked_by', sa.String(length=60), nullable=False),
    sa.Column('asked_at', api.database.Moment(timezone=True), nullable=False),
    sa.Column('started_at', api.database.Moment(timezone=True), nullable=True),
    sa.Column('ended_at', api.database.Moment(timezone=True), nullable=True),
    sa.Column('questions', sa.Integer(), nullable=True),
    sa.Column('found', sa.Integer(), nullable=True),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_gap_runs'))
    )
    with op.batch_alter_table('gap_runs', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_gap_runs_asked_at'), ['asked_at'], unique=False)


def downgrade() -> None:
    op.drop_table('gap_runs')
