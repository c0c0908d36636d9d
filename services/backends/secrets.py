"""Passwords by argon2id and secrets by the machine's random source."""

import hashlib
import secrets
import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class Argon2Passwords:
    """argon2id with the parameters OWASP advises (19 MiB, two passes); few at a time, so that memory stays bounded."""

    def __init__(self, memory_kib: int = 19_456, passes: int = 2) -> None:
        self._hasher = PasswordHasher(time_cost=passes, memory_cost=memory_kib, parallelism=1)
        self._few = threading.BoundedSemaphore(4)
        self._nobody = self._hasher.hash(secrets.token_hex(16))

    def digest(self, password: str) -> str:
        """The hash to keep."""
        with self._few:
            return self._hasher.hash(_typed(password))

    def fits(self, digest: str | None, password: str) -> bool:
        """Whether the password belongs to the hash; takes as long when there is none."""
        with self._few:
            try:
                return self._hasher.verify(digest or self._nobody, _typed(password)) and digest is not None
            except (VerificationError, InvalidHashError):
                return False


class RandomSecrets:
    """256-bit secrets, and first passwords of four groups."""

    def fresh(self) -> str:
        """A new secret nobody can guess, safe in cookies and headers."""
        return secrets.token_urlsafe(32)

    def digest(self, secret: str) -> str:
        """What is kept of a secret: SHA-256 in lower-case hex."""
        return hashlib.sha256(_bytes(secret)).hexdigest()

    def password(self) -> str:
        """A first password that can be read out and typed."""
        return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


def _typed(password: str) -> bytes:
    # The same keys give composed or decomposed letters, depending on the machine.
    return _bytes(unicodedata.normalize("NFC", password))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
