"""How commands speak: lines for people, JSON lines for programs."""

import json
import sys
from dataclasses import asdict, is_dataclass

from services.kernel.errors import Refusal


class Output:
    """Prints results one by one; refusals go to the error stream."""

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json

    def result(self, line: str, **values: object) -> None:
        """One result: the line for people, the values for programs."""
        text = json.dumps(values, ensure_ascii=False, default=_plain) if self.as_json else line
        print(text, flush=True)

    def note(self, line: str) -> None:
        """A remark for people only."""
        if not self.as_json:
            print(line, flush=True)

    def refusal(self, refusal: Refusal) -> None:
        """Why the command was not carried out, and what to do."""
        if not self.as_json:
            faults = [f"  – {fault}" for fault in refusal.fields.values() if fault != refusal.detail]
            print(f"{refusal.detail} {refusal.next}".strip(), *faults, sep="\n", file=sys.stderr, flush=True)
            return
        values = {"code": refusal.code, "detail": refusal.detail, "next": refusal.next, "fields": dict(refusal.fields)}
        print(json.dumps(values, ensure_ascii=False), file=sys.stderr, flush=True)


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, frozenset | set):
        return sorted(value)
    return str(value)
