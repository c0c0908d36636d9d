"""Downloads straight from the server of objects: whoever may have a file is shown the way to it, for a short while."""

import hashlib
import io
import re
import time
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from services.backends.objects.s3.lending import Lending
from services.backends.objects.s3.store import open_bucket
from services.backends.settings import Settings
from services.kernel.errors import BadInput, NotFound
from services.kernel.ports import Fetchable
from tests import object_stores
from tests.object_stores import address, line
from tests.servers import Running, need
from tests.unit.incoming_browser import Browser, browser
from tests.unit.incoming_office import CLERK, STRANGER, IncomingOffice, pdf_bytes

__all__ = ["browser"]

NAME = "Công văn số 1.pdf"
PAPER = pdf_bytes()
DIGEST = hashlib.sha256(PAPER).hexdigest()


@pytest.fixture(params=object_stores.BUCKETS, scope="module")
def server(request: pytest.FixtureRequest) -> Running:
    return need(request.param)


def public(server: Running) -> str:
    """The server under another name than the office uses."""
    return f"http://localhost:{server.port}"


@pytest.fixture
def office(tmp_path: Path, server: Running) -> IncomingOffice:
    """An office whose downloads come from the server of objects."""
    made = IncomingOffice(tmp_path)
    made.objects = open_bucket(address(server), public(server))  # type: ignore[assignment]  # as the settings choose
    return made


def test_a_file_comes_from_the_server_itself_under_its_name_after_the_download_was_written_down(
    office: IncomingOffice, browser: Browser, server: Running
) -> None:
    made = browser.send(CLERK, content=PAPER, name=NAME)
    api = f"/api/v1/intake/incoming/{made['id']}/files/{DIGEST}"
    (page,) = set(re.findall(rf'href="([^"]*/tep/{DIGEST})"', browser.get(CLERK, f"/van-ban-den/{made['id']}")))
    seats = ((api, {"Authorization": f"Bearer {CLERK.id}"}), (page, {"Cookie": f"vanthu_session={CLERK.id}"}))
    for path, headers in seats:
        answer = browser.client.get(path, headers=headers, follow_redirects=False)
        assert answer.status_code == 303
        assert office.audited(made["id"])[-1] == "download"
        assert (answer.headers["Cache-Control"], answer.headers["Referrer-Policy"]) == ("no-store", "same-origin")
        way = answer.headers["Location"]
        assert way.startswith(public(server))
        got = httpx.get(way)
        assert (got.status_code, got.content) == (200, PAPER)
        assert got.headers["Content-Type"] == "application/pdf"
        assert got.headers["Content-Disposition"] == (
            f"attachment; filename=\"cong-van-so-1.pdf\"; filename*=UTF-8''{quote(NAME)}"
        )
    assert office.audited(made["id"]).count("download") == 2


def test_whoever_may_not_have_a_file_is_shown_no_way_to_it_and_nothing_is_written_down(
    office: IncomingOffice, browser: Browser
) -> None:
    made = browser.send(CLERK, content=PAPER)
    path = f"/incoming/{made['id']}/files/{DIGEST}"
    assert "location" not in browser.api(STRANGER, "GET", path, 404)
    assert browser.client.get(f"/api/v1/intake{path}").status_code == 401
    assert "download" not in office.audited(made["id"])


def test_pages_of_a_paper_are_still_pictures_of_the_desk(browser: Browser) -> None:
    made = browser.send(CLERK, content=PAPER)
    pictures = re.findall(r'<img[^>]* src="([^"]+)"', browser.get(CLERK, f"/van-ban-den/{made['id']}"))
    seat = {"Cookie": f"vanthu_session={CLERK.id}"}
    shown = [browser.client.get(each, headers=seat, follow_redirects=False) for each in pictures]
    assert shown
    assert {each.headers["Content-Type"] for each in shown} == {"image/png"}


@pytest.fixture
def kept(server: Running) -> tuple[str, str, str]:
    """A bucket with two files; its address and their digests."""
    url = address(server)
    store = open_bucket(url)
    one, other = (store.put(io.BytesIO(content)).digest for content in (b"one" * 9_000, b"other" * 9_000))
    return url, one, other


def _way(url: str, server: Running, digest: str, seconds: int = 60) -> str:
    with Lending(line(url), public(server), seconds).open(digest) as stream:
        assert isinstance(stream, Fetchable)
        return stream.address(f"attachment; filename*=UTF-8''{quote(NAME)}", "application/pdf")


def test_a_way_leads_to_its_one_file_under_its_one_name(server: Running, kept: tuple[str, str, str]) -> None:
    url, one, other = kept
    way = _way(url, server, one)
    assert httpx.get(way).content == b"one" * 9_000
    for twisted in (
        way.replace(one, other).replace(f"/{one[:2]}/", f"/{other[:2]}/"),
        way.replace("Expires=60", "Expires=6000"),
        way.replace("application%2Fpdf", "text%2Fhtml"),
        way.partition("?")[0],
    ):
        assert twisted != way
        assert httpx.get(twisted).status_code == 403


def test_a_way_is_closed_after_its_time(server: Running, kept: tuple[str, str, str]) -> None:
    url, one, _ = kept
    way = _way(url, server, one, seconds=1)
    time.sleep(2.1)
    assert httpx.get(way).status_code == 403


def test_what_is_opened_so_is_read_as_ever_and_what_is_absent_is_so(
    server: Running, kept: tuple[str, str, str]
) -> None:
    url, one, _ = kept
    store = open_bucket(url, public(server))
    with store.open(one) as stream:
        assert (stream.read(4), stream.read()) == (b"oneo", b"ne" + b"one" * 8_998)
    with store.local(one) as path:
        assert path.stat().st_size == 27_000
    with pytest.raises(NotFound):
        store.open("0" * 64)


@pytest.mark.parametrize(
    ("objects", "downloads"),
    [
        ("folder:kho", "https://tep.coquan.vn"),
        ("s3+https://khoa:bimat@minio.noibo/kho", "yes"),
        ("s3+https://khoa:bimat@minio.noibo/kho", "https://tep.coquan.vn/kho"),
        ("s3+https://khoa:bimat@minio.noibo/kho", "https://khoa:bimat@tep.coquan.vn"),
    ],
)
def test_a_setting_that_cannot_be_followed_is_refused_by_name(objects: str, downloads: str, tmp_path: Path) -> None:
    told = {"VANTHU_HOME": str(tmp_path), "VANTHU_DEMO": "1", "VANTHU_OBJECTS": objects, "VANTHU_DOWNLOADS": downloads}
    with pytest.raises(BadInput, match="VANTHU_DOWNLOADS"):
        Settings.read(told)
