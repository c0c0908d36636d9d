"""The signing views: plain reads into small values, for pages, the API and the command line."""

from services.signing.views.book import BookViews
from services.signing.views.seals import SealViews


class SigningViews(BookViews, SealViews):
    """All reads of this service."""
