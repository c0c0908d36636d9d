"""Which request of a person or a program the present work belongs to, however far it has come."""

from contextvars import ContextVar

REQUEST: ContextVar[str] = ContextVar("request", default="")
"""The id that the answer carried as `X-Request-ID`; empty for work nobody asked for."""
