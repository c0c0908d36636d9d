"""The intake views: plain reads into small values, for pages, the API and the command line."""

from services.intake.views.arrivals import ArrivalViews
from services.intake.views.incoming import IncomingViews
from services.intake.views.outgoing import OutgoingViews
from services.intake.views.registers import RegisterViews


class IntakeViews(RegisterViews, ArrivalViews, IncomingViews, OutgoingViews):
    """All reads of this service."""
