"""Every stored object this service's records refer to, so that a sweep can name those nobody does."""

from collections.abc import Iterator

from services.intake.tables.digests import digests_in
from services.intake.views.base import Reading


class DigestViews(Reading):
    """The objects' part of the intake views."""

    def digests(self) -> Iterator[str]:
        """Digests of all files of documents, editions, waiting uploads and files kept apart; some more than once."""
        with self.database.read() as connection:
            yield from digests_in(connection)
