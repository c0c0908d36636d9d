"""An index on a server that is away, slow, full, foreign or out of date: said in words, and mended where it can be."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from uuid import uuid4

import pytest
from elasticsearch import Elasticsearch
from fastapi.testclient import TestClient

from services.backends.index.elastic import mapping
from services.backends.index.elastic.index import ElasticIndex, check_version
from services.kernel.errors import BadInput, Unavailable
from services.kernel.facts import DocumentRegistered
from services.search.domain.record import entry
from services.web.app import build
from services.web.contribution import WebParts
from tests.contract.index_engines import addressed, ids
from tests.contract.test_index import record
from tests.servers import need
from tests.servers.proxy import HOST, Fault, Proxy
from tests.unit.search_office import LAN, SearchOffice, close, search_office
from tests.unit.test_search_http import OpenDoor, ask, see


class Broken:
    """An index behind a way that can be broken, and the server seen directly."""

    def __init__(self, address: str, way: Proxy) -> None:
        self.server = Elasticsearch(need("elasticsearch").url)
        self.name = address.rsplit("/", 1)[1]
        self.way = way
        self.address = f"elasticsearch+http://{HOST}:{way.port}/{self.name}"
        self.index = ElasticIndex(self.address)

    def settings(self, **settings: object) -> None:
        """Change settings of the index behind its back."""
        self.server.indices.put_settings(index=self.name, settings=settings)


@pytest.fixture
def broken(tmp_path: Path) -> Iterator[Broken]:
    with addressed("elasticsearch", tmp_path) as address, Proxy(need("elasticsearch").port) as way:
        made = Broken(address, way)
        yield made
        made.index.close()
        made.server.close()


@contextmanager
def refused(code: str = "index-away", within: float = 15) -> Iterator[None]:
    """Says in words, and in time, that it cannot be done."""
    begun = time.monotonic()
    with pytest.raises(Unavailable) as trouble:
        yield
    assert time.monotonic() - begun < within
    assert (trouble.value.code, bool(trouble.value.next)) == (code, True)


@pytest.mark.parametrize("fault", [Fault.DOWN, Fault.RESET, Fault.UPSTREAM_TIMEOUT, Fault.DOWNSTREAM_TIMEOUT])
def test_a_broken_way_is_told_in_words_and_works_again_once_mended(broken: Broken, fault: Fault) -> None:
    broken.index.identity()
    broken.index.put([entry(record("a", "Kế hoạch"), "")])
    with broken.way.failing(fault):
        for asking in (lambda: ids(broken.index, "kế hoạch"), broken.index.identity, broken.index.renew):
            with refused():
                asking()
        with refused():
            broken.index.put([entry(record("b", "Kế hoạch"), "")])
        broken.index.claim()  # one that is away is waited for
        assert broken.index.ready() == "Máy chủ tìm kiếm tạm thời không trả lời."
    assert "a" in ids(broken.index, "kế hoạch")
    assert broken.index.ready() is None


def test_a_server_that_never_answers_is_given_ten_seconds(broken: Broken) -> None:
    broken.index.identity()
    with broken.way.failing(Fault.DOWNSTREAM_BLACKHOLE), refused(within=30):
        ids(broken.index, "kế hoạch")


def test_while_the_server_is_away_the_page_says_so_and_the_index_catches_up_afterwards(
    broken: Broken, tmp_path: Path
) -> None:
    broken.way.fail(Fault.DOWN)
    office = search_office(tmp_path, broken.address)
    office.parts.start()
    parts = WebParts([office.parts.contribution], OpenDoor(), lambda: "Văn phòng", clock=office.shared.clock)
    client = TestClient(build(parts))
    office.register_without_waiting("d1")
    assert "Máy chủ tìm kiếm tạm thời không trả lời" in see(client, LAN, "/tim?q=kien+toan", 503)
    told = ask(client, LAN, q="kien toan")
    assert (told.status_code, told.json()["code"]) == (503, "index-away")
    assert office.parts.views.waiting() == 1
    broken.way.heal()
    assert _found_within(office, "kien toan", 10) == ["d1"]
    assert "Quyết định" in see(client, LAN, "/tim?q=kien+toan")
    close(office)


def test_a_registered_document_is_found_without_anybody_asking_for_it(broken: Broken, tmp_path: Path) -> None:
    office = search_office(tmp_path, broken.address)
    office.parts.start()
    office.register_without_waiting("d0")
    _found_within(office, "45", 20)
    for at in range(1, 4):
        office.register_without_waiting(f"d{at}", number=7000 + at)
        assert _found_within(office, str(7000 + at), 20) == [f"d{at}"]
    close(office)


def test_a_way_cut_again_and_again_in_mid_batch_loses_nothing(broken: Broken, tmp_path: Path) -> None:
    office = search_office(tmp_path, broken.address)
    cards = [office.card(f"d{at:04d}", number=at + 1, body=f"thân bài {at} " * 200) for at in range(600)]
    office.tell(*(DocumentRegistered(card, "lan") for card in cards), wait=False)
    broken.way.fail(Fault.LATENCY, 0.02)  # so that a batch takes long enough to be cut
    office.parts.start()
    for _ in range(6):
        time.sleep(0.4)
        broken.way.cut()
    broken.way.heal()
    deadline = time.monotonic() + 40
    while office.parts.views.waiting() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert office.search("").total == 600
    assert office.ids('"thân bài 599"') == ["d0599"]
    close(office)


def test_a_disk_that_is_full_refuses_writing_only(broken: Broken) -> None:
    broken.index.identity()
    broken.index.put([entry(record("a", "Kế hoạch"), "")])
    broken.settings(**{"index.blocks.read_only_allow_delete": True})  # as the server sets it at its flood stage
    with refused():
        broken.index.put([entry(record("b", "Kế hoạch"), "")])
    assert ids(broken.index, "kế hoạch") == ["a"]
    broken.settings(**{"index.blocks.read_only_allow_delete": None})
    assert broken.index.put([entry(record("b", "Kế hoạch"), "")]) == ()


def test_an_index_with_a_part_missing_finds_nothing_rather_than_the_rest(broken: Broken) -> None:
    broken.index.identity()
    broken.index.put([entry(record("a", "Kế hoạch"), "")])
    lame = f"{broken.name}-lame"
    nowhere = {"index.routing.allocation.require._name": "nobody"}
    asked = {broken.name: {}}
    broken.server.indices.create(index=lame, settings=nowhere, aliases=asked, wait_for_active_shards="0")
    with refused():
        ids(broken.index, "kế hoạch")
    broken.server.indices.delete(index=lame)
    assert ids(broken.index, "kế hoạch") == ["a"]


def test_an_index_lost_on_the_server_is_made_again_with_its_fields(broken: Broken, tmp_path: Path) -> None:
    office = search_office(tmp_path, broken.address)
    office.tell(*(DocumentRegistered(office.card(f"d{at}", number=at + 1), "lan") for at in range(5)))
    lost = broken.index.identity()
    broken.server.indices.delete(index=f"{broken.name}-v1")
    with refused():
        office.search("kien toan")
    with refused():
        broken.index.put([entry(record("x", "Kế hoạch"), "")])
    assert not broken.server.indices.exists(index=f"{broken.name}-writing")
    office.parts.indexing.catch_up_wholly()
    assert office.search("kien toan").total == 5
    assert broken.index.identity() != lost
    close(office)


def test_an_index_of_an_older_shape_is_made_again_while_it_is_asked(broken: Broken, tmp_path: Path) -> None:
    office = search_office(tmp_path, broken.address)
    office.register("d1")
    older = mapping.mappings() | {"_meta": {"maker": mapping.MAKER, "shape": mapping.SHAPE - 1}}
    broken.server.indices.put_mapping(index=broken.name, meta=older["_meta"])
    office.parts.indexing.catch_up_wholly()
    assert broken.server.indices.get_alias(index=f"{broken.name}-v*").body.keys() == {f"{broken.name}-v2"}
    assert office.ids("kien toan") == ["d1"]
    close(office)


@pytest.mark.parametrize(
    ("meta", "said"),
    [
        ({}, "chương trình khác"),
        ({"maker": "vanthu", "shape": mapping.SHAPE + 1}, "bản mới hơn"),
        ({"maker": "vanthu", "shape": mapping.SHAPE}, "subject"),
    ],
)
def test_an_index_that_is_not_ours_is_refused_and_left_alone(
    broken: Broken, meta: dict[str, object], said: str
) -> None:
    foreign = {"_meta": meta, "properties": mapping.properties() | {"subject": {"type": "keyword"}}}
    settings = {"analysis": mapping.settings()["analysis"]}
    aliases = {broken.name: {}, f"{broken.name}-writing": {}}
    broken.server.indices.create(index=f"{broken.name}-v1", mappings=foreign, settings=settings, aliases=aliases)
    for asking in (broken.index.claim, broken.index.identity):
        with pytest.raises(Unavailable) as trouble:
            asking()
        assert trouble.value.code == "index-mapping-wrong"
        assert said in trouble.value.detail
    assert broken.server.indices.exists(index=f"{broken.name}-v1")


def test_an_index_that_bears_the_name_of_the_alias_is_refused(broken: Broken) -> None:
    broken.server.indices.create(index=broken.name)
    try:
        with refused("index-mapping-wrong"):
            broken.index.claim()
    finally:
        broken.server.indices.delete(index=broken.name)


@pytest.mark.parametrize("number", ["7.17.29", "8.18.2", "10.0.0"])
def test_a_server_of_another_version_is_refused(number: str) -> None:
    with refused("index-server-wrong"):
        check_version(number)
    check_version("8.19.8")
    check_version("9.4.3")


def test_what_is_no_search_server_at_all_is_refused() -> None:
    class Other(BaseHTTPRequestHandler):
        """Answers everything, as a web server put at that address would."""

        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_said: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer((HOST, 0), Other) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        with refused("index-server-wrong"):
            ElasticIndex(f"elasticsearch+http://{HOST}:{other.server_port}/documents").claim()
        other.shutdown()


@pytest.mark.parametrize(
    "address",
    ["http://h/documents", "http://h:9200", "http://h:x/documents", "http://:9200/d", "http://h:9200/Văn bản"],
)
def test_an_address_that_cannot_be_read_is_refused_without_its_password(address: str) -> None:
    with pytest.raises(BadInput) as trouble:
        ElasticIndex("elasticsearch+" + address.replace("//", "//vanthu:hush-hush@"))
    assert "hush" not in f"{trouble.value} {trouble.value.next}"


def test_the_password_opens_the_server_and_is_never_said(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(1)
    server = need("elasticsearch-secured")
    name = f"test-{uuid4().hex}"

    def index(password: str, port: int = server.port) -> ElasticIndex:
        return ElasticIndex(f"elasticsearch+http://{server.user}:{password}@{HOST}:{port}/{name}")

    with refused("index-login", within=15):
        index("wrong-hush").claim()
    with refused("index-login"):
        ids(index("wrong-hush"), "kế hoạch")
    with refused():
        ids(index("wrong-hush", 1), "kế hoạch")
    mine = index(server.password)
    mine.claim()
    mine.identity()
    mine.put([entry(record("a", "Kế hoạch"), "")])
    assert ids(mine, "kế hoạch") == ["a"]
    Elasticsearch(server.url, basic_auth=(server.user, server.password)).indices.delete(index=f"{name}-v1")
    assert "hush" not in caplog.text
    assert server.password not in caplog.text
    assert "Basic " not in caplog.text


def _found_within(office: SearchOffice, line: str, seconds: float) -> list[str]:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if found := office.ids(line):
                return found
        except Unavailable:
            pass
        time.sleep(0.05)
    return []
