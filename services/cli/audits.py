"""`vanthu audit verify`: walk every chain and name the first broken link."""

from argparse import ArgumentParser, Namespace
from typing import Any

from services.backends import audit
from services.backends.settings import Settings
from services.cli.output import Output
from services.embedded import opened


def add(words: Any, shared: ArgumentParser) -> None:
    """Add the word and its sub-word."""
    sub = words.add_parser("audit", help="nhật ký có chuỗi băm").add_subparsers(required=True, metavar="VIỆC")
    sub.add_parser("verify", parents=[shared], help="kiểm tra từng mắt xích").set_defaults(run=verify)


def verify(_asked: Namespace, settings: Settings, out: Output) -> int:
    """One verdict a service; 1 when a chain is broken."""
    broken = 0
    with opened(settings) as host:
        for endpoint in host.endpoints:
            with endpoint.database.read() as connection:
                verdict = audit.verify(connection, endpoint.tables.audit)
            broken += bool(verdict.broken)
            said = f"HỎNG ở mắt xích {verdict.broken}: {verdict.reason}" if verdict.broken else "nguyên vẹn"
            out.result(f"{endpoint.name}: {verdict.links} mắt xích, {said}", service=endpoint.name, **vars(verdict))
    return 1 if broken else 0
