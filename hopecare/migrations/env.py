"""How alembic runs here: on the connection it is given, one transaction a revision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from alembic import context
from sqlalchemy import MetaData, TypeDecorator

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext
    from sqlalchemy import Connection

_MIGRATION_LOCK = 4_670_733
_NAMING = {"ck": "ck_%(table_name)s_%(constraint_name)s"}  # the CHECK of an enum names itself


def render_item(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:  # noqa: ANN401
    """Write our own column types as the plain types they lie in."""
    if kind == "type" and isinstance(item, TypeDecorator):
        autogen.imports.add("import sqlalchemy as sa")
        return f"sa.{item.impl!r}"
    return False


def run(connection: Connection) -> None:
    """Run the revisions in one transaction, alone on PostgreSQL, over all towns."""
    context.configure(
        connection=connection,
        target_metadata=context.config.attributes.get(
            "metadata", MetaData(naming_convention=_NAMING)
        ),
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=render_item,
        compare_type=True,
        compare_server_default=True,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})")
            connection.exec_driver_sql("SET LOCAL lock_timeout = '10s'")
            connection.exec_driver_sql("SET LOCAL hopecare.scope = 'all'")
        context.run_migrations()


run(context.config.attributes["connection"])
