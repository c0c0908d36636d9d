"""`vanthu up`: the whole deployed set on one machine, under a small supervisor."""

import asyncio
import sys
from argparse import ArgumentParser, Namespace
from typing import Any

from services.backends.settings import SERVICES, Settings, deployed, keyed
from services.backends.supervisor import Member, Supervisor
from services.cli import demo, processes
from services.cli.alone import alone
from services.cli.demo.people import tell_who
from services.cli.output import Output
from services.cli.words import word


def add(words: Any, shared: ArgumentParser) -> None:
    """Add the word."""
    up = word(words, shared, "up", "chuẩn bị máy chủ rồi chạy mọi tiến trình của bản triển khai trên máy này", run)
    up.add_argument("--demo", action="store_true", help="lập cơ quan mẫu trước, nếu chưa có")
    demo.sized(up)


def members(first_port: int = 0) -> list[Member]:
    """The set: the front, a worker for each service that hears facts, a relay for each.

    All but the front answer probes, each on a port of its own from this one on; on none if it is 0.
    """
    from services.deployed.preparing import hears  # the embedded office has none of its libraries

    behind = [f"work-{name}" for name, facts in hears().items() if facts] + [f"relay-{name}" for name in SERVICES]
    probed = [{"VANTHU_PULSE_PORT": str(first_port + place)} if first_port else {} for place in range(len(behind))]
    return [
        Member("api", _words("api", "--processes", "2")),
        *(Member(name, _words(*name.split("-")), variables=port) for name, port in zip(behind, probed, strict=True)),
    ]


def _words(*words: str) -> list[str]:
    return [sys.executable, "-m", "services", *words]


def run(asked: Namespace, settings: Settings, out: Output) -> int:
    """Migrate, declare the topology, start all, walk through a new demo once, and stop all on SIGTERM.

    Conflict `already-serving` while another does so for this office.
    """
    keyed(deployed(settings))
    # Beside the home, which a demo office being made has not yet.
    with alone(settings.home.with_name(f".{settings.home.name}.up")):
        processes.migrate(asked, settings, out)
        processes.topology(asked, settings, out)
        fresh = asked.demo and demo.make_once(settings, asked.documents, out)
        _run(settings, out, fresh=fresh)
    return 0


def _run(settings: Settings, out: Output, *, fresh: bool) -> None:
    if settings.demo:
        tell_who(out)
    walk = [Member("walk", _words("demo"), once=True)] if fresh else []
    supervisor = Supervisor(
        [*members(settings.pulse_port), *walk],
        lambda name, line: out.result(f"{name:<15} {line}", process=name, said=line),
    )
    asyncio.run(supervisor.run())
