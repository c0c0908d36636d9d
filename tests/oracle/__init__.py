"""Judges of PDF files that are not ours, and the files they judge."""
