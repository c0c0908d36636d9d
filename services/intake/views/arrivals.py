"""Reads about the clerk's queue."""

from services.intake.views.base import Reading


class ArrivalViews(Reading):
    """The queue's part of the intake views."""
