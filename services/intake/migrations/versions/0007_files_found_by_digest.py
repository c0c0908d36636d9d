"""Files found by their digest: erasing asks whether any document has them while everybody else waits."""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Files there are are indexed."""
    op.create_index("ix_files_digest", "files", ["digest"])


def downgrade() -> None:
    """Take the index away."""
    op.drop_index("ix_files_digest", "files")
