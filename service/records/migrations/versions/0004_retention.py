"""What retention counts from: sensitive messages, and when accounts were closed and expired"""

import json

import sqlalchemy as sa
from alembic import op


revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_MESSAGES = sa.table("messages", sa.column("id", sa.String), sa.column("sensitive", sa.JSON))


def upgrade() -> None:
    op.add_column("messages", sa.Column("sensitive", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("accounts", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("accounts", sa.Column("expired_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE accounts SET closed_at = updated_at WHERE balance = 0")
    _flag_sensitive_messages()


def _flag_sensitive_messages() -> None:
    """The traces of the turns so far say which messages were sensitive."""
    connection = op.get_bind()
    after = ""
    turns = "SELECT id, inbound_id, outbound_id, trace FROM turns WHERE id > :after AND trace IS NOT NULL ORDER BY id LIMIT 500"
    while page := connection.execute(sa.text(turns), {"after": after}).all():
        for turn_id, inbound_id, outbound_id, trace in page:
            after = turn_id
            kinds = sorted((json.loads(trace).get("redaction") or {}).get("sensitive") or [])
            if kinds:
                rows = _MESSAGES.c.id.in_([one for one in (inbound_id, outbound_id) if one])
                connection.execute(sa.update(_MESSAGES).where(rows).values(sensitive=kinds))


def downgrade() -> None:
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_column("sensitive")
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.drop_column("expired_at")
        batch_op.drop_column("closed_at")
