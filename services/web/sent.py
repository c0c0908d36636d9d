"""What a form sent: typed reading that collects every fault, so that the clerk sees them all at once."""

import re
from collections.abc import Callable, Collection
from datetime import date
from enum import StrEnum
from typing import Annotated, TypeVar

from fastapi import Depends, Request
from fastapi.datastructures import UploadFile as FastUpload
from starlette.datastructures import FormData, UploadFile

from services.kernel.errors import BadInput
from services.kernel.text import normalise, normalise_lines
from services.web.signin import CSRF_FIELD, parts_of

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")
_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})(?:[/.\-](\d{4}))?")
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


class SentForm:
    """The fields of one post; readers note faults, `check` raises them together."""

    def __init__(self, form: FormData, today: date) -> None:
        self._form = form
        self._today = today
        self._faults: dict[str, str] = {}

    @property
    def values(self) -> dict[str, str]:
        """The text fields as typed, to fill the form again."""
        return {name: value for name, value in self._form.items() if isinstance(value, str) and name != CSRF_FIELD}

    def fault(self, name: str, sentence: str) -> None:
        """Note that a field is wrong."""
        self._faults.setdefault(name, sentence)

    def check(self) -> None:
        """Raise BadInput with all faults noted so far, in the order in which the fields stand in the form."""
        if self._faults:
            places = {name: place for place, name in enumerate(self._form.keys())}
            names = sorted(self._faults, key=lambda name: places.get(name, len(places)))
            fields = {name: self._faults[name] for name in names}
            raise BadInput("bad-fields", "Có thông tin thiếu hoặc sai.", "Sửa các mục được nêu.", fields=fields)

    def raw(self, name: str) -> str:
        """The field exactly as typed; for passwords."""
        value = self._form.get(name, "")
        return value if isinstance(value, str) else ""

    def text(self, name: str, label: str, *, required: bool = False, most: int = 500) -> str:
        """One clean line of text."""
        return self._kept(name, label, normalise(self.raw(name)), required, most)

    def lines(self, name: str, label: str, *, required: bool = False, most: int = 4000) -> str:
        """Clean text that keeps its line breaks."""
        return self._kept(name, label, normalise_lines(self.raw(name)), required, most)

    def _kept(self, name: str, label: str, value: str, required: bool, most: int) -> str:
        if required and not value:
            self.fault(name, f"Chưa nhập: {label}.")
        if len(value) > most:
            self.fault(name, f"{label} dài quá {most} ký tự.")
        return value

    def whole(self, name: str, label: str, *, least: int = 0, most: int = 999_999_999) -> int | None:
        """A whole number, None when left empty; dot groups are allowed."""
        typed = normalise(self.raw(name)).replace(".", "")
        if not typed:
            return None
        if not re.fullmatch(r"[0-9]{1,12}", typed) or not least <= int(typed) <= most:
            self.fault(name, f"{label} phải là số từ {least} đến {most}.")
            return None
        return int(typed)

    def day(self, name: str, label: str, *, required: bool = False) -> date | None:
        """A day: `20/11/2026`, `5/3` of this year, `hn` for today, or the browser's `2026-11-20`."""
        typed = normalise(self.raw(name)).lower()
        if not typed:
            if required:
                self.fault(name, f"Chưa nhập: {label}.")
            return None
        found = read_day(typed, self._today)
        if found is None:
            self.fault(name, f"{label} không phải một ngày có thật; viết như 20/11/2026.")
        return found

    def choice(self, name: str, label: str, among: Collection[str], *, required: bool = True) -> str:
        """One of the values offered, empty when none was picked and none is required."""
        value = normalise(self.raw(name))
        if value not in among and (value or required):
            self.fault(name, f"Chọn {label} trong danh sách.")
        return value

    def one_of(self, name: str, label: str, among: type[E], default: E) -> E:
        """One member of an enumeration by its value, the default when none was picked."""
        value = self.choice(name, label, set(among), required=False)
        return next((one for one in among if one.value == value), default)

    def judged(self, make: Callable[[], T]) -> T:
        """What the rules make of the fields; the faults they find join those noted so far, and all are raised together.

        A refusal that is not about fields comes through as it is.
        """
        try:
            made = make()
        except BadInput as refused:
            if not refused.fields or not self._faults:
                raise
            for name, sentence in refused.fields.items():
                self.fault(name, sentence)
        self.check()
        return made

    def ticked(self, name: str) -> bool:
        """Whether a box was ticked."""
        return bool(self.raw(name))

    def many(self, name: str) -> list[str]:
        """Every value sent under one name, cleaned, empty ones dropped."""
        found = (normalise(value) for value in self._form.getlist(name) if isinstance(value, str))
        return [value for value in found if value]

    def files(self, name: str) -> list[UploadFile]:
        """The files chosen under one name; empty slots are dropped."""
        chosen = [value for value in self._form.getlist(name) if isinstance(value, UploadFile | FastUpload)]
        return [value for value in chosen if value.filename]

    def file(self, name: str, label: str, *, required: bool = False) -> UploadFile | None:
        """The one file chosen under a name."""
        chosen = self.files(name)
        if not chosen and required:
            self.fault(name, f"Chưa chọn tệp: {label}.")
        return chosen[0] if chosen else None


def read_day(typed: str, today: date) -> date | None:
    """The day a clerk typed, None when it is no day of the calendar between 1900 and 2200."""
    if typed in {"hn", "hôm nay", "hom nay"}:
        return today
    iso, own = _ISO_DAY.fullmatch(typed), _DAY.fullmatch(typed)
    try:
        if iso:
            found = date(int(iso[1]), int(iso[2]), int(iso[3]))
        elif own:
            found = date(int(own[3] or today.year), int(own[2]), int(own[1]))
        else:
            return None
    except ValueError:
        return None
    return found if 1900 <= found.year <= 2200 else None


async def sent_form(request: Request) -> SentForm:
    """The form of this post, already parsed while its secret was checked."""
    return SentForm(await request.form(max_files=100, max_fields=1000), parts_of(request).clock.today())


Sent = Annotated[SentForm, Depends(sent_form)]
