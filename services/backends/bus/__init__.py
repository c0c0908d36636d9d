"""Embedded delivery of facts between services: threads, leases, retries and a dead-letter desk, all in SQL."""
