"""A message as the broker hands it over, and whether it may be believed."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from services.backends.bus.rabbit import names
from services.backends.bus.rabbit.line import Line
from services.backends.tracing import CARRIED

LARGEST = 1 << 20
"""Bytes of a fact: they carry ids and digests, never files."""

ATTEMPT, KEY, REASON, FIRST_AT, DOUBTED = "x-attempt", "x-key", "x-reason", "x-first-at", "x-doubted"
"""Headers of copies a service sends to its own queues: what the broker would not remember of the first message."""

_ID = re.compile(r"[0-9a-f]{32}", re.ASCII)


@dataclass(frozen=True)
class Parcel:
    """One message; nothing in it is trusted, except in a copy of our `own`.

    `user` is who the broker says has sent it, empty if nobody said.
    """

    body: bytes
    routing_key: str
    user: str
    message_id: str
    headers: Mapping[str, object]
    own: bool = False

    @property
    def deliveries(self) -> int:
        """How often somebody took it before and neither finished it nor gave it back."""
        return self._number("x-delivery-count")

    @property
    def attempt(self) -> int:
        """Tries that have failed."""
        return self._number(ATTEMPT) if self.own else 0

    @property
    def key(self) -> str:
        """What the fact was first addressed with."""
        first = self.headers.get(KEY)
        return first if self.own and isinstance(first, str) else self.routing_key

    @property
    def fact(self) -> str:
        """The name of the fact it claims to be."""
        return self.key.partition(".")[2]

    @property
    def trace(self) -> str:
        """Where it came from, as `tracing` reads it."""
        return json.dumps({name: self.headers[name] for name in CARRIED if isinstance(self.headers.get(name), str)})

    def _number(self, header: str) -> int:
        value = self.headers.get(header)
        return value if isinstance(value, int) and not isinstance(value, bool) else 0


def is_own(exchange: str, user: str, line: Line) -> bool:
    """Whether it is a copy we have sent to ourselves: nobody else may write to that exchange."""
    return exchange == names.queue(line.service) and user == line.users[line.service]


def distrust(parcel: Parcel, line: Line) -> str:
    """Why this message can never be heard; an empty text when it may."""
    if len(parcel.body) > LARGEST:
        return f"Thông điệp quá lớn: {len(parcel.body)} byte, mức cao nhất là {LARGEST}."
    if not _ID.fullmatch(parcel.message_id):
        return "Thông điệp không có mã đúng dạng."
    if not _is_text(parcel.body):
        return "Thông điệp không phải văn bản UTF-8."
    return _forged(parcel, line)


def _forged(parcel: Parcel, line: Line) -> str:
    if not parcel.user:
        return "Thông điệp không mang tên người gửi; có thể là giả mạo."
    service, _, fact = parcel.key.partition(".")
    # A fact of a newer release has no teller here: it is not heard, but waits for a worker of that release.
    teller = line.tellers.get(fact, service)
    # Who sent the first message was judged before a copy of ours was made, perhaps by a release that knew no teller.
    if service != teller or (not parcel.own and parcel.user != line.users.get(teller)):
        return f"Tin {fact} chỉ do dịch vụ {teller} gửi, nhưng đây là của “{parcel.user:.60}”; có thể là giả mạo."
    return ""


def _is_text(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True
