"""What every group of views reads from."""

from services.backends.database import Database
from services.kernel.clock import Clock


class ViewBase:
    """Short read transactions on this service's database; `clock` tells which claims have lapsed."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database = database
        self.clock = clock
