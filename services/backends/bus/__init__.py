"""Delivery of facts between services: in SQL and threads within one process, over a broker between many (`rabbit`)."""
