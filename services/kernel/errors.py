"""Refusals: the few errors of the product, worded for the person who meets them."""

from collections.abc import Mapping


class Refusal(Exception):
    """A request that cannot be met, said in Vietnamese with what to do next.

    `code` is stable and made of lower-case words joined by hyphens; `fields` maps a form field to its own sentence.
    """

    def __init__(self, code: str, detail: str, next: str = "", *, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.next = next
        self.fields: Mapping[str, str] = fields or {}

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.code, self.detail, self.next, dict(self.fields)))


def _rebuild(kind: type[Refusal], code: str, detail: str, next: str, fields: dict[str, str]) -> Refusal:
    return kind(code, detail, next, fields=fields)


class BadInput(Refusal):
    """What was given cannot be read or breaks a rule of form."""


class NotSignedIn(Refusal):
    """Nobody is known to be asking."""


class NotAllowed(Refusal):
    """The person who asks may not do this; the detail says who may."""


class NotFound(Refusal):
    """There is no such thing, or this person may not know of it."""


class Conflict(Refusal):
    """The thing is in a state, or has a twin, that forbids the request."""


class Stale(Refusal):
    """Somebody changed the thing since the caller read it."""


class TooLarge(Refusal):
    """More bytes than the office accepts."""


class TooMany(Refusal):
    """Too many tries in too short a time."""


class Unavailable(Refusal):
    """A part the request needs is away; trying again later may succeed."""
