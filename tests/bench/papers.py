"""Different PDFs of 100 kB, cheaply: one typeset letter with another stream in each."""

import os
from dataclasses import replace
from datetime import date
from io import BytesIO

import pikepdf

from services.backends.demo.texts import INCOMING, Plan, dispatches
from services.backends.typesetting.letters import typeset
from services.cli.demo.people import OFFICE

SIZE = 100_000


def letters(count: int) -> list[bytes]:
    """Typeset letters of the fictional province."""
    plan = Plan(OFFICE, [("Nguyễn Văn An", "Chủ tịch")], ("VP", "VX"), date(2026, 11, 20), count * 2)
    found = [one.letter for one in dispatches(plan) if one.direction == INCOMING]
    return [typeset(replace(letter)) for letter in found[:count]]


def papers(count: int) -> list[bytes]:
    """So many PDFs of about 100 kB, no two alike."""
    base = letters(1)[0]
    return [_padded(base) for _ in range(count)]


def _padded(base: bytes) -> bytes:
    with pikepdf.open(BytesIO(base)) as pdf:
        pdf.Root.Padding = pdf.make_stream(os.urandom(max(SIZE - len(base), 1000)))
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()
