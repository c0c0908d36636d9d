"""Reads about outgoing documents."""

from collections.abc import Iterator, Mapping

from services.intake.views.base import Reading
from services.kernel.facts import Fact


class OutgoingViews(Reading):
    """The outgoing half of the intake views."""

    def outgoing_facts(self) -> Iterator[Fact]:
        """What has been told about issued documents, from the records."""
        return iter(())

    def outgoing_lines(self, register_id: str, year: int) -> Iterator[Mapping[str, str]]:
        """The lines of an outgoing register's volume: fields of the printed form (`kernel.registers`), in number order."""
        return iter(())
