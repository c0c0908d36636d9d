"""Visible PAdES signatures on the office's PDFs: prepare, sign, number, seal, and check by a policy of our own."""
