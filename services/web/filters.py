"""How dates, times, numbers and sizes read on screen."""

from datetime import date, datetime

from services.kernel.clock import OFFICE_ZONE

NOTHING = "—"


def date_vn(value: date | datetime | str | None) -> str:
    """`20/11/2026`, in office time; a dash for nothing."""
    day = _at_office(value)
    return f"{day:%d/%m/%Y}" if day else NOTHING


def time_vn(value: datetime | str | None) -> str:
    """`14:05`, in office time; a dash for nothing."""
    moment = _at_office(value)
    return f"{moment:%H:%M}" if isinstance(moment, datetime) else NOTHING


def moment_vn(value: datetime | str | None) -> str:
    """`14:05 20/11/2026`, in office time; a dash for nothing."""
    return f"{time_vn(value)} {date_vn(value)}" if value else NOTHING


def date_iso(value: date | datetime | str | None) -> str:
    """`2026-11-20` for attributes; empty for nothing."""
    day = _at_office(value)
    return f"{day:%Y-%m-%d}" if day else ""


def number_vn(value: int | float | None) -> str:
    """`6.430` and `12,5`; a dash for nothing."""
    if value is None:
        return NOTHING
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"
    return text.replace(",", " ").replace(".", ",").replace(" ", ".")


def size_vn(value: int | None) -> str:
    """Bytes as `845 B`, `1,2 MB`."""
    if value is None:
        return NOTHING
    amount = float(value)
    for unit in ("B", "kB", "MB", "GB"):
        if amount < 1000 or unit == "GB":
            return f"{amount:.0f} {unit}" if unit == "B" or amount >= 100 else f"{amount:.1f} {unit}".replace(".", ",")
        amount /= 1000
    return NOTHING


def percent_vn(value: float | None) -> str:
    """A share of 0 to 1 as `85 %`."""
    return NOTHING if value is None else f"{value * 100:.0f} %"


def browser_vn(agent: str) -> str:
    """What a browser calls itself as `Firefox trên Windows`; what cannot be told is said so."""
    browser = next((name for mark, name in _BROWSERS if mark in agent), "Chương trình khác")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return f"{browser} trên {system}" if system else browser


def _at_office(value: date | datetime | str | None) -> date | datetime | None:
    if isinstance(value, str):
        value = _read(value) if value else None
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(OFFICE_ZONE)
    return value


def _read(text: str) -> date | datetime:
    return date.fromisoformat(text) if len(text) == len("2026-11-20") else datetime.fromisoformat(text)


# In this order: most browsers also carry the names of those before them.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("coc_coc", "Cốc Cốc"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)

FILTERS = {
    "browser_vn": browser_vn,
    "date_vn": date_vn,
    "time_vn": time_vn,
    "moment_vn": moment_vn,
    "date_iso": date_iso,
    "number_vn": number_vn,
    "size_vn": size_vn,
    "percent_vn": percent_vn,
}
