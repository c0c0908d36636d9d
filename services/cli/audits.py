"""`vanthu audit verify`: walk every chain and name the first broken link."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from dataclasses import dataclass
from typing import Any

from services.backends import audit
from services.backends.bus.endpoint import Endpoint
from services.backends.settings import Settings
from services.cli.output import Output
from services.cli.words import group, word
from services.embedded import Host, opened
from services.kernel.errors import NotFound


@dataclass(frozen=True)
class Noted:
    """The end of a chain as an earlier run printed it: `intake:1234:9f…`."""

    service: str
    links: int
    last: str

    @classmethod
    def read(cls, text: str) -> "Noted":
        """Read it from the command line."""
        service, _, rest = text.partition(":")
        links, _, last = rest.partition(":")
        if not (links.isascii() and links.isdigit() and len(links) < 19 and last):
            raise ArgumentTypeError("ghi như lần kiểm tra trước đã in, ví dụ intake:1234:9f86d0…")
        return cls(service, int(links), last)


def add(words: Any, shared: ArgumentParser) -> None:
    """Add the word and its sub-word."""
    sub = group(words, "audit", "nhật ký có chuỗi băm")
    word(
        sub, shared, "verify", "kiểm tra từng mắt xích của mọi chuỗi, nêu mắt xích hỏng đầu tiên", verify
    ).add_argument(
        "--noted",
        action="append",
        type=Noted.read,
        default=[],
        metavar="BÀN:SỐ:MÃ",
        help="dấu cuối do lần kiểm tra trước in ra, ghi ở nơi khác; dùng được nhiều lần",
    )


def verify(asked: Namespace, settings: Settings, out: Output) -> int:
    """One verdict a service; 1 when a chain is broken, or is not the one that was noted; refuses an unknown service."""
    with opened(settings) as host:
        return check(host, asked.noted, out)


def check(host: Host, noted: list[Noted], out: Output) -> int:
    """As `verify`, of an opened office."""
    broken = 0
    _check_services(noted, [endpoint.name for endpoint in host.endpoints])
    for endpoint in host.endpoints:
        verdict = _verdict(endpoint, noted)
        broken += bool(verdict.broken)
        said = f"HỎNG ở mắt xích {verdict.broken}: {verdict.reason}" if verdict.broken else "nguyên vẹn"
        whole = verdict.links and not verdict.broken
        end = f", dấu cuối {endpoint.name}:{verdict.links}:{verdict.last}" if whole else ""
        out.result(f"{endpoint.name}: {verdict.links} mắt xích, {said}{end}", service=endpoint.name, **vars(verdict))
    return 1 if broken else 0


def _check_services(noted: list[Noted], there: list[str]) -> None:
    unknown = next((one.service for one in noted if one.service not in there), None)
    if unknown is not None:
        raise NotFound(
            "service-unknown", f"Không có bàn “{unknown}” để đối chiếu dấu cuối.", f"Các bàn có: {', '.join(there)}."
        )


def _verdict(endpoint: Endpoint, noted: list[Noted]) -> audit.Verdict:
    chain = endpoint.tables.chain
    with endpoint.database.read() as connection:
        verdict = audit.verify(connection, chain)
        for one in noted if not verdict.broken else ():
            if one.service == endpoint.name and not audit.holds(connection, chain, one.links, one.last):
                return audit.Verdict(verdict.links, one.links, "không phải chuỗi đã ghi dấu lần trước", verdict.last)
    return verdict
