"""Whether a process has what it depends on: asked by probes, and told as a figure."""

from collections.abc import Callable, Mapping

Ready = Callable[[], str | None]
"""A readiness question: None when all is well, else the reason in words."""


def answered(ready: Mapping[str, Ready]) -> tuple[int, dict[str, object]]:
    """The HTTP status and the document of `/readyz`: 503 as soon as one dependency is not well."""
    checks = {name: question() or "ok" for name, question in ready.items()}
    well = all(said == "ok" for said in checks.values())
    return 200 if well else 503, {"status": "ok" if well else "down", "checks": checks}
