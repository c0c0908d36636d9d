"""Reads about arrived documents."""

from services.intake.views.base import Reading


class IncomingViews(Reading):
    """The arrived documents' part of the intake views."""
