"""What every group of views reads from."""

from services.backends.database import Database


class Reading:
    """Short read transactions on this service's database."""

    def __init__(self, database: Database) -> None:
        self.database = database
