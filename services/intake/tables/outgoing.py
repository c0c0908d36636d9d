"""Outgoing documents, their versions, approvals and recipients."""
