"""Placeholder."""


def add(words, shared):
    """Add."""
