"""Alembic's entry: runs this service's revisions over the connection that the host hands in."""

from alembic import context

from services.signing.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA, render_as_batch=True)
context.run_migrations()
