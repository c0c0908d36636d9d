"""The forms of the desks as a browser finds them, and where a refused one points."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from tests.api.office import House

_ID = re.compile(r"[0-9a-f]{32}")
_FIELDS = {"input", "select", "textarea"}
_SILENT = {"hidden", "submit", "button", "search"}


@dataclass
class Form:
    """One form of a page: its fields by name, and the ids and fault links inside it."""

    page: str
    action: str
    method: str = "get"
    hidden: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)

    @property
    def kind(self) -> tuple[str, frozenset[str]]:
        """Which form of the product it is, whatever document it is about."""
        return _ID.sub("…", self.action), frozenset(self.fields)


class Page(HTMLParser):
    """Reads the forms, links and ids of one page."""

    def __init__(self, address: str, text: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.loose_faults: list[str] = []
        self._open: Form | None = None
        self._faulty = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what matters."""
        at = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(self.address, at.get("action") or self.address, at.get("method", "get").lower())
            self.forms.append(self._open)
        if self._open and "id" in at:
            self._open.ids.add(at["id"])
        if tag == "a" and at.get("href", "").startswith("#f-"):
            (self._open.faults if self._open else self.loose_faults).append(at["href"][1:])
        elif tag == "a" and at.get("href", "").startswith("/"):
            self.links.append(at["href"])
        if self._open and tag in _FIELDS and at.get("name"):
            self._note(at)
        if self._open and tag == "button" and at.get("name"):
            self._open.hidden[at["name"]] = at.get("value", "")  # as if the last button were pressed

    def _note(self, at: dict[str, str]) -> None:
        assert self._open is not None
        kind = at.get("type", "text")
        if kind == "hidden":
            self._open.hidden[at["name"]] = at.get("value", "")
        elif kind not in _SILENT:
            self._open.fields[at["name"]] = kind

    def handle_endtag(self, tag: str) -> None:
        """A form ends."""
        if tag == "form":
            self._open = None


def pages(house: House, account: str, most: int = 70) -> Iterator[Page]:
    """The pages somebody reaches from the first one by links, the nearest first."""
    browser, waiting, seen = house.desk(account), ["/"], {"/"}
    while waiting and most:
        most -= 1
        address = waiting.pop(0)
        answer = browser.get(address)
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        assert answer.status_code < 500, address
        page = Page(address, answer.text)
        yield page
        fresh = [link for link in dict.fromkeys(page.links) if link.split("#")[0] not in seen]
        seen |= set(fresh)
        waiting += fresh
