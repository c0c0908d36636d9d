"""Where the broker is and as whom to speak to it."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

from services.kernel.errors import BadInput

HEARTBEAT = 30
_PORTS = {"amqp": 5672, "amqps": 5671}
_KNOWN = {"cacertfile", "certfile", "keyfile", "management"}
_MANAGEMENT_PORTS = {False: 15672, True: 15671}


@dataclass(frozen=True)
class Address:
    """`amqp://user:password@host:port/vhost`, or `amqps://…?cacertfile=…&certfile=…&keyfile=…` for TLS.

    `?management=http://host:15672` says where the broker is managed, if not on its usual port.
    """

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    vhost: str = "/"
    secure: bool = False
    options: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, url: str) -> "Address":
        """Read an address; BadInput `bus-address-wrong`. A path of nothing or `/` is the default virtual host."""
        parts = urlsplit(url)
        options = dict(parse_qsl(parts.query, keep_blank_values=True))
        try:
            port = parts.port or _PORTS[parts.scheme]
        except (KeyError, ValueError):
            raise _wrong(url.partition("@")[2] or url) from None
        managed = options.get("management", "http://")
        if not parts.hostname or not set(options) <= _KNOWN or not managed.startswith(("http://", "https://")):
            raise _wrong(parts.hostname or "")
        return cls(
            host=parts.hostname,
            port=port,
            user=unquote(parts.username or "guest"),
            password=unquote(parts.password or "guest"),
            vhost=unquote(parts.path[1:]) or "/",
            secure=parts.scheme == "amqps",
            options=options,
        )

    def context(self) -> ssl.SSLContext | None:
        """How the broker proves itself, and we to it; None without TLS."""
        if not self.secure:
            return None
        context = ssl.create_default_context(cafile=self.options.get("cacertfile"))
        if own := self.options.get("certfile"):
            context.load_cert_chain(own, self.options.get("keyfile"))
        return context

    def management(self) -> str:
        """Where the broker's management interface is."""
        usual = f"{'https' if self.secure else 'http'}://{self.host}:{_MANAGEMENT_PORTS[self.secure]}"
        return self.options.get("management", usual).rstrip("/")

    def __str__(self) -> str:
        return f"{self.user}@{self.host}:{self.port}, vhost {self.vhost}"


def _wrong(said: str) -> BadInput:
    return BadInput(
        "bus-address-wrong",
        f"Địa chỉ máy chủ tin không đọc được: {said}.",
        "Viết như amqp://người:mật-khẩu@máy:5672/vhost; với TLS là amqps://…?cacertfile=/đường/dẫn.pem.",
    )
