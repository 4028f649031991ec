"""Messages in the outbox that wait for an hour at which they may go, or that a right has overtaken"""

import sqlalchemy as sa
from alembic import op


revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("waits_for", sa.String(length=400), nullable=True))
    op.add_column("outbox", sa.Column("not_before", sa.DateTime(timezone=True), nullable=True))
    op.add_column("outbox", sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("outbox", sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        for name in ("withdrawn_at", "judged_at", "not_before", "waits_for"):
            batch_op.drop_column(name)
