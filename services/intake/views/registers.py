"""Reads about registers: the list, their volumes, whether they are whole."""

from services.intake.views.base import Reading


class RegisterViews(Reading):
    """The registers' part of the intake views."""
