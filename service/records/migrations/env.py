"""Alembic environment: migrations run on the connection that `Database.migrate` hands over."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from service.records.columns import Cents, Moment
from service.records.models import Base


def _plain_type(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Migrations name database types only, so that they never depend on code that moves on."""
    if kind == "type" and isinstance(item, Cents):
        return "sa.BigInteger()"
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=_plain_type,
)
with context.begin_transaction():
    context.run_migrations()
