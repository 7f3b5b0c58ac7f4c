"""Alembic's entry: the program hands over its own connection, already under the migration lock."""

from alembic import context

from dispatch_console.store.entities import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
with context.begin_transaction():
    context.run_migrations()
