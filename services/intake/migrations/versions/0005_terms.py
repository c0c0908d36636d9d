"""Registers that number by terms of the Party committee."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Registers there are number by years."""
    op.add_column("registers", sa.Column("terms", sa.String(length=500), server_default="", nullable=False))


def downgrade() -> None:
    """Forget terms."""
    op.drop_column("registers", "terms")
