"""The intake views: plain reads into small values, for pages, the API and the command line."""

from collections.abc import Iterator
from itertools import chain

from services.intake.views.answers import AnswerViews
from services.intake.views.arrivals import ArrivalViews
from services.intake.views.digests import DigestViews
from services.intake.views.registers import RegisterViews
from services.intake.views.statistics import StatisticViews
from services.kernel.facts import Fact


class IntakeViews(ArrivalViews, AnswerViews, DigestViews, RegisterViews, StatisticViews):
    """All reads of this service."""

    def facts(self) -> Iterator[Fact]:
        """Everything the index and the archive need to know, regenerated from the records."""
        return chain(self.incoming_facts(), self.outgoing_facts())
