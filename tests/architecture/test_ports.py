"""Ports stay small and in their rooms: a use case asks for little, and one finds what it asks for."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
MOST = 5
ELSEWHERE = {
    "services/kernel/clock.py: Clock",  # kernel is one room
    "services/kernel/steps.py: Labelled",
    "services/backends/pades/bench.py: PenCase",  # backends have no rooms
    "services/backends/pades/signer.py: RawKey",
    "services/backends/backup/engines.py: Engine",
    "services/backends/bus/hearing.py: Delivery",
    "services/backends/database/__init__.py: Database",
    "services/backends/objects/opening.py: HostedStore",
    "services/office.py: Service",  # hosts have none either
}


def test_no_port_has_more_than_five_methods() -> None:
    large = [
        f"{where}: {port.name} has {len(_methods(port))}" for where, port in _ports() if len(_methods(port)) > MOST
    ]
    assert not large


def test_ports_are_declared_in_rooms_for_ports() -> None:
    strays = {f"{where}: {port.name}" for where, port in _ports() if "ports" not in where.with_suffix("").parts}
    assert strays == ELSEWHERE


def test_a_name_of_a_port_means_one_thing_across_adapters_and_a_service() -> None:
    named = [(where.parts[1], port.name) for where, port in _ports()]
    adapters = {name for home, name in named if home == "backends"}
    assert not adapters & {name for home, name in named if home != "backends"}


def _ports() -> Iterator[tuple[Path, ast.ClassDef]]:
    for path in sorted((ROOT / "services").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef) and any(_is_protocol(base) for base in node.bases):
                yield path.relative_to(ROOT), node


def _is_protocol(base: ast.expr) -> bool:
    named = base.value if isinstance(base, ast.Subscript) else base
    return isinstance(named, ast.Name) and named.id == "Protocol"


def _methods(port: ast.ClassDef) -> list[str]:
    return [each.name for each in port.body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)]
