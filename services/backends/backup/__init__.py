"""Copies of a whole office in a folder: databases at one instant, then all objects, proved; and the way back."""
