"""Runs the migrations on the connection, and inside the transaction, that the store hands over."""

from alembic import context

from deviceclerk.store.schema import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, transactional_ddl=False)
context.run_migrations()
