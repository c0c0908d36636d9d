"""A register printed for binding: cover, the form's columns, repeated header, totals (ND30 Art. 16.2, 22.3)."""

from datetime import date

from services.backends.typesetting.compile import press, printable
from services.kernel.registers import RegisterPrint
from services.kernel.text import normalise
from services.kernel.words import total_in_words

TEMPLATE = "register.typ"
_WIDE = frozenset({"subject", "issuer", "recipients", "routed_to", "signer", "kept_by", "note"})


def typeset(register: RegisterPrint) -> bytes:
    """The volume as PDF/A-2b, A4 landscape; columns without a value stay empty for the pen."""
    # Untagged: tags double the size of long tables, and the screen has the accessible register.
    return press(TEMPLATE).pdf(_content(register), tagged=False)


def _content(register: RegisterPrint) -> dict[str, object]:
    form = register.form
    rows = [[_cell(line.get(column.field, "")) for column in form.columns] for line in register.lines]
    return {
        "title": _cell(register.title or form.name).upper(),
        "office": _cell(register.office).upper(),
        "parent": _cell(register.parent).upper(),
        "period": register.period,
        "first_day": _day(register.first_day),
        "last_day": _day(register.last_day),
        "first_number": f"{register.first_number:02d}",
        "last_number": f"{register.last_number:02d}",
        "volume": f"{register.volume:02d}",
        "columns": [{"title": one.title, "width": one.width, "wide": one.field in _WIDE} for one in form.columns],
        "rows": rows,
        "total": str(len(rows)),
        "counted": form.counted,
        "total_in_words": total_in_words(len(rows), form.counted),
    }


def _cell(text: str) -> str:
    return printable(normalise(text))


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
