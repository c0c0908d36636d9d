"""Number and notation are unique in the year of the date of issue, not in the year in which a term began."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """The year of documents that have their date is read off it."""
    op.add_column("outgoing", sa.Column("issued_year", sa.Integer(), nullable=True))
    year, day = sa.column("issued_year", sa.Integer()), sa.column("issued_on", sa.Date())
    op.execute(
        sa.table("outgoing", year, day).update().where(day.is_not(None)).values(issued_year=sa.extract("year", day))
    )
    op.drop_index("outgoing_notation", "outgoing")
    op.create_index("outgoing_notation", "outgoing", ["issued_year", "notation", "year"], unique=True)


def downgrade() -> None:
    """Count by the year of the volume again."""
    op.drop_index("outgoing_notation", "outgoing")
    op.create_index("outgoing_notation", "outgoing", ["year", "notation"], unique=True)
    op.drop_column("outgoing", "issued_year")
