"""Every page as each person of the office: nothing breaks, nothing typed comes alive, every link leads somewhere."""

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit

import httpx
import pytest

from tests.api.office import ACCOUNTS, Browser, House, opened
from tests.api.planting import HTML, MARKS, plant

MOST_ALIKE, MOST_AT_ONE_PLACE = 1, 3
SEEDS = (
    "/",
    "/openapi.json",
    "/readyz",
    "/metrics",
    "/tim",
    "/tim?q=C%E1%BA%A5y",
    "/toi",
    "/toi/khoa",
    "/phim-tat",
    "/kiem-tra-chu-ky",
    "/kho",
    "/so",
)
_LINK = re.compile(r'<(?:a|img|link|script|iframe)\b[^>]*?\s(?:href|src)="([^"]*)"')
_GET_FORM = re.compile(r'<form\b(?![^>]*method="post")[^>]*?\saction="([^"]*)"')
_VARYING = re.compile(r"[0-9a-f]{12,64}|\d+")
_SENTENCE = re.compile(r"<h1[^>]*>[^<]{10,}|<p[^>]*>[^<]{10,}")


@dataclass
class Walk:
    """What one person saw: each address and its answer, and where the address stood."""

    seen: dict[str, httpx.Response] = field(default_factory=dict)
    found_on: dict[str, str] = field(default_factory=dict)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """An office of its own: what is planted here is of no use to other tests."""
    for office in opened(tmp_path_factory.mktemp("planted")):
        plant(office)
        yield office


@pytest.fixture(scope="module")
def walks(house: House) -> dict[str, Walk]:
    """Every desk walked through once, after HTML was typed into every field of the office."""
    return {account: _walk(house.desk(account)) for account in ACCOUNTS}


def _walk(desk: Browser) -> Walk:
    walk, alike, waiting = Walk(), Counter[str](), list(SEEDS)
    while waiting:
        address = waiting.pop(0)
        place = _VARYING.sub("*", urlsplit(address).path)
        shape = f"{place}?{'&'.join(sorted(parse_qs(urlsplit(address).query)))}"
        if address in walk.seen or alike[shape] >= MOST_ALIKE or alike[place] >= MOST_AT_ONE_PLACE:
            continue
        alike.update((place, shape))
        answer = walk.seen[address] = desk.get(address)
        for link in _links(answer):
            walk.found_on.setdefault(link, address)
            waiting.append(link)
    return walk


def _links(answer: httpx.Response) -> Iterator[str]:
    if "text/html" not in answer.headers.get("content-type", ""):
        return
    for found in (*_LINK.findall(answer.text), *_GET_FORM.findall(answer.text)):
        whole = urldefrag(urljoin(str(answer.url), html.unescape(found)))[0]
        if urlsplit(whole).netloc == "vanthu.test":
            yield whole.removeprefix("http://vanthu.test")


@pytest.mark.parametrize("account", ACCOUNTS)
def test_every_link_leads_to_a_page_or_to_a_sentence_saying_why_not(walks: dict[str, Walk], account: str) -> None:
    walk, stray = walks[account], []
    for address, answer in walk.seen.items():
        told = answer.status_code == 403 and _SENTENCE.search(answer.text)
        if answer.status_code != 200 and not told:
            stray.append((answer.status_code, address, walk.found_on.get(address, "a seed")))
    assert not stray
    assert len(walk.seen) > 20


@pytest.mark.parametrize("account", ACCOUNTS)
def test_nothing_typed_comes_alive_on_any_page(walks: dict[str, Walk], account: str) -> None:
    pages = [answer for answer in walks[account].seen.values() if "text/html" in answer.headers["content-type"]]
    for answer in pages:
        alive = [mark for mark in MARKS if mark in answer.text]
        assert not alive, (answer.url, alive)
        assert "cay()&gt;49" not in answer.text, answer.url


def test_the_planted_words_were_met_at_every_desk(walks: dict[str, Walk]) -> None:
    met = {_VARYING.sub("*", address.split("?")[0]) for walk in walks.values() for address, answer in walk.seen.items()
           if "&lt;script&gt;cay" in answer.text}  # fmt: skip
    wanted = {
        "/tim",
        "/nhan-su",
        "/co-quan",
        "/so",
        "/van-ban-den",
        "/van-ban-den/*",
        "/van-ban-den/cho/*",
        "/van-ban-di",
        "/van-ban-di/*",
        "/van-ban-di/bi-tra-lai",
        "/viec-cua-toi",
        "/kho",
        "/kho/tai-lieu/*",
        "/kho/ho-so/*",
        "/toi/khoa",
    }
    assert wanted <= met, wanted - met


def test_files_people_brought_are_handed_over_and_never_opened_in_the_page(walks: dict[str, Walk]) -> None:
    everything = [(address, answer) for walk in walks.values() for address, answer in walk.seen.items()]
    files = [(address, answer) for address, answer in everything if re.search(r"/(tep|da-tai-len)\b[^?]*$", address)]
    handed = [one for one in files if not _kind(one[1]).startswith(("image/png", "text/html"))]
    assert len({_VARYING.sub("*", address) for address, _ in handed}) >= 5
    for address, answer in handed:
        assert answer.headers["content-disposition"].startswith("attachment"), address
    for address, answer in everything:
        assert answer.headers["x-content-type-options"] == "nosniff", address
        assert "default-src 'none'" in answer.headers["content-security-policy"], address


def test_every_page_there_is_was_walked_by_somebody(house: House, walks: dict[str, Walk]) -> None:
    walked = {urlsplit(address).path for walk in walks.values() for address in walk.seen}
    shapes = {pattern: re.sub(r"\\{\w+\\}", "[^/]+", re.escape(pattern)) for pattern in _patterns(house.app.routes)}
    missing = [pattern for pattern, shape in shapes.items() if not any(re.fullmatch(shape, path) for path in walked)]
    assert missing == []


@pytest.mark.parametrize("account", ["lan", "an", "son", "quan", "thao"])
def test_whatever_stands_in_the_address_bar_is_shown_as_text_or_refused(
    house: House, walks: dict[str, Walk], account: str
) -> None:
    asked = dict.fromkeys(
        ("q", "trang", "sau", "loai", "nam", "muc", "tep", "ban", "vua", "so", "tu", "den", "ma"), HTML
    )
    pages = {urlsplit(address).path for address, answer in walks[account].seen.items() if "html" in _kind(answer)}
    for path in sorted({_VARYING.sub("*", path): path for path in pages}.values()):
        told = house.desk(account).get(path, params=asked)
        assert told.status_code in (200, 403, 404, 422), (path, told.status_code)
        assert not [mark for mark in MARKS if mark in told.text], path


def _kind(answer: httpx.Response) -> str:
    return str(answer.headers.get("content-type", ""))


def _patterns(routes: Iterable[object]) -> Iterator[str]:
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from _patterns(inner.routes)
        elif "GET" in (getattr(route, "methods", None) or ()) and not getattr(route, "include_in_schema", False):
            yield str(getattr(route, "path", ""))
