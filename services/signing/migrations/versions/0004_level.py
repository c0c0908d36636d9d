"""A signature keeps the level it reached and why not the one wanted; of older ones nothing is said."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("marks", schema=None) as batch_op:
        batch_op.add_column(sa.Column("level", sa.String(length=10), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("lack", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("marks", schema=None) as batch_op:
        batch_op.drop_column("lack")
        batch_op.drop_column("level")
