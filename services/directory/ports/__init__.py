"""What the directory needs from outside, in small Protocols."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

from services.directory.ports.books import Ledger, OfficeBook, PeopleBook
from services.directory.ports.keys import KnownKeys, SessionBook, TokenBook, TryBook
from services.directory.ports.secrets import FindCredential, KnownCredential, Passwords, Secrets


class DirectoryWork(OfficeBook, PeopleBook, SessionBook, TokenBook, TryBook, Ledger, Protocol):
    """One open transaction of the directory."""


DirectoryStores = Callable[[], AbstractContextManager[DirectoryWork]]

__all__ = ["DirectoryStores", "DirectoryWork", "FindCredential", "KnownCredential", "KnownKeys", "Passwords", "Secrets"]
